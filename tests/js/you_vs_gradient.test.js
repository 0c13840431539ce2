// ml-you-vs-gradient beside handmade's Conv2D, losses and SGD: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { DENSE, STEPS, TEST, TRAINING, accuracies, bestCut, judged, look, lossAndSlopes, sentence, settings, trained } from "../../book/_ext/explorable_static/you_vs_gradient_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("you_vs_gradient");
const start = initial(settings);
const BARS = [-1, -1, -1, 2, 2, 2, -1, -1, -1];

test("the pictures are those of the numbers", () => {
  close([...TRAINING[3].pixels], theirs.pictures[0]);
  close([...TEST[6].pixels], theirs.pictures[1]);
});

test("forward: the answers and the loss are handmade's", () => {
  close(TRAINING.slice(0, theirs.answers.length).map(({ pixels }) => look(theirs.weights, pixels).answer), theirs.answers);
  close(lossAndSlopes(theirs.weights, TRAINING).loss, theirs.loss);
});

test("backward: the slopes are handmade's, and those of the loss", () => {
  const { slopes } = lossAndSlopes(theirs.weights, TRAINING);
  close(slopes, theirs.slopes);
  slopes.forEach((slope, i) => {
    const [low, high] = [-1e-5, 1e-5].map((by) => lossAndSlopes(theirs.weights.with(i, theirs.weights[i] + by), TRAINING).loss);
    close((high - low) / 2e-5, slope, 1e-6);
  });
});

test("training takes handmade's steps, and tells as many strokes right", () => {
  theirs.trained.forEach((path, i) => {
    for (const { step, weights, accuracies: shares } of path) {
      close(trained(i + 1, step), weights);
      assert.deepEqual(accuracies(trained(i + 1, step)), shares);
    }
  });
});

test("four of five starts find the bars, from the left half alone; the fourth needs 800 steps", () => {
  const shares = [1, 2, 3, 4, 5].map((seed) => accuracies(trained(seed, STEPS)));
  assert.deepEqual(shares.map(([left]) => left), [1, 1, 1, 0.695, 1]);
  assert.deepEqual(shares.map(([, right]) => right), [0.995, 1, 0.995, 0.7475, 0.995]);
  assert.deepEqual(accuracies(trained(4, 800)), [1, 0.9925]);
  assert.deepEqual(accuracies(trained(9, STEPS)), [0.405, 0.4625]);
});

test("what is found is a bar: one row of weights above 0, the others below", () => {
  for (const seed of [1, 2, 3, 5]) {
    const rows = [0, 3, 6].map((i) => trained(seed, STEPS).slice(i, i + 3));
    assert.equal(rows.filter((row) => row.every((w) => w > 3)).length, 1);
    assert.equal(rows.filter((row) => row.every((w) => w < -1.5)).length, 2);
  }
});

test("a dense network learns the left, and is worth nothing at the right", () => {
  const [left, right] = [0, 1].map((half) => theirs.dense.map((shares) => shares[half]));
  assert.deepEqual(left, Array(5).fill(1));
  close([Math.min(...right), Math.max(...right)], DENSE, 0.01);
});

test("a reader can reach it, too, with a bar in either direction", () => {
  assert.ok(judged(start.kernel).accuracies[0] < 0.6);
  const upright = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => BARS[i]);
  for (const kernel of [BARS, upright]) assert.ok(judged(kernel).accuracies.every((share) => share > 0.98));
  assert.deepEqual([judged(BARS).above, judged(upright).above], [true, false]);
});

test("the best cut is the best of all cuts", () => {
  const answers = [3, 1, 1, 5, 4, 2], horizontal = [false, true, false, true, true, false];
  const { right, cut, above } = bestCut(answers, horizontal);
  const shares = [-1, 1.5, 2.5, 3.5, 4.5, 6].flatMap((at) => [true, false].map((up) =>
    answers.filter((answer, i) => (answer > at === up) === horizontal[i]).length));
  assert.equal(right, Math.max(...shares));
  assert.equal(right, answers.filter((answer, i) => (answer > cut === above) === horizontal[i]).length);
  assert.equal(bestCut([0, 0, 0], [true, true, false]).right, 2);
});

test("the sentence compares the two", () => {
  assert.match(sentence(start), /^Your nine numbers tell \d\d % of the strokes at the left right, .* has not begun\.$/);
  assert.match(sentence({ ...start, t: STEPS }), /after 500 steps: 100.0 % at the left, .* 99.5 % at the right, .* bars, from labels alone\.$/);
  assert.match(sentence({ ...start, seed: 4, t: STEPS }), /start 4, after 500 steps: 69.5 % .* did not get there in 500 steps\.$/);
});
