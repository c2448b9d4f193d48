/* Deadlines count down by themselves; moments stay true. One timer for the whole page. */
(() => {
  "use strict";
  const { words } = window.guanjia;
  const pad = (n) => String(n).padStart(2, "0");
  const span = (seconds) => {
    const d = Math.floor(seconds / 86400), h = Math.floor((seconds % 86400) / 3600), m = Math.floor((seconds % 3600) / 60);
    if (d) return `${d} ${words.days} ${h} ${words.hours}`;
    if (h) return `${h} ${words.hours} ${pad(m)} ${words.minutes}`;
    return m ? `${m} ${words.minutes}` : `${seconds} ${words.seconds}`;
  };
  /* The server's clock counts, not this PC's; the shift is told by the page. */
  const shift = Date.parse(document.body.dataset.now || new Date().toISOString()) - Date.now();
  const STATES = ["clock-far", "clock-near", "clock-late"];

  const tick = () => {
    const now = Date.now() + shift;
    document.querySelectorAll(".clock[data-due]").forEach((clock) => {
      if (!STATES.some((state) => clock.classList.contains(state))) return;
      const due = Date.parse(clock.dataset.due);
      const warn = clock.dataset.warn ? Date.parse(clock.dataset.warn) : due - 18e5;
      const left = Math.floor((due - now) / 1000);
      const state = left < 0 ? "clock-late" : now >= warn ? "clock-near" : "clock-far";
      if (!clock.classList.contains(state)) {
        clock.classList.remove(...STATES);
        clock.classList.add(state);
        clock.closest("tr, .case-card")?.classList.toggle("is-late", left < 0);
      }
      const text = (left < 0 ? words.late : words.left).replace("%s", span(Math.abs(left)));
      const where = clock.querySelector(".clock-left");
      if (where && where.textContent !== text) where.textContent = text;
    });
    document.querySelectorAll("time[data-ago]").forEach((time) => {
      const seconds = Math.floor((now - Date.parse(time.dateTime)) / 1000);
      if (seconds >= 3600 || seconds < 0) return;
      const text = seconds < 60 ? words.just_now : `${Math.floor(seconds / 60)} ${words.minutes_ago}`;
      if (time.textContent !== text) time.textContent = text;
    });
  };
  tick();
  setInterval(tick, 1000);
})();
