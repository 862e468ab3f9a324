// In, on stdin: style, locales, form, lists of CSL items. Out: what citeproc-js makes of each list.
const CSL = require("citeproc");

const job = JSON.parse(require("fs").readFileSync(0, "utf8"));
let known = {};
const system = {
  retrieveLocale: (lang) => job.locales[lang] || job.locales["en-US"],
  retrieveItem: (id) => known[id],
};
const engine = new CSL.Engine(system, job.style, job.locale, true);
engine.setOutputFormat("text");

function formatted(items, place) {
  // ids of its own for each list: the engine remembers what it has seen
  const own = (id) => `${place} ${id}`;
  known = Object.fromEntries(items.map((item) => [own(item.id), { ...item, id: own(item.id) }]));
  const ids = items.map((item) => own(item.id));
  engine.updateItems(ids);
  const given = (id) => id.slice(id.indexOf(" ") + 1);
  if (job.form === "note") {
    const note = (id) => ({ citationItems: [{ id }], properties: { noteIndex: 1 } });
    return ids.map((id) => [
      given(id),
      engine.previewCitationCluster(note(id), [], [], "text"),
    ]);
  }
  const [told, entries] = engine.makeBibliography();
  return told.entry_ids.map(([id], n) => [given(id), entries[n].trim()]);
}

process.stdout.write(JSON.stringify(job.lists.map(formatted)));
