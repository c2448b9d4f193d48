/* Drag a card onto a person or column, or press d on a card; both send the same form. */
(() => {
  "use strict";
  let dragging = false, missed = false;
  const board = () => document.getElementById("board");
  const dialog = () => document.getElementById("give");

  function give(card, to) {
    htmx.ajax("POST", card.dataset.give + location.search, {
      target: "#board", swap: "outerHTML",
      values: { to, version: card.dataset.version, key: crypto.randomUUID ? crypto.randomUUID() : String(Date.now()) },
    });
  }

  function dropped(event) {
    const to = event.to.closest("[data-to]")?.dataset.to;
    event.from.insertBefore(event.item, event.from.children[event.oldIndex] || null);
    if (to) give(event.item, to);
    else ask(event.item);
  }

  function sortable() {
    board()?.querySelectorAll("[data-list]").forEach((list) => new Sortable(list, {
      group: "orders", sort: false, animation: 120, draggable: ".board-card:not([data-over])", filter: "button", preventOnFilter: false,
      delay: 150, delayOnTouchOnly: true,
      onStart: () => { dragging = true; board().classList.add("is-dragging"); },
      onEnd: () => { dragging = false; board()?.classList.remove("is-dragging"); if (missed) { missed = false; htmx.trigger("#board", "live"); } },
      onAdd: dropped,
    }));
    const wanted = document.getElementById(`order-${board()?.dataset.wanted}`);
    if (wanted) { wanted.classList.add("is-wanted"); wanted.scrollIntoView({ block: "center" }); wanted.focus(); }
  }

  function ask(card) {
    htmx.ajax("GET", card.dataset.give, { target: "#give-body", swap: "innerHTML" }).then(() => dialog().showModal());
  }

  const cards = () => [...board().querySelectorAll(".board-card")];

  function move(card, key) {
    if (key === "ArrowDown" || key === "ArrowUp") {
      const all = cards(), there = all[all.indexOf(card) + (key === "ArrowDown" ? 1 : -1)];
      there?.focus();
      return;
    }
    const columns = [...board().querySelectorAll(".board-column")].filter((each) => each.querySelector(".board-card"));
    columns[columns.indexOf(card.closest(".board-column")) + (key === "ArrowRight" ? 1 : -1)]?.querySelector(".board-card").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.target.closest?.(".board-card");
    if (event.key === "d" && board()) {
      const chosen = card || cards()[0];
      if (chosen && !("over" in chosen.dataset)) { event.preventDefault(); event.stopPropagation(); ask(chosen); }
    } else if (card && event.key.startsWith("Arrow")) { event.preventDefault(); move(card, event.key); }
    else if (card && event.key === "Enter" && event.target === card && !("over" in card.dataset)) ask(card);
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-give-button]");
    if (button) ask(button.closest(".board-card"));
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (dragging && event.target.id === "board" && event.detail.requestConfig.verb === "get") { missed = true; event.preventDefault(); }
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.matches?.("[data-give-form]")) event.detail.path += location.search;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "board") return;
    dialog()?.close();
    sortable();
    const said = board()?.querySelector("[data-said]")?.textContent;
    if (said) guanjia.toast(said);
  });

  addEventListener("DOMContentLoaded", sortable);
})();
