// ml-wiggle beside NumPy's least squares: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { CHAPTER, FRESH, POINTS, PRICES, best, error, fits, ridge, sentence, settings, studied, study, unseen, wave }
  from "../../book/_ext/explorable_static/wiggle_core.js";
import { initial } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

test("the first points are those of the chapter", () => {
  close(CHAPTER, numbers("wiggle").chapter, 6e-5);
});

test("curves and their errors are those of NumPy", () => {
  for (const { points, places, values, errors } of numbers("wiggle").draws) {
    fits(points).forEach((curve, degree) => {
      close(places.map(curve), values[degree], 1e-6, ` of degree ${degree}`);
      close(error(curve, points), errors[degree], 1e-9);
    });
  }
});

test("the error on the points it learned from only falls, to nothing", () => {
  for (let draw = 0; draw < 50; draw++) {
    const { old } = study(draw);
    old.slice(1).forEach((value, k) => assert.ok(value <= old[k] + 1e-12, `draw ${draw}, degree ${k + 1}`));
    assert.ok(old[11] < 1e-8, `draw ${draw}: ${old[11]}`);
  }
});

test("the best degree is 3 for the chapter's points, and mostly 3 to 6", () => {
  const found = Array.from({ length: 100 }, (_, draw) => best(draw));
  assert.equal(found[0], 3);
  assert.ok(found.filter((degree) => degree >= 3 && degree <= 6).length > 75, String(found));
  assert.ok(new Set(found).size > 3);
});

test("points are near the wave, and the same for everyone", () => {
  assert.equal(studied(5).length, POINTS);
  assert.equal(unseen(5).length, FRESH);
  assert.deepEqual(studied(5), studied(5));
  assert.notDeepEqual(studied(5), studied(6));
  const noise = Math.sqrt(unseen(5).reduce((sum, [x, y]) => sum + (y - wave(x)) ** 2, 0) / FRESH);
  assert.ok(noise > 0.17 && noise < 0.23);
});

test("the sentence says both errors, and which way is better", () => {
  const at = (degree) => sentence({ ...initial(settings), degree });
  assert.match(at(1), /^Degree 1, 2 numbers for 12 points: the error on the points it learned from is 0.14, and on fresh points 0.4\d\. A curve that bends more does better/);
  assert.match(at(3), /0.017, .*No other degree does better on these fresh points.$/);
  assert.match(at(11), /learned from is 0, .*A curve that bends less does better on fresh points: its error there is \d+ times smaller.$/);
});

test("priced curves are those of NumPy", () => {
  for (const { points, places, priced } of numbers("wiggle").draws) {
    priced.forEach(({ power, values }) => close(places.map(ridge(points, 10 ** power)), values, 1e-6, ` at 10^${power}`));
  }
});

test("the best price for the chapter's points is near 0.0003, and it is a dip", () => {
  const { old, fresh } = study(0, "price"), least = best(0, "price");
  assert.ok(PRICES[least] >= -4 && PRICES[least] <= -3, String(PRICES[least]));
  assert.ok(fresh[0] > 5 * fresh[least] && fresh.at(-1) > 5 * fresh[least]);
  old.slice(1).forEach((value, k) => assert.ok(value >= old[k] - 1e-12));
});

test("the sentence says what a price does", () => {
  const at = (price) => sentence({ ...initial(settings), dial: "price", price });
  assert.match(at(-8), /^Degree 11 at a price of 1·10⁻⁸, 12 numbers for 12 points: .* A higher price does better on fresh points: its error there is \d+ times smaller.$/);
  assert.match(at(1), /A lower price does better/);
  assert.match(at(PRICES[best(0, "price")]), /No other price does better on these fresh points.$/);
});
