// ml-signal-game beside handmade's layers, and what a search for the best gain finds: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import {
  DEPTH, EVEN, EXAMPLES, TRIES, draw, measure, net, passes, recorded, sentence, settings, unevenness,
} from "../../book/_ext/explorable_static/signal_game_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { forward } from "../../book/_ext/explorable_static/small_net.js";
import { close, numbers } from "./from_handmade.js";

const SEEDS = [1, 2, 3, 4];
const gains = (from, to, perDoubling) => Array.from({ length: Math.log2(to / from) * perDoubling + 1 }, (_, i) => from * 2 ** (i / perDoubling));

/** Return every place of the slider, for some weights. */
const scan = (activation, seed, places) => places.map((gain) => {
  const measured = measure({ activation, gain, seed });
  return { gain, uneven: unevenness(measured), passes: passes(measured), saturated: measured.saturated };
});
const least = (places) => places.reduce((best, place) => (place.uneven < best.uneven ? place : best));
const middle = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

test("spread and blame are those of handmade's layers", () => {
  for (const { spread, blame, ...state } of numbers("signal_game")) {
    const ours = measure(state);
    [[ours.spread, spread], [ours.blame, blame]].forEach(([mine, theirs]) => mine.forEach((value, l) => close(value / theirs[l], 1)));
  }
});

test("the flattest gain is near 1 for tanh and near √2 for ReLU", () => {
  const [tanh, relu] = ["tanh", "relu"].map((name) => SEEDS.map((seed) => least(scan(name, seed, gains(0.5, 4, 10)))));
  for (const best of [...tanh, ...relu]) assert.ok(best.passes, JSON.stringify(best));
  const found = [tanh, relu].map((all) => middle(all.map(({ gain }) => gain)));
  assert.ok(Math.abs(found[0] - 1) < 0.12, `tanh: ${found[0]}`);
  // ReLU brings inputs closer together, so their spread asks for a little more than what keeps their size: the next test
  assert.ok(found[1] > Math.SQRT2 && found[1] < 1.15 * Math.SQRT2, `ReLU: ${found[1]}`);
});

test("√2 is the gain at which ReLU keeps the size of its signals", () => {
  const size = (a) => Math.sqrt(a.reduce((sum, value) => sum + value * value, 0) / a.length);
  const kept = (gain) => middle([...Array(20).keys()].map((seed) => {
    const outputs = forward(net({ activation: "relu", gain, seed }), draw(seed).inputs, EXAMPLES);
    return (size(outputs[DEPTH]) / size(outputs[1])) ** (1 / (DEPTH - 1));
  }));
  close(kept(Math.SQRT2), 1, 0.05);
  close(kept(1), Math.SQRT1_2, 0.05);
});

test("tanh passes at 1, and most nets of ReLU at √2", () => {
  const seeds = Array.from({ length: 30 }, (_, i) => i + 1);
  const passing = (activation, gain) => seeds.filter((seed) => passes(measure({ activation, gain, seed }))).length;
  assert.equal(passing("tanh", 1), seeds.length);
  assert.ok(passing("relu", Math.SQRT2) >= 27);
});

test("sigmoid passes nowhere: where its bars are flat, most units are saturated", () => {
  for (const seed of SEEDS) {
    const places = scan("sigmoid", seed, gains(0.125, 32, 4));
    assert.ok(places.every((place) => !place.passes));
    for (const { uneven, saturated } of places) if (uneven <= EVEN) assert.ok(saturated > 0.5);
    assert.ok(places.filter(({ gain }) => gain <= 4).every(({ uneven }) => uneven > 5));
  }
});

test("each layer of sigmoid at gain 1 keeps about a quarter of the spread and of the blame", () => {
  const { spread, blame } = measure({ activation: "sigmoid", gain: 1, seed: 1 });
  for (let l = 1; l < DEPTH; l++) for (const kept of [spread[l] / spread[l - 1], blame[l - 1] / blame[l]]) assert.ok(kept > 0.1 && kept < 0.4, String(kept));
});

test("the record keeps the best gain, and a place that passes before one that does not", () => {
  let record = {};
  const visit = (activation, gain) => { record = recorded(record, { activation, gain }, measure({ activation, gain, seed: 1 })); };
  for (const gain of [4, 1, 0.3]) visit("tanh", gain);
  for (let i = 0; i < TRIES; i++) visit("sigmoid", 16);
  assert.deepEqual([record.tanh.tries, record.tanh.best.gain, record.tanh.best.passes], [3, 1, true]);
  assert.deepEqual([record.sigmoid.tries, record.sigmoid.best.passes, record.relu], [TRIES, false, undefined]);
});

test("the sentence says the two ratios and whether they are flat", () => {
  const say = (state) => sentence(state, measure(state));
  assert.match(say(initial(settings)), /^sigmoid, gain 0.50: on its way from layer 1 to layer 5 the spread between inputs shrinks to 1\/\d{4} of its size; on its way back the blame shrinks to 1\/\d{4} of its size. Not flat/);
  assert.match(say({ activation: "tanh", gain: 1, seed: 1 }), /Both rows are flat: within each, no bar is more than 1\.\d times another/);
  assert.match(say({ activation: "sigmoid", gain: 16, seed: 2 }), /Both rows are flat, but \d\d % of the units are saturated/);
});
