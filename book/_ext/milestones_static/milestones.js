// Milestones on the page: boxes that can be ticked or earned. Without this file they are plain text.
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

const milestones = [...document.querySelectorAll("div.milestone[data-milestone]")].map(startBox);
const map = document.querySelector('script[src*="milestones_map.js"]');
if (map) (await import(map.src)).startMap({ core, store, make, ownBox, updates, change });
addEventListener("quiz-checked", ({ detail }) => {
  if (detail.verdict === "right") change((state) => core.pass(state, detail.label, milestones));
});
addEventListener("storage", ({ key }) => { if (key === core.KEY || key === null) update(); }); // another tab's doing
addEventListener("pageshow", () => update()); // also back from another page, out of the browser's memory
update();
