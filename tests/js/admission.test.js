// ml-admission beside the shipped bundle: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { BIAS, HIGH, KERNEL, LOW, border, decide, sentence, settings } from "../../book/_ext/explorable_static/admission_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const start = initial(settings), theirs = numbers("admission");

test("the weights and the ranges are those of the bundle", () => {
  close(KERNEL, theirs.kernel);
  close(BIAS, theirs.bias);
  close(LOW, theirs.low);
  close(HIGH, theirs.high);
});

test("the sums and the answers are those of the bundle", () => {
  for (const scaler of ["with", "without"]) {
    theirs.scores.forEach(([first, second], i) => {
      const { z, probability } = decide({ first, second, scaler });
      close(z, theirs.sums[scaler][i]);
      close(probability, theirs.answers[scaler][i], 1e-5); // theirs are in single precision
    });
  }
});

test("on the border the neuron is undecided", () => {
  for (const scaler of ["with", "without"]) {
    for (const first of [0, 40, 99]) close(decide({ first, second: border(first, scaler), scaler }).probability, 0.5);
  }
});

test("without the scaler nearly everyone is admitted, and the sentence says why", () => {
  assert.match(sentence(start), /Scores 38 and 75: .* probability 13 %, so not admitted\.$/);
  assert.match(sentence({ ...start, scaler: "without" }), /probability 100(\.0)? %, so admitted\. Without its scaler/);
  assert.ok(border(0, "without") < 1);
});

test("a score that training never saw is said to be one", () => {
  assert.match(sentence({ ...start, first: 20 }), /seen no such score/);
  assert.match(sentence({ ...start, second: Math.round(2 * border(38, "with")) / 2 }), /undecided/);
});
