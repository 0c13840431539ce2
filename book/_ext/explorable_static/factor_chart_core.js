// What one step of gradient descent multiplies the error by: 1 − αh, for every curvature h of a loss. No DOM in here.
import { choice, number } from "./settings.js";
import { fixed, show } from "./numbers.js";

export const STEPS = 100; // that are shown
export const MOST_MOMENTUM = 0.9;

// The curvatures of the MSE, steepest first (the eigenvalues of its Hessian), and how far from the minimum the weights 0
// are in the direction of each. The tests compute both from the data.
export const DATA = {
  parabola: { step: 0.005, curvatures: [4], starts: [5] },
  line: {
    step: 0.0001,
    curvatures: [83.73271637438, 0.4895058478424],
    starts: [2.116476808863, 0.7214748211429],
  },
  raw: {
    step: 5e-7,
    curvatures: [28310.54618842, 1457.489627263, 1.507753332933, 0.2227130371922],
    starts: [0.4969721302588, 0.1694880432552, 5.131378994729, 5.287149574754],
  },
  minmax: {
    step: 0.005,
    curvatures: [2.694765813909, 0.1514258294862, 0.08707223547779, 0.02426664273002],
    starts: [48.946436113, 52.57200451983, 10.63645213033, 89.78256154918],
  },
  standard: {
    step: 0.005,
    curvatures: [3.441678563601, 2.0, 1.993845260477, 0.5644761759217],
    starts: [16.84226194304, 54.80397435897, 3.50769238866, 11.31066134809],
  },
};

export const settings = {
  data: choice("line", ...Object.keys(DATA)),
  rate: number(0.02, 0, 2, 0.0001), // the slider has the range and the step of the data
  momentum: number(0, 0, MOST_MOMENTUM, 0.05),
  controls: choice("all", "rate", "data", "all"), // what can be changed: α alone, the data too, momentum as well
};

/** Return the steepest and the flattest curvature. */
export const ends = (data) => [DATA[data].curvatures[0], DATA[data].curvatures.at(-1)];

/** Return how many times steeper the steepest direction is than the flattest. */
export const condition = (data) => ends(data)[0] / ends(data)[1];

/** Return the learning rate from which on the steepest error does not shrink any more. */
export const cliff = ({ data, momentum }) => (2 * (1 + momentum)) / ends(data)[0];

/** Return where the band of shrinking errors ends below; above it ends at 1. */
export const floor = (momentum) => -1 - 2 * momentum;

/** Return the largest learning rate on the axis. */
export const top = ({ data, controls }) => (controls === "all" ? 2.1 * (1 + MOST_MOMENTUM) : 2.6) / ends(data)[0];

/** Return the learning rate of a state as the slider of its data can show it. */
export function within(state) {
  const { step } = DATA[state.data], most = Math.floor(top(state) / step);
  return Number((Math.min(most, Math.max(1, Math.round(state.rate / step))) * step).toPrecision(10));
}

/** Return what one plain step multiplies each error by. */
export const factors = ({ data, rate }) => DATA[data].curvatures.map((h) => 1 - rate * h);

/** Return what a step multiplies an error by in the long run: with momentum, the larger root of λ² − (factor + β)λ + β. */
export function inTheLongRun(factor, momentum) {
  const sum = Math.abs(factor + momentum), rest = sum * sum - 4 * momentum;
  return rest < 0 ? Math.sqrt(momentum) : (sum + Math.sqrt(rest)) / 2;
}

/** Return the learning rate that makes the slowest error as fast as it can be, without momentum. */
export const best = (data) => 2 / (ends(data)[0] + ends(data)[1]);

/** Return the errors before and after each step, each as a share of what it was at the start. */
export function errors({ data, rate, momentum }, steps = STEPS) {
  const { curvatures } = DATA[data], velocity = curvatures.map(() => 0);
  const seen = [curvatures.map(() => 1)];
  for (let t = 0; t < steps; t++) {
    seen.push(seen[t].map((error, i) => error + (velocity[i] = momentum * velocity[i] - rate * curvatures[i] * error)));
  }
  return seen;
}

/** Return how the loss at the start, above its minimum, is shared out among the directions. */
export function shares(data) {
  const parts = DATA[data].curvatures.map((h, i) => h * DATA[data].starts[i] ** 2);
  const whole = parts.reduce((sum, part) => sum + part);
  return parts.map((part) => part / whole);
}

/** Return the loss above its minimum before and after each step, as a share of what it was at the start. */
export function losses(state, steps = STEPS) {
  const parts = shares(state.data);
  return errors(state, steps).map((each) => each.reduce((sum, error, i) => sum + parts[i] * error * error, 0));
}

/** Write a factor: with three decimals, or as many as tell it from 1. */
export function factorText(factor) {
  let decimals = 3;
  while (decimals < 7 && factor !== 1 && Math.abs(Number(factor.toFixed(decimals))) === 1) decimals++;
  return fixed(factor, decimals);
}

/** Write a learning rate with the digits of its slider, or with one more. */
export function rateText(rate, data, more = 0) {
  if (data === "raw") return `${fixed(rate * 1e5, 2 + more)}·10⁻⁵`;
  return fixed(rate, (data === "line" ? 4 : 3) + more);
}

const stepsText = (n) => `${n < 10 ? show(n, 2) : Number(n.toPrecision(2)).toLocaleString("en-US")} steps`;

/** Say what this learning rate does to the errors. */
export function sentence(state) {
  const { data, rate, momentum } = state, each = factors(state);
  const one = each.length === 1;
  const what = one ? factorText(each[0])
    : `${factorText(each[0])} in the steepest direction and by ${factorText(each.at(-1))} in the flattest`;
  const word = momentum ? "the slope alone would multiply the error by" : "one step multiplies the error by";
  const edge = rateText(cliff(state), data, 1);
  let said = `Learning rate ${rateText(rate, data)}: ${word} ${what}. `;
  if (momentum) said += `Momentum ${fixed(momentum, 2)} widens the band down to ${fixed(floor(momentum), 2)}. `;
  if (rate >= cliff(state)) return `${said}The steepest line has left the band at α = ${edge}: that error grows, and the loss with it.`;
  const slowest = Math.max(...each.map((factor) => inTheLongRun(factor, momentum)));
  const halving = slowest < 1e-6 ? "the error is gone after one step"
    : `${one ? "the error" : "the slowest error"} halves in ${stepsText(Math.log(0.5) / Math.log(slowest))}`;
  said += `${one ? "That is" : "All are"} inside the band, and ${halving}; the cliff is at α = ${edge}.`;
  const near = !one && !momentum && Math.abs(rate / best(data) - 1) < 0.01;
  return near ? `${said} No learning rate makes the slowest error faster than this one.` : said;
}
