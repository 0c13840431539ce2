// Twelve points near a wave and the polynomial of least squares through them: its error on these points, and on fresh
// ones of the same wave. The dial is its degree, or, for degree 11, the price of a squared weight. No DOM in here.
import { choice, number } from "./settings.js";
import { counted, fixed, normal, random, show } from "./numbers.js";

export const POINTS = 12, FRESH = 200, DEGREES = 12; // degrees 0 to 11
export const PRICES = Array.from({ length: 19 }, (_, i) => -8 + i / 2); // powers of ten
const NOISE = 0.2;

export const settings = {
  dial: choice("degree", "degree", "price"),
  degree: number(1, 0, DEGREES - 1, 1),
  price: number(-8, -8, 1, 0.5), // the price is ten to this power
  points: number(0, 0, 999, 1), // which draw: 0 is that of the chapter
  fresh: number(0, 0, 1, 1), // 1: fresh points are shown
};

/** The draw of the chapter, make_curve(12), to four decimals. */
export const CHAPTER = [
  [0.0027, -0.4478], [0.0165, 0.0599], [0.0410, 0.0054], [0.2698, 0.8458], [0.5436, -0.3795], [0.6066,
  -0.6843], [0.6370, -0.6759], [0.7295, -0.7832], [0.8133, -0.9477], [0.8159, -0.6423], [0.9128, -0.6542],
  [0.9351, -0.3264],
];

/** Return the wave without noise. */
export const wave = (x) => Math.sin(2 * Math.PI * x);

/** Return `count` points near the wave, from left to right. */
function drawn(count, seed) {
  const uniform = random(seed), bell = normal(seed + 77_777);
  const xs = Array.from({ length: count }, uniform).sort((a, b) => a - b);
  return xs.map((x) => [x, wave(x) + NOISE * bell()]);
}

/** Return the points to learn from, and fresh ones, for a draw. */
export const studied = (draw) => (draw === 0 ? CHAPTER : drawn(POINTS, 1000 + draw));
export const unseen = (draw) => drawn(FRESH, 500_000 + draw);

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/**
 * Return the polynomials of least squares of degrees 0 to `degree` as functions, all at once: each degree adds one
 * polynomial that is orthogonal to the others on the points (Forsythe, 1957), so no equations need solving.
 */
export function fits(points, degree = DEGREES - 1) {
  const x = points.map(([value]) => value), y = points.map(([, value]) => value);
  const terms = []; // { a, b, c }: p = (x - a) p₁ - b p₂, with its share c of y
  let before = x.map(() => 0), now = x.map(() => 1), size = 0;
  for (let k = 0; k <= degree; k++) {
    const norm = dot(now, now);
    const term = { b: k ? norm / size : 0, a: dot(now.map((value, i) => value * x[i]), now) / norm };
    // what is left of y after the degrees before, and not y itself: rounding does not add up
    const left = terms.length ? y.map((value, i) => value - value_(terms, x[i])) : y;
    terms.push({ ...term, c: dot(left, now) / norm });
    [before, now] = [now, now.map((value, i) => (x[i] - term.a) * value - term.b * before[i])];
    size = norm;
  }
  return terms.map((_, k) => (at) => value_(terms.slice(0, k + 1), at));
}

function value_(terms, at) {
  let before = 0, now = 1, sum = 0;
  for (const { a, b, c } of terms) {
    sum += c * now;
    [before, now] = [now, (at - a) * now - b * before];
  }
  return sum;
}

/**
 * Return the polynomial of degree 11 in 2x − 1 with the least mean squared error plus `price` times the sum of its
 * squared weights, of which the first is free.
 */
export function ridge(points, price) {
  const powers = (x) => Array.from({ length: DEGREES }, (_, k) => (2 * x - 1) ** k);
  const rows = points.map(([x]) => powers(x)), m = points.length;
  const equations = rows[0].map((_, i) => [
    ...rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0) / m + (i === j && i > 0 ? price : 0)),
    rows.reduce((sum, row, r) => sum + row[i] * points[r][1], 0) / m]);
  const weights = solve(equations);
  return (at) => dot(powers(at), weights);
}

/** Return the solution of linear equations, each a row that ends with its right side, by Gauss. */
function solve(rows) {
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows.slice(k).reduce((top, row, i) => (Math.abs(row[k]) > Math.abs(rows[top][k]) ? k + i : top), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const found = Array(n).fill(0);
  for (let k = n - 1; k >= 0; k--) found[k] = (rows[k][n] - dot(rows[k].slice(0, n), found)) / rows[k][k];
  return found;
}

/** Return the mean squared error of a curve on points. */
export const error = (curve, points) =>
  points.reduce((sum, [x, y]) => sum + (curve(x) - y) ** 2, 0) / points.length;

const known = new Map();

/** Return all there is to know of a draw: points, curves, and both errors, for every place of the dial. */
export function study(draw, dial = "degree") {
  if (!known.has(draw)) known.clear();
  const found = known.get(draw) ?? known.set(draw, {}).get(draw);
  if (!found[dial]) {
    const points = studied(draw), news = unseen(draw);
    const curves = dial === "price" ? PRICES.map((power) => ridge(points, 10 ** power)) : fits(points);
    found[dial] = { points, news, curves, old: curves.map((f) => error(f, points)), fresh: curves.map((f) => error(f, news)) };
  }
  return found[dial];
}

/** Return the place of the dial with the least error on fresh points: a degree, or the number of a price. */
export const best = (draw, dial) =>
  study(draw, dial).fresh.reduce((least, value, k, all) => (value < all[least] ? k : least), 0);

/** Return the place that the dial is at. */
export const place = ({ dial, degree, price }) => (dial === "price" ? PRICES.findIndex((power) => power >= price) : degree);

/** Write an error, or a price. */
export const errorText = (value) => (value < 1e-4 ? "0" : show(value, 2));
export const priceText = (power) => show(Number((10 ** power).toPrecision(1)), 1);

/** Say both errors, and which way they went. */
export function sentence(state) {
  const { dial, degree, price, points: draw } = state, at = place(state);
  const { old, fresh } = study(draw, dial), least = best(draw, dial), priced = dial === "price";
  const said = `${priced ? `Degree 11 at a price of ${priceText(price)}` : `Degree ${degree}`}, ${
    counted(priced ? DEGREES : degree + 1, "number")} for ${POINTS} points: the error on the points it learned from is `
    + `${errorText(old[at])}, and on fresh points ${errorText(fresh[at])}.`;
  if (at === least) return `${said} No other ${dial} does better on these fresh points.`;
  const other = priced ? `A ${at < least ? "higher" : "lower"} price` : `A curve that bends ${at < least ? "more" : "less"}`;
  const times = fresh[at] / fresh[least];
  return `${said} ${other} does better on fresh points${times > (priced ? 2 : 10)
    ? `: its error there is ${show(Number(times.toPrecision(2)))} times smaller` : ""}.`;
}
