// ml-gradient-descent beside handmade's optimizer: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { factors, gradient, loss, path, regime, sentence, settings } from "../../book/_ext/explorable_static/gradient_descent_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const start = initial(settings);

test("the path is that of handmade's SGD", () => {
  for (const { path: theirs, loss: last, ...state } of numbers("gradient_descent")) {
    const ours = path({ ...state, surface: "bowl" }, theirs.length - 1);
    close(ours, theirs);
    close(loss(ours.at(-1), state.stretch), last);
  }
});

test("the slopes are those of the loss", () => {
  const at = [3.2, -1.4], nudge = 1e-6;
  gradient(at, 7).forEach((slope, axis) => {
    const [low, high] = [-nudge, nudge].map((by) => loss(at.map((value, i) => value + (i === axis ? by : 0)), 7));
    close((high - low) / (2 * nudge), slope, 1e-6);
  });
});

test("what the words say is what the path does", () => {
  for (let rate = 0.01; rate <= 0.6; rate += 0.005) {
    const [name] = regime(factors({ rate, stretch: 1 })[0]);
    const away = path({ ...start, rate }, 3).map(([w]) => Math.abs(w - 5));
    if (name === "diverges") assert.ok(away[1] > away[0] && away[2] > away[1]);
    else if (name === "bounces") close(away[2], away[0]);
    else assert.ok(away[1] < away[0] && away[2] <= away[1]);
  }
});

test("a quarter lands at once, a half bounces", () => {
  assert.equal(regime(factors({ rate: 0.25, stretch: 1 })[0])[0], "lands");
  assert.equal(regime(factors({ rate: 0.5, stretch: 1 })[0])[0], "bounces");
});

test("the sentence tells where the steps have led", () => {
  assert.match(sentence(start, 1), /multiplies the distance to the minimum by 0.60, .* After one step w is 2 and the loss 21/);
  assert.match(sentence({ ...start, surface: "bowl" }, 2), /by 0.60 across the valley and by 0.96 along it, .*After 2 steps/);
});
