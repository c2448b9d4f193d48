/* The technician's pages: a tap becomes an entry of the outbox, and the page shows at once what follows from it. */
(() => {
  "use strict";
  const { words } = Outbox;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const pads = new WeakMap();
  let waiting = [], picking = false, missed = false;

  /* What the page shows */
  const AFTER = {
    claim: { state: "accepted", mine: true }, accept: { state: "accepted" }, set_out: { state: "on_the_way" },
    arrive: { state: "arrived" }, pause: { state: "paused" }, resume: { state: "accepted" }, complete: { state: "done" },
    refuse: { mine: false }, transfer: { mine: false }, return: { mine: false },
  };
  const PHOTO = { before: { before: true }, after: { after: true }, signature: { signature: true }, slip: { signature: true } };
  const FIRST = { assigned: "accept", accepted: "set_out", on_the_way: "arrive", paused: "resume" };

  function following(progress, entry) {
    return { ...progress, ...(entry.verb === "photo" ? PHOTO[entry.fields.kind] : AFTER[entry.verb]) };
  }

  /* The same choice as rules.next_thing on the server. */
  function nextThing(at) {
    if (!at.mine) return at.state === "pooled" ? "claim" : "";
    if (at.state !== "arrived") return FIRST[at.state] || "";
    if (at.needs_photos && !at.before) return "photo_before";
    return at.needs_photos && !at.after ? "photo_after" : "complete";
  }

  function show() {
    const root = $("#order");
    if (root) {
      const mine = waiting.filter((entry) => entry.order === root.dataset.order && entry.state === "waiting");
      const at = mine.reduce(following, JSON.parse(root.dataset.progress));
      const next = nextThing(at);
      $$("[data-next]").forEach((each) => { each.hidden = each.dataset.next !== next; });
      $$("[data-when]").forEach((each) => { each.hidden = !at.mine || !each.dataset.when.split(" ").includes(at.state); });
      $$("[data-unsigned]").forEach((each) => { each.hidden = at.signature || !at.needs_signature; });
      const state = $("#state");
      if (state && mine.length) state.textContent = root.dataset[`state${at.state}`] || state.textContent;
      showPhotos(mine);
    }
    showOutbox();
  }

  function showPhotos(mine) {
    $$("[data-waiting-photo]").forEach((each) => { URL.revokeObjectURL(each.firstChild.src); each.remove(); });
    for (const entry of mine.filter((each) => each.verb === "photo")) {
      const strip = $(`[data-photos="${entry.fields.kind}"]`);
      if (!strip || !entry.files.length) continue;
      const item = document.createElement("li"), picture = document.createElement("img");
      item.dataset.waitingPhoto = "";
      picture.src = URL.createObjectURL(entry.files[0].blob);
      picture.alt = words.waiting;
      item.append(picture);
      strip.append(item);
    }
  }

  function showOutbox() {
    const box = $("#outbox");
    if (!box) return;
    const open = waiting.filter((entry) => entry.state === "waiting"), refused = waiting.filter((entry) => entry.state === "refused");
    box.hidden = !waiting.length;
    box.replaceChildren(...refused.map(refusal), ...(open.length ? [waitingList(open)] : []));
  }

  function line(tag, css, text) {
    const made = document.createElement(tag);
    made.className = css;
    made.textContent = text;
    return made;
  }

  function refusal(entry) {
    const card = line("div", "outbox-refused", "");
    card.setAttribute("role", "alert");
    const read = line("button", "btn", words.read);
    read.type = "button";
    read.dataset.read = entry.id;
    card.append(line("strong", "", `${words.refused}:${entry.label} ${time(entry.doneAt)}`), line("p", "", entry.text), read);
    return card;
  }

  function waitingList(open) {
    const list = document.createElement("details");
    list.className = "outbox-waiting";
    list.append(line("summary", "", `${open.length} ${words.waiting_many}`));
    open.forEach((entry) => list.append(line("div", "outbox-row", `${time(entry.doneAt)} ${entry.label}`)));
    return list;
  }

  const time = (iso) => new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  /* What the person does */
  async function keep(action) {
    try { await Outbox.add(action); return true; }
    catch { toast(words.not_stored); return false; }
  }

  const toast = (text) => guanjia.toast(text, "warning");

  const orderOf = (element) => element.closest("[data-order]")?.dataset.order || $("#order")?.dataset.order;

  async function tapped(button) {
    button.disabled = true;
    const fields = button.dataset.line ? { line: button.dataset.line } : {};
    await keep({ order: orderOf(button), verb: button.dataset.do, label: button.dataset.label, fields });
    button.disabled = false;
  }

  async function photographed(input) {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    try {
      const blob = await Photo.shrink(file);
      const fields = { kind: input.dataset.photo };
      await keep({ order: orderOf(input), verb: "photo", label: input.dataset.label, fields, files: [{ field: "photo", name: `${fields.kind}.jpg`, blob }] });
    } catch { toast(words.photo_failed); }
  }

  async function submitted(form) {
    const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    if (fields.hours) { fields.until = new Date(Date.now() + fields.hours * 3600000).toISOString(); delete fields.hours; }
    if (form.dataset.lines !== undefined) {
      fields.lines = JSON.stringify(rows(form));
      if (fields.lines === "[]") return toast(words.needs_line);
    }
    const order = orderOf(form), files = [];
    const canvas = $$("canvas[data-pad]", form).find((each) => each.offsetParent);
    if (canvas) {
      const pad = pads.get(canvas);
      if (!pad || pad.isEmpty()) return toast(words.sign_first);
      const blob = await Photo.blobOf(canvas, "image/png");
      if (canvas.dataset.pad === "photo") await keep({ order, verb: "photo", label: canvas.dataset.label, fields: { kind: "signature" }, files: [{ field: "photo", name: "signature.png", blob }] });
      else files.push({ field: "signature", name: "signature.png", blob });
    }
    if (await keep({ order, verb: form.dataset.act, label: form.dataset.label, fields, files })) {
      form.closest("dialog")?.close();
      form.reset();
    }
  }

  const rows = (form) => $$("[data-line]", form).map((row) => Object.fromEntries($$("[data-column]", row).map((each) => [each.dataset.column, each.value.trim()]))).filter((row) => row.name);

  /* A line whose name is on the price list takes kind, unit and price from there. */
  function priced(input) {
    const item = [...($("#prices")?.options || [])].find((each) => each.value === input.value.trim());
    if (!item) return;
    for (const [name, value] of [["kind", item.dataset.kind], ["measure", item.dataset.measure], ["unit_price", item.dataset.price]]) {
      const column = $(`[data-column="${name}"]`, input.closest("[data-line]"));
      if (column) column.value = value;
    }
  }

  function openSheet(id) {
    const sheet = document.getElementById(id);
    sheet.showModal();
    $$("canvas[data-pad]", sheet).filter((each) => each.offsetParent).forEach(prepare);
  }

  function prepare(canvas) {
    const ratio = Math.max(devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    const old = pads.get(canvas);
    if (old) old.clear();
    else pads.set(canvas, new SignaturePad(canvas, { backgroundColor: "#fff", penColor: "#10202e" }));
  }

  async function call(button) {
    try {
      const answer = await fetch(button.dataset.call, { method: "POST", headers: { "X-CSRFToken": document.cookie.match(/csrftoken=([^;]+)/)?.[1] || "" } });
      const said = await answer.json();
      if (!said.number) return toast(said.refused);
      const link = $("#number");
      link.href = `tel:${said.number.replace(/[^\d+]/g, "")}`;
      link.textContent = said.number;
      link.hidden = false;
      link.click();
    } catch { toast(words.no_network); }
  }

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    let found;
    if ((found = at("[data-do]"))) tapped(found);
    else if ((found = at("[data-sheet]"))) openSheet(found.dataset.sheet);
    else if ((found = at("[data-call]"))) call(found);
    else if ((found = at("[data-read]"))) Outbox.forget(Number(found.dataset.read));
    else if ((found = at("[data-fill]"))) $("[name=outcome]", found.closest("form")).value = found.dataset.fill;
    else if ((found = at("[data-more-rows]"))) found.before($("template", found.closest("form")).content.cloneNode(true));
    else if ((found = at("[data-clear-pad]"))) pads.get($("canvas", found.closest("form")))?.clear();
  });
  /* While the camera is open the page must not be exchanged under its answer. */
  document.addEventListener("click", (event) => { if (event.target.matches("input[data-photo]")) picking = true; });
  document.addEventListener("cancel", (event) => { if (event.target.matches("input[data-photo]")) { picking = false; if (missed) refresh(); } }, true);
  document.addEventListener("close", () => { if (missed) refresh(); }, true);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[list=prices]")) priced(event.target);
    if (!event.target.dataset.photo) return;
    picking = false;
    photographed(event.target);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.act) { event.preventDefault(); submitted(event.target); }
  });
  document.addEventListener("outbox:changed", ({ detail }) => {
    waiting = detail.entries;
    const out = $("#signed-out");
    if (out) out.hidden = detail.trouble !== "signed-out";
    show();
  });
  document.addEventListener("outbox:sent", ({ detail }) => {
    const root = $("#order");
    const done = root ? detail.filter((entry) => entry.order === root.dataset.order && entry.result === "sent") : [];
    if (done.length) root.dataset.progress = JSON.stringify(done.reduce(following, JSON.parse(root.dataset.progress)));
    refresh();
  });

  /** After something was sent: what the server says now. Sheets that are open keep what was typed. */
  async function refresh() {
    missed = Boolean($("dialog[open]")) || picking;
    if (missed || $("form[data-report], [data-still]")) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const there = fresh.getElementById("main");
      if (there && !$("dialog[open]") && !picking) $("#main").replaceWith(document.adoptNode(there));
      Outbox.tell();
    } catch { /* still away: the page shows what waits */ }
  }

  async function offlineReady() {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register("/m/sw.js", { scope: $("#outbox").dataset.scope });
    const { active } = await navigator.serviceWorker.ready;
    const pages = $$("a[data-keep], .phone-bar a").map((link) => link.href);
    active.postMessage({ kind: "keep", user: document.body.dataset.user || "", pages: [location.href, ...pages] });
  }

  Outbox.tell();
  Outbox.flush();
  offlineReady();
})();
