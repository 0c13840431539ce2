// ml-line-fit beside handmade's linear regression: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import {
  BEST, GOAL, HOUSES, LEAST, contour, dragged, ends, mse, onTheWay, sentence, settings, trailed,
} from "../../book/_ext/explorable_static/line_fit_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("line_fit");
const start = { ...initial(settings), shown: false, trail: [] };

test("the houses are those of the book", () => close(HOUSES, theirs.houses));

test("the best line is handmade's, and the syllabus's", () => {
  close([BEST.w, BEST.b, LEAST], [theirs.best.w, theirs.best.b, theirs.best.loss]);
  close([BEST.w, BEST.b, LEAST], [1.371278, 1.722592, 2.438015], 5e-7);
});

test("the loss of a line is handmade's", () => {
  for (const line of theirs.lines) close(mse(line), line.loss);
});

test("no line that the sliders know beats it, and one reaches the goal", () => {
  let least = Infinity;
  for (let w = settings.w.min; w <= settings.w.max; w += settings.w.step) {
    for (let b = settings.b.min; b <= settings.b.max; b += settings.b.step) least = Math.min(least, mse({ w, b }));
  }
  assert.ok(least >= LEAST && least < LEAST + 1e-3 && least < GOAL);
});

test("all points of a contour line have its loss", () => {
  for (const level of [3, 40]) for (const [w, b] of contour(level)) close(mse({ w, b }), level);
  const [w, b] = onTheWay(20, [2.5, 6]);
  close(mse({ w, b }), 20);
  assert.ok(w > BEST.w && b > BEST.b);
});

test("a handle that is dragged takes the line along, and the other one stays", () => {
  for (const which of [0, 1]) {
    const before = ends(start), after = ends({ ...dragged(start, which, 3) });
    close(after[which], [before[which][0], 3]);
    close(after[1 - which], before[1 - which]);
  }
});

test("a handle that is dragged far away stops at the steepest line, and the other one stays", () => {
  const steep = dragged({ w: 1, b: 1 }, 1, 1000);
  close([steep.w, steep.b], [2.5, -1.25]);
  const [, far] = ends({ w: 2.5, b: 6 });
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
