// The map of milestones, on its own page: what is owned, what comes next, and the file to take along.
// milestones.js loads this, and lends what both need.

/** Make the map remember: a box to tick for each milestone, the count, and the file. */
export function startMap({ core, store, make, ownBox, updates, change }) {
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
  document.querySelector(".milestones-state").replaceChildren(count, bar, unkept, ...fileTools({ core, store, make, change }));
}

/** Return the controls that save to a file and load from one, with a line for what happened. */
function fileTools({ core, store, make, change }) {
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
