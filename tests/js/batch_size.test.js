// ml-batch-size beside handmade's linear regression: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import {
  EPOCHS, GOAL, descend, houses, rateOf, reached, sentence, settings, shuffled, stepsOf, walked,
} from "../../book/_ext/explorable_static/batch_size_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const start = initial(settings);
const run = (changes) => walked({ ...start, epochs: EPOCHS, ...changes });

test("with the same orders of the rows the walk ends where handmade's does", () => {
  for (const { orders, end, loss, ...state } of numbers("batch_size")) {
    const walk = descend(orders, { ...state, pace: "constant" });
    close(walk.points.at(-1), end);
    close(walk.losses.at(-1), loss);
    assert.equal(walk.looks.at(-1), 9 * orders.length);
    assert.equal(walk.points.length - 1, stepsOf(state) * orders.length);
  }
});

test("an order has every row once, is another one in each epoch, and the same for everyone", () => {
  for (let k = 0; k < 20; k++) assert.deepEqual(shuffled(3, k).toSorted((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.notDeepEqual(shuffled(3, 0), shuffled(3, 1));
  assert.deepEqual(shuffled(3, 1), shuffled(3, 1));
});

test("one house a step is there with a fraction of the looks, and does not stay", () => {
  for (let order = 1; order <= 20; order++) {
    const rough = reached(run({ order })), smooth = reached(run({ order, batch: 9, rate: 0.02 }));
    assert.ok(rough.first < smooth.first / 2, `${rough.first} against ${smooth.first}`);
    assert.deepEqual([rough.stays, smooth.stays, smooth.kept], [false, true, smooth.first]);
  }
});

test("with a constant learning rate only all nine come to rest", () => {
  for (let batch = 1; batch <= 8; batch++) {
    for (let rate = 0.002; rate < 0.03; rate += 0.004) assert.ok(!reached(run({ batch, rate }))?.stays, `${batch} at ${rate}`);
  }
  assert.ok(houses.least < GOAL);
});

test("with one that shrinks one house a step does, too", () => {
  assert.ok(reached(run({ rate: 0.0075, pace: "shrinking" })).stays);
  assert.deepEqual([0, 10, 20].map((k) => rateOf({ rate: 6, pace: "shrinking" }, k)), [6, 3, 2]);
  assert.equal(rateOf({ rate: 6, pace: "constant" }, 20), 6);
});

test("beyond the cliff of the houses all nine lead away", () => {
  assert.ok(!run({ batch: 9, rate: 0.0305 }).gone);
  assert.ok(run({ batch: 9, rate: 0.035 }).gone);
});

test("the sentence tells the price, and whether it stays", () => {
  const said = (changes) => sentence({ ...start, epochs: EPOCHS, ...changes });
  assert.match(sentence(start), /^One house a step, constant learning rate 0.01: an epoch is 9 steps and nine looks at a house. The loss is 86.6.$/);
  assert.match(said({}), /900 steps, 900 looks .* First below 2.6 after \d+ looks, 9 rough steps an epoch for the price of one smooth one, which do not come to rest./);
  assert.match(said({ batch: 9, rate: 0.02 }), /^All nine houses a step, .* 100 steps, 900 looks .* First below 2.6 after 522 looks, and for good after 522: one smooth step an epoch.$/);
  assert.match(said({ rate: 0.0075, pace: "shrinking" }), /shrinking learning rate 0.0075: .*, and for good after \d+: 9 rough steps .*, short enough by then to stay.$/);
  assert.match(said({ batch: 9, rate: 0.035 }), /The steps are too long/);
  assert.match(said({ batch: 9, rate: 0.001 }), /has not been below 2.6 yet; the least possible is 2.438.$/);
});
