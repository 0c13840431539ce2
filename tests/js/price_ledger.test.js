// ml-price-ledger beside handmade's Dense, ReLU and loss: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { LINES, NAMES, WEIGHTS, forward, judge, nudge, parameters, prices, sentence, settings, solved, ways, working } from "../../book/_ext/explorable_static/price_ledger_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("price_ledger");
const start = { ...initial(settings), entries: {}, line: "y", act: "fill", passes: 0 };
for (const name of LINES) start.entries[name] = null;
const filled = (state) => ({ ...state, entries: Object.fromEntries(LINES.map((name) => [name, prices(state)[name]])) });

test("forward: every value and the loss are handmade's", () => {
  for (const { state, values } of theirs) for (const [name, value] of Object.entries(values)) close(forward(state)[name], value);
});

test("backward: every price is handmade's gradient", () => {
  for (const { state, prices: slopes } of theirs) {
    assert.deepEqual(Object.keys(slopes).sort(), [...LINES].sort());
    for (const name of LINES) close(prices(state)[name], slopes[name], 1e-9, ` at ${name}`);
  }
});

test("every price can be measured with a nudge, except where ReLU has its corner", () => {
  const smooth = theirs.filter(({ values }) => values.z1 !== 0 && values.z2 !== 0);
  assert.equal(smooth.length, theirs.length - 1);
  for (const { state } of smooth) for (const name of LINES) close(nudge(state, name, 1e-7), prices(state)[name], 1e-5);
});

test("a line needs only lines above it", () => {
  const from = ways(start);
  LINES.forEach((name, i) => from[name].forEach(([next]) => assert.ok(next === "loss" || LINES.indexOf(next) < i)));
});

test("the first example has small round numbers", () => {
  assert.deepEqual(prices(start), { loss: 1, y: 3, v1: 6, v2: 3, c: 3, h1: 4.5, h2: -3, z1: 4.5, z2: -3,
    w11: 9, w21: 4.5, b1: 4.5, w12: -6, w22: -3, b2: -3, x1: 3, x2: -7.5 });
  assert.equal(forward(start).loss, 2.25);
});

test("nudging costs a forward pass for each weight and one more", () => {
  assert.equal(parameters([2, 2, 1]), Object.keys(WEIGHTS).length);
  assert.deepEqual([[2, 2, 1], [2, 16, 1], [784, 128, 10]].map((sizes) => parameters(sizes) + 1), [10, 66, 101771]);
});

test("right is what rounds to the price", () => {
  assert.equal(judge(start, "h1", 4.5).verdict, "right");
  assert.equal(judge(start, "h1", 4.504).verdict, "right");
  assert.equal(judge(start, "h1", 4.52).verdict, "wrong");
  assert.equal(judge(start, "h1", null).verdict, "open");
  assert.equal(judge(start, "h1", NaN).verdict, "open");
  for (const { state } of theirs) assert.equal(solved(filled(state)), LINES.length);
});

test("each wrong answer is told its own mistake", () => {
  const notes = [["y", 1.5, /factor 2/], ["y", -3, /sign/], ["y", 7, /slope of the loss/], ["h1", 1.5, /exchange rate alone/], ["h1", 3, /that is the price of ŷ/],
    ["h2", 3, /sign/], ["h1", 17, /take the price of ŷ, 3, times how much more ŷ one more h₁ makes/], ["x1", 4.5, /one of its two ways/], ["x1", 99, /in two ways/]];
  for (const [name, answer, words] of notes) assert.match(judge(start, name, answer).note, words);
  const asleep = { ...start, x1: -2, x2: 2 };
  assert.equal(forward(asleep).h1, 0);
  assert.match(judge(asleep, "z1", prices(asleep).h1).note, /ReLU lets no change of it through/);
  assert.equal(prices(asleep).w11, 0);
});

test("the working shows the sum over the ways", () => {
  assert.equal(working(start, "y"), "2(ŷ − y) = 2(2.5 − 1) = 3");
  assert.equal(working(start, "x2"), "4.5 × (−1) + −3 × 1 = −7.5");
});

test("the sentence tells the last line, the count, and what a nudge found", () => {
  assert.equal(sentence(start), "ŷ is next; it acts through the loss. What would one more of it add to the loss? 0 of 16 prices are right.");
  assert.match(sentence({ ...start, line: "x1" }), /^x₁ is next; it acts through z₁ and z₂\./);
  assert.equal(sentence({ ...start, entries: { ...start.entries, y: 3 } }), "ŷ is right: 2(ŷ − y) = 2(2.5 − 1) = 3. 1 of 16 prices are right.");
  assert.match(sentence({ ...start, entries: { ...start.entries, y: 1 } }), /^ŷ is not right yet: .* 0 of 16/);
  assert.match(sentence({ ...start, line: "h1", act: "nudge", passes: 2 }),
    /^Nudged by \+0\.01, h₁ changes the loss from 2\.25 to 2\.2952: 4\.52 per unit\. That took 2 forward passes so far/);
  assert.match(sentence({ ...filled(start), line: "x2" }), /^x₂ is right: .* The ledger is full: all 16 prices from one sweep backward\.$/);
  assert.equal(Object.keys(NAMES).length, LINES.length);
});
