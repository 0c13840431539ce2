// Milestones without a page: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import * as core from "../../book/_ext/milestones_static/milestones_core.js";

const three = { id: "M12", quizzes: ["quiz-digits-a", "quiz-digits-b"] };
const other = { id: "M09", quizzes: [] };
const state = (owned, passed = []) => ({ owned, passed });
const blocked = () => { throw new Error("SecurityError"); };

/** A storage that keeps text, as the browser's does. */
function storage(kept = {}) {
  return { kept, getItem: (key) => kept[key] ?? null, setItem(key, text) { kept[key] = text; } };
}

test("a milestone is earned when the last of its questions is answered right, and not before", () => {
  const first = core.pass(core.empty(), "quiz-digits-a", [three, other]);
  assert.deepEqual(first, state({}, ["quiz-digits-a"]));
  const second = core.pass(first, "quiz-digits-b", [three, other]);
  assert.deepEqual(second, state({ M12: "quiz" }, ["quiz-digits-a", "quiz-digits-b"]));
});

test("a milestone without questions is never earned by one", () => {
  assert.deepEqual(core.pass(core.empty(), "quiz-digits-x", [three, other]).owned, {});
});

test("what was given up by hand stays given up when another question is answered", () => {
  const earned = state({ M12: "quiz" }, ["quiz-digits-a", "quiz-digits-b"]);
  const given = core.disown(earned, "M12");
  assert.deepEqual(given.owned, {});
  assert.deepEqual(core.pass(given, "quiz-digits-c", [three]).owned, {});
});

test("ticking by hand does not take away that it was earned, and nothing changes in place", () => {
  const earned = Object.freeze(state(Object.freeze({ M12: "quiz" })));
  assert.equal(core.own(earned, "M12").owned.M12, "quiz");
  assert.deepEqual(core.own(earned, "M09").owned, { M12: "quiz", M09: "hand" });
  assert.deepEqual(core.disown(earned, "M12").owned, {});
  assert.deepEqual(earned.owned, { M12: "quiz" });
});

test("a file gives back what was saved, and loading puts both together", () => {
  const here = state({ M12: "quiz" }, ["quiz-digits-a"]);
  const there = core.fromFile(core.toFile(state({ M12: "hand", M09: "hand" }, ["quiz-digits-b"])));
  const both = core.merge(here, there);
  assert.deepEqual(both, state({ M09: "hand", M12: "quiz" }, ["quiz-digits-a", "quiz-digits-b"]));
  assert.equal(core.loaded(here, both), "Loaded: 1 milestone is new here.");
  assert.equal(core.loaded(both, both), "Loaded: nothing new, you owned it all.");
});

const good = core.toFile(state({ M12: "quiz" }));
const BAD = {
  "no JSON": ["M12", /not JSON/],
  "half a file": [good.slice(0, 60), /not JSON/],
  "another JSON": ['{"owned": {"M12": "quiz"}}', /not a file of this book/],
  "a list": ["[]", /not a file of this book/],
  null: ["null", /not a file of this book/],
  "a later version": [good.replace('"version": 1', '"version": 2'), /version is 2/],
  "an unknown way to own": [good.replace('"quiz"', '"luck"'), /damaged/],
  "an id that is none": [good.replace("M12", "<b>"), /damaged/],
  "no list": [good.replace(/\{\s*"M12": "quiz"\s*\}/, "null"), /damaged/],
  "a long file": [" ".repeat(200_000), /too long/],
};
for (const [name, [text, words]] of Object.entries(BAD))
  test(`a bad file is refused and says why: ${name}`, () => {
    assert.notEqual(text, good);
    assert.throws(() => core.fromFile(text), words);
  });

test("what is stored is there at the next visit", () => {
  const place = storage();
  new core.Store(() => place).change((now) => core.own(now, "M09"));
  const next = new core.Store(() => place);
  assert.deepEqual(next.load(), state({ M09: "hand" }));
  assert.ok(next.kept);
});

test("a change is made to what another tab has stored meanwhile", () => {
  const place = storage();
  const one = new core.Store(() => place), two = new core.Store(() => place);
  one.load();
  two.change((now) => core.own(now, "M12"));
  assert.deepEqual(one.change((now) => core.own(now, "M09")).owned, { M12: "hand", M09: "hand" });
});

test("with storage blocked, everything works for the visit, and it is known that nothing is kept", () => {
  const store = new core.Store(blocked);
  store.change((now) => core.own(now, "M09"));
  assert.deepEqual(store.change((now) => core.own(now, "M12")).owned, { M09: "hand", M12: "hand" });
  assert.equal(store.kept, false);
});

test("a full storage keeps what is owned for the visit", () => {
  const store = new core.Store(() => ({ getItem: () => null, setItem: blocked }));
  store.change((now) => core.own(now, "M09"));
  assert.deepEqual(store.load().owned, { M09: "hand" });
  assert.equal(store.kept, false);
});

test("something else under the same name does no harm", () => {
  for (const text of ["not JSON", "3", '{"owned": [1], "passed": {}}', '{"owned": {"M1": "quiz"}, "passed": [7]}']) {
    const store = new core.Store(() => storage({ [core.KEY]: text }));
    assert.deepEqual(store.load(), core.empty());
    assert.ok(store.kept);
  }
});

test("a box says how its milestone stands", () => {
  assert.equal(core.standing(core.empty(), three), "");
  assert.equal(core.standing(state({}, ["quiz-digits-a"]), three), "1 of 2 questions answered right.");
  assert.match(core.standing(state({ M12: "quiz" }), three), /questions are answered right/);
  assert.match(core.standing(state({ M12: "hand" }), three), /your own word/);
});

const items = [
  { id: "M20", title: "A task", written: false },
  { id: "M23", title: "A neuron", written: true },
  { id: "M16", title: "Descent", written: true },
];

test("the map counts what can be owned, and names what comes next", () => {
  const start = core.summary(core.empty(), items);
  assert.equal(start.sentence, "You own 0 of 2 milestones; 1 more belongs to chapters to come. Next: A neuron.");
  assert.equal(core.summary(state({ M16: "hand" }), items).next, "M23");
  const all = core.summary(state({ M23: "quiz", M16: "hand" }), items);
  assert.deepEqual([all.owned, all.total, all.next], [2, 2, undefined]);
  assert.match(all.sentence, /all that there are to own/);
});
