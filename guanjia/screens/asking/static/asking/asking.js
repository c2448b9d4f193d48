// The keyboard of the call list: arrows choose a customer, Enter opens the sheet, 1–4 write down a failed call.
(() => {
  const rows = () => [...document.querySelectorAll("#asking-list [data-row]")];
  const isWriting = (element) => element.closest("input:not([type=radio]), textarea, select, dialog[open]");

  const step = (by) => {
    const all = rows();
    const here = all.indexOf(document.activeElement);
    const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
    if (next) next.focus();
  };

  const press = (key) => {
    const target = document.querySelector(`#sheet [data-press="${key}"]`);
    if (!target) return false;
    target.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || event.target.type === "radio") return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (!/^[1-4]$/.test(event.key) || !press(event.key)) return;
    event.preventDefault();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "sheet") return;
    const open = event.detail.requestConfig.path;
    for (const row of rows()) row.closest("tr").classList.toggle("asking-now", row.getAttribute("href") === open);
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-copy]")) event.target.select();
  });
})();
