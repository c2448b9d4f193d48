/* Drawing a signature in a form: the picture goes into the hidden field as a PNG data URL. */
(() => {
  "use strict";
  const start = (root) => root.querySelectorAll("[data-signature]:not([data-ready])").forEach((box) => {
    box.dataset.ready = "1";
    const field = box.querySelector("input[type=hidden]");
    const canvas = box.querySelector("canvas");
    const pad = new SignaturePad(canvas, { backgroundColor: "#fff", penColor: "#10202e" });
    /* A pad shown in another size than it was made for would draw beside the pen. */
    new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = canvas;
      if (!width || (canvas.width === width && canvas.height === height)) return;
      Object.assign(canvas, { width, height });
      pad.clear();
      field.value = "";
    }).observe(canvas);
    pad.addEventListener("endStroke", () => { field.value = pad.toDataURL("image/png"); });
    box.querySelector("[data-signature-clear]").addEventListener("click", () => { pad.clear(); field.value = ""; });
  });
  document.addEventListener("DOMContentLoaded", () => start(document));
  document.addEventListener("htmx:afterSettle", (event) => start(event.target));
})();
