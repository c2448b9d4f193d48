{% load static %}/* Pages that were seen are there without a network; what people do goes through the outbox, never through here. */
"use strict";
const SHELL = "guanjia-shell-3", PAGES = "guanjia-pages-1", SLOW = 4000;
const PARTS = [
  "{% url 'phone:offline' %}", "{% static 'vendor/tabler.min.css' %}", "{% static 'ui/ui.css' %}", "{% static 'phone/phone.css' %}",
  "{% static 'vendor/htmx.min.js' %}", "{% static 'vendor/signature_pad.umd.min.js' %}", "{% static 'phone/photo.js' %}",
  "{% static 'phone/outbox.js' %}", "{% static 'phone/phone.js' %}", "{% static 'phone/report.js' %}",
  "{% static 'ui/core.js' %}", "{% static 'ui/forms.js' %}", "{% static 'gate/gate.css' %}", "{% static 'gate/gate.js' %}",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => Promise.allSettled(PARTS.map((part) => shell.add(part)))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => ![SHELL, PAGES].includes(name)).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});
self.addEventListener("message", (event) => {
  if (event.data.kind === "keep") event.waitUntil(keep(event.data));
});
self.addEventListener("fetch", (event) => {
  const { request } = event, { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("{% get_static_prefix %}")) event.respondWith(part(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

/* Pages of one person only: somebody else's are thrown away first. */
async function keep({ user, pages }) {
  const mark = new Request("/m/kept-for"), cache = await caches.open(PAGES);
  const owner = await (await cache.match(mark))?.text();
  if (owner !== user) {
    await caches.delete(PAGES);
    await (await caches.open(PAGES)).put(mark, new Response(user));
  }
  if (user) await Promise.allSettled(pages.map((address) => fetch(address).then((answer) => remember(address, answer))));
}

async function remember(address, answer) {
  const goesStale = answer.headers.get("cache-control")?.includes("no-store");
  if (answer.ok && !answer.redirected && !goesStale) await (await caches.open(PAGES)).put(address, answer.clone());
  return answer;
}

async function page(event) {
  const { request } = event;
  const fresh = fetch(request).then((answer) => {
    event.waitUntil(remember(request.url, answer.clone()));
    return answer;
  });
  const kept = await caches.match(request.url, { cacheName: PAGES, ignoreVary: true });
  if (!kept) return fresh.catch(() => caches.match("{% url 'phone:offline' %}"));
  const slow = new Promise((done) => setTimeout(done, SLOW, kept));
  return Promise.race([fresh, slow]).catch(() => kept);
}

async function part(request) {
  const kept = await caches.match(request, { cacheName: SHELL });
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  fresh.catch(() => {});
  return kept;
}
