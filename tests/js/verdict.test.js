// ml-verdict beside the study's own file and NumPy: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { ROWS, decided, gain, sentence, settings, table, written } from "../../book/_ext/explorable_static/verdict_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("verdict");
const start = initial(settings);

test("the rows are those of the study", () => {
  assert.deepEqual(ROWS.map(({ name, title }) => [name, title]), theirs.rows.map(({ name, title }) => [name, title]));
  for (const part of ["train", "validation", "seconds", "epochs"]) close(ROWS.map((row) => row[part]), theirs.rows.map((row) => row[part]));
});

test("gains and intervals are those of NumPy", () => {
  for (const { seeds, against, gains } of theirs.found) {
    close(ROWS.map(({ name }) => Object.values(gain(name, { seeds, against }))), gains, 1e-9);
  }
});

test("an interval that holds zero decides nothing", () => {
  assert.deepEqual([[1, 1], [1, 0.9], [-1, 0.9]].map(([middle, half]) => decided({ middle, half })), [0, 1, -1]);
});

test("sorting puts the largest accuracy first, and the shortest time", () => {
  for (const [by, key, sign] of [["validation", "validation", -1], ["gain", "middle", -1], ["time", "time", 1], ["train", "train", -1]]) {
    const values = table({ ...start, by }).map((row) => sign * row[key]);
    assert.deepEqual(values, values.toSorted((a, b) => a - b), by);
  }
  assert.deepEqual(table(start).map(({ name }) => name), ROWS.map(({ name }) => name));
});

test("a minus sign is one, and a plus is written", () => {
  assert.equal(written({ middle: -5.04, half: 0.42 }), "−5.0 ± 0.4");
  assert.equal(written({ middle: 7.25, half: 0.5 }), "+7.3 ± 0.5");
});

test("two seeds leave more undecided than five", () => {
  const undecided = (seeds) => Number(sentence({ ...start, seeds }).match(/and (\d+) undecided/)[1]);
  assert.ok(undecided(2) > undecided(5));
});
