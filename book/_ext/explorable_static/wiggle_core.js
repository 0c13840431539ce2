// Twelve points near a wave and the polynomial of least squares through them: its error on these points, and on fresh
// ones of the same wave. No DOM in here.
import { number } from "./settings.js";
import { counted, fixed, normal, random, show } from "./numbers.js";

export const POINTS = 12, FRESH = 200, DEGREES = 12; // degrees 0 to 11
const NOISE = 0.2;

export const settings = {
  degree: number(1, 0, DEGREES - 1, 1),
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

/** Return the mean squared error of a curve on points. */
export const error = (curve, points) =>
  points.reduce((sum, [x, y]) => sum + (curve(x) - y) ** 2, 0) / points.length;

const known = new Map();

/** Return all there is to know of a draw: points, curves, and both errors by degree. */
export function study(draw) {
  if (!known.has(draw)) {
    const points = studied(draw), news = unseen(draw), curves = fits(points);
    known.clear();
    known.set(draw, { points, news, curves, old: curves.map((f) => error(f, points)), fresh: curves.map((f) => error(f, news)) });
  }
  return known.get(draw);
}

/** Return the degree with the least error on fresh points. */
export const best = (draw) => study(draw).fresh.reduce((least, value, k, all) => (value < all[least] ? k : least), 0);

/** Write an error. */
export const errorText = (value) => (value < 1e-4 ? "0" : show(value, 2));

/** Say both errors, and which way they went. */
export function sentence({ degree, points: draw }) {
  const { old, fresh } = study(draw), least = best(draw);
  const said = `Degree ${degree}, ${counted(degree + 1, "number")} for ${POINTS} points: the error on the points it learned from is `
    + `${errorText(old[degree])}, and on fresh points ${errorText(fresh[degree])}.`;
  if (degree === least) return `${said} No other degree does better on these fresh points.`;
  const other = `A curve that bends ${degree < least ? "more" : "less"}`, times = fresh[degree] / fresh[least];
  return `${said} ${other} does better on fresh points${times > 10 ? `: its error there is ${show(Number(times.toPrecision(2)))} times smaller` : ""}.`;
}
