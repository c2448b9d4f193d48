/* Words, toasts, questions, and calm answers when something goes wrong. */
(() => {
  "use strict";
  const words = JSON.parse(document.getElementById("words").textContent);
  const guanjia = (window.guanjia = { words });

  const lines = { info: 4000, success: 4000, warning: 12000, error: 12000 };
  guanjia.toast = (text, level = "info", link = null) => {
    const box = document.createElement("div");
    box.className = `toast-item toast-${level}`;
    const said = document.createElement("span");
    said.textContent = text + " ";
    if (link) {
      const a = document.createElement("a");
      a.href = link.href;
      a.textContent = link.text;
      if (link.blank) a.target = "_blank";
      said.append(a);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast-close";
    close.textContent = "×";
    close.setAttribute("aria-label", words.close);
    close.dataset.close = "";
    box.append(said, close);
    const all = document.getElementById("toasts");
    all.append(box);
    raise(all);
    fade(box, lines[level] || 4000);
  };
  /* A question or a form may be open over the page; what is said stands above it. */
  const raise = (box) => {
    if (!box.showPopover || !document.querySelector("dialog[open]")) return;
    box.popover = "manual";
    if (box.matches(":popover-open")) box.hidePopover();
    box.showPopover();
  };
  const fade = (box, after) => setTimeout(() => box.matches(":hover") ? fade(box, 2000) : box.remove(), after);
  document.querySelectorAll("[data-toast]").forEach((box) => fade(box, box.matches(".toast-error, .toast-warning") ? 12000 : 4000));

  /* One plain question that names the consequence; resolves to true or false. */
  guanjia.ask = (text) => {
    const dialog = document.getElementById("ask");
    document.getElementById("ask-text").textContent = text;
    dialog.returnValue = "no";
    dialog.showModal();
    dialog.querySelector("[data-yes]").focus();
    return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
  };

  const asked = new WeakSet();
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-ask], [data-close], [data-open], [data-back], [data-shut]");
    if (!target) return;
    if ("close" in target.dataset) target.closest("[data-toast], .toast-item").remove();
    if ("back" in target.dataset) history.back();
    if ("shut" in target.dataset) target.closest("dialog").close();
    if (target.dataset.open) document.getElementById(target.dataset.open).showModal();
    if (target.dataset.ask && target.tagName !== "FORM" && !asked.has(target)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      guanjia.ask(target.dataset.ask).then((yes) => {
        if (!yes) return;
        asked.add(target);
        target.click();
        asked.delete(target);
      });
    }
  }, true);
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
    if (event.target.matches("dialog")) event.target.close();
  });
  document.body.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    guanjia.ask(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
  });
  /* A click anywhere in a row of a list opens it, unless words are being marked for copying. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".list-table tbody tr")?.querySelector("a.row-link");
    if (!link || event.defaultPrevented || event.target.closest("a, button, input, label") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href);
    else link.click();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });

  /* htmx: forms that come back with errors are shown; everything else is said in a toast and nothing is lost. */
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    const plain = (event.detail.xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    if (status === 401) return guanjia.toast(words.signed_out, "warning", { href: "/login/?next=" + encodeURIComponent(location.pathname + location.search), text: words.sign_in_again });
    if (plain && responseText && responseText.length < 400) return guanjia.toast(responseText, "warning");
    guanjia.toast({ 403: words.forbidden, 404: words.not_found, 413: words.too_large }[status] || words.server_error, "error");
  });
  document.body.addEventListener("htmx:sendError", () => guanjia.toast(words.offline, "error"));
  document.body.addEventListener("htmx:timeout", () => guanjia.toast(words.timeout, "error"));

  const bar = document.getElementById("offline");
  const net = () => (bar.hidden = navigator.onLine);
  addEventListener("online", net);
  addEventListener("offline", net);
  net();

  /* A page that the browser had put aside whole ("back") is asked for anew when somebody has signed out since. */
  const born = Date.now();
  addEventListener("pageshow", ({ persisted }) => {
    let left = 0;
    try { left = Number(localStorage.getItem("left")); } catch { /* a forbidden store: ask anew */ left = Infinity; }
    if (persisted && left > born) location.reload();
  });

  /* Charts: the library is fetched only where there is one. */
  const drawn = (root) => {
    const boxes = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
    if (!boxes.length) return;
    boxes.forEach((box) => (box.dataset.drawn = ""));
    library(boxes[0].dataset.library).then(() => boxes.forEach((box) => {
      const chart = echarts.init(box, null, { renderer: "canvas" });
      chart.setOption({ textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, animation: false, ...JSON.parse(document.getElementById(box.dataset.chart).textContent) });
      if (box.dataset.links) chart.on("click", (at) => { const to = JSON.parse(box.dataset.links)[at.name]; if (to) location.href = to; });
      new ResizeObserver(() => chart.resize()).observe(box);
    }));
  };
  let loading = null;
  const library = (src) => (loading ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }));
  drawn(document);
  document.body.addEventListener("htmx:load", (event) => drawn(event.detail.elt));
})();
