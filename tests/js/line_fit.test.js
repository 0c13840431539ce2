// ml-line-fit beside handmade's linear regression: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { FITS, sentence, settings, trailed } from "../../book/_ext/explorable_static/line_fit_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("line_fit");
const { houses, rule } = FITS, { w: ws, b: bs } = houses.range;
const start = { ...initial(settings), shown: false, trail: [] };
const zero = { ...start, ...rule.start, data: "rule" };

test("the houses are those of the book", () => close(houses.rows, theirs.houses));

test("the best line is handmade's, and the syllabus's", () => {
  close([houses.best.w, houses.best.b, houses.least], [theirs.best.w, theirs.best.b, theirs.best.loss]);
  close([houses.best.w, houses.best.b, houses.least], [1.371278, 1.722592, 2.438015], 5e-7);
});

test("the loss of a line is handmade's", () => {
  for (const line of theirs.lines) close(houses.mse(line), line.loss);
});

test("no line that the sliders know beats it, and one reaches the goal", () => {
  let least = Infinity;
  for (let w = ws.min; w <= ws.max; w += ws.step) {
    for (let b = bs.min; b <= bs.max; b += bs.step) least = Math.min(least, houses.mse({ w, b }));
  }
  assert.ok(least >= houses.least && least < houses.least + 1e-3 && least < houses.goal);
});

test("all points of a contour line have its loss", () => {
  for (const level of [3, 40]) for (const [w, b] of houses.contour(level)) close(houses.mse({ w, b }), level);
  const [w, b] = houses.onTheWay(20, [2.5, 6]);
  close(houses.mse({ w, b }), 20);
  assert.ok(w > houses.best.w && b > houses.best.b);
});

test("a handle that is dragged takes the line along, and the other one stays", () => {
  for (const which of [0, 1]) {
    const before = houses.ends(start), after = houses.ends({ ...houses.dragged(start, which, 3) });
    close(after[which], [before[which][0], 3]);
    close(after[1 - which], before[1 - which]);
  }
});

test("a handle that is dragged far away stops at the steepest line, and the other one stays", () => {
  const steep = houses.dragged({ w: 1, b: 1 }, 1, 1000);
  close([steep.w, steep.b], [2.5, -1.25]);
  const [, far] = houses.ends({ w: 2.5, b: 6 });
  assert.ok(far[1] <= 16 && far[0] > 1);
});

test("the trail has an end", () => {
  const trail = trailed({ trail: Array.from({ length: 500 }, () => [0, 0]), w: 1, b: 2 });
  assert.ok(trail.length <= 200);
  assert.deepEqual(trail.at(-1), [1, 2]);
});

test("the sentence names the loss, the worst house and the way to go", () => {
  assert.match(sentence(start), /^The line 0\.50 x \+ 0\.50 has a mean squared error of 37\.73\. The house of 9 m²/);
  assert.match(sentence(start), /is 9 too low on it and alone adds 9 of that\. The goal is less than 2\.5\.$/);
  assert.match(sentence({ ...start, w: 1.37, b: 1.72 }), /You are below 2\.5: reveal/);
  assert.match(sentence({ ...start, w: 1.37, b: 1.72, shown: true }),
    /1\.371 x \+ 1\.723 has 2\.438: yours is that line/);
  assert.match(sentence({ ...start, w: 1, b: -1, shown: true }), /x − 1\.00 .* above it, and no line is below it/);
});

test("the rule's rows, best line and losses are handmade's", () => {
  close(rule.rows, theirs.rule.rows);
  close([rule.best.w, rule.best.b, rule.least], [2, 1, 0]);
  close([rule.best.w, rule.best.b, rule.least], [theirs.rule.best.w, theirs.rule.best.b, theirs.rule.best.loss]);
  for (const line of theirs.rule.lines) close(rule.mse(line), line.loss);
});

test("the sliders reach the rule and the goal around it", () => {
  const lines = [[2, 1], [2.01, 1], [1.99, 1], [2, 1.01], [2, 0.99]];
  for (const [w, b] of lines) assert.ok(rule.mse({ w, b }) < rule.goal);
  for (const b of [0.89, 1.11]) assert.ok(rule.mse({ w: 2, b }) > rule.goal);
  assert.equal(rule.mse(rule.inside({ w: 2, b: 1 })), 0);
});

test("each data set keeps the lines within its own sliders", () => {
  assert.deepEqual(rule.inside({ w: 9, b: -9 }), { w: 4, b: -4 });
  assert.deepEqual(houses.inside({ w: 9, b: -9 }), { w: 2.5, b: -2 });
  assert.deepEqual([settings.w.min, settings.w.max, settings.b.min, settings.b.max], [0, 4, -4, 6]);
});

test("the sentence about the rule speaks of rows, and says so when the rule is found", () => {
  assert.match(sentence(zero), /^The line 0\.00 x \+ 0\.00 has a mean squared error of 187\.7\. The row with x = 11/);
  assert.match(sentence(zero), /is 23 too low on it and alone adds 58\.8 of that\. The goal is less than 0\.01\.$/);
  assert.match(sentence({ ...zero, w: 2, b: 1.05 }), /0\.0025\. The row .* You are below 0\.01: which rule/);
  assert.match(sentence({ ...zero, w: 2, b: 1 + 1e-15 }), / error of 0\. It goes through all nine rows/);
  assert.match(sentence({ ...zero, shown: true }),
    /The rule 2 x \+ 1 has 0: yours is 188 above it, and no other line gets there/);
  assert.doesNotMatch(sentence({ ...zero, w: 2, b: 1, shown: true }), /house|m²|least-squares/);
});
