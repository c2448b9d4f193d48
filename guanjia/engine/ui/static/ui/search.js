/* The search box of every page, and a desk's own: answers while typing; arrow keys and Enter work. */
document.querySelectorAll("[data-search]").forEach((box) => {
  "use strict";
  const { words } = window.guanjia;
  const results = document.getElementById(box.getAttribute("aria-controls"));
  let timer = null, request = null, chosen = -1, wantsFirst = false;

  const options = () => [...results.querySelectorAll("a[href]")];
  const open = (yes) => { results.hidden = !yes; box.setAttribute("aria-expanded", String(yes)); if (!yes) choose(-1); };
  const choose = (at) => {
    chosen = at;
    options().forEach((option, i) => {
      option.id ||= `${results.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(i === at));
      if (i === at) { option.scrollIntoView({ block: "nearest" }); box.setAttribute("aria-activedescendant", option.id); }
    });
    if (at < 0) box.removeAttribute("aria-activedescendant");
  };
  /* What was opened from here lately, kept in this browser: shown when the empty box has the cursor. */
  const store = `found:${document.body.dataset.user}`;
  const recent = () => { try { return JSON.parse(localStorage.getItem(store)) || []; } catch { return []; } };
  const remember = (option) => {
    const one = { href: option.getAttribute("href"), title: (option.querySelector(".hit-title") || option).textContent.trim() };
    const kept = [one, ...recent().filter((other) => other.href !== one.href)].slice(0, 6);
    try { localStorage.setItem(store, JSON.stringify(kept)); } catch { /* a full or forbidden store must not stop the work */ }
  };
  const showRecent = () => {
    const kept = "plain" in box.dataset ? [] : recent();
    if (!kept.length) return open(false);
    results.replaceChildren(...kept.map((one) => {
      const link = document.createElement("a");
      link.href = one.href;
      link.textContent = one.title;
      return link;
    }));
    open(true);
    choose(-1);
  };
  results.addEventListener("click", (event) => { const option = event.target.closest("a[href]"); if (option && !("plain" in box.dataset)) remember(option); });
  const ask = async () => {
    const text = box.value.trim();
    if (request) request.abort();
    if (!text) return showRecent();
    request = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.search}?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" }, signal: request.signal });
      if (answer.status === 401 || answer.redirected) return window.guanjia.toast(words.signed_out, "warning", { href: "/login/", text: words.sign_in_again });
      if (!answer.ok) return window.guanjia.toast(words.server_error, "error");
      results.innerHTML = await answer.text();
      if (!results.textContent.trim()) results.textContent = words.nothing_found;
      open(true);
      choose(options().length ? 0 : -1);
      if (wantsFirst && options()[0]) options()[0].click();
      wantsFirst = false;
    } catch (fault) {
      if (fault.name !== "AbortError") window.guanjia.toast(words.offline, "error");
    }
  };
  /* What stands there answers the words before these: Enter must not take it, or money is taken from somebody else. */
  box.addEventListener("input", () => { wantsFirst = false; choose(-1); clearTimeout(timer); timer = setTimeout(ask, 120); });
  box.addEventListener("focus", () => { if (!box.value.trim()) showRecent(); else if (results.childElementCount) open(true); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    if (event.key === "ArrowDown") { event.preventDefault(); choose(Math.min(chosen + 1, all.length - 1)); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(Math.max(chosen - 1, 0)); }
    else if (event.key === "Enter") {
      event.preventDefault();
      if (!results.hidden && all[chosen]) all[chosen].click();
      else { wantsFirst = true; clearTimeout(timer); ask(); }
    } else if (event.key === "Escape") { open(false); box.blur(); }
  });
  document.addEventListener("click", (event) => { if (!box.parentElement.contains(event.target)) open(false); });
});
