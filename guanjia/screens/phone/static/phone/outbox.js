/* Every action is kept in this phone first and then sent, in order, each exactly once: the server knows its key.
   What the server refuses stays here until the person has read it. */
(() => {
  "use strict";
  const STORE = "outbox";
  const user = document.body.dataset.user || "";
  const words = JSON.parse(document.getElementById("phone-words")?.textContent || "{}");
  const TIMEOUT = 60000, AGAIN = 15000;
  let opening = null, trouble = "";

  function open() {
    opening ||= new Promise((done, failed) => {
      const asked = indexedDB.open("guanjia-phone", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return opening;
  }

  async function change(mode, work) {
    const database = await open();
    return new Promise((done, failed) => {
      const transaction = database.transaction(STORE, mode);
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(asked.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  }

  /** Entries of the person who is signed in, oldest first. */
  async function entries() {
    const all = await change("readonly", (store) => store.getAll());
    return all.filter((entry) => entry.user === user);
  }

  /** Keep an action: {order, verb} or {to: address}, {label, fields, files: [{field, name, blob}]}, and its key if it
      has one; it is sent as soon as it can be. */
  async function add(action) {
    const key = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const entry = { key, fields: {}, files: [], ...action, user, state: "waiting", doneAt: new Date().toISOString() };
    await change("readwrite", (store) => store.add(entry));
    tell();
    flush();
  }

  async function forget(id) {
    await change("readwrite", (store) => store.delete(id));
    tell();
  }

  const cookie = (name) => document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.split("=")[1] || "";

  function body(entry) {
    const form = new FormData();
    for (const [name, value] of Object.entries(entry.fields)) form.append(name, value);
    form.set("key", entry.key);
    form.set("done_at", entry.doneAt);
    for (const file of entry.files) form.append(file.field, file.blob, file.name);
    return form;
  }

  /** "sent" and what the server said, "later" (no network, server down), "signed-out", or the text of a refusal. */
  async function send(entry) {
    let answer;
    try {
      answer = await fetch(entry.to || `/m/orders/${entry.order}/${entry.verb}/`, {
        method: "POST", body: body(entry), redirect: "manual", signal: AbortSignal.timeout(TIMEOUT),
        headers: { "X-CSRFToken": cookie("csrftoken") },
      });
    } catch { return { result: "later" }; }
    if (answer.ok) return { result: "sent", said: await answer.json() };
    if (answer.type === "opaqueredirect" || answer.status === 401) return { result: "signed-out" };
    if (answer.status >= 500 || answer.status === 429) return { result: "later" };
    const json = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (answer.status === 403 && !json.refused) return { result: "signed-out" };
    return { result: "refused", text: json.refused || (answer.status === 404 ? words.not_found : words.not_accepted) };
  }

  async function sendAll() {
    const sent = [];
    for (const entry of (await entries()).filter((each) => each.state === "waiting")) {
      const { result, text, said } = await send(entry);
      trouble = result === "signed-out" ? "signed-out" : "";
      if (result === "later" || result === "signed-out") break;
      if (result === "refused") await change("readwrite", (store) => store.put({ ...entry, state: "refused", text, files: [] }));
      else await change("readwrite", (store) => store.delete(entry.id));
      sent.push({ order: entry.order, verb: entry.verb, fields: entry.fields, result, said });
      tell();
    }
    if (sent.length) document.dispatchEvent(new CustomEvent("outbox:sent", { detail: sent }));
    tell();
  }

  /** Send what waits; only one page of this phone sends at a time. */
  async function flush() {
    if (!user) return;
    await navigator.locks.request("guanjia-phone", sendAll);
  }

  async function tell() {
    document.dispatchEvent(new CustomEvent("outbox:changed", { detail: { entries: await entries(), trouble } }));
  }

  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(async () => { if ((await entries()).some((each) => each.state === "waiting")) flush(); }, AGAIN);
  window.Outbox = { add, entries, flush, forget, tell, words };
})();
