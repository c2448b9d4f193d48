/* The total follows what is ticked; in fen, so that nothing is rounded. */
(() => {
  "use strict";
  const form = document.querySelector("[data-pay]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("[data-amount]")];
  const fen = (text) => { const [yuan, rest = ""] = text.split("."); return Number(yuan) * 100 + Number(rest.padEnd(2, "0")); };
  const count = () => {
    const total = boxes.filter((box) => box.checked).reduce((sum, box) => sum + fen(box.dataset.amount) + fen(box.dataset.late), 0);
    form.querySelector("[data-total]").textContent = "¥" + (total / 100).toFixed(2);
    form.querySelector("button").disabled = total === 0;
  };
  form.addEventListener("change", count);
  count();
})();
