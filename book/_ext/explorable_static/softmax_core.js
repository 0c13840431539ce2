// Softmax with a temperature, the cross-entropy of the true class, and its slopes p − y. No DOM in here.
import { fixed, show } from "./numbers.js";
import { choice, number } from "./settings.js";

export const NAMES = ["cat", "dog", "bird", "fish", "frog"];
export const SCORES = NAMES.map((_, i) => `z${i + 1}`);

export const settings = {
  classes: number(3, 3, 5, 1),
  z1: number(2.33, -5, 5, 0.1),
  z2: number(-1.46, -5, 5, 0.1),
  z3: number(0.56, -5, 5, 0.1),
  z4: number(0, -5, 5, 0.1),
  z5: number(1, -5, 5, 0.1),
  shift: number(0, -1000, 1000, 1), // added to every score
  temperature: number(1, 0.1, 5, 0.1),
  truth: choice("cat", ...NAMES),
};

/** Return the softmax; the largest score is taken off first, so that no exponential is too large. */
export function softmax(scores) {
  const most = Math.max(...scores), powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Return −ln p of one class, from the scores: where p rounds to 0, this is still finite. */
export function surprise(scores, which) {
  const most = Math.max(...scores);
  return Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0)) - (scores[which] - most);
}

/** Return the number of the true class; the last one, where the true one is not in the game any more. */
export const truth = (state) => Math.min(NAMES.indexOf(state.truth), state.classes - 1);

/** Return `scores` as softmax gets them, `powers` e^score, `p` and `slopes` p − y of all classes, and the `loss`. */
export function view(state) {
  const scores = SCORES.slice(0, state.classes).map((name) => (state[name] + state.shift) / state.temperature);
  const p = softmax(scores), true_ = truth(state);
  const slopes = p.map((value, i) => value - (i === true_ ? 1 : 0));
  return { scores, p, slopes, powers: scores.map(Math.exp), loss: surprise(scores, true_) };
}

/** Return the scores once each has moved by its slope, downhill. */
export const stepped = (state) =>
  Object.fromEntries(view(state).slopes.map((slope, i) => [SCORES[i], state[SCORES[i]] - slope]));

/** Write a number with its sign. */
export const signed = (x) => (Number(x.toFixed(3)) > 0 ? `+${fixed(x, 3)}` : fixed(x, 3));

/** Say who gets which share, what the true class costs, and what has changed nothing. */
export function sentence(state) {
  const { p, powers, loss, slopes } = view(state);
  const names = NAMES.slice(0, state.classes), true_ = truth(state), first = "so the largest score is taken off first";
  const list = (values) => names.map((name, i) => `${name} ${values[i]}`).join(", ");
  const said = [`The probabilities are ${list(p.map((value) => fixed(value, 3)))}.`,
    `It is a ${names[true_]}: the loss is −ln\u00a0${show(p[true_])} = ${fixed(loss, 3)},`
      + ` and the slopes p\u00a0−\u00a0y are ${signed(slopes[true_])} for ${names[true_]}`
      + ` and p itself for the others, ${signed(-slopes[true_])} together.`];
  if (state.shift) said.push(`${show(state.shift, 4)} is added to every score, and it changes nothing.`);
  if (powers.includes(Infinity)) said.push(`Some powers of e are too large for the computer (∞), ${first}.`);
  else if (powers.every((power) => power === 0)) said.push(`All powers of e round to 0, ${first}.`);
  if (state.temperature < 0.5) said.push("A low temperature gives nearly everything to the largest score.");
  if (state.temperature > 2) said.push("A high temperature makes all of them alike.");
  return said.join(" ");
}
