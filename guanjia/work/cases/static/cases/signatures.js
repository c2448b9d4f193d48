/* Drawing a signature in a form: the picture goes into the hidden field as a PNG data URL. */
(() => {
  "use strict";
  const start = (root) => root.querySelectorAll("[data-signature]:not([data-ready])").forEach((box) => {
    box.dataset.ready = "1";
    const field = box.querySelector("input[type=hidden]");
    const pad = new SignaturePad(box.querySelector("canvas"), { backgroundColor: "#fff", penColor: "#10202e" });
    pad.addEventListener("endStroke", () => { field.value = pad.toDataURL("image/png"); });
    box.querySelector("[data-signature-clear]").addEventListener("click", () => { pad.clear(); field.value = ""; });
  });
  document.addEventListener("DOMContentLoaded", () => start(document));
  document.addEventListener("htmx:afterSettle", (event) => start(event.target));
})();
