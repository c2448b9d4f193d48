/* The workbench: choose the caller while typing, keep the hints beside the form true. Mouse never needed. */
(() => {
  "use strict";
  const { words, toast } = window.guanjia;
  const CARRIED = ["customer", "unit", "caller_name", "caller_phone"];
  let timer = null, request = null, wantsFirst = false, asked = "";

  const form = () => document.getElementById("register");
  const box = () => document.querySelector("[data-pick]");
  const results = () => document.getElementById("pick-results");
  const options = () => [...results().querySelectorAll("[role=option]")];
  const part = (name) => form().elements[name];

  /* The drop-down under the caller box. */
  const open = (yes) => {
    results().hidden = !yes;
    box().setAttribute("aria-expanded", String(yes));
    if (!yes) point(-1);
  };
  const pointed = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  const point = (at) => {
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    const option = options()[at];
    if (!option) return box().removeAttribute("aria-activedescendant");
    option.scrollIntoView({ block: "nearest" });
    box().setAttribute("aria-activedescendant", option.id);
  };
  const ask = async () => {
    const text = box().value.trim();
    request?.abort();
    asked = text;
    if (!text) { results().replaceChildren(); return open(false); }
    request = new AbortController();
    try {
      const answer = await fetch(`${box().dataset.pick}?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" }, signal: request.signal });
      if (answer.status === 401) return toast(words.signed_out, "warning", { href: "/login/", text: words.sign_in_again });
      if (!answer.ok) return toast(words.server_error, "error");
      results().innerHTML = await answer.text();
      open(options().length > 0);
      point(0);
      if (wantsFirst) options()[0]?.click();
      wantsFirst = false;
    } catch (fault) {
      if (fault.name !== "AbortError") toast(words.offline, "error");
    }
  };

  /* Who calls, and from where: only this part of the form is drawn anew. */
  const show = async (chosen, { focus = true } = {}) => {
    const address = `${box().dataset.card}?${new URLSearchParams(chosen)}`;
    await htmx.ajax("GET", address, { target: "#caller", swap: "innerHTML" });
    CARRIED.forEach((name) => unsettle(part(name)));
    if (focus || !("unit" in chosen)) document.body.dispatchEvent(new CustomEvent("caller-chosen"));
    part("caller_name").dispatchEvent(new Event("input", { bubbles: true }));
    hint();
    if (focus) (part("words") || box()).focus();
  };
  /* What the server filled in counts as typed, so that the draft keeps it. */
  const unsettle = (field) => {
    const { value } = field;
    field.defaultValue = "";
    field.value = value;
  };
  const now = () => Object.fromEntries(CARRIED.map((name) => [name, part(name)?.value || ""]));

  const take = (option) => {
    const given = Object.fromEntries(CARRIED.filter((name) => name in option.dataset).map((name) => [name, option.dataset[name]]));
    open(false);
    box().value = "";
    asked = "";
    show(given);
  };

  /* Incidents, likely doubles, the house: asked again a moment after the last change. */
  let soon = null;
  const hint = () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      if (form()?.isConnected && document.getElementById("hints")) htmx.ajax("POST", "/desk/hints/", { target: "#hints", swap: "innerHTML", values: said() });
    }, 350);
  };
  const said = () => {
    const values = {};
    for (const name of [...CARRIED, "estate", "incident", "topic", "words", "place", "procedure", "key"]) {
      const value = part(name)?.value;
      if (value) values[name] = value;
    }
    return values;
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-pick]")) {
      wantsFirst = false;
      clearTimeout(timer);
      timer = setTimeout(ask, 100);
    } else if (event.target.form && event.target.form === form() && ["words", "place", "topic", "caller_phone", "estate"].includes(event.target.name)) hint();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[data-pick]") || event.isComposing || event.ctrlKey || event.metaKey) return;
    const at = pointed(), all = options();
    if (event.key === "ArrowDown") { event.preventDefault(); results().hidden ? ask() : point(Math.min(at + 1, all.length - 1)); }
    else if (event.key === "ArrowUp") { event.preventDefault(); point(Math.max(at - 1, 0)); }
    else if (event.key === "Escape" && !results().hidden) { event.preventDefault(); open(false); }
    else if (event.key === "Enter") {
      event.preventDefault();
      const text = box().value.trim();
      if (!text) return part("words")?.focus();
      if (!results().hidden && asked === text && all[at]) all[at].click();
      else { wantsFirst = true; clearTimeout(timer); ask(); }
    } else if (event.key === "Tab") open(false);
  });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("#pick-results [role=option], [data-choose-unit], [data-choose-customer], [data-drop-caller]");
    if (!event.target.closest(".pick") && results()) open(false);
    if (!target) return;
    if (target.matches("[role=option]")) return take(target);
    const { chooseUnit: unit, chooseCustomer: customer } = target.dataset;
    if (unit) return show({ ...now(), unit });
    if (customer) return show({ ...now(), customer });
    show({}, { focus: false }).then(() => box().focus());
  });
  document.addEventListener("change", (event) => {
    const { incident } = event.target.dataset;
    if (!incident) return;
    document.querySelectorAll("[data-incident]").forEach((other) => { if (other !== event.target) other.checked = false; });
    part("incident").value = event.target.checked ? incident : "";
  });
  /* Who names a public place reports something public; he is not asked again. */
  document.addEventListener("change", (event) => {
    const kind = event.target === part("place") && event.target.value.trim() && part("intake-kind");
    if (!kind || kind.value || ![...kind.options].some((one) => one.value === "public")) return;
    kind.value = "public";
    kind.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* A caller kept by the draft (the form was left by a reload) gets the card back. */
  const start = () => {
    if (!form() || !box()) return;
    const kept = now();
    const procedure = form().querySelector("[name=procedure]:checked");
    if (procedure && !procedure.defaultChecked) procedure.dispatchEvent(new Event("change", { bubbles: true }));
    if ((kept.customer || kept.unit) && !document.querySelector(".caller-card")) show(kept, { focus: false });
    else if (kept.customer || kept.unit || part("words")?.value) hint();
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-clear]")) return;
    try { localStorage.removeItem(`draft:${document.body.dataset.user}:register`); } catch { /* the store may be forbidden */ }
    if (form()) { form().dataset.sent = ""; form().removeAttribute("data-draft"); }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "n" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select") || document.querySelector("dialog[open]") || !box()) return;
    event.preventDefault();
    box().focus();
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "desk") return;
    const wrong = form()?.querySelector(".field-wrong :is(input:not([hidden]), select, textarea)");
    if (wrong) wrong.focus();
    document.querySelector("[data-done]")?.focus();
    if (form()) hint();
  });
  document.addEventListener("DOMContentLoaded", start);
})();
