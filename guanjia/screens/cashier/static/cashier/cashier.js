/* The counter by keyboard: sums while typing, Enter walks on, digits choose a means, Ctrl+Enter takes the money. */
(() => {
  "use strict";
  const form = document.getElementById("taking");
  if (!form) return;
  const part = (name) => form.elements[name];
  const shown = (id) => document.getElementById(id);
  const fen = (text) => { const n = Math.round(Number(String(text ?? "").replace(/[,¥]/g, "")) * 100); return Number.isFinite(n) ? n : 0; };
  const plain = (n) => (n / 100).toFixed(2);
  const yuan = (n) => (n < 0 ? "-¥" : "¥") + plain(Math.abs(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const rows = [...form.querySelectorAll("[data-owed]")];
  const means = [...form.querySelectorAll("[data-means]")];
  const amountOf = (item) => item.querySelector("[data-amount]");
  const tick = (row) => row.querySelector("[type=checkbox]");
  const cash = part("pay_cash");
  /* Cash is what the other means leave over, until somebody writes it in. */
  let isOwn = "kept" in form.dataset;

  const due = () => {
    let sum = 0, late = 0;
    for (const row of rows) {
      if (!tick(row).checked) continue;
      sum += "fixed" in row.dataset ? fen(row.dataset.fixed) : fen(row.querySelector("[data-amount]").value);
      late += fen(row.dataset.late);
    }
    return { sum, late };
  };
  const others = (but) => means.reduce((sum, item) => (amountOf(item) === cash || item === but ? sum : sum + fen(amountOf(item).value)), 0);

  const count = () => {
    const { sum, late } = due();
    const total = sum + (part("with_late").checked ? late : 0) - fen(part("rounding").value);
    if (!isOwn) cash.value = total - others() > 0 ? plain(total - others()) : "";
    const came = others() + fen(cash.value), over = came - total;
    const given = fen(part("given").value);
    shown("sum-due").textContent = yuan(total);
    shown("sum-late").textContent = late ? yuan(late) : "";
    part("with_late").closest("label").hidden = !late;
    shown("sum-came").textContent = came > 0 ? yuan(came) : "";
    shown("change").textContent = given && given > fen(cash.value) ? yuan(given - fen(cash.value)) : "—";
    shown("over").hidden = over <= 0;
    shown("sum-over").textContent = yuan(Math.max(over, 0));
    if (over <= 0) part("to_prepaid").checked = false;
    shown("short").hidden = over >= 0;
    shown("short").querySelector("b").textContent = yuan(Math.max(-over, 0));
    shown("spread").hidden = !rows.length || came <= 0;
    const all = shown("tick-all"), ticked = rows.filter((row) => tick(row).checked).length;
    if (all) [all.checked, all.indeterminate] = [ticked === rows.length, ticked > 0 && ticked < rows.length];
    return { total, over };
  };

  const focus = (field) => { field.focus(); if (field.select && field.type !== "checkbox") field.select(); };
  /* A means takes what the others leave, as far as its balance reaches. */
  const choose = (item) => {
    const field = amountOf(item);
    if (field !== cash && !fen(field.value)) {
      const rest = count().total - others(item) - (isOwn ? fen(cash.value) : 0);
      const most = "most" in item.dataset ? fen(item.dataset.most) : Infinity;
      if (rest > 0) field.value = plain(Math.min(rest, most));
    }
    count();
    focus(field);
  };
  const round = () => {
    part("rounding").value = "";
    const rest = count().total % 100;
    if (rest > 0 && rest <= fen(form.dataset.limit)) part("rounding").value = plain(rest);
    count();
  };

  /* What was written in goes to the oldest first, each with its late fee; the last takes what is left. */
  const spread = () => {
    let rest = means.reduce((sum, item) => sum + fen(amountOf(item).value), 0) + fen(part("rounding").value);
    isOwn = cash.value.trim() !== "";
    for (const row of rows) {
      const late = part("with_late").checked ? fen(row.dataset.late) : 0;
      const field = row.querySelector("[data-amount]"), whole = field ? fen(field.defaultValue) : fen(row.dataset.fixed);
      const takes = rest >= late + whole ? whole : field && rest > late ? rest - late : 0;
      tick(row).checked = takes > 0;
      if (field) field.value = plain(takes || whole);
      if (takes) rest -= takes + late;
    }
    count();
    focus(shown("take"));
  };
  shown("spread").addEventListener("click", spread);
  shown("tick-all")?.addEventListener("change", (event) => rows.forEach((row) => { tick(row).checked = event.target.checked; }));

  const move = (from, step) => {
    const ticks = rows.map(tick), next = ticks[ticks.indexOf(from) + step];
    if (next) next.focus();
  };
  const onward = (field) => {
    const item = field.closest("[data-means]"), row = field.closest("[data-owed]");
    if (row && field.type !== "checkbox") return tick(row).focus();
    const reference = item && field.matches("[data-amount]") && fen(field.value) && item.querySelector("input:not([data-amount])");
    if (reference) return focus(reference);
    if (field.name !== "given" && fen(cash.value)) return focus(part("given"));
    if (!shown("over").hidden && field.name !== "to_prepaid") return part("to_prepaid").focus();
    if (row && !fen(cash.value)) return focus(cash);
    shown("take").focus();
  };

  form.addEventListener("input", (event) => {
    if (event.target === cash) isOwn = cash.value.trim() !== "";
    count();
  });
  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || target.tagName === "BUTTON") return;
    const isTick = target.type === "checkbox", isAmount = target.matches("[data-amount]");
    const item = isTick && means.find((one) => one.dataset.press === key);
    const acts = {
      Enter: () => onward(target),
      ArrowDown: isTick && (() => move(target, 1)),
      ArrowUp: isTick && (() => move(target, -1)),
      Escape: !isTick && rows.length && (() => tick(rows[0]).focus()),
      0: isTick && round,
      "/": (isTick || isAmount) && (() => focus(shown("payer"))),
    };
    const act = item ? () => choose(item) : acts[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  form.addEventListener("focusin", (event) => { if (event.target.matches("[data-amount]")) event.target.select(); });
  count();
  const wrong = form.querySelector(".field-wrong input:not([type=checkbox]), .field-wrong input");
  if (wrong) focus(wrong);
  else if (rows.length) tick(rows[0]).focus();
  else focus(cash);
})();
