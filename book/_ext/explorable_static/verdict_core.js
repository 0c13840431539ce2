// The study of Fashion-MNIST as a table: gains over a row of choice, with intervals for few seeds. No DOM in here.
import { STUDY } from "./fashion_study.js";
import { counted, fixed } from "./numbers.js";
import { choice, number } from "./settings.js";

export const ROWS = STUDY.rows;
const NAMED = Object.fromEntries(ROWS.map((row) => [row.name, row]));
const STUDENT = { 2: 12.71, 3: 4.3, 4: 3.18, 5: 2.78 }; // standard errors to both sides, for so many seeds
export const COLUMNS = { list: "network", train: "train", validation: "val.", time: "time", gain: "gain" };

export const settings = {
  seeds: number(5, 2, 5, 1),
  against: choice("base", ...ROWS.map(({ name }) => name)),
  by: choice("list", ...Object.keys(COLUMNS)),
};

const training = ({ seconds, epochs }) => seconds * epochs;
export const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Return the mean gain of a row in points, and half the width of its interval for other seeds and other pictures. */
export function gain(name, { against, seeds }) {
  const [ours, theirs] = [name, against].map((n) => NAMED[n].validation.slice(0, seeds));
  const d = ours.map((a, i) => a - theirs[i]), middle = mean(d);
  const error = Math.sqrt(d.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (seeds - 1) / seeds);
  const half = Math.hypot(STUDENT[seeds] * error, 1.96 * NAMED[name].pictures[ROWS.indexOf(NAMED[against])]);
  return { middle: 100 * middle, half: 100 * half };
}

/** Return what an interval says: 1 better, -1 worse, 0 undecided. */
export const decided = ({ middle, half }) => (Math.abs(middle) <= half ? 0 : Math.sign(middle));

/** Return the rows with their numbers, in the order of a column, the largest first; time and list the smallest first. */
export function table(state) {
  const rows = ROWS.map((row, list) => ({
    ...row, list, ...gain(row.name, state), time: training(row) / training(NAMED[state.against]),
    ...Object.fromEntries(["train", "validation"].map((part) => [part, mean(row[part].slice(0, state.seeds))])),
  }));
  const key = state.by === "gain" ? "middle" : state.by, sign = key === "list" || key === "time" ? 1 : -1;
  return rows.sort((a, b) => sign * (a[key] - b[key]) || a.list - b.list);
}

/** Return a gain with its interval, as people write it. */
export const written = ({ middle, half }) => `${middle > 0 ? "+" : ""}${fixed(middle, 1)} ± ${fixed(half, 1)}`;

/** Say how many rows are decided, and what leads. */
export function sentence(state) {
  const others = table({ ...state, by: "validation" }).filter(({ name }) => name !== state.against);
  const count = (what) => others.filter((row) => decided(row) === what).length;
  const [best] = others, than = NAMED[state.against].title;
  return `With ${counted(state.seeds, "seed")} and beside ${than}: ${count(1)} of ${others.length} rows are better, ${count(-1)} worse, `
    + `and ${count(0)} undecided, because their interval holds zero. The highest is ${best.title} with ${fixed(100 * best.validation, 1)} %, `
    + `a gain of ${written(best)} points.`;
}
