/* Counting the drawer: sums while typing, Enter goes to the next note. */
(() => {
  "use strict";
  const form = document.getElementById("closing");
  const notes = [...form.querySelectorAll("[data-note]")];
  const fen = (text) => Math.round(Number(text) * 100) || 0;
  const yuan = (n) => (n < 0 ? "-" : "") + "¥" + (Math.abs(n) / 100).toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const count = () => {
    let sum = 0;
    for (const field of notes) {
      const part = fen(field.dataset.note) * (parseInt(field.value, 10) || 0);
      field.nextElementSibling.textContent = part ? yuan(part) : "";
      sum += part;
    }
    const off = sum - fen(form.dataset.booked), handed = document.getElementById("handed");
    document.getElementById("counted").textContent = yuan(sum);
    const difference = document.getElementById("difference");
    difference.textContent = yuan(off);
    difference.classList.toggle("is-off", off !== 0);
    handed.textContent = yuan(Math.max(sum - fen(handed.dataset.float), 0));
  };
  form.addEventListener("input", count);
  form.addEventListener("keydown", (event) => {
    const at = notes.indexOf(event.target);
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || at < 0) return;
    event.preventDefault();
    (notes[at + 1] || form.elements.explanation).focus();
  });
  count();
  (form.querySelector(".field-wrong :is(input, select)") || notes[0]).focus();
})();
