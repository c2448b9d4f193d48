/* The keyboard does everything. A page offers its own keys with data-key="n" on a link or button. */
(() => {
  "use strict";
  let before = "";
  const writing = (element) => element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
  const shown = (element) => element && element.offsetParent !== null && !element.disabled;

  const press = (key) => {
    const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(shown);
    if (target) target.click();
    return Boolean(target);
  };
  const rows = () => [...document.querySelectorAll("a.row-link")].filter(shown);
  const move = (step) => {
    const all = rows();
    const here = all.indexOf(document.activeElement);
    const next = all[Math.max(0, Math.min(all.length - 1, here + step))];
    if (next) next.focus();
    return Boolean(next);
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const dialog = document.querySelector("dialog[open]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form") || (dialog || document).querySelector("form[data-main]");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach((menu) => menu.removeAttribute("open"));
      if (!dialog && writing(event.target)) event.target.blur();
      else if (!dialog) press("Escape");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target) || dialog) return;
    const done = {
      "/": () => { const box = document.querySelector("main [data-search]") || document.getElementById("search"); if (box) { box.focus(); box.select(); } return Boolean(box); },
      "?": () => { document.getElementById("shortcuts").showModal(); return true; },
      j: () => move(1),
      k: () => move(-1),
      h: () => { if (before !== "g") return press("h"); location.assign("/"); return true; },
    }[event.key];
    if (done ? done() : press(event.key)) event.preventDefault();
    before = event.key;
  });
})();
