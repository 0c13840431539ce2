// ml-neuron beside handmade's gates: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import {
  ACTIVATIONS, GATES, XOR_BEST, cut, preactivation, right, sentence, settings, strip, table,
} from "../../book/_ext/explorable_static/neuron_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("neuron");
const start = initial(settings);

test("targets and weights of the gates are handmade's", () => {
  for (const [name, targets] of Object.entries(theirs.targets)) assert.deepEqual(GATES[name].targets, targets);
  for (const [name, weights] of Object.entries(theirs.weights)) assert.deepEqual({ ...GATES[name].weights }, weights);
  assert.equal(GATES.XOR.weights, undefined);
});

test("z and the outputs are handmade's", () => {
  for (const { z, outputs, ...state } of theirs.outputs) {
    const rows = table({ gate: "OR", ...state });
    close(rows.map((row) => row.z), z);
    close(rows.map((row) => row.output), outputs);
  }
});

test("the weights of the book make their gates, with every activation", () => {
  for (const gate of ["AND", "OR", "NAND"]) {
    for (const activation of Object.keys(ACTIVATIONS)) {
      assert.equal(right({ gate, activation, ...GATES[gate].weights }), 4);
    }
  }
});

test("XOR has three rows right at the most, with every activation", () => {
  for (const activation of Object.keys(ACTIVATIONS)) {
    let best = 0;
    for (let w1 = -6; w1 <= 6; w1 += 0.5) {
      for (let w2 = -6; w2 <= 6; w2 += 0.5) {
        for (let b = -6; b <= 6; b += 0.5) best = Math.max(best, right({ gate: "XOR", activation, w1, w2, b }));
      }
    }
    assert.equal(best, XOR_BEST);
  }
});

test("the edge is where the output is the level, and the side is where it is more", () => {
  for (const [activation, level] of [["sigmoid", 0.1], ["sigmoid", 0.9], ["tanh", 0.5], ["relu", 0.5]]) {
    const state = { ...start, activation, w1: 2, w2: -3, b: 0.4 }, { over, edge } = cut(state, level, -0.5, 1.5);
    assert.equal(edge.length, 2);
    const outputs = (points) => points.map((point) => ACTIVATIONS[activation].bend(preactivation(state, point)));
    close(outputs(edge), [level, level]);
    assert.ok(outputs(over).every((a) => a >= level - 1e-9));
  }
});

test("larger weights make the strip between 0.1 and 0.9 thinner, and the step has none", () => {
  close(strip({ activation: "sigmoid", w1: 3, w2: 4 }), (2 * Math.log(9)) / 5);
  close(strip({ activation: "sigmoid", w1: 6, w2: 8 }), Math.log(9) / 5);
  assert.equal(strip({ activation: "step", w1: 3, w2: 4 }), 0);
});

test("a neuron whose weights are 0 draws no line", () => {
  const flat = { ...start, w1: 0, w2: 0 };
  assert.deepEqual(cut({ ...flat, b: 1 }, 0.5, 0, 1).edge, []);
  assert.equal(cut({ ...flat, b: 1 }, 0.5, 0, 1).over.length, 4);
  assert.equal(cut({ ...flat, b: -1 }, 0.5, 0, 1).over.length, 0);
  assert.match(sentence({ ...flat, b: 1 }), /there is no line/);
});

test("the sentence counts, names the wrong rows, and proves that XOR stays at three", () => {
  assert.match(sentence(start), /^AND: 2 of 4 rows are right; \(0, 1\) should be 0, \(1, 0\) should be 0\.$/);
  assert.match(sentence({ ...start, b: -15 }), /^AND: all 4 rows are right, and every output is its target/);
  assert.match(sentence({ ...start, b: -15, activation: "sigmoid" }), /up to 0\.0067 away/);
  assert.match(sentence({ ...start, gate: "XOR" }),
    /^XOR: 3 of 4 .*\(1, 1\) should be 0\. That is the most .* same middle \(½, ½\)/);
  assert.match(sentence({ ...start, gate: "XOR", b: 30 }), /^XOR: 2 of 4 .* One neuron can get 3 of them right/);
});
