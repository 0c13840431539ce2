// ml-factor-chart beside curvatures and runs of handmade: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import {
  DATA, best, cliff, condition, ends, errors, factors, factorText, floor, inTheLongRun, losses, sentence, settings, top, within,
} from "../../book/_ext/explorable_static/factor_chart_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const start = initial(settings);

test("curvatures and starts are those of the data", () => {
  for (const { data, curvatures, starts } of numbers("factor_chart")) {
    close(DATA[data].curvatures, curvatures);
    close(DATA[data].starts, starts);
  }
});

test("the losses are those of handmade's SGD, with and without momentum", () => {
  for (const { data, rate, losses: plain, with_momentum: fast } of numbers("factor_chart")) {
    close(losses({ data, rate, momentum: 0 }, plain.length - 1), plain);
    close(losses({ data, rate, momentum: 0.5 }, fast.length - 1), fast);
  }
});

test("at 0.02 one learning rate serves two masters, and the cliff is at 0.02389", () => {
  const [steep, flat] = factors(start);
  close(steep, -0.675, 5e-4);
  close(flat, 0.990, 5e-4);
  close(cliff(start), 0.02389, 5e-6);
});

test("the houses fan out as they are, and come together scaled", () => {
  close([condition("line"), condition("raw"), condition("minmax"), condition("standard")], [171, 127117, 111, 6.1], 6e-3);
  assert.equal(Math.round(condition("raw")), 127117);
  const at = ({ data }) => cliff({ data, momentum: 0 });
  close([at({ data: "raw" }) * 1e5, at({ data: "minmax" }), at({ data: "standard" })], [7.06, 0.742, 0.581], 6e-3);
});

test("errors shrink before the cliff and grow behind it, with every momentum", () => {
  for (const data of Object.keys(DATA)) {
    for (const momentum of [0, 0.5, 0.9]) {
      for (const share of [0.2, 0.99, 1.01]) {
        const rate = share * cliff({ data, momentum });
        close(1 - cliff({ data, momentum }) * ends(data)[0], floor(momentum));
        const steep = errors({ data, rate, momentum }, 2000).at(-1)[0];
        assert.equal(Math.abs(steep) < 1, share < 1, `${data} ${momentum} ${share}: ${steep}`);
      }
    }
  }
});

test("in the long run a step multiplies by the larger root", () => {
  for (const [factor, momentum] of [[0.99, 0.5], [-0.8, 0], [-2.4, 0.8], [0.3, 0.9]]) {
    // An error that swings is compared by the largest of twenty steps
    const state = { data: "parabola", rate: (1 - factor) / 4, momentum };
    const sizes = errors(state, 400).map(([error]) => Math.abs(error));
    const late = Math.max(...sizes.slice(380)), early = Math.max(...sizes.slice(180, 200));
    close((late / early) ** (1 / 200), inTheLongRun(factor, momentum), 5e-3);
  }
});

test("the best learning rate makes steep and flat equally slow", () => {
  for (const data of ["line", "raw", "minmax", "standard"]) {
    const each = factors({ data, rate: best(data) });
    close(-each[0], each.at(-1));
  }
});

test("a learning rate is one that the slider has", () => {
  assert.equal(within({ ...start, rate: 0.02004 }), 0.02);
  assert.equal(within({ ...start, data: "raw", rate: 0.02 }), Number((Math.floor(top({ ...start, data: "raw" }) / 5e-7) * 5e-7).toPrecision(10)));
  assert.equal(within({ ...start, rate: 0 }), 0.0001);
});

test("a factor near 1 is not written as 1", () => {
  assert.deepEqual([0.99998, 1, -0.9999, 0.5].map(factorText), ["0.99998", "1.000", "−0.9999", "0.500"]);
});

test("the sentence tells the factors, the cliff, and what momentum does", () => {
  assert.equal(sentence(start), "Learning rate 0.0200: one step multiplies the error by −0.675 in the steepest direction and by 0.990 in the flattest. "
    + "All are inside the band, and the slowest error halves in 70 steps; the cliff is at α = 0.02389.");
  assert.match(sentence({ ...start, rate: 0.0239 }), /has left the band at α = 0.02389/);
  assert.match(sentence({ ...start, rate: 0.0239, momentum: 0.5 }), /widens the band down to −2.00. All are inside/);
  assert.match(sentence({ ...start, rate: 0.0237 }), /No learning rate makes the slowest error faster/);
  assert.match(sentence({ ...start, data: "parabola", rate: 0.25 }), /by 0.000. That is inside the band, and the error is gone after one step/);
});
