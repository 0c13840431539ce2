// Four optimizers go downhill from the same place, each with its own learning rate. No DOM in here.
import { choice, number, numbers } from "./settings.js";
import { show } from "./numbers.js";

export const STEPS = 400; // of a race
export const FINISH = 0.001; // above the minimum
const LOST = 1e3; // farther away than this, a weight does not come back
const BETA = 0.9, RHO = 0.9, BETA_1 = 0.9, BETA_2 = 0.999, EPSILON = 1e-7; // Keras's defaults, except for momentum's usual 0.9

const SLOPES = [1, 30]; // curvatures of the ravine
const TURN = Math.SQRT1_2; // sine and cosine of 45°
const along = ([x, y]) => [TURN * (x + y), TURN * (y - x)];
const ravine = ([x, y]) => (SLOPES[0] * x * x + SLOPES[1] * y * y) / 2;

/** The surfaces: `loss`, its slopes, the parts of the axes that are drawn, and where and how fast the race starts. */
export const SURFACES = {
  ravine: {
    name: "a ravine along an axis", loss: ravine, slopes: ([x, y]) => [SLOPES[0] * x, SLOPES[1] * y], lowest: 0,
    minima: [[0, 0]],
    xs: [-5, 5], ys: [-4, 4], levels: [0.5, 3, 10, 25, 50, 100, 180],
    start: [-4, 2], rates: { sgd: "0.02", momentum: "0.002", rmsprop: "0.02", adam: "0.2" },
  },
  turned: {
    name: "the ravine turned by 45°", loss: (at) => ravine(along(at)), lowest: 0, minima: [[0, 0]],
    slopes: (at) => {
      const [u, v] = along(at);
      return [TURN * (SLOPES[0] * u - SLOPES[1] * v), TURN * (SLOPES[0] * u + SLOPES[1] * v)];
    },
    xs: [-5, 5], ys: [-4, 4], levels: [0.5, 3, 10, 25, 50, 100, 180],
    start: [-4.243, -1.414], rates: { sgd: "0.02", momentum: "0.002", rmsprop: "0.02", adam: "0.2" },
  },
  rosenbrock: {
    name: "Rosenbrock's valley", loss: ([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, lowest: 0, minima: [[1, 1]],
    slopes: ([x, y]) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
    xs: [-2, 2], ys: [-1, 3], levels: [0.5, 3, 15, 60, 180, 450, 1000],
    start: [-1.2, 1], rates: { sgd: "0.002", momentum: "0.001", rmsprop: "0.01", adam: "0.5" },
  },
  saddle: {
    name: "a saddle between two basins", loss: ([x, y]) => x * x - y * y + y ** 4 / 4, lowest: -1,
    minima: [[0, Math.SQRT2], [0, -Math.SQRT2]],
    slopes: ([x, y]) => [2 * x, y ** 3 - 2 * y],
    xs: [-2.5, 2.5], ys: [-2, 2], levels: [-0.9, -0.6, -0.25, 0, 0.7, 2, 4],
    start: [-2, 0.001], rates: { sgd: "0.02", momentum: "0.005", rmsprop: "0.01", adam: "0.05" },
  },
};

/** The optimizers: each rule makes a fresh one, a function from slopes to what is added to the weights. */
export const OPTIMIZERS = {
  sgd: { name: "SGD", rule: (rate) => (slopes) => slopes.map((g) => -rate * g) },
  momentum: {
    name: "Momentum",
    rule: (rate) => {
      const velocity = [0, 0];
      return (slopes) => slopes.map((g, i) => (velocity[i] = BETA * velocity[i] - rate * g));
    },
  },
  rmsprop: {
    name: "RMSprop",
    rule: (rate) => {
      const squares = [0, 0];
      return (slopes) => slopes.map((g, i) => {
        squares[i] = RHO * squares[i] + (1 - RHO) * (g * g);
        return (-rate * g) / Math.sqrt(squares[i] + EPSILON);
      });
    },
  },
  adam: {
    name: "Adam",
    rule: (rate) => {
      const m = [0, 0], v = [0, 0];
      let t = 0;
      return (slopes) => {
        t++;
        const alpha = (rate * Math.sqrt(1 - BETA_2 ** t)) / (1 - BETA_1 ** t); // corrects that both memories start at 0
        return slopes.map((g, i) => {
          m[i] += (1 - BETA_1) * (g - m[i]);
          v[i] += (1 - BETA_2) * (g * g - v[i]);
          return (-alpha * m[i]) / (Math.sqrt(v[i]) + EPSILON);
        });
      };
    },
  },
};
export const NAMES = Object.keys(OPTIMIZERS);

const LADDER = [-4, -3, -2, -1, 0].flatMap((power) => [1, 2, 5].map((digit) => String(Number(`${digit}e${power}`))));
const first = SURFACES.ravine;

export const settings = {
  surface: choice("ravine", ...Object.keys(SURFACES)),
  start: numbers(first.start, -5, 5),
  step: number(0, 0, STEPS, 1),
  ...Object.fromEntries(NAMES.map((name) => [name, choice(first.rates[name], ...LADDER)])),
};

/** Return the start and the learning rates that go with a surface. */
export const usual = (surface) => ({ start: SURFACES[surface].start, ...SURFACES[surface].rates });

/** Return how far a point lies above the minimum. */
export const above = (surface, point) => SURFACES[surface].loss(point) - SURFACES[surface].lowest;

/** Return where an optimizer stands before and after each step; the list ends early where it flies away. */
export function trail({ surface, start, ...rates }, name, steps = STEPS) {
  const step = OPTIMIZERS[name].rule(Number(rates[name])), points = [start];
  for (let t = 0; t < steps && points[t].every((value) => Math.abs(value) < LOST); t++) {
    const change = step(SURFACES[surface].slopes(points[t]));
    points.push(points[t].map((value, i) => value + change[i]));
  }
  return points;
}

/** Return how each optimizer stands after `step` steps, the best first: who arrived earlier, and stayed, then who is lower. */
export function standings(state) {
  const all = NAMES.map((name) => {
    const points = trail(state, name, state.step), last = points.at(-1);
    const outside = points.findLastIndex((point) => !(above(state.surface, point) < FINISH));
    const arrived = outside === points.length - 1 ? Infinity : outside + 1;
    return { name, points, last, height: above(state.surface, last), arrived,
      lost: !last.every((v) => Math.abs(v) < LOST) };
  });
  return all.sort((a, b) => a.arrived - b.arrived || a.lost - b.lost || a.height - b.height);
}

/** Say in a few words where one stands. */
function standing({ arrived, lost, height }) {
  if (lost && arrived === Infinity) return "has flown away";
  return arrived < Infinity ? `arrived at step ${arrived}` : `is ${show(height, 2)} above the minimum`;
}

/** Say who is where. */
export function sentence(state) {
  const { step, surface, start } = state, [lead, ...others] = standings(state);
  if (!step) return `All four stand at (${start.map((v) => show(v)).join(", ")}), ${show(above(surface, start))} above the minimum. Who will be first within ${FINISH} of it?`;
  const told = [lead, ...others].map((one) => `${OPTIMIZERS[one.name].name} ${standing(one)}`);
  const adam = lead.name === "adam" ? "Adam leads" : `Adam is behind ${OPTIMIZERS[lead.name].name}`;
  return `After ${step === 1 ? "one step" : `${step} steps`} on ${SURFACES[surface].name}: ${told.join(", ")}. ${adam}.`;
}
