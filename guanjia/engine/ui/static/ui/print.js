/* The buttons above a paper. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[data-back]")) history.length > 1 ? history.back() : window.close();
});
if (new URLSearchParams(location.search).has("print")) addEventListener("load", () => window.print());
