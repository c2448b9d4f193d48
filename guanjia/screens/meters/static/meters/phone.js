/* A reading is kept in the phone first; the card says so, and then what the office made of it. */
(() => {
  "use strict";
  const { words } = Outbox;
  const cards = () => [...document.querySelectorAll("form[data-report]")];

  document.addEventListener("change", (event) => {
    if (event.target.name === "photo") event.target.parentElement.classList.toggle("btn-success", event.target.files.length > 0);
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.report) return;
    event.preventDefault();
    const picture = form.elements.photo.files[0], files = [];
    try {
      if (picture) files.push({ field: "photo", name: "dial.jpg", blob: await Photo.shrink(picture) });
    } catch { return guanjia.toast(words.photo_failed, "warning"); }
    try {
      const value = form.elements.value.value;
      await Outbox.add({ to: form.dataset.report, label: `${form.dataset.label} ${value}`, fields: { value, meter: form.dataset.meter }, files });
      say(form, words.kept, true);
      cards().find((each) => !each.dataset.kept && each.elements.value)?.elements.value.focus();
    } catch { guanjia.toast(words.not_stored, "warning"); }
  });

  function say(form, text, kept) {
    const said = form.querySelector("[data-said]");
    said.textContent = text;
    said.hidden = false;
    if (kept) form.dataset.kept = "1";
    else delete form.dataset.kept;
    form.querySelectorAll("input, button").forEach((each) => { each.disabled = kept; });
  }

  document.addEventListener("outbox:sent", ({ detail }) => {
    for (const entry of detail) {
      const form = cards().find((each) => each.dataset.meter === entry.fields.meter);
      if (form) say(form, entry.result === "sent" ? entry.said.text : words.refused, entry.result === "sent");
    }
  });
})();
