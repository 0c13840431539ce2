// ml-threshold beside handmade's confusion matrix: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { DAYS, GOALS, called, mistakes, sentence, settings, wrong } from "../../book/_ext/explorable_static/threshold_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("threshold");

test("days and mistakes are those of handmade, at every cut", () => {
  close(DAYS.map(({ forecast }) => forecast), theirs.forecast);
  close(DAYS.map(({ warm }) => warm), theirs.warm);
  close(theirs.cuts.map((cut) => wrong(cut).missed.length), theirs.missed);
  close(theirs.cuts.map((cut) => wrong(cut).false_.length), theirs.false);
});

test("a day at the cut is warm", () => assert.deepEqual([called(13, 13), called(13, 13.5)], [1, 0]));

test("the three goals want three different cuts, and no cut is right about all days", () => {
  const cuts = GOALS.map(({ reached }) => theirs.cuts.filter(reached));
  assert.deepEqual(cuts, [[15, 15.5], [13], [18, 18.5]]);
  assert.deepEqual(cuts.map(([cut]) => mistakes(cut)), [2, 3, 3]);
  assert.equal(Math.min(...theirs.cuts.map(mistakes)), 2);
});

test("the sentence names the days that are called wrongly, and the goal that is reached", () => {
  assert.equal(sentence(initial(settings)), "The cut at 20.0 °C makes 3 warm days and 12 cold ones:"
    + " 4 warm days are called cold (13.0, 15.5, 16.5, 18.5), no cold day is called warm.");
  assert.match(sentence({ cut: 15 }), /one warm day is called cold \(13.0\), one cold day is called warm \(17.5\). Goal 1 is reached.$/);
  assert.match(sentence({ cut: 13 }), /no warm day is called cold, 3 cold days are called warm .* Goal 2 is reached.$/);
  assert.match(sentence({ cut: 18 }), /Goal 3 is reached.$/);
});
