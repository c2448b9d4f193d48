/* A receipt that prints itself in a page of its own goes away afterwards. */
if (new URLSearchParams(location.search).has("print")) addEventListener("afterprint", () => window.close());
