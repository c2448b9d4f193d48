/* Reporting from the pocket: kept in the phone first, sent as soon as there is a network; refused, the form is back. */
(() => {
  "use strict";
  const { words } = Outbox;
  const form = document.querySelector("form[data-report]"), kept = document.getElementById("report-kept");
  if (!form) return;
  const said = (name) => kept.querySelector(`[data-said=${name}]`);
  let mine = "";

  const show = (title, there) => {
    said("title").textContent = title;
    said("there").hidden = !there;
    form.hidden = true;
    kept.hidden = false;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = [...new FormData(form)], fields = {}, files = [];
    for (const [name, value] of given) {
      if (typeof value === "string") fields[name] = value;
      else if (value.size) files.push({ field: name, name: value.name, blob: value });
    }
    delete fields.csrfmiddlewaretoken;
    mine = fields.key;
    const label = `${form.dataset.label} ${fields.place} ${fields.words}`.slice(0, 80);
    try {
      show(words.kept, false);
      await Outbox.add({ to: form.dataset.report, key: fields.key, label, fields, files });
    } catch {
      form.hidden = false;
      kept.hidden = true;
      guanjia.toast(words.not_stored, "warning");
    }
    delete form.dataset.busy;
    form.removeAttribute("aria-busy");
  });

  document.addEventListener("outbox:sent", ({ detail }) => {
    const done = detail.find((entry) => entry.fields.key === mine);
    if (!mine || !done) return;
    if (done.result === "sent") return show(done.said.text, true);
    form.hidden = false;
    kept.hidden = true;
    form.elements.key.value = crypto.randomUUID();
  });
})();
