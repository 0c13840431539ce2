// ml-playground beside handmade's training, and what its experiments promise: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import {
  MOST_OWN, PRESETS, Training, border, firstLayers, lossOf, made, ownPoints, pointsOf, sentence, settings, step, withPoint, withoutPoint,
} from "../../book/_ext/explorable_static/playground_core.js";
import { initial, readAll, write } from "../../book/_ext/explorable_static/settings.js";
import { backward, dense, forward } from "../../book/_ext/explorable_static/small_net.js";
import { close, numbers } from "./from_handmade.js";

const preset = (name, changes = {}) => ({ ...initial(settings), preset: name, ...PRESETS[name].sets, ...changes });
const share = (training) => training.right / training.points.length;

/** Return the training with these settings after some epochs. */
function trained(state, epochs) {
  const training = new Training(state);
  for (let i = 0; i < epochs; i++) training.epoch();
  return training;
}

/** Return layers that hold handmade's weights: kernel, bias, kernel, … */
const layersOf = (weights, activation) => Array.from({ length: weights.length / 2 }, (_, l) => {
  const [kernel, bias] = weights.slice(2 * l, 2 * l + 2);
  const layer = dense(kernel.length, bias.length, 2 * l + 2 < weights.length ? activation : "linear", (_, i) => kernel.flat()[i]);
  layer.bias.set(bias);
  return layer;
});

test("25 steps lead where handmade's lead", () => {
  for (const { activation, batch_size: size, rate, first, X, y, losses, weights, outputs } of numbers("playground")) {
    const layers = layersOf(first, activation), points = X.map((x, i) => [...x, y[i][0]]);
    const scores = () => forward(layers, Float64Array.from(X.flat()), X.length).at(-1);
    const ours = [lossOf(scores(), points)];
    for (let i = 0, steps = 0; steps < 25; i = (i + size) % X.length) {
      step(layers, points.slice(i, i + size), rate);
      steps += 1;
      if ((steps * size) % X.length === 0) ours.push(lossOf(scores(), points));
    }
    close(ours, losses);
    close(layers.flatMap(({ kernel, bias }) => [[...kernel], [...bias]]), weights.map((array) => array.flat()));
    close([...scores()].map((z) => 1 / (1 + Math.exp(-z))), outputs.flat());
  }
});

test("the gradients are the slopes of the loss", () => {
  const points = made("moons"), m = points.length, x = Float64Array.from(points.flatMap(([a, b]) => [a, b])), nudge = 1e-6;
  for (const activation of ["tanh", "sigmoid"]) {
    const layers = firstLayers(preset("moons", { layers: 2, activation }));
    const outputs = forward(layers, x, m), dZ = outputs.at(-1).map((z, i) => (1 / (1 + Math.exp(-z)) - points[i][2]) / m);
    backward(layers, outputs, dZ, m).forEach((gradients, l) => {
      for (const name of ["kernel", "bias"]) gradients[name].forEach((slope, i) => {
        const loss = (by) => {
          layers[l][name][i] += by;
          const found = lossOf(forward(layers, x, m).at(-1), points);
          layers[l][name][i] -= by;
          return found;
        };
        close((loss(nudge) - loss(-nudge)) / (2 * nudge), slope, 1e-7);
      });
    });
  }
});

test("the data are what they are called", () => {
  for (const [x, y, label] of made("xor")) assert.equal(label, Number(x * y < 0));
  for (const [x, y, label] of made("circle")) assert.equal(label, Number(Math.hypot(x, y) < 0.7));
  for (const data of ["xor", "circle", "moons"]) {
    const points = made(data), ones = points.filter(([, , label]) => label).length;
    assert.ok(points.length === 100 && ones > 30 && ones < 70, data);
    assert.ok(points.every(([x, y]) => Math.abs(x) <= 1 && Math.abs(y) <= 1));
  }
});

test("XOR: four units get every point right within one run; with fewer, some stay wrong", () => {
  for (const seed of [1, 2, 3]) {
    assert.equal(share(trained(preset("xor", { seed }), 500)), 1);
    for (const units of [1, 2, 3]) assert.ok(share(trained(preset("xor", { seed, units }), 1000)) < 1);
  }
});

test("circle: two units leave the line open, three close it", () => {
  for (const seed of [1, 2, 3]) {
    assert.ok(share(trained(preset("circle", { seed }), 1500)) < 0.9);
    assert.ok(share(trained(preset("circle", { seed, units: 3 }), 1500)) >= 0.99);
  }
});

test("moons: a line gets nine of ten; three layers are sooner done than one; with ReLU not every seed learns", () => {
  const shares = (changes) => [1, 2, 3].map((seed) => share(trained(preset("moons", { seed, ...changes }), 500)));
  for (const found of shares({ layers: 0 })) assert.equal(found, 0.91);
  const deep = shares({ layers: 3, units: 3 });
  shares({}).forEach((flat, i) => assert.ok(flat < deep[i] && deep[i] >= 0.99));
  const folded = shares({ layers: 3, units: 3, activation: "relu" });
  assert.ok(Math.min(...folded) < 0.9 && Math.max(...folded) >= 0.99);
});

test("a line is not enough, however long it is trained; a hidden layer is", () => {
  assert.ok(share(trained(preset("line"), 5000)) < 0.6);
  assert.equal(share(trained(preset("line", { layers: 1 }), 500)), 1);
});

test("too large a rate: the loss leaps; at 1 it falls all the way", () => {
  const rises = (rate) => trained(preset("rate", { rate }), 500).losses.filter((loss, i, all) => i && loss > all[i - 1]).length;
  assert.ok(rises("30") > 100);
  assert.equal(rises("1"), 0);
  assert.match(sentence(preset("rate"), trained(preset("rate"), 100)), /The loss leaps/);
});

test("weights that start alike: zeros do not move, ones draw a line, chance does better", () => {
  const [zeros, ones, chance] = ["zeros", "ones", "random"].map((start) => trained(preset("zeros", { start }), 2000));
  assert.deepEqual([zeros.copies, ones.copies, chance.copies], [true, true, false]);
  assert.equal(zeros.losses.at(-1), zeros.losses[0]);
  assert.ok(ones.losses.at(-1) < 0.3 && share(ones) <= 0.92 && share(chance) > 0.98, `${share(ones)} ${share(chance)}`);
  assert.match(sentence(preset("zeros"), zeros), /All units of the first hidden layer are still the same/);
});

test("minibatches see every point once an epoch, and the same ones again for the same seed", () => {
  const state = preset("xor", { batch: "8", rate: "0.1" });
  const training = new Training(state), seen = [];
  training.points = training.points.map((point) => new Proxy(point, { get: (target, name) => (name === "2" && seen.push(target), target[name]) }));
  training.epoch();
  for (const point of pointsOf(state)) assert.ok(seen.some((other) => String(other) === String(point)));
  assert.deepEqual(trained(state, 20).losses, trained(state, 20).losses);
  assert.notDeepEqual(trained(state, 20).losses, trained({ ...state, seed: 2 }, 20).losses);
});

test("the reader's points come and go, and travel in a link", () => {
  let state = preset("own");
  for (const [place, label] of [[[0.5, 0.123], 1], [[-0.5, 0], 0], [[0.4, 0.9], 1]]) state = { ...state, own: withPoint(state, place, label) };
  assert.deepEqual(ownPoints(state), [[0.5, 0.12, 1], [-0.5, 0, 0], [0.4, 0.9, 1]]);
  assert.deepEqual(readAll(settings, { own: write(state.own) }).values.own, state.own);
  assert.deepEqual(withoutPoint(state, [0.5, 0.2], 0.07), state.own);
  assert.deepEqual(ownPoints({ own: withoutPoint(state, [-0.4, 0.1]) }), [[0.5, 0.12, 1], [0.4, 0.9, 1]]);
  for (let i = 0; i < 2 * MOST_OWN; i++) state.own = withPoint(state, [0, 0], 0);
  assert.equal(ownPoints(state).length, MOST_OWN);
  assert.match(sentence(preset("own"), new Training(preset("own"))), /no points yet/);
});

test("the border of one neuron is where its sum is 0", () => {
  const training = trained(preset("moons", { layers: 0 }), 50), [{ kernel, bias }] = training.layers;
  const pieces = border(training.map(40), 40);
  assert.ok(pieces.length > 20);
  for (const piece of pieces) for (const [x, y] of piece) assert.ok(Math.abs(kernel[0] * x + kernel[1] * y + bias[0]) < 0.01 * Math.hypot(...kernel));
  close(training.at([0.025, 0.975]), training.map(40)[20], 1e-12);
});

test("the sentence counts", () => {
  assert.match(sentence(preset("xor"), new Training(preset("xor"))), /^Hidden units: 4, not trained yet: the loss is 0\.\d{3}, and \d+ of 100 points are on the right side \(\d+ %\)\.$/);
  assert.match(sentence(preset("xor"), trained(preset("xor"), 500)), /after 500 epochs: .* and 100 of 100 points are on the right side \(100 %\). Every point is right\.$/);
  assert.match(sentence(preset("line"), trained(preset("line"), 1)), /^One neuron, after one epoch: .*The border is a straight line\.$/);
  const wild = new Training(preset("xor"));
  Object.assign(wild, { epochs: 7, losses: [1, NaN] });
  assert.match(sentence(preset("xor"), wild), /After 7 epochs the loss is not a number anymore/);
});
