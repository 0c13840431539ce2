// A net of 2, 2 and 1 neurons in which every number has a value, known forward, and a price, known backward: how much more
// loss a unit more of it means. No DOM in here.
import { number } from "./settings.js";
import { show } from "./numbers.js";

export const settings = {
  x1: number(2, -2, 3, 0.5),
  x2: number(1, -2, 3, 0.5),
  y: number(1, -2, 4, 0.5), // what the net ought to say
};

export const WEIGHTS = { w11: 1, w21: -1, b1: 1, w12: 0.5, w22: 1, b2: -1, v1: 1.5, v2: -1, c: 0.5 };

/** Names as they are read; w₂₁ leads from x₂ to z₁. */
export const NAMES = { y: "ŷ", v1: "v₁", v2: "v₂", c: "c", h1: "h₁", h2: "h₂", z1: "z₁", z2: "z₂",
  w11: "w₁₁", w21: "w₂₁", b1: "b₁", w12: "w₁₂", w22: "w₂₂", b2: "b₂", x1: "x₁", x2: "x₂" };

/** The lines of the ledger: those nearest to the loss first. */
export const LINES = Object.keys(NAMES);

/** Return the values of all numbers, and the loss; `nudged` names one that is `by` more than it would be. */
export function forward({ x1, x2, y: target }, nudged = "", by = 0) {
  const value = {};
  const put = (name, amount) => {
    value[name] = amount + (name === nudged ? by : 0);
  };
  for (const [name, amount] of Object.entries({ x1, x2, ...WEIGHTS })) put(name, amount);
  for (const unit of [1, 2]) {
    put(`z${unit}`, value.x1 * value[`w1${unit}`] + value.x2 * value[`w2${unit}`] + value[`b${unit}`]);
    put(`h${unit}`, Math.max(0, value[`z${unit}`]));
  }
  put("y", value.h1 * value.v1 + value.h2 * value.v2 + value.c);
  return { ...value, loss: (value.y - target) ** 2 };
}

/**
 * Return where each line's price comes from: [a price nearer to the loss, its exchange rate] for each way. The rate says
 * how much more of the other a unit more of this one makes; what the loss asks for ŷ itself is 2(ŷ − y).
 */
export function ways(state) {
  const value = forward(state), bend = (unit) => (value[`z${unit}`] > 0 ? 1 : 0);
  return {
    y: [["loss", 2 * (value.y - state.y)]],
    v1: [["y", value.h1]], v2: [["y", value.h2]], c: [["y", 1]],
    h1: [["y", value.v1]], h2: [["y", value.v2]],
    z1: [["h1", bend(1)]], z2: [["h2", bend(2)]],
    w11: [["z1", value.x1]], w21: [["z1", value.x2]], b1: [["z1", 1]],
    w12: [["z2", value.x1]], w22: [["z2", value.x2]], b2: [["z2", 1]],
    x1: [["z1", value.w11], ["z2", value.w12]],
    x2: [["z1", value.w21], ["z2", value.w22]],
  };
}

/** Return all prices, from one sweep backward: price = sum of price × exchange rate over the ways to the loss. */
export function prices(state) {
  const from = ways(state), found = { loss: 1 };
  for (const name of LINES) found[name] = from[name].reduce((sum, [next, rate]) => sum + found[next] * rate, 0);
  return found;
}

/** Return how much more loss a unit more of `name` means, measured with a nudge. */
export const nudge = (state, name, by = 0.01) => (forward(state, name, by).loss - forward(state).loss) / by;

/** Return the number of weights and biases of a dense net. */
export const parameters = (sizes) => sizes.slice(1).reduce((sum, units, i) => sum + (sizes[i] + 1) * units, 0);

const near = (a, b) => Math.abs(a - b) <= 0.0051; // answers may be rounded to two digits behind the point

const product = (price, rate) => `${show(price)} × ${rate < 0 ? `(${show(rate)})` : show(rate)}`;

/** Return how a line comes about: "price of z₁ × w₁₁ + …" in numbers. */
export function working(state, name) {
  const found = prices(state);
  if (name === "y") return `2(ŷ − y) = 2(${show(forward(state).y)} − ${state.y < 0 ? `(${show(state.y)})` : show(state.y)}) = ${show(found.y)}`;
  return `${ways(state)[name].map(([next, rate]) => product(found[next], rate)).join(" + ")} = ${show(found[name])}`;
}

/** Judge what the reader wrote for a line: "open", "right" or "wrong", and for the wrong the thinking that leads there. */
export function judge(state, name, answer) {
  if (answer === null || Number.isNaN(answer)) return { verdict: "open", note: "" };
  const found = prices(state), price = found[name], from = ways(state)[name], [next, rate] = from[0];
  if (near(answer, price)) return { verdict: "right", note: `${working(state, name)}.` };
  const wrong = (note) => ({ verdict: "wrong", note });
  if (near(answer, -price)) return wrong("the size is right, the sign is not.");
  if (name === "y") {
    return wrong(near(answer, price / 2) ? "the slope of a square has a factor 2." : "it is the slope of the loss (ŷ − y)², which is 2(ŷ − y).");
  }
  if (from.length > 1) {
    const one = from.some(([to, by]) => near(answer, found[to] * by));
    return wrong(one ? "that is what one of its two ways costs; the price is the sum of both." : "it acts on the loss in two ways, through z₁ and z₂: price × exchange rate for each, and then the sum.");
  }
  if (rate === 0 && next[0] === "h") return wrong(`${NAMES[name]} is not above 0, so ReLU lets no change of it through: the exchange rate is 0.`);
  if (near(answer, rate)) return wrong(`that is its exchange rate alone; multiply it by the price of ${NAMES[next]}, ${show(found[next])}.`);
  if (near(answer, found[next])) return wrong(`that is the price of ${NAMES[next]}; multiply it by how much more ${NAMES[next]} one more ${NAMES[name]} makes.`);
  return wrong(`take the price of ${NAMES[next]}, ${show(found[next])}, times how much more ${NAMES[next]} one more ${NAMES[name]} makes.`);
}

/** Return how many lines are right. */
export const solved = (state) => LINES.filter((name) => judge(state, name, state.entries[name]).verdict === "right").length;

/** Say what the reader did last, and how far the ledger is. */
export function sentence(state) {
  const { line, act, entries, passes } = state, name = NAMES[line], count = solved(state);
  const done = count === LINES.length
    ? `The ledger is full: all ${LINES.length} prices from one sweep backward.`
    : `${count} of ${LINES.length} prices are right.`;
  if (act === "nudge") {
    const after = forward(state, line, 0.01).loss;
    return `Nudged by +0.01, ${name} changes the loss from ${show(forward(state).loss, 5)} to ${show(after, 5)}: ${show(nudge(state, line))} per unit.`
      + ` That took ${passes === 1 ? "one forward pass" : `${passes} forward passes so far`}, beside the first. ${done}`;
  }
  const { verdict, note } = judge(state, line, entries[line]);
  const through = ways(state)[line].map(([next]) => NAMES[next] ?? "the loss").join(" and ");
  if (verdict === "open") return `${name} is next; it acts through ${through}. What would one more of it add to the loss? ${done}`;
  return `${name} is ${verdict === "right" ? "right" : "not right yet"}: ${note} ${done}`;
}
