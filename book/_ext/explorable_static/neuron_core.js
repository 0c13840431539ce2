// One neuron with two inputs, and the four rows of a gate's truth table. No DOM in here.
import { fixed, show } from "./numbers.js";
import { choice, number } from "./settings.js";

export const ROWS = [[0, 0], [0, 1], [1, 0], [1, 1]];
export const XOR_BEST = 3; // rows that one neuron gets right at the most

// The targets of the four rows; the weights are those of handmade.gates, and XOR has none
export const GATES = {
  AND: { targets: [0, 0, 0, 1], weights: { b: -30, w1: 20, w2: 20 } },
  OR: { targets: [0, 1, 1, 1], weights: { b: -10, w1: 20, w2: 20 } },
  NAND: { targets: [1, 1, 1, 0], weights: { b: 30, w1: -20, w2: -20 } },
  XOR: { targets: [0, 1, 1, 0] },
};

/** Each activation, and the z at which it has a certain output. */
export const ACTIVATIONS = {
  step: { bend: (z) => (z > 0 ? 1 : 0), z: () => 0 },
  sigmoid: { bend: (z) => 1 / (1 + Math.exp(-z)), z: (a) => Math.log(a / (1 - a)) },
  relu: { bend: (z) => Math.max(0, z), z: (a) => a },
  tanh: { bend: Math.tanh, z: Math.atanh },
};

export const settings = {
  gate: choice("AND", ...Object.keys(GATES)),
  activation: choice("step", ...Object.keys(ACTIVATIONS)),
  w1: number(10, -30, 30, 0.5),
  w2: number(10, -30, 30, 0.5),
  b: number(-5, -30, 30, 0.5),
};

/** Return the pre-activation at a point of the plane. */
export const preactivation = ({ w1, w2, b }, [x1, x2]) => w1 * x1 + w2 * x2 + b;

/** Return the truth table: of each row inputs, z, output, the answer it counts as, target, and whether it is right. */
export const table = (state) => ROWS.map((inputs, i) => {
  const z = preactivation(state, inputs), output = ACTIVATIONS[state.activation].bend(z);
  const answer = output > 0.5 ? 1 : 0, target = GATES[state.gate].targets[i];
  return { inputs, z, output, answer, target, right: answer === target };
});

/** Return how many rows are right. */
export const right = (state) => table(state).filter((row) => row.right).length;

/**
 * Cut the square between `low` and `high` where the output is `level`: `over` is the polygon above it, `edge` the line
 * between, [] where there is none. (Sutherland and Hodgman, 1974.)
 */
export function cut(state, level, low, high) {
  const corners = [[low, low], [high, low], [high, high], [low, high]], over = [], edge = [];
  const height = (point) => preactivation(state, point) - ACTIVATIONS[state.activation].z(level);
  corners.forEach((from, i) => {
    const to = corners[(i + 1) % 4], a = height(from), b = height(to);
    if (a > 0) over.push(from);
    if (a > 0 === b > 0) return;
    const between = from.map((value, axis) => value + (a / (a - b)) * (to[axis] - value));
    over.push(between);
    edge.push(between);
  });
  return { over, edge };
}

/** Return how wide the strip is in which the output goes from 0.1 to 0.9. */
export function strip({ activation, w1, w2 }) {
  const { z } = ACTIVATIONS[activation];
  return (z(0.9) - z(0.1)) / Math.hypot(w1, w2);
}

const pair = ([x1, x2]) => `(${x1}, ${x2})`;

/** Say how many rows are right, which ones are not, and for XOR why it stays at three. */
export function sentence(state) {
  const rows = table(state), wrong = rows.filter((row) => !row.right);
  const count = `${4 - wrong.length} of 4 rows are right`;
  const flat = state.w1 === 0 && state.w2 === 0
    ? " With both weights 0 there is no line: the output is the same everywhere."
    : "";
  if (!wrong.length) {
    const gap = Math.max(...rows.map(({ output, target }) => Math.abs(output - target)));
    const far = gap === 0 ? "every output is its target"
      : `the outputs are up to ${show(gap, 2)} away from their targets`;
    return `${state.gate}: all 4 rows are right, and ${far}.`;
  }
  const list = wrong.map(({ inputs, target }) => `${pair(inputs)} should be ${target}`).join(", ");
  const why = state.gate !== "XOR" ? "" : wrong.length === 1
    ? " That is the most that one line can do: (0, 1) and (1, 0) would have to lie on one side,"
      + " (0, 0) and (1, 1) on the other, but both pairs have the same middle (½, ½), and it cannot lie on both sides."
    : ` One neuron can get ${XOR_BEST} of them right: try it.`;
  return `${state.gate}: ${count}; ${list}.${flat}${why}`;
}

/** Write an output: whole numbers as they are. */
export const output = (a) => (Number.isInteger(a) ? fixed(a, 0) : Math.abs(a) < 100 ? fixed(a, 3) : show(a));
