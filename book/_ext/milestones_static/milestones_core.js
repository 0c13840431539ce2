// Milestones: what is owned, how it is kept, and what is said of it. No DOM in here: tests/js/milestones.test.js.
// A state is { owned: { M16: "quiz" | "hand" }, passed: [labels of questions answered right] }.

export const KEY = "neuron-by-neuron-milestones";
const FORMAT = "milestones of Machine Learning, Neuron by Neuron";
const LONGEST = 100_000; // characters of a file; a whole book's is a few thousand

export const empty = () => ({ owned: {}, passed: [] });

/** Return what is sound of a stored or loaded object. */
function sound({ owned, passed }) {
  const kept = Object.entries(owned ?? {}).filter(([id, how]) => /^M\d\d$/.test(id) && ["quiz", "hand"].includes(how));
  const labels = (Array.isArray(passed) ? passed : []).filter((label) => /^quiz(-[a-z0-9]+)+$/.test(label));
  return { owned: Object.fromEntries(kept), passed: [...new Set(labels)] };
}

export const own = (state, id) => ({ ...state, owned: { ...state.owned, [id]: state.owned[id] ?? "hand" } });

export function disown(state, id) {
  const { [id]: gone, ...owned } = state.owned;
  return { ...state, owned };
}

/** Note a right answer; milestones ({ id, quizzes }) whose questions are now all answered right are owned. */
export function pass(state, label, milestones) {
  const passed = [...new Set([...state.passed, label])];
  const owned = { ...state.owned };
  for (const { id, quizzes } of milestones)
    if (quizzes.includes(label) && quizzes.every((name) => passed.includes(name))) owned[id] = "quiz";
  return { owned, passed };
}

/** Return both together: nothing that either owns is lost. */
export const merge = (one, other) =>
  ({ owned: { ...other.owned, ...one.owned }, passed: [...new Set([...one.passed, ...other.passed])] });

export const toFile = (state) => `${JSON.stringify({ format: FORMAT, version: 1, ...state }, null, 2)}\n`;

/** Return the state that a file holds, or throw an error whose message says what is wrong with the file. */
export function fromFile(text) {
  if (text.length > LONGEST) throw new Error("it is too long to be a file of milestones");
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON, so it was not saved by this page or was damaged");
  }
  if (found?.format !== FORMAT) throw new Error("it is not a file of this book's milestones");
  if (found.version !== 1) throw new Error(`its version is ${found.version}, and this page reads version 1`);
  const right = sound(found);
  const lost = Object.keys(found.owned ?? {}).length - Object.keys(right.owned).length;
  if (lost || typeof found.owned !== "object" || found.owned === null) throw new Error("its list of milestones is damaged");
  return right;
}

/** What a reader owns, in storage if there is one, else for this visit; `storage()` gives it, or throws. */
export class Store {
  constructor(storage) {
    this.storage = storage;
    this.memory = empty();
    this.kept = true;
  }

  load() {
    if (this.kept) {
      try {
        this.memory = readStored(this.storage().getItem(KEY));
      } catch {
        this.kept = false; // storage is blocked, and will be for this visit
      }
    }
    return this.memory;
  }

  /** Change what is there now, which another tab may have changed, too. */
  change(operation) {
    this.memory = operation(this.load());
    if (this.kept) {
      try {
        this.storage().setItem(KEY, JSON.stringify(this.memory));
      } catch {
        this.kept = false;
      }
    }
    return this.memory;
  }
}

function readStored(text) {
  try {
    return sound(JSON.parse(text) ?? {});
  } catch {
    return empty(); // something else lies under our name
  }
}

export const NOT_KEPT =
  "This browser keeps nothing for this site, so this lasts until you leave the page. You can save your milestones to a file.";

/** Say of one milestone how it stands. */
export function standing(state, { id, quizzes }) {
  if (state.owned[id] === "quiz") return "✓ You own it: its questions are answered right.";
  if (state.owned[id] === "hand") return "✓ You own it, on your own word.";
  const right = quizzes.filter((label) => state.passed.includes(label)).length;
  return right ? `${right} of ${quizzes.length} questions answered right.` : "";
}

/** Say how far the reader is. `items` are { id, title, written }, in the order of the book. */
export function summary(state, items) {
  const written = items.filter((item) => item.written);
  const owned = written.filter((item) => state.owned[item.id]);
  const next = written.find((item) => !state.owned[item.id]);
  const later = items.length - written.length;
  const counted = `You own ${owned.length} of ${written.length} milestone${written.length === 1 ? "" : "s"}`;
  const waiting = later ? `; ${later} more ${later === 1 ? "belongs" : "belong"} to chapters to come.` : ".";
  const then = next ? ` Next: ${next.title}.` : " These are all that there are to own.";
  return { owned: owned.length, total: written.length, next: next?.id, sentence: counted + waiting + then };
}

/** Say what loading a file did. */
export function loaded(before, after) {
  const count = Object.keys(after.owned).length - Object.keys(before.owned).length;
  return count ? `Loaded: ${count} milestone${count === 1 ? " is" : "s are"} new here.` : "Loaded: nothing new, you owned it all.";
}
