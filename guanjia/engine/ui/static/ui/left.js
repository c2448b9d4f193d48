/* On the sign-in page: what pages kept here for the person who was on duty goes with him, and "back" shows nobody his
   pages (core.js looks at `left`). What he had not sent yet and his half-filled forms stay, by his name, until he is back. */
(() => {
  "use strict";
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith("kept:")) localStorage.removeItem(name);
    localStorage.setItem("left", Date.now());
  } catch { /* a forbidden store has kept nothing */ }
  if ("caches" in window) caches.delete("guanjia-pages-1");
})();
