// ml-slicing beside NumPy's own indexing: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { GOALS, MATRIX, pick, printed, reached, sentence, settings, shapeOf, shapeText } from "../../book/_ext/explorable_static/slicing_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { numbers } from "./from_handmade.js";

const theirs = numbers("slicing");
const start = initial(settings);
const pairs = settings.rows.options.flatMap((rows) => settings.columns.options.map((columns) => ({ rows, columns })));

test("every pair of selectors has NumPy's shape, values and print", () => {
  assert.deepEqual(theirs.map(({ rows, columns }) => ({ rows, columns })), pairs);
  for (const { rows, columns, ...wanted } of theirs) {
    const ours = pick({ rows, columns }), where = `matrix[${rows}, ${columns}]`;
    assert.equal(Boolean(ours.error), Boolean(wanted.refused), where);
    if (wanted.refused) continue;
    assert.deepEqual([ours.shape, ours.values, printed(ours.values)], [wanted.shape, wanted.values, wanted.printed], where);
    assert.deepEqual(shapeOf(ours.values), wanted.shape, where);
  }
  assert.equal(theirs.filter(({ refused }) => refused).length, 2);
});

test("lit are the cells whose values come out", () => {
  for (const pair of pairs) {
    const { cells, values, error } = pick(pair);
    if (!error) assert.deepEqual(cells.map(([i, j]) => MATRIX[i][j]), [values].flat(2));
  }
});

test("every goal can be reached, and none at the start", () => {
  assert.ok(!reached(start));
  for (const goal of Object.keys(GOALS)) assert.ok(pairs.some((pair) => reached({ ...pair, goal })), goal);
});

test("the sentence says what each selector does to its axis", () => {
  assert.equal(sentence(start), "matrix[0:5, 2] has the shape (5,): the slice 0:5 keeps the axis of the rows, "
    + "the index 2 takes away the axis of the columns. The numbers are right, but they should stand in the shape (5, 1).");
  assert.match(sentence({ ...start, columns: "[2]" }), /the list \[2\] keeps the axis of the columns\. Goal reached\.$/);
  assert.match(sentence({ ...start, columns: "-1:" }), /Goal reached\.$/);
  assert.match(sentence({ ...start, rows: "[-1]", columns: "[2]", goal: "one" }), /shape \(1,\): two lists are paired/);
  assert.match(sentence({ ...start, rows: "[0,2,7]", columns: "[0,2]" }), /^IndexError: .* 3 rows cannot be paired with 2 columns/);
  assert.match(sentence({ ...start, rows: "2", columns: "0" }), /has the shape \(\): .* The goal has the shape \(5, 1\)\.$/);
  assert.equal(shapeText([]), "()");
});
