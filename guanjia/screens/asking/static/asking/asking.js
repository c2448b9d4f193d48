// The keyboard of the call list: arrows choose a customer, Enter opens the sheet beside the list, 1–4 write down a
// failed call. Without this script the links open the sheet as a page of its own.
(() => {
  const rows = () => [...document.querySelectorAll("#list .row-link")];
  const isWriting = (element) => element.closest("input, textarea, select, dialog[open]");

  const step = (by) => {
    const all = rows();
    const here = all.indexOf(document.activeElement);
    const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
    if (next) next.focus();
  };

  const press = (key) => {
    const target = document.querySelector(`#sheet [data-press="${key}"]`);
    if (target) target.click();
    return Boolean(target);
  };

  const open = (link) => {
    htmx.ajax("GET", link.getAttribute("href"), { target: "#sheet", swap: "outerHTML" });
    for (const row of rows()) row.closest("tr").classList.toggle("asking-now", row === link);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#list .row-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !document.querySelector("#sheet")) return;
    event.preventDefault();
    open(link);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (!/^[1-4]$/.test(event.key) || !press(event.key)) return;
    event.preventDefault();
  });

  document.addEventListener("followups-changed", () => {
    const list = document.getElementById("list");
    if (list) htmx.ajax("GET", list.getAttribute("hx-get"), { target: "#list", swap: "outerHTML" });
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-copy]")) event.target.select();
  });
})();
