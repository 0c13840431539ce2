// ml-cell-order beside Python: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { GOAL, counts, fromThePage, memory, sentence } from "../../book/_ext/explorable_static/cell_order_core.js";
import { close, numbers } from "./from_handmade.js";

test("the memory is that of Python after every history", () => {
  const histories = numbers("cell_order");
  assert.equal(histories.length, 364);
  for (const { clicks, price } of histories) {
    if (price === null) assert.equal(memory(clicks), null);
    else close(memory(clicks), price);
  }
});

test("one history of four clicks reaches the goal, and none of fewer", () => {
  const reaching = numbers("cell_order").filter(({ clicks }) => memory(clicks) === GOAL && clicks.length < 5);
  assert.deepEqual(reaching.map(({ clicks }) => clicks), [[1, 3, 3, 2]]);
});

test("the numbers beside the cells are those of their last clicks", () => {
  assert.deepEqual(counts([1, 3, 3, 2]), [1, 4, 3]);
  assert.deepEqual(counts([]), [0, 0, 0]);
});

test("the sentence compares the memory with the page", () => {
  assert.equal(fromThePage, 150);
  assert.match(sentence({ clicks: [] }), /memory is empty.*computes 150/);
  assert.match(sentence({ clicks: [2] }), /NameError/);
  assert.match(sentence({ clicks: [1, 2, 3] }), /what the page promises/);
  assert.match(sentence({ clicks: [1, 3, 3, 2] }), /price is 192, with 4 clicks/);
  assert.match(sentence({ clicks: [1, 3, 2] }), /price is 156\. Whoever/);
});
