/* A form is sent once; a photo is made small before it leaves; a refusal keeps what was typed. */
(() => {
  "use strict";
  const LONGEST = 1600;
  const { words, toast } = window.guanjia;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if ("busy" in form.dataset) return event.preventDefault();
    form.dataset.busy = "";
    form.setAttribute("aria-busy", "true");
  });
  const free = (form) => {
    if (!form || form.tagName !== "FORM") return;
    delete form.dataset.busy;
    form.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(free));
  document.body.addEventListener("htmx:afterRequest", (event) => free(event.detail.elt));
  document.body.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.elt;
    if (form.tagName === "FORM" && form.matches("[data-once]")) form.dataset.busy = "";
  });
  /* After a command was carried out, the next one from the same form is another one. */
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const key = event.detail.successful && event.detail.elt.querySelector && event.detail.elt.querySelector("input[name=key]");
    if (key) key.value = uuid();
  });
  const uuid = () => (crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join(""));

  /* The first field at fault gets the cursor, also in a form that came back alone. */
  const blame = (root) => root.querySelector(".field-wrong :is(input, select, textarea)")?.focus();
  blame(document);
  document.body.addEventListener("htmx:afterSettle", (event) => blame(event.detail.elt));

  const shrink = async (file) => {
    if (!file.type.startsWith("image/") || file.type === "image/gif") return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 400_000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  };
  window.guanjia.shrink = shrink;

  const chosen = new WeakMap();
  const show = (input) => {
    const files = chosen.get(input) || [];
    const list = input.closest("[data-photos]").querySelector("ul");
    list.replaceChildren(...files.map((file, at) => {
      const item = document.createElement("li");
      const image = document.createElement("img");
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "photo-drop";
      drop.textContent = "×";
      drop.setAttribute("aria-label", words.remove + " " + file.name);
      drop.addEventListener("click", () => { files.splice(at, 1); keep(input, files); });
      item.append(image, drop);
      return item;
    }));
  };
  const keep = (input, files) => {
    chosen.set(input, files);
    const carrier = new DataTransfer();
    files.forEach((file) => carrier.items.add(file));
    input.files = carrier.files;
    show(input);
  };
  const add = async (input, fresh) => {
    const files = [...(chosen.get(input) || [])];
    for (const file of fresh) {
      try { files.push(await shrink(file)); } catch { toast(words.photo_failed, "warning"); }
    }
    keep(input, files);
    input.dispatchEvent(new CustomEvent("photos", { bubbles: true }));
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-photos] input[type=file]")) add(event.target, [...event.target.files]);
  });
  /* A form that comes back with a word about a field keeps the photos and files that were chosen for it. */
  let carried = [];
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.xhr.status === 422 && event.detail.requestConfig.elt.closest("form");
    const inputs = form ? [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length) : [];
    carried = inputs.map((input) => [`#${CSS.escape(form.id)} input[type=file][name="${input.name}"]`, [...input.files]]);
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    carried.splice(0).forEach(([where, files]) => {
      const input = document.querySelector(where);
      if (!input || input.files.length) return;
      if (input.closest("[data-photos]")) return keep(input, files);
      const carrier = new DataTransfer();
      files.forEach((file) => carrier.items.add(file));
      input.files = carrier.files;
    });
  });
  /* Pasted pictures (an owner's group chat) go into the form that has the cursor. */
  document.addEventListener("paste", (event) => {
    const form = event.target.closest && event.target.closest("form");
    const input = form && form.querySelector("[data-photos] input[type=file]");
    const pictures = [...(event.clipboardData ? event.clipboardData.files : [])].filter((file) => file.type.startsWith("image/"));
    if (input && pictures.length) add(input, pictures);
  });
})();

/* A list's address holds only what was chosen. */
document.body.addEventListener("htmx:configRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches(".list-bar")) return;
  const given = event.detail.formData;
  const usual = (form.dataset.cols || "").split(" ").filter(Boolean);
  const cols = given.getAll("cols");
  if (cols.length === usual.length && cols.every((name) => usual.includes(name))) given.delete("cols");
  [...given.entries()].forEach(([name, value]) => value === "" && given.delete(name));
});
