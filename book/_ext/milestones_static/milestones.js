// Milestones on the page: boxes that can be ticked or earned, and the map. Without this file both are plain text.
// milestones_core.js is imported by the address of its own tag, which carries the hash of its content.
const core = await import(document.querySelector('script[src*="milestones_core.js"]').src);

const store = new core.Store(() => localStorage);
const updates = []; // functions of the state, one for each thing on the page that shows it

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const update = (state = store.load()) => updates.forEach((show) => show(state));
const change = (operation) => update(store.change(operation));

/** Return a checkbox that says and changes whether a milestone is owned. */
function ownBox(id, title) {
  const input = make("input", { type: "checkbox", autocomplete: "off" });
  input.setAttribute("aria-label", `I own it: ${title}`);
  input.addEventListener("change", () => change((state) => (input.checked ? core.own : core.disown)(state, id)));
  updates.push((state) => { input.checked = id in state.owned; });
  return make("label", { className: "milestone-own" }, input, " I own it");
}

/** Make a box on a chapter's page remember; return what earns it. */
function startBox(box) {
  const milestone = { id: box.dataset.milestone, quizzes: box.dataset.quizzes.split(" ").filter(Boolean) };
  const title = box.querySelector(".milestone-title").textContent.replace(/^Milestone: /, "");
  const status = make("p", { className: "milestone-status" });
  status.setAttribute("role", "status");
  box.append(ownBox(milestone.id, title), status);
  updates.push((state) => {
    box.classList.toggle("milestone-owned", milestone.id in state.owned);
    const said = core.standing(state, milestone);
    const text = said && !store.kept ? `${said} ${core.NOT_KEPT}` : said;
    if (status.textContent !== text) status.textContent = text; // what has not changed is not said again
  });
  return milestone;
}

/** Make the map remember: a box to tick for each milestone, the count, and the file. */
function startMap(place) {
  const items = [...document.querySelectorAll(".milestone-item")].map((element) => ({
    element,
    id: element.id.replace("map-m", "M"),
    title: element.querySelector("strong").textContent,
    written: element.classList.contains("milestone-written"),
  }));
  for (const { element, id, title, written } of items) {
    const next = make("span", { className: "milestone-next", hidden: true }, "Next");
    if (written) element.append(make("div", { className: "milestone-row" }, ownBox(id, title), next));
    updates.push((state) => {
      element.classList.toggle("milestone-owned", id in state.owned);
      next.hidden = core.summary(state, items).next !== id;
    });
  }
  const count = make("p", { className: "milestone-count" });
  const bar = make("progress", {});
  bar.setAttribute("aria-label", "Milestones owned");
  const unkept = make("p", { className: "milestone-unkept" }, core.NOT_KEPT);
  updates.push((state) => {
    const { owned, total, sentence } = core.summary(state, items);
    Object.assign(bar, { max: Math.max(total, 1), value: owned });
    count.textContent = sentence;
    unkept.hidden = store.kept;
  });
  place.replaceChildren(count, bar, unkept, ...fileTools());
}

/** Return the controls that save to a file and load from one, with a line for what happened. */
function fileTools() {
  const said = make("p", { className: "milestone-said" });
  said.setAttribute("role", "status");
  const save = make("button", { type: "button" }, "Save to a file");
  save.addEventListener("click", () => {
    const link = make("a", { download: "milestones.json" });
    link.href = URL.createObjectURL(new Blob([core.toFile(store.load())], { type: "application/json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    said.textContent = "Saved as milestones.json, where your browser puts downloads.";
  });
  const input = make("input", { type: "file", accept: ".json,application/json" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    try {
      const before = store.load();
      const other = core.fromFile(await file.text());
      change((state) => core.merge(state, other));
      said.textContent = core.loaded(before, store.load());
    } catch (problem) {
      said.textContent = `${file.name} was not loaded: ${problem.message}. Your milestones are as they were.`;
    }
    input.value = ""; // so that the same file can be chosen again
  });
  const load = make("label", {}, "Load from a file ", input);
  return [make("div", { className: "milestone-tools" }, save, load), said];
}

const milestones = [...document.querySelectorAll("div.milestone[data-milestone]")].map(startBox);
document.querySelectorAll(".milestones-state").forEach(startMap);
addEventListener("quiz-checked", ({ detail }) => {
  if (detail.verdict === "right") change((state) => core.pass(state, detail.label, milestones));
});
addEventListener("storage", ({ key }) => { if (key === core.KEY || key === null) update(); }); // another tab's doing
addEventListener("pageshow", () => update()); // also back from another page, out of the browser's memory
update();
