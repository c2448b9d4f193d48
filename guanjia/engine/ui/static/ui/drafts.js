/* Half-filled forms survive a reload, a lost session and a lost network: kept in this browser, per person and form. */
(() => {
  "use strict";
  const { words } = window.guanjia;
  const DAYS = 7;
  const name = (form) => `draft:${document.body.dataset.user || ""}:${form.dataset.draft}`;
  const skip = (field) => !field.name || ["hidden", "password", "file", "submit", "button"].includes(field.type);

  const read = (form) => {
    const values = {};
    for (const field of form.elements) {
      if (skip(field)) continue;
      if (["checkbox", "radio"].includes(field.type)) {
        if (field.checked) (values[field.name] ||= []).push(field.value);
      } else if (field.value !== (field.defaultValue ?? "") || field.tagName === "SELECT") (values[field.name] ||= []).push(field.value);
    }
    return values;
  };
  const typed = (form) => [...form.elements].some((field) => !skip(field) && !["checkbox", "radio"].includes(field.type) && field.tagName !== "SELECT" && field.value !== field.defaultValue);
  const withFiles = (form) => [...form.elements].some((field) => field.type === "file" && field.files.length > 0);

  /* What was kept for fields that are not drawn yet. */
  const away = new WeakMap();

  const save = (form) => {
    try {
      if (typed(form)) localStorage.setItem(name(form), JSON.stringify({ at: Date.now(), files: withFiles(form), values: { ...away.get(form), ...read(form) } }));
      else localStorage.removeItem(name(form));
    } catch { /* a full or forbidden store must not stop the work */ }
  };
  const forget = (form) => { try { localStorage.removeItem(name(form)); } catch { /* as above */ } };

  const restore = (form) => {
    if ("draftReady" in form.dataset) return;
    form.dataset.draftReady = "";
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(name(form))); } catch { return; }
    if (!kept || Date.now() - kept.at > DAYS * 864e5) return forget(form);
    const changed = fill(form.elements, kept.values);
    const here = new Set([...form.elements].map((field) => field.name));
    away.set(form, Object.fromEntries(Object.entries(kept.values).filter(([field]) => !here.has(field))));
    if (changed) note(form, kept.files);
  };
  const fill = (fields, kept) => {
    let changed = false;
    for (const field of fields) {
      if (skip(field) || !(field.name in kept)) continue;
      const values = kept[field.name];
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (values[0] !== field.value) { field.value = values[0]; changed = true; }
    }
    return changed;
  };
  /* Part of a form came later (what the chosen procedure asks): it gets back what was kept for it, once. */
  const complete = (root) => {
    const form = root.closest("form[data-draft]"), kept = form && away.get(form);
    if (!kept) return;
    const fields = [...form.elements].filter((field) => field.name in kept);
    fill(fields, kept);
    fields.forEach((field) => delete kept[field.name]);
  };
  const note = (form, files) => {
    const box = document.createElement("div");
    box.className = "draft-note";
    box.setAttribute("role", "status");
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = words.draft_drop;
    drop.addEventListener("click", () => { forget(form); form.reset(); box.remove(); });
    box.append(words.draft_found, files ? words.draft_files : "", drop);
    form.prepend(box);
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  };

  let soon = null;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draft) return;
    clearTimeout(soon);
    soon = setTimeout(() => save(form), 300);
  });
  addEventListener("pagehide", () => document.querySelectorAll("form[data-draft]").forEach((form) => "sent" in form.dataset || save(form)));

  /* An ordinary submit may fail on the way: the draft goes only when the next page arrives without the same form. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.draft || event.defaultPrevented) return;
    save(form);
    if (!form.hasAttribute("hx-post")) sessionStorage.setItem("draft:sent", name(form));
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, successful, requestConfig } = event.detail;
    const form = requestConfig.elt; // detail.elt is what is left on the page when the answer replaced the form
    if (form.dataset && form.dataset.draft && successful && xhr.status < 400) {
      form.dataset.sent = "";
      clearTimeout(soon);
      forget(form);
    }
  });
  const sent = sessionStorage.getItem("draft:sent");
  if (sent) {
    sessionStorage.removeItem("draft:sent");
    const back = [...document.querySelectorAll("form[data-draft]")].some((form) => name(form) === sent && form.querySelector(".field-wrong, .form-errors"));
    const broken = document.querySelector("main.alone");
    if (!back && !broken) localStorage.removeItem(sent);
  }

  /* Any other form: what was sent and met a lost session or a fault is put back, once, when its page is open again. */
  const UNSENT = "unsent", alone = document.querySelector("main.alone");
  const target = (form) => form.getAttribute("hx-post") || form.action;
  const hold = (form, broken) => {
    if (!form || form.dataset.draft || form.method !== "post" || alone || !typed(form)) return;
    const kept = { at: Date.now(), user: document.body.dataset.user, to: target(form), files: withFiles(form), values: read(form), broken };
    try { sessionStorage.setItem(UNSENT, JSON.stringify(kept)); } catch { /* as above */ }
  };
  const giveBack = (root) => {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(UNSENT)); } catch { return; }
    if (!kept || (alone && kept.broken)) return;
    if (alone) return sessionStorage.setItem(UNSENT, JSON.stringify({ ...kept, broken: true }));
    const mine = kept.broken && kept.user === document.body.dataset.user && Date.now() - kept.at < DAYS * 864e5;
    const form = mine && [...root.querySelectorAll("form"), root].find((one) => one.tagName === "FORM" && target(one) === kept.to);
    if (!form) return mine || sessionStorage.removeItem(UNSENT);
    sessionStorage.removeItem(UNSENT);
    if (fill(form.elements, kept.values)) note(form, kept.files);
  };
  document.addEventListener("submit", (event) => event.defaultPrevented || hold(event.target, false));
  document.body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) hold(event.detail.requestConfig.elt.closest?.("form"), true);
  });

  const all = (root) => { root.querySelectorAll("form[data-draft]").forEach(restore); giveBack(root); };
  all(document);
  document.body.addEventListener("htmx:load", (event) => {
    const root = event.detail.elt;
    if (root.matches && root.matches("form[data-draft]")) restore(root);
    else complete(root);
    all(root);
  });
})();
