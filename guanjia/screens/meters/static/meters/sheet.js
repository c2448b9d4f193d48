/* A round is typed with one hand: Enter or an arrow goes on to the next meter; what is left is kept. */
(() => {
  "use strict";
  const fields = () => [...document.querySelectorAll("[data-reading]")];
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-reading]")) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = fields(), next = all[all.indexOf(event.target) + step];
    if (next) next.select();
    next ? next.focus() : event.target.blur();
  });
  document.querySelector("[data-round]")?.addEventListener("change", (event) => event.currentTarget.submit());
  fields()[0]?.focus();
})();
