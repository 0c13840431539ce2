// ml-penalty beside handmade's losses: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { PRICES, bill, sentence, settings } from "../../book/_ext/explorable_static/penalty_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const start = initial(settings);

test("the prices are handmade's", () => {
  for (const { bills, ...state } of numbers("penalty")) {
    for (const name of Object.keys(PRICES)) close(bill(name, state), bills[name], 1e-6);
  }
});

test("absolute error pays for exaggeration, the others for honesty", () => {
  assert.match(sentence(start), /0\.500 in absolute error, 0\.250 in squared error, 0\.693 in surprise\. Each of the three can be lower\.$/);
  assert.match(sentence({ ...start, said: 0.7 }), /No other forecast has a lower squared error or surprise\.$/);
  assert.match(sentence({ ...start, said: 1 }), /∞ in surprise\. No other forecast has a lower absolute error\.$/);
  assert.match(sentence({ ...start, belief: 0.2, said: 0 }), /No other forecast has a lower absolute error\.$/);
});
