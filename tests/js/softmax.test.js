// ml-softmax beside handmade's softmax and cross-entropy: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import {
  SCORES, sentence, settings, softmax, stepped, surprise, truth, view,
} from "../../book/_ext/explorable_static/softmax_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const start = initial(settings);
const cases = numbers("softmax");
const names = settings.truth.options;
const stateOf = ({ scores, temperature, true: true_ }) => ({
  ...start, temperature, classes: scores.length, truth: names[true_],
  ...Object.fromEntries(scores.map((z, i) => [SCORES[i], z])),
});

test("probabilities, loss and slopes are handmade's", () => {
  for (const theirs of cases) {
    const ours = view(stateOf(theirs));
    close(ours.p, theirs.p);
    close(ours.loss, theirs.loss);
    close(ours.slopes, theirs.slopes);
  }
});

test("the example of the book comes out as in the book", () => {
  close(view(start).p, [0.83827, 0.01894, 0.14279], 5e-6);
  close(view(start).powers, [10.27794, 0.23224, 1.75067], 5e-6);
});

test("a constant for all changes nothing, even where e^score is too large or too small", () => {
  for (const shift of [-1000, -3, 100, 1000]) {
    const before = view(start), after = view({ ...start, shift });
    close([after.p, after.slopes], [before.p, before.slopes]);
    close(after.loss, before.loss);
  }
  assert.ok(view({ ...start, shift: 1000 }).powers.every((power) => power === Infinity));
});

test("the slopes are those of the loss", () => {
  const scores = [0.3, -1.2, 2.1], nudge = 1e-6, p = softmax(scores);
  scores.forEach((_, i) => {
    const [low, high] = [-nudge, nudge].map((by) => surprise(scores.map((z, j) => z + (i === j ? by : 0)), 1));
    close((high - low) / (2 * nudge), p[i] - (i === 1 ? 1 : 0), 1e-6);
  });
});

test("temperature sharpens and flattens", () => {
  const most = (temperature) => Math.max(...view({ ...start, temperature }).p);
  assert.ok(most(0.1) > most(1) && most(1) > most(5) && most(5) > 1 / 3);
});

test("a step downhill lowers the loss", () => {
  const from = { ...start, truth: "dog" };
  assert.ok(view({ ...from, ...stepped(from) }).loss < view(from).loss);
});

test("the true class is always among the classes", () => {
  assert.equal(truth({ ...start, truth: "frog" }), 2);
  assert.equal(truth({ ...start, truth: "frog", classes: 5 }), 4);
});

test("the sentence gives the numbers, and says what changes nothing", () => {
  assert.match(sentence(start),
    /cat 0\.838, dog 0\.019, bird 0\.143\. It is a cat: the loss is −ln\u00a00\.838 = 0\.176,/);
  assert.match(sentence(start),
    /the slopes p\u00a0−\u00a0y are −0\.162 for cat and p itself for the others, \+0\.162 together\.$/);
  assert.match(sentence({ ...start, shift: 100 }), /100 is added to every score, and it changes nothing\.$/);
  assert.match(sentence({ ...start, shift: 1000 }), /too large for the computer/);
  assert.match(sentence({ ...start, shift: -1000 }), /All powers of e round to 0/);
  assert.match(sentence({ ...start, temperature: 0.1 }), /low temperature/);
  assert.match(sentence({ ...start, temperature: 5 }), /high temperature/);
});
