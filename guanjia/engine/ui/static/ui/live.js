/* Live without reload. `hx-trigger="live" data-live="cases"` refreshes on the topic and after having been offline. */
(() => {
  "use strict";
  const { liveUrl, liveWorker, user } = document.body.dataset;
  if (!liveUrl) return;
  const PAUSE = 400;
  const waiting = new Map();
  let missed = false;

  const refresh = (element) => {
    if (waiting.has(element)) return;
    waiting.set(element, setTimeout(() => {
      waiting.delete(element);
      if (!element.isConnected) return;
      if (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return refresh(element);
      htmx.trigger(element, "live");
    }, PAUSE));
  };
  const wants = (element, topic) => topic === "catch-up" || element.dataset.live.split(/\s+/).includes(topic);
  const heard = (told) => {
    if (told.topic === "hello") return;
    document.body.dispatchEvent(new CustomEvent("live:" + told.topic, { detail: told }));
    if (document.hidden && told.topic !== "notice") { missed = true; return; }
    document.querySelectorAll("[data-live]").forEach((element) => wants(element, told.topic) && refresh(element));
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && missed) { missed = false; heard({ topic: "catch-up" }); }
  });
  addEventListener("online", () => heard({ topic: "catch-up" }));

  /* Browsers allow six streams to a server: one worker holds the one stream for all tabs of this person. */
  const alone = () => { new EventSource(liveUrl).onmessage = (event) => heard(JSON.parse(event.data)); };
  if (window.SharedWorker) {
    try {
      const worker = new SharedWorker(liveWorker, { name: `live-${user}` });
      worker.onerror = alone;
      worker.port.onmessage = (event) => heard(event.data);
      worker.port.start();
      worker.port.postMessage({ open: liveUrl });
      addEventListener("pagehide", () => worker.port.postMessage({ close: true }));
      addEventListener("pageshow", (event) => { if (event.persisted) { worker.port.postMessage({ open: liveUrl }); heard({ topic: "catch-up" }); } });
    } catch { alone(); }
  } else alone();

  /* The row that changed is marked for two seconds. */
  let texts = null;
  const rows = (root) => new Map([...root.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row.dataset.stamp || row.textContent.replace(/\s+/g, "")]));
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const asked = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent;
    /* List and bell may come back together: what stood there before the first of them counts. */
    if (asked && asked.type === "live") texts ||= rows(document);
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (!texts) return;
    const before = texts;
    texts = null;
    rows(document).forEach((text, name) => {
      if (before.get(name) === text) return;
      const row = document.querySelector(`[data-row="${CSS.escape(name)}"]`);
      row.classList.add("changed");
      setTimeout(() => row.classList.remove("changed"), 2000);
    });
  });

  /* Two people on one record see each other's name. */
  const here = new Map();
  const place = document.querySelector("[data-presence]");
  if (!place) return;
  const what = place.dataset.presence;
  let told = 0;
  const tell = () => {
    if (Date.now() - told < 20000 || document.hidden) return;
    told = Date.now();
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    fetch(liveUrl + "/presence", { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ what }) }).catch(() => {});
  };
  place.addEventListener("input", tell);
  place.addEventListener("focusin", tell);
  const show = () => {
    const names = [...here].filter(([, seen]) => Date.now() - seen.at < 45000).map(([, seen]) => seen.who);
    let box = place.querySelector(".also-here");
    if (!names.length) return box && box.remove();
    if (!box) {
      box = document.createElement("div");
      box.className = "also-here";
      box.setAttribute("role", "status");
      place.prepend(box);
    }
    box.textContent = window.guanjia.words.also_here + names.join("、");
  };
  document.body.addEventListener("live:presence", ({ detail }) => {
    if (detail.what !== what || String(detail.by) === user) return;
    here.set(detail.by, { who: detail.who, at: Date.now() });
    show();
  });
  setInterval(show, 10000);
})();
