// What a deep net's first weights do to its signals: differences on the way forward, blame on the way back. No DOM in here.
//
// Five hidden layers of 64 units and ten answers. The 48 inputs have 64 numbers each, whose spread between inputs, 0.19, is
// that of MNIST's pixels; and they are as alike: 41 % of their mean square is what all of them share.
// Weights are normal with standard deviation gain / √64; those of the answers always have gain 1.
import { choice, number } from "./settings.js";
import { fixed, normal, percent, show } from "./numbers.js";
import { ACTIVATIONS, backward, dense, forward } from "./small_net.js";

export const DEPTH = 5, UNITS = 64, EXAMPLES = 48, ANSWERS = 10;
export const EVEN = 2; // a row is flat where its largest bar is at most so many times its smallest
export const CROWDED = 0.25; // the share of saturated units that spoils a place
export const TRIES = 20; // gains that a reader looks at before the rule is told, where none is found
const SHARED = 0.16, OWN = 0.19;

export const settings = {
  activation: choice("sigmoid", "sigmoid", "tanh", "relu"),
  gain: number(0.5, 0.125, 32, 0.001),
  seed: number(1, 1, 99, 1), // of the weights
};

const drawn = new Map(); // seed → numbers: a slider that moves is not to draw 21,000 of them again

/** Return { inputs, kernels, last } of standard normal numbers, always the same for a seed. */
export function draw(seed) {
  if (!drawn.has(seed)) {
    const inputsDraw = normal(1000), kernelsDraw = normal(seed);
    const many = (count, from) => Float64Array.from({ length: count }, from);
    const shared = many(UNITS, inputsDraw);
    drawn.clear();
    drawn.set(seed, {
      inputs: many(EXAMPLES * UNITS, inputsDraw).map((own, i) => OWN * own + SHARED * shared[i % UNITS]),
      kernels: Array.from({ length: DEPTH }, () => many(UNITS * UNITS, kernelsDraw)),
      last: many(UNITS * ANSWERS, kernelsDraw),
    });
  }
  return drawn.get(seed);
}

/** Return the layers of the net with these settings. */
export function net({ activation, gain, seed }) {
  const { kernels, last } = draw(seed);
  const scaled = (numbers, by) => (_, i) => (numbers[i] * by) / Math.sqrt(UNITS);
  const hidden = kernels.map((kernel) => dense(UNITS, UNITS, activation, scaled(kernel, gain)));
  return [...hidden, dense(UNITS, ANSWERS, "linear", scaled(last, 1))];
}

/** Return dJ/dz of softmax with cross-entropy, where example number i is of class i mod 10. */
function blameOfAnswers(z) {
  const slopes = new Float64Array(z.length);
  for (let row = 0; row < EXAMPLES; row++) {
    const scores = z.subarray(row * ANSWERS, (row + 1) * ANSWERS), top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - top)), sum = powers.reduce((a, b) => a + b);
    powers.forEach((power, j) => { slopes[row * ANSWERS + j] = (power / sum - (j === row % ANSWERS)) / EXAMPLES; });
  }
  return slopes;
}

/**
 * Return what every hidden layer shows, the first one first: `spread`, the standard deviation of a unit between inputs
 * (the mean over the units), `blame`, the root mean square of dJ/dkernel, and the share of `saturated` units, those of a
 * squashing activation whose slope is less than a tenth of its steepest.
 */
export function measure(state) {
  const layers = net(state), outputs = forward(layers, draw(state.seed).inputs, EXAMPLES);
  const gradients = backward(layers, outputs, blameOfAnswers(outputs.at(-1)), EXAMPLES).slice(0, DEPTH);
  const hidden = outputs.slice(1, -1);
  return {
    spread: hidden.map(spreadOf),
    blame: gradients.map(({ kernel }) => Math.sqrt(kernel.reduce((sum, g) => sum + g * g, 0) / kernel.length)),
    saturated: saturatedShare(state.activation, hidden),
  };
}

function spreadOf(a) {
  let sum = 0;
  for (let j = 0; j < UNITS; j++) {
    let mean = 0, square = 0;
    for (let row = 0; row < EXAMPLES; row++) mean += a[row * UNITS + j] / EXAMPLES;
    for (let row = 0; row < EXAMPLES; row++) square += (a[row * UNITS + j] - mean) ** 2 / EXAMPLES;
    sum += Math.sqrt(square);
  }
  return sum / UNITS;
}

function saturatedShare(activation, hidden) {
  if (activation === "relu") return 0; // it has no ceiling
  const { bend, slope } = ACTIVATIONS[activation], limit = slope(bend(0)) / 10;
  const flat = hidden.reduce((sum, a) => sum + a.reduce((count, value) => count + (slope(value) < limit), 0), 0);
  return flat / (DEPTH * EXAMPLES * UNITS);
}

/**
 * Return how uneven a net is: its largest bar by its smallest, in the worse of the two rows. One learning rate serves all
 * layers, so the one with the smallest bars learns that many times more slowly; a mean over bars or rows would hide it.
 */
export const unevenness = ({ spread, blame }) =>
  Math.max(...[spread, blame].map((row) => Math.max(...row) / Math.max(Math.min(...row), 1e-300)));

/** Return whether signals pass: both rows flat, and no crowd of units at the end of what they can say. */
export const passes = (measured) => unevenness(measured) <= EVEN && measured.saturated <= CROWDED;

/** What a reader is told who has tried, and how each activation is called. */
export const NAMES = { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU" };
export const RULES = {
  sigmoid: "none: bars grow flat only near a gain of 16, where most units are saturated",
  tanh: "Glorot and Bengio (2010): 1/√n, a gain of 1, where layers are equally wide",
  relu: "He et al. (2015): √(2/n), a gain of 1.41; ReLU also brings inputs closer, so a little more makes the upper row flatter",
};

/** Return the reader's record, { tries, best: { gain, uneven, saturated } } for each activation, with this state in it. */
export function recorded(record, { activation, gain }, measured) {
  const old = record[activation] ?? { tries: 0, best: null };
  const now = { gain, uneven: unevenness(measured), saturated: measured.saturated, passes: passes(measured) };
  const better = !old.best || (now.passes === old.best.passes ? now.uneven < old.best.uneven : now.passes);
  return { ...record, [activation]: { tries: old.tries + 1, best: better ? now : old.best } };
}

/** Return a ratio in two digits. */
export const rough = (ratio) => show(Number(ratio.toPrecision(2)));

/** Return how a signal fares that is `factor` times as large at the end of its way as at the beginning. */
function fares(factor) {
  const size = Math.max(factor, 1 / factor);
  if (size < 1.05) return "stays as it is";
  return factor > 1 ? `grows to ${rough(size)} times its size` : `shrinks to 1/${rough(size)} of its size`;
}

/** Say what the two rows show. */
export function sentence({ activation, gain }, measured) {
  const { spread, blame, saturated } = measured, uneven = unevenness(measured);
  const start = `${NAMES[activation]}, gain ${fixed(gain, 2)}: `
    + `on its way from layer 1 to layer ${DEPTH} the spread between inputs ${fares(spread.at(-1) / spread[0])}; `
    + `on its way back the blame ${fares(blame[0] / blame.at(-1))}.`;
  if (passes(measured)) return `${start} Both rows are flat: within each, no bar is more than ${rough(uneven)} times another.`;
  if (uneven <= EVEN) {
    return `${start} Both rows are flat, but ${percent(saturated)} of the units are saturated: they have become switches, `
      + "deaf to small changes.";
  }
  const stuck = saturated > CROWDED ? `, and ${percent(saturated)} of the units are saturated` : "";
  return `${start} Not flat: the largest bar of a row is ${rough(uneven)} times its smallest${stuck}.`;
}
