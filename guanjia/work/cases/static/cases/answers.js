/* Fields that depend on another field, and rows of labour and materials. Works on what htmx brings in, too. */
(() => {
  "use strict";

  const given = (form, name) => {
    const parts = [...form.elements].filter((part) => part.name === name);
    if (parts.length === 1 && parts[0].type === "checkbox") return [String(parts[0].checked)];
    return parts
      .filter((part) => !["radio", "checkbox"].includes(part.type) || part.checked)
      .map((part) => part.value);
  };

  const settle = (form) => {
    form.querySelectorAll("[data-shown-if]").forEach((part) => {
      const wanted = part.dataset.shownFor.toLowerCase().split("|");
      const shown = given(form, part.dataset.shownIf).some((value) => wanted.includes(value.toLowerCase()));
      (part.closest(".field") || part).hidden = !shown;
    });
  };

  const total = (box) => {
    const rows = [...box.querySelectorAll("[data-line]")];
    const value = (row, part) => Number(row.querySelector(`[name$=".${part}"]`).value || 0);
    const sum = rows.reduce((all, row) => all + value(row, "quantity") * value(row, "price"), 0);
    box.querySelector("[data-line-total]").value = Number.isFinite(sum) ? sum.toFixed(2) : "–";
  };

  const addLine = (box) => {
    const rows = box.querySelectorAll("[data-line]");
    const last = rows[rows.length - 1];
    const fresh = last.cloneNode(true);
    fresh.querySelectorAll("input").forEach((part) => { part.value = part.name.endsWith(".quantity") ? "1" : ""; });
    last.after(fresh);
    fresh.querySelector("input").focus();
  };

  const dropLine = (row) => {
    const box = row.closest("[data-lines]");
    if (box.querySelectorAll("[data-line]").length > 1) row.remove();
    else row.querySelectorAll("input").forEach((part) => { part.value = ""; });
    total(box);
  };

  const start = (root) => {
    (root.matches?.("form") ? [root] : [...root.querySelectorAll("form")]).forEach(settle);
    root.closest?.("form") && settle(root.closest("form"));
    root.querySelectorAll("[data-lines]").forEach(total);
  };

  document.addEventListener("input", (event) => {
    if (event.target.form) settle(event.target.form);
    const box = event.target.closest("[data-lines]");
    if (box) total(box);
  });
  /* A line whose name is on the price list takes its price from there. */
  const priced = (input) => {
    const item = [...(document.getElementById("prices")?.options || [])].find((each) => each.value === input.value.trim());
    const row = input.closest("[data-line]");
    if (!item || !row) return;
    row.querySelector('[name$=".price"]').value = item.dataset.price;
    total(row.closest("[data-lines]"));
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[list=prices]")) priced(event.target);
    if (event.target.form) settle(event.target.form);
  });
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-line-add]");
    const drop = event.target.closest("[data-line-drop]");
    if (add) addLine(add.closest("[data-lines]"));
    if (drop) dropLine(drop.closest("[data-line]"));
  });
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => start(document.body));
  if (document.readyState !== "loading") start(document.body);
})();
