// Minibatch descent on the nine houses: the path of (w, b), the looks it costs, and whether it stays. No DOM in here.
import { FITS } from "./line_fit_core.js";
import { counted, fixed, random, show } from "./numbers.js";
import { choice, number } from "./settings.js";

export const { houses } = FITS;
export const GOAL = 2.6, EPOCHS = 100;
const ROWS = houses.rows.length, RESTED = 10 * ROWS, GONE = 1e6; // a loss from which no walk is worth following

export const settings = {
  batch: number(1, 1, ROWS, 1),
  rate: number(0.01, 0.001, 0.035, 0.0005),
  pace: choice("constant", "constant", "shrinking"),
  epochs: number(0, 0, EPOCHS, 1),
  order: number(1, 1, 999, 1),
};

/** Return the rows of epoch `k`, shuffled; `order` says with which luck. */
export function shuffled(order, k) {
  const uniform = random(1000 * order + k), rows = houses.rows.map((_, i) => i);
  for (let i = ROWS - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows;
}

/** Return the learning rate of epoch `k`; one that shrinks is half as large in epoch 10, a third in epoch 20. */
export const rateOf = ({ rate, pace }, k) => (pace === "shrinking" ? rate / (1 + k / 10) : rate);

/** Return where a walk from (0, 0) stands before and after each step, one order of the rows an epoch; `gone` if it left. */
export function descend(orders, { batch, ...pacing }) {
  let w = 0, b = 0, seen = 0;
  const walk = { points: [[w, b]], looks: [0], losses: [houses.mse({ w, b })], gone: false };
  for (const [k, order] of orders.entries()) {
    const rate = rateOf(pacing, k);
    for (let start = 0; start < ROWS; start += batch) {
      const rows = order.slice(start, start + batch);
      let slopeW = 0, slopeB = 0;
      for (const row of rows) {
        const [x, y] = houses.rows[row], error = w * x + b - y;
        slopeW += (2 * error * x) / rows.length;
        slopeB += (2 * error) / rows.length;
      }
      [w, b, seen] = [w - rate * slopeW, b - rate * slopeB, seen + rows.length];
      walk.points.push([w, b]);
      walk.looks.push(seen);
      walk.losses.push(houses.mse({ w, b }));
      if (!(walk.losses.at(-1) < GONE)) return { ...walk, gone: true };
    }
  }
  return walk;
}

/** Return the walk of a state. */
export const walked = (state) => descend(Array.from({ length: state.epochs }, (_, k) => shuffled(state.order, k)), state);

/**
 * Return the looks until the loss is first below the goal, those after which it is never above again, and whether that
 * is at least RESTED looks ago; null if it never was below.
 */
export function reached({ looks, losses }) {
  const first = losses.findIndex((loss) => loss < GOAL);
  if (first < 0) return null;
  const kept = losses.findLastIndex((loss) => !(loss < GOAL)) + 1; // the step from which on it is below
  return { first: looks[first], kept: looks[kept], stays: kept < looks.length && looks.at(-1) - looks[kept] >= RESTED };
}

/** Return how many steps an epoch has. */
export const stepsOf = ({ batch }) => Math.ceil(ROWS / batch);

/** Say what the walk has cost, and whether it stays. */
export function sentence(state) {
  const { batch, rate, epochs, pace } = state, walk = walked(state), many = stepsOf(state);
  const who = batch === 1 ? "One house" : batch === ROWS ? "All nine houses" : `${batch} houses`;
  const setting = `${who} a step, ${pace} learning rate ${show(rate)}`;
  if (epochs === 0) return `${setting}: an epoch is ${counted(many, "step")} and nine looks at a house. The loss is ${show(walk.losses[0])}.`;
  const cost = `${setting}: ${counted(walk.points.length - 1, "step")}, ${walk.looks.at(-1)} looks at a house, loss ${show(walk.losses.at(-1), 4)}.`;
  if (walk.gone) return `${cost} The steps are too long: the walk leads away for good.`;
  const got = reached(walk);
  if (!got) return `${cost} It has not been below ${GOAL} yet; the least possible is ${fixed(houses.least, 3)}.`;
  const when = `${cost} First below ${GOAL} after ${got.first} looks`;
  const price = batch === ROWS ? "one smooth step an epoch" : `${many} rough steps an epoch for the price of one smooth one`;
  if (got.stays) return `${when}, and for good after ${got.kept}: ${price}${batch < ROWS ? ", short enough by then to stay" : ""}.`;
  return `${when}, ${price}${batch < ROWS ? ", which do not come to rest" : ""}. It has not stayed below for ten epochs yet.`;
}
