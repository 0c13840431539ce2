// Three points pull on one weight w: p = σ(wx), and each pulls with minus the slope of its own loss. No DOM in here.
import { choice, number } from "./settings.js";
import { counted, fixed, show } from "./numbers.js";

export const POINTS = [{ x: -1.1, y: 0 }, { x: -4.9, y: 1 }, { x: -0.1, y: 1 }];
export const ENDS = [-3, 4]; // of w

export const settings = {
  loss: choice("mse", "mse", "bce"),
  w: number(3, ...ENDS, 0.05),
};

/** Return σ(z). */
const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** Return z, turned so that it grows toward the true label. */
export const rightness = ({ x, y }, w) => (y ? 1 : -1) * w * x;

/** Return the probability that the neuron gives to the true label. */
export const trust = (point, w) => sigmoid(rightness(point, w));

/** The losses of one point by its rightness r, and how strongly it pushes r up: minus the slope. */
export const LOSSES = {
  mse: { name: "MSE", of: (r) => sigmoid(-r) ** 2, push: (r) => 2 * sigmoid(-r) ** 2 * sigmoid(r) },
  bce: { name: "cross-entropy", of: (r) => Math.max(-r, 0) + Math.log1p(Math.exp(-Math.abs(r))),
    push: (r) => sigmoid(-r) },
};

/** Return how each point pulls on w, positive to the right. */
export const pulls = (loss, w) =>
  POINTS.map((point) => LOSSES[loss].push(rightness(point, w)) * (point.y ? 1 : -1) * point.x);

const mean = (values) => values.reduce((sum, value) => sum + value) / values.length;

/** Return the pull of all: their mean, minus the slope of the loss. */
export const together = (loss, w) => mean(pulls(loss, w));

/** Return the loss at w, the mean over the points. */
export const height = (loss, w) => mean(POINTS.map((point) => LOSSES[loss].of(rightness(point, w))));

/** Return where w stands before and after each step of gradient descent, with the learning rate 1. */
export function path(loss, w, steps) {
  const seen = [w];
  for (let t = 0; t < steps; t++) seen.push(seen[t] + together(loss, seen[t]));
  return seen;
}

/** Say whether nothing moves any more. */
export const atRest = (loss, w) => Math.abs(together(loss, w)) < 1e-5;

/** Return the weights where the ropes balance and the loss is lowest around, from left to right. */
export function valleys(loss) {
  const found = [];
  for (let i = 0; i < 700; i++) {
    let [low, high] = [i, i + 1].map((part) => ENDS[0] + (part / 700) * (ENDS[1] - ENDS[0]));
    if (!(together(loss, low) > 0 && together(loss, high) <= 0)) continue;
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2;
      if (together(loss, middle) > 0) low = middle;
      else high = middle;
    }
    found.push((low + high) / 2);
  }
  return found;
}

/** Write a pull. */
export const pullText = (pull) => (pull > 0 ? "+" : "") + (Math.abs(pull) < 0.0005 ? show(pull, 1) : fixed(pull, 3));

/** Write a probability. */
export const trustText = (p) => (p < 0.0005 ? show(p, 1) : fixed(p, 3));

/** Say who pulls how. */
export function sentence({ loss, w, steps }) {
  const [first, second, third] = pulls(loss, w).map(pullText), p = trust(POINTS[1], w), all = together(loss, w);
  const where = `w = ${fixed(w, 3)}, where the ${LOSSES[loss].name} is ${fixed(height(loss, w), 4)}`;
  const wrong = p < 0.05 ? `Point 2 is almost surely wrong, and pulls with ${second}` : `Point 2 pulls with ${second}`;
  const ropes = `${wrong}, point 1 with ${first}, point 3 with ${third}`;
  if (!atRest(loss, w)) {
    const aim = all < 0 ? "left" : "right";
    return `${steps ? `After ${counted(steps, "step")}: ` : ""}${where}. ${ropes}; their mean, ${pullText(all)}, moves w to the ${aim}.`;
  }
  const here = valleys(loss), deeper = here.find((valley) => height(loss, valley) < height(loss, w) - 1e-4);
  const other = deeper === undefined ? `There is no deeper valley${here.length > 1 ? "" : ", and no other"}.`
    : `It is stuck: the valley at ${fixed(deeper, 3)} is deeper, ${fixed(height(loss, deeper), 4)}.`;
  return `At rest after ${counted(steps, "step")}: ${where}. ${ropes}. ${other}`;
}
