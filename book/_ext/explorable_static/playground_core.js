// A small net that learns to tell two classes of points apart, and data for it. No DOM in here.
// Points are [x1, x2, class] with both numbers from -1 to 1.
import { choice, number, numbers } from "./settings.js";
import { counted, fixed, normal, percent, random } from "./numbers.js";
import { backward, dense, descend, forward } from "./small_net.js";

const RATES = ["0.01", "0.03", "0.1", "0.3", "1", "3", "10", "30"];

export const settings = {
  preset: choice("xor", "xor", "circle", "moons", "line", "rate", "zeros", "own"),
  data: choice("xor", "xor", "circle", "moons", "none"),
  layers: number(1, 0, 3, 1),
  units: number(4, 1, 8, 1), // of each hidden layer
  activation: choice("tanh", "tanh", "relu", "sigmoid"),
  rate: choice("1", ...RATES),
  batch: choice("all", "all", "32", "8", "1"),
  start: choice("random", "random", "zeros", "ones"),
  seed: number(1, 1, 99, 1), // of the first weights, and of the order in minibatches
  own: numbers([], -1, 1, { any: true }), // the reader's points, x1, x2, class, x1, …
  pen: choice("1", "1", "0"), // the class of the next point
};
export const MOST_OWN = 60;

const plain = { layers: 1, units: 4, activation: "tanh", rate: "1", batch: "all", start: "random", seed: 1, own: [] };

/** Experiments: what each sets, and what it asks. */
export const PRESETS = {
  xor: { name: "four corners (XOR)", sets: { ...plain, data: "xor" },
    words: "Opposite corners belong together, so no straight line parts them. Each hidden "
      + "unit may bend the line once: how few units get every point right?" },
  circle: { name: "a circle", sets: { ...plain, units: 2, data: "circle" },
    words: "Two units make two edges, and a ring has no two edges. Add units, "
      + "one at a time: with how many does the line close?" },
  moons: { name: "two moons", sets: { ...plain, units: 8, data: "moons" },
    words: "A line gets nine of ten. Which finds the gap sooner, one layer of eight units or three layers of "
      + "three? Then give the deep net ReLU, and try some seeds: not every one learns." },
  line: { name: "a line is not enough", sets: { ...plain, layers: 0, data: "xor" },
    words: "Without a hidden layer the net is one neuron, and what it draws is a straight "
      + "line. Train it as long as you like; then give it one hidden layer." },
  rate: { name: "too large a rate", sets: { ...plain, rate: "30", data: "circle" },
    words: "Steps that are too long jump over the valley: the loss leaps instead of "
      + "falling. Find the largest rate at which it falls all the way." },
  zeros: { name: "zero weights", sets: { ...plain, start: "zeros", rate: "3", data: "moons" },
    words: "From zeros nothing moves. From ones something does, but all hidden units begin alike, so each step changes them "
      + "alike: a net of four is a net of one. Only chance tells them apart: start from random weights." },
  own: { name: "your own points", sets: { ...plain, units: 8, data: "none" },
    words: "Draw two classes: click, or move the cursor with the arrow keys and "
      + "press 0 or 1. Try one class inside the other, or stripes." },
};

const SIZE = 100; // points of a data set

/** Return the points of a data set of ours, always the same: half of them of each class, in turn. */
export function made(data) {
  const uniform = random(7), noise = normal(8), points = [];
  while (data !== "none" && points.length < SIZE) {
    const label = points.length % 2, drawn = [2 * uniform() - 1, 2 * uniform() - 1];
    const place = data === "moons" ? onMoon(label, Math.PI * uniform(), noise) : drawn;
    if (fits(data, place, label, points.length)) points.push([...place, label]);
  }
  return points;
}

/** Whether a place is one for the next point: of its class, not too near to the border, and in the next of the four corners. */
function fits(data, [x, y], label, count) {
  if (data === "circle") return Math.hypot(x, y) < 0.7 === Boolean(label) && Math.abs(Math.hypot(x, y) - 0.7) > 0.07;
  if (data === "xor") return x * y < 0 === Boolean(label) && x > 0 === count % 4 < 2 && Math.min(Math.abs(x), Math.abs(y)) > 0.06;
  return Math.abs(x) < 1 && Math.abs(y) < 1;
}

/** Return a place near one of two half circles; the second is the first one, turned by half a turn. */
const onMoon = (label, angle, noise) =>
  [0.52 * Math.cos(angle) - 0.26, 0.62 * Math.sin(angle) - 0.16].map((v) => (label ? -v : v) + 0.09 * noise());

/** Return the reader's points. */
export const ownPoints = ({ own }) =>
  Array.from({ length: Math.floor(own.length / 3) }, (_, i) => [own[3 * i], own[3 * i + 1], Math.round(own[3 * i + 2])]);

/** Return all points: those of the data set, and then the reader's. */
export const pointsOf = (state) => [...made(state.data), ...ownPoints(state)];

/** Return what `own` is once a point is added there, or the reader's nearest one removed that is not farther than `reach`. */
export const withPoint = ({ own }, place, label) =>
  (own.length < 3 * MOST_OWN ? [...own, ...place.map((v) => Math.round(100 * v) / 100), label] : own);

export function withoutPoint(state, [x, y], reach = Infinity) {
  const far = ownPoints(state).map(([px, py]) => Math.hypot(px - x, py - y)), nearest = far.indexOf(Math.min(...far));
  return nearest >= 0 && far[nearest] <= reach ? state.own.toSpliced(3 * nearest, 3) : state.own;
}

/** Return the layers before any training: Glorot's uniform numbers, or all alike. */
export function firstLayers({ layers, units, activation, start, seed }) {
  const uniform = random(seed), sizes = [2, ...Array(layers).fill(units), 1];
  return sizes.slice(1).map((size, l) => {
    const limit = Math.sqrt(6 / (sizes[l] + size));
    const draw = { random: () => limit * (2 * uniform() - 1), zeros: () => 0, ones: () => 1 }[start];
    return dense(sizes[l], size, l < layers ? activation : "linear", draw);
  });
}

/** Return one step of gradient descent on these points, in place: their loss before it. */
export function step(layers, points, rate) {
  const m = points.length, outputs = forward(layers, inputsOf(points), m), scores = outputs.at(-1);
  descend(layers, backward(layers, outputs, scores.map((z, i) => (sigmoid(z) - points[i][2]) / m), m), rate);
  return lossOf(scores, points);
}

/** Return the binary cross-entropy of scores z: the mean of log(1 + exp(z)) - y z, exact also where the sigmoid rounds to 1. */
export function lossOf(scores, points) {
  const surprise = (z, i) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - points[i][2] * z;
  return scores.reduce((sum, z, i) => sum + surprise(z, i), 0) / points.length;
}

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const inputsOf = (points) => Float64Array.from(points.flatMap(([x, y]) => [x, y]));

/** A net in training: the same settings lead to the same net after the same number of epochs. */
export class Training {
  constructor(state) {
    this.points = pointsOf(state);
    this.layers = firstLayers(state);
    this.rate = Number(state.rate);
    this.batch = state.batch === "all" ? Math.max(1, this.points.length) : Number(state.batch);
    this.lot = random(1000 + state.seed);
    this.epochs = 0;
    this.losses = [];
    this.look();
  }

  /** See every point once, in batches: in a new order each time, unless there is one batch only. */
  epoch() {
    const order = this.batch < this.points.length ? shuffled(this.points, this.lot) : this.points;
    for (let i = 0; i < order.length; i += this.batch) step(this.layers, order.slice(i, i + this.batch), this.rate);
    this.epochs += 1;
    this.look();
  }

  /** Note the loss, and how many points are on the right side. */
  look() {
    const scores = this.points.length ? forward(this.layers, inputsOf(this.points), this.points.length).at(-1) : new Float64Array();
    this.losses.push(this.points.length ? lossOf(scores, this.points) : NaN);
    this.right = this.points.reduce((count, [, , label], i) => count + (Number(scores[i] >= 0) === label), 0);
  }

  /** Return the probabilities of class 1 on a grid of `side` × `side` points, from the upper left, row after row. */
  map(side) {
    const at = (i) => -1 + (2 * i + 1) / side;
    const x = Float64Array.from({ length: 2 * side * side }, (_, i) => (i % 2 ? -at(Math.floor(i / 2 / side)) : at((i >> 1) % side)));
    return forward(this.layers, x, side * side).at(-1).map(sigmoid);
  }

  /** Return the probability of class 1 at a place. */
  at([x, y]) {
    return sigmoid(forward(this.layers, Float64Array.of(x, y), 1).at(-1)[0]);
  }

  /** Whether the units of the first hidden layer are all the same, to the last digit. */
  get copies() {
    const { inputs, units, kernel, bias } = this.layers[0];
    const same = (numbers, row) => numbers.slice(row * units, (row + 1) * units).every((value) => value === numbers[row * units]);
    return this.layers.length > 1 && units > 1 && [...Array(inputs).keys()].every((row) => same(kernel, row)) && same(bias, 0);
  }
}

function shuffled(list, uniform) {
  const order = [...list];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Return the pieces [[x, y], [x, y]] of the line where a map of `side` × `side` numbers crosses one half. */
export function border(map, side) {
  const pieces = [], at = (i) => -1 + (2 * i + 1) / side;
  for (let row = 0; row + 1 < side; row++) for (let column = 0; column + 1 < side; column++) {
    const corners = [[row, column], [row, column + 1], [row + 1, column + 1], [row + 1, column]], cuts = [];
    corners.forEach(([r, c], i) => {
      const [r2, c2] = corners[(i + 1) % 4], a = map[r * side + c] - 0.5, b = map[r2 * side + c2] - 0.5;
      if (a < 0 !== b < 0) cuts.push([at(c + ((c2 - c) * a) / (a - b)), -at(r + ((r2 - r) * a) / (a - b))]);
    });
    for (let i = 0; i + 1 < cuts.length; i += 2) pieces.push(cuts.slice(i, i + 2));
  }
  return pieces;
}

/** Say how far the training is. */
export function sentence(state, training) {
  const { epochs, losses, right, points, copies } = training, loss = losses.at(-1);
  if (!points.length) return "There are no points yet: click into the square, or move the cursor there and press 0 or 1.";
  const net = state.layers ? `Hidden units: ${Array(state.layers).fill(state.units).join(" + ")}` : "One neuron";
  const start = `${net}, ${epochs ? `after ${counted(epochs, "epoch")}` : "not trained yet"}: the loss is ${fixed(loss, 3)}, `
    + `and ${right} of ${points.length} points are on the right side (${percent(right / points.length)}).`;
  if (!epochs) return start;
  if (!Number.isFinite(loss)) {
    return `After ${counted(epochs, "epoch")} the loss is not a number anymore: steps so long drive the weights beyond all bounds.`;
  }
  if (copies) return `${start} All units of the first hidden layer are still the same.`;
  const leaps = losses.slice(-20).some((value, i, last) => i && value > 1.2 * last[i - 1] + 0.02);
  if (leaps) return `${start} The loss leaps: the steps are too long.`;
  if (state.layers === 0) return `${start} The border is a straight line.`;
  return right === points.length ? `${start} Every point is right.` : start;
}
