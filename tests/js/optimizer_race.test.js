// ml-optimizer-race beside handmade's optimizers: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { contour } from "../../book/_ext/explorable_static/contours.js";
import {
  NAMES, STEPS, SURFACES, above, sentence, settings, standings, trail, usual,
} from "../../book/_ext/explorable_static/optimizer_race_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const race = (surface, changes = {}) => ({ ...initial(settings), surface, ...usual(surface), step: STEPS, ...changes });
const arrivals = (state) => Object.fromEntries(standings(state).map(({ name, arrived }) => [name, arrived]));

test("every optimizer goes the way of handmade's, on every surface", () => {
  const all = numbers("optimizer_race");
  assert.deepEqual(all.map(({ surface }) => surface), Object.keys(SURFACES));
  for (const { surface, start, rates, slopes, ways } of all) {
    close(SURFACES[surface].slopes(start), slopes);
    for (const name of NAMES) close(trail({ surface, start, ...rates }, name, ways[name].length - 1), ways[name]);
  }
});

test("slopes are those of the surface, and vanish where it is lowest", () => {
  for (const { loss, slopes, minima, lowest } of Object.values(SURFACES)) {
    const at = [0.7, -1.3], nudge = 1e-6;
    slopes(at).forEach((slope, axis) => {
      const [low, high] = [-nudge, nudge].map((by) => loss(at.map((value, i) => value + (i === axis ? by : 0))));
      close((high - low) / (2 * nudge), slope, 1e-6);
    });
    for (const point of minima) {
      close(slopes(point), [0, 0]);
      close(loss(point), lowest);
    }
  }
});

test("with the first learning rates Adam leads everywhere", () => {
  for (const surface of Object.keys(SURFACES)) assert.equal(standings(race(surface))[0].name, "adam", surface);
});

const soonest = (surface, name) => Math.min(...settings[name].options.map((rate) => arrivals(race(surface, { [name]: rate }))[name]));

test("SGD at its best beats Adam at its best, except in Rosenbrock's valley, where nobody does", () => {
  for (const surface of ["ravine", "turned", "saddle"]) assert.ok(soonest(surface, "sgd") < soonest(surface, "adam"), surface);
  for (const name of ["sgd", "momentum", "rmsprop"]) assert.ok(soonest("rosenbrock", name) > soonest("rosenbrock", "adam"), name);
});

test("turning the ravine changes nothing for SGD and momentum, and costs Adam a good part of its time", () => {
  const [straight, turned] = ["ravine", "turned"].map((surface) => arrivals(race(surface)));
  assert.ok(Math.abs(straight.sgd - turned.sgd) <= 1 && Math.abs(straight.momentum - turned.momentum) <= 1);
  assert.ok(turned.adam > 1.5 * straight.adam);
});

test("who flies away is last, and the way ends", () => {
  const state = race("ravine", { sgd: "0.1" });
  assert.equal(standings(state).at(-1).name, "sgd");
  assert.ok(trail(state, "sgd").length < STEPS);
  assert.match(sentence(state), /SGD has flown away/);
});

test("who passes the minimum and does not stay has not arrived", () => {
  const fast = race("ravine", { rmsprop: "0.5" });
  assert.ok(trail(fast, "rmsprop").some((point) => above("ravine", point) < 0.001));
  assert.equal(arrivals(fast).rmsprop, Infinity);
});

test("a contour lies where the surface has its height", () => {
  const { loss, xs, ys } = SURFACES.ravine, pieces = contour(loss, xs, ys, 10, 400);
  assert.ok(pieces.length > 100);
  for (const point of pieces.flat()) close(loss(point), 10, 2e-2);
  const across = pieces.flat().map(([x]) => x);
  close([Math.min(...across), Math.max(...across)], [-Math.sqrt(20), Math.sqrt(20)], 1e-3);
});

test("the sentence says who is where", () => {
  assert.match(sentence(race("ravine", { step: 0 })), /^All four stand at \(−4, 2\), 68 above the minimum. Who will be first/);
  assert.match(sentence(race("ravine")), /^After 400 steps on a ravine along an axis: Adam arrived at step \d+, Momentum arrived .* Adam leads.$/);
  assert.match(sentence(race("saddle", { sgd: "0.2" })), /: SGD arrived at step \d+, .* Adam is behind SGD.$/);
});
