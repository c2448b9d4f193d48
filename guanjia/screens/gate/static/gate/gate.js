/* The gate: the server answers; without a network (or when it takes a second) the list that this phone keeps does.
   What the guard notes goes through the phone's outbox, so each is sent once. */
(() => {
  "use strict";
  const { words } = Outbox, SECOND = 900, MINUTE = 60000, PATIENCE = 8000;
  const page = document.querySelector("[data-gate]");
  const $ = (selector) => page.querySelector(selector);
  const form = $("[data-ask]"), input = form.elements.q, answers = $("[data-answers]");
  const store = `kept:gate:${document.body.dataset.user}`;
  const ADDRESS = /(cases|registers\/passes|registers\/access_cards)\/\d+(?=\/?$)/;
  let waiting = [], asked = 0;

  /* The list */
  const kept = () => { try { return JSON.parse(localStorage.getItem(store)); } catch { return null; } };
  const clock = (moment) => new Date(moment).toLocaleString([], {
    ...(new Date(moment).toDateString() === new Date().toDateString() ? {} : { month: "2-digit", day: "2-digit" }),
    hour: "2-digit", minute: "2-digit", hour12: false,
  });

  async function get(address, part) {
    const headers = part ? { "HX-Request": "true" } : { Accept: "application/json" };
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 401 || answer.redirected) signedOut();
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return answer;
  }

  /* Whoever was signed out from afar keeps no list either. */
  function signedOut() {
    document.getElementById("signed-out").hidden = false;
    localStorage.removeItem(store);
    answers.replaceChildren();
  }

  async function refresh() {
    try {
      const list = await (await get(page.dataset.list)).json();
      localStorage.setItem(store, JSON.stringify({ ...list, ahead: Date.parse(list.at) - Date.now() }));
      const fresh = await (await get(form.action, true)).text();
      document.getElementById("gate-now").outerHTML = fresh;
    } catch { /* away: the list stays as it was, and says of when it is */ }
    const list = kept();
    $("[data-listed]").textContent = list ? words.listed.replace("%s", clock(list.at)) : "";
  }

  /* Judging by the list: the rule of rules.py */
  function worth(row, now) {
    if (row.never) return "never";
    if (row.since && now < Date.parse(row.since)) return "early";
    return row.until && now >= Date.parse(row.until) ? "lapsed" : "good";
  }

  function judged(number) {
    const list = kept(), wanted = number.trim(), address = wanted.match(ADDRESS)?.[0];
    if (!list) return [{ state: "unknown", word: words.unlisted, why: words.no_list }];
    const rows = list.rows.filter((row) => (address ? row.of === address : row.number.toUpperCase() === wanted.toUpperCase()));
    const found = rows.map((row) => verdict(row, Date.now() + list.ahead));
    if (list.frozen.some((card) => card.toUpperCase() === wanted.toUpperCase()))
      found.push({ state: "bad", word: words.bad, why: words.frozen, what: `${words.card} ${wanted}` });
    return found.length ? found : [{ state: "unknown", word: words.unlisted, why: words.unlisted_why, what: wanted }];
  }

  function verdict(row, now) {
    const mine = waiting.filter((entry) => entry.state === "waiting");
    const out = mine.some((entry) => entry.to === page.dataset.out && entry.fields.number === row.number);
    const moved = mine.filter((entry) => entry.to === page.dataset.move && entry.fields.pass === row.pk).at(-1);
    const value = out ? "never" : worth(row, now), inside = moved ? moved.fields.way === "in" : Boolean(row.inside);
    const said = { row, inside, what: `${row.kind} ${row.number}`, lines: moved ? [...row.lines, words.moved] : row.lines };
    if (value === "good") return { ...said, state: "good", word: words.good, why: row.whys.good };
    return { ...said, state: "bad", word: words.bad, why: out ? words.used : row.never || row.whys[value] };
  }

  function drawn(said) {
    const card = $("template[data-kept]").content.firstElementChild.cloneNode(true), list = kept();
    const slot = (name) => card.querySelector(`[data-slot=${name}]`);
    card.className = `gate-answer gate-${said.state}`;
    for (const name of ["word", "why", "what"]) slot(name).textContent = said[name] || "";
    slot("as_of").textContent = list ? words.as_of.replace("%s", clock(list.at)) : "";
    slot("lines").replaceChildren(...(said.lines || []).map(line));
    for (const each of card.querySelectorAll("form")) fill(each, said);
    return card;
  }

  function line(text) {
    const made = document.createElement("p");
    made.className = "gate-line";
    made.textContent = text;
    return made;
  }

  function fill(each, { row, state, inside }) {
    const good = state === "good", does = each.dataset.does;
    if (does !== row?.does || (does === "out" ? !good : !good && !inside)) return each.remove();
    if (does === "out") {
      each.elements.number.value = row.number;
      each.dataset.key = `gate-out-${row.pk}`;
      each.dataset.label += row.number;
    } else {
      each.elements.pass.value = row.pk;
      each.dataset.label = `${row.lines[0]} ${row.number}`;
      for (const button of each.querySelectorAll("button")) if ((button.value === "out") !== inside) button.remove();
    }
  }

  /* Asking */
  async function ask(number) {
    if (!number.trim()) return answers.replaceChildren();
    const mine = ++asked, byList = () => mine === asked && answers.replaceChildren(...judged(number).map(drawn));
    const slow = setTimeout(byList, SECOND);
    try {
      if (!navigator.onLine) throw new Error("offline");
      const html = await (await get(`${form.action}?${new URLSearchParams({ q: number })}`, true)).text();
      if (mine === asked) answers.innerHTML = html;
    } catch { byList(); }
    clearTimeout(slow);
    input.value = number;
    input.select();
  }

  /* Scanning: by the browser's own detector, or where it has none (iPhones) by one that is loaded beforehand */
  async function detector() {
    const own = window.BarcodeDetector;
    if ((await own?.getSupportedFormats().catch(() => []))?.includes("qr_code")) return own;
    return (await import(page.dataset.scanner)).BarcodeDetector;
  }
  const scanner = navigator.mediaDevices ? detector().catch(() => null) : null;
  const fault = (text) => { $("[data-scan-fault]").textContent = text; $("[data-scan-fault]").hidden = !text; };
  let stream = null;

  async function scan() {
    fault("");
    const Detector = await scanner;
    if (!Detector) { fault(words.no_scanner); return input.focus(); }
    try { stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); }
    catch { fault(words.no_camera); return input.focus(); }
    const video = $("[data-video]");
    $("[data-camera]").hidden = false;
    video.srcObject = stream;
    await video.play();
    look(video, new Detector());
  }

  async function look(video, detector) {
    if (!stream) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (!code) return requestAnimationFrame(() => look(video, detector));
    endScan();
    ask(code.rawValue);
  }

  function endScan() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    $("[data-camera]").hidden = true;
  }

  /* Noting: through the outbox */
  async function note(sent, button) {
    const fields = {}, files = [];
    for (const [name, value] of new FormData(sent, button)) {
      if (typeof value === "string") fields[name] = value;
      else if (value.size) files.push({ field: name, name: "photo.jpg", blob: await Photo.shrink(value) });
    }
    if (sent.dataset.does === "out" && !files.length) return guanjia.toast(words.needs_photo, "warning");
    const word = sent.dataset.does === "out" ? "" : ` ${button.textContent.trim()}`;
    const action = { to: sent.getAttribute("action"), label: sent.dataset.label + word, fields, files };
    if (sent.dataset.key) action.key = sent.dataset.key;
    await Outbox.add(action);
    answers.replaceChildren();
    input.value = "";
    input.focus();
  }

  document.addEventListener("submit", async (event) => {
    const sent = event.target;
    if (sent === form) { event.preventDefault(); return ask(input.value); }
    if (!("queue" in sent.dataset)) return;
    event.preventDefault();
    if (sent.dataset.busy) return;
    sent.dataset.busy = "1";
    try { await note(sent, event.submitter); }
    catch (no) { guanjia.toast(no instanceof DOMException && no.name === "InvalidStateError" ? words.photo_failed : words.not_stored, "warning"); }
    delete sent.dataset.busy;
  });
  page.addEventListener("click", (event) => {
    const meant = event.target.closest("[data-number]");
    if (meant) { event.preventDefault(); ask(meant.dataset.number); scrollTo({ top: 0 }); }
    else if (event.target.closest("[data-scan]")) scan();
    else if (event.target.closest("[data-scan-end]")) endScan();
  });
  document.addEventListener("outbox:changed", ({ detail }) => { waiting = detail.entries; });
  document.addEventListener("outbox:sent", ({ detail }) => {
    for (const each of detail) if (each.said?.text) guanjia.toast(each.said.text, "success");
    refresh();
  });
  addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  setInterval(() => document.hidden || refresh(), MINUTE);
  refresh();
})();
