// ml-tug-of-war beside handmade's sigmoid and losses: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import {
  POINTS, atRest, height, path, pulls, pullText, sentence, settings, together, trust, valleys,
} from "../../book/_ext/explorable_static/tug_of_war_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const LOSSES = ["mse", "bce"];
const rested = (loss, w) => {
  const { length } = path(loss, w, 5000).filter((past) => !atRest(loss, past));
  return { loss, w: path(loss, w, length)[length], steps: length };
};

test("pulls and losses are those of handmade", () => {
  for (const loss of LOSSES) {
    for (const { w, loss: value, forces } of numbers("tug_of_war")[loss].forces) {
      close(pulls(loss, w), forces);
      close(height(loss, w), value);
    }
  }
});

test("w goes handmade's way, and comes to rest where it does", () => {
  for (const loss of LOSSES) {
    for (const { w, path: theirs, rest, loss: value } of numbers("tug_of_war")[loss].runs) {
      close(path(loss, w, theirs.length - 1), theirs);
      const nearest = valleys(loss).reduce((a, b) => (Math.abs(a - rest) < Math.abs(b - rest) ? a : b));
      close(nearest, rest);
      close(height(loss, nearest), value);
      close(rested(loss, w).w, rest, 2e-3);
    }
  }
});

test("from 3 MSE sticks at 1.80, and cross-entropy arrives at −0.395", () => {
  const [mse, bce] = LOSSES.map((loss) => rested(loss, 3));
  close([mse.w, height("mse", mse.w)], [1.80, 0.4371], 1e-3);
  close([bce.w, height("bce", bce.w)], [-0.395, 0.5807], 3e-4);
  assert.ok(mse.steps > 50 * bce.steps);
});

test("MSE has two valleys, cross-entropy one", () => {
  close(valleys("mse"), [-0.296, 1.80], 5e-4);
  close(valleys("mse").map((w) => height("mse", w)), [0.2053, 0.4371], 5e-5);
  close(valleys("bce"), [-0.395], 5e-4);
});

test("the surely wrong point drops its rope under MSE and pulls hardest under cross-entropy", () => {
  assert.ok(trust(POINTS[1], 3) < 1e-6);
  assert.ok(Math.abs(pulls("mse", 3)[1]) < 1e-5);
  assert.ok(pulls("bce", 3)[1] < -4.89);
});

test("the mean of the pulls is minus the slope of the loss", () => {
  for (const loss of LOSSES) {
    for (const w of [-2, -0.3, 0.9, 3]) {
      close(-(height(loss, w + 1e-5) - height(loss, w - 1e-5)) / 2e-5, together(loss, w), 1e-8);
    }
  }
});

test("small pulls keep a digit", () => {
  assert.deepEqual([0.3, -1.2346, -4e-6, 0.0004].map(pullText), ["+0.300", "−1.235", "−4·10⁻⁶", "+4·10⁻⁴"]);
});

test("the sentence says who pulls, and where it ended", () => {
  assert.match(sentence({ ...initial(settings), steps: 0 }), /^w = 3.000, where the MSE is 0.4437. Point 2 is almost surely wrong, and pulls with −4·10⁻⁶,/);
  assert.match(sentence(rested("mse", 3)), /^At rest after \d+ steps: w = 1.80\d, .* It is stuck: the valley at −0.296 is deeper, 0.2053.$/);
  assert.match(sentence(rested("mse", 0.5)), /w = −0.296, .*There is no deeper valley.$/);
  assert.match(sentence(rested("bce", 3)), /w = −0.395, .*There is no deeper valley, and no other.$/);
});
