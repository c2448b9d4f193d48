/* A long select becomes a box to search in: by any part of what an option says, or of its `data-terms`. */
(() => {
  "use strict";
  const MOST = 30;

  const dress = (select) => {
    if ("dressed" in select.dataset) return;
    select.dataset.dressed = "";
    const box = document.createElement("div"), input = document.createElement("input"), list = document.createElement("div");
    box.className = "pick-box";
    list.className = "search-results";
    list.id = `${select.id}-found`;
    list.setAttribute("role", "listbox");
    Object.assign(input, { type: "search", id: `${select.id}-search`, className: "form-control", autocomplete: "off", placeholder: select.dataset.pickFrom });
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) input.setAttribute(name, value);
    document.querySelectorAll(`label[for="${select.id}"]`).forEach((label) => { label.htmlFor = input.id; });
    box.append(input, list);
    select.hidden = list.hidden = true;
    select.before(box);

    const chosen = () => select.selectedOptions[0];
    const show = () => { input.value = select.value ? chosen().text : ""; };
    const rows = () => [...list.children];
    const at = () => rows().findIndex((row) => row.getAttribute("aria-selected") === "true");
    const point = (to) => rows().forEach((row, i) => {
      row.setAttribute("aria-selected", String(i === to));
      if (i === to) { input.setAttribute("aria-activedescendant", row.id); row.scrollIntoView({ block: "nearest" }); }
    });
    const open = (yes) => {
      list.hidden = !yes;
      input.setAttribute("aria-expanded", String(yes));
      if (!yes) input.removeAttribute("aria-activedescendant");
    };
    const find = (all) => {
      const words = all ? [] : input.value.trim().toLowerCase().split(/\s+/);
      const fits = (option) => option.value && words.every((word) => `${option.text} ${option.dataset.terms || ""}`.toLowerCase().includes(word));
      list.replaceChildren(...[...select.options].filter(fits).slice(0, MOST).map((option) => {
        const row = document.createElement("button");
        Object.assign(row, { type: "button", id: `${list.id}-${option.value}`, tabIndex: -1, textContent: option.text });
        row.setAttribute("role", "option");
        row.addEventListener("mousedown", (event) => event.preventDefault());
        row.addEventListener("click", () => take(option.value));
        return row;
      }));
      point(all ? -1 : 0);
      open(rows().length > 0);
    };
    const take = (value) => {
      select.value = value;
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
      show();
      open(false);
    };

    input.addEventListener("input", (event) => { event.stopPropagation(); find(false); });
    input.addEventListener("click", () => list.hidden && find(true));
    input.addEventListener("blur", () => {
      if (!input.value.trim() && select.value) take("");
      open(false);
      show();
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown") { event.preventDefault(); list.hidden ? find(true) : point(Math.min(at() + 1, rows().length - 1)); }
      else if (event.key === "ArrowUp") { event.preventDefault(); point(Math.max(at() - 1, 0)); }
      else if (event.key === "Enter" && !list.hidden) { event.preventDefault(); rows()[at()]?.click(); }
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); open(false); show(); }
    });
    select.form?.addEventListener("draft:restored", show);
    select.form?.addEventListener("reset", () => setTimeout(show));
    show();
  };

  const all = (root) => root.querySelectorAll("select[data-pick-from]").forEach(dress);
  document.body.addEventListener("htmx:load", (event) => all(event.detail.elt));
  all(document);
})();
