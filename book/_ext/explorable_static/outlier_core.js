// Six tumors and a seventh of any size: the cut of a straight line fitted to the labels, and that of a sigmoid neuron.
// No DOM in here.
import { fixed, show } from "./numbers.js";
import { number } from "./settings.js";

// handmade.datasets.load_tumors(): size in cm, and 1 for malignant; then the sizes of tumors that nobody has labeled
export const ROWS = [[0.9, 0], [1.4, 0], [2.2, 0], [3.8, 1], [5.3, 1], [7.4, 1]];
export const QUERIES = [1.1, 3.4, 4, 4.3];
const PENALTY = 1; // on w², as with C = 1; without one the weight of separable rows grows for ever

export const settings = { size: number(6, 4, 40, 0.5) };

/** Return all seven rows. */
export const rows = ({ size }) => [...ROWS, [size, 1]];

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Return the least-squares line { w, b } and its cut, the size at which it crosses ½. */
export function line(data) {
  const m = data.length, middle = sum(data.map(([x]) => x)) / m, share = sum(data.map(([, y]) => y)) / m;
  const w = sum(data.map(([x, y]) => (x - middle) * (y - share))) / sum(data.map(([x]) => (x - middle) ** 2));
  const b = share - w * middle;
  return { w, b, cut: (0.5 - b) / w };
}

/** Return σ(z). */
export const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** Return the penalized cross-entropy of a neuron, summed over the rows. */
const loss = (data, w, b) => (PENALTY * w * w) / 2
  + sum(data.map(([x, y]) => w * x + b).map((z, i) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - data[i][1] * z));

/** Return the sigmoid neuron { w, b } with the least penalized cross-entropy and its cut, by Newton's method. */
export function neuron(data) {
  let [w, b] = [0, 0];
  for (let step = 0; step < 60; step++) {
    const beliefs = data.map(([x]) => sigmoid(w * x + b)), bends = beliefs.map((p) => p * (1 - p));
    const slope = [PENALTY * w + sum(data.map(([x, y], i) => (beliefs[i] - y) * x)), sum(data.map(([, y], i) => beliefs[i] - y))];
    const [ww, wb, bb] = [PENALTY + sum(data.map(([x], i) => bends[i] * x * x)), sum(data.map(([x], i) => bends[i] * x)), sum(bends)];
    const det = ww * bb - wb * wb, dw = (bb * slope[0] - wb * slope[1]) / det, db = (ww * slope[1] - wb * slope[0]) / det;
    let share = 1;
    while (share > 1e-6 && loss(data, w - share * dw, b - share * db) > loss(data, w, b)) share /= 2;
    [w, b] = [w - share * dw, b - share * db];
    if (Math.abs(dw) + Math.abs(db) < 1e-13) break;
  }
  return { w, b, cut: -b / w };
}

const BEFORE = { line: line(ROWS), neuron: neuron(ROWS) };

/** Return the malignant rows that a cut calls benign. */
export const missed = (state, cut) => rows(state).filter(([x, y]) => y === 1 && x < cut).map(([x]) => x);

/** Return the sizes without a label about which the line now says something else than without the seventh row. */
export const changed = (cut) => QUERIES.filter((x) => x < cut !== x < BEFORE.line.cut);

const listed = (sizes) => sizes.map((x) => fixed(x, 1)).join(" and ");

/** Say where both cuts stand, and whom the line gave up. */
export function sentence(state) {
  const { cut } = line(rows(state)), still = neuron(rows(state)).cut, far = show(state.size);
  const lost = missed(state, cut), flipped = changed(cut), moved = still - BEFORE.neuron.cut;
  const gone = lost.length ? `calls the malignant ${lost.length > 1 ? "tumors" : "tumor"} of ${listed(lost)} cm benign`
    : "still has all seven right";
  const new_ = flipped.length ? `, and of the new ones it has changed its mind about ${listed(flipped)} cm` : "";
  const stays = Math.abs(moved) < 0.005 ? "has not moved: a tumor that is surely malignant already teaches it nothing new"
    : `has moved by ${fixed(moved, 2)}: so near the cut, a tumor has a say`;
  return `With a seventh tumor of ${far} cm the line crosses ½ at ${fixed(cut, 2)} cm; it ${gone}${new_}. `
    + `The neuron’s cut, ${fixed(still, 2)} cm, ${stays}.`;
}
