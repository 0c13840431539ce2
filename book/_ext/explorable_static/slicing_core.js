// Slicing: what NumPy's matrix[rows, columns] gives for a table of 8 rows and 3 columns. No DOM in here.
import { choice } from "./settings.js";

export const MATRIX = Array.from({ length: 8 }, (_, i) => [i + 1, 3 * (i + 1), (i + 1) ** 2]);

/** What is to be found: a short name, the words, and the values with their brackets. */
export const GOALS = {
  column: { name: "a column", words: "the last column of the first five rows, as a column", wanted: [[1], [4], [9], [16], [25]] },
  flat: { name: "flat numbers", words: "the last number of each of the first five rows, flat", wanted: [1, 4, 9, 16, 25] },
  row: { name: "a row", words: "the last row, still a row of a table", wanted: [[8, 24, 64]] },
  corners: { name: "every other row", words: "every other row, its first and its last number", wanted: [[1, 1], [3, 9], [5, 25], [7, 49]] },
  one: { name: "a single number", words: "the 64 alone, still a table", wanted: [[64]] },
};

export const settings = {
  rows: choice("0:5", ":", "0:3", "0:5", "5:", "-1:", "::2", "::-1", "2", "-1", "[2]", "[-1]", "[0,2,7]"),
  columns: choice("2", ":", "0:2", "1:", "-1:", "::2", "0", "2", "-1", "[2]", "[-1]", "[0,2]", "[2,0]"),
  goal: choice("column", ...Object.keys(GOALS)),
};

/** Return the places that a selector chooses on an axis of `n`, and its `kind`: index, slice or list. */
export function chosen(selector, n) {
  const from = (k) => (k < 0 ? k + n : k);
  if (selector.startsWith("[")) return { kind: "list", at: selector.slice(1, -1).split(",").map(Number).map(from) };
  if (!selector.includes(":")) return { kind: "index", at: [from(Number(selector))] };
  const [start, stop, step = "1"] = selector.split(":"), up = Number(step) > 0;
  const end = (text, whole) => (text === "" ? whole : Math.min(n, Math.max(0, from(Number(text)))));
  const last = end(stop, up ? n : -1), at = [];
  for (let k = end(start, up ? 0 : n - 1); up ? k < last : k > last; k += Number(step)) at.push(k);
  return { kind: "slice", at };
}

/** Return `cells` [row, column] that are lit, `values` in their brackets and their `shape`; or why NumPy refuses. */
export function pick(state) {
  const rows = chosen(state.rows, MATRIX.length), columns = chosen(state.columns, MATRIX[0].length);
  if (rows.kind === "list" && columns.kind === "list") return pair(rows.at, columns.at);
  const cells = rows.at.flatMap((i) => columns.at.map((j) => [i, j]));
  let values = rows.at.map((i) => columns.at.map((j) => MATRIX[i][j]));
  if (columns.kind === "index") values = values.map(([value]) => value);
  if (rows.kind === "index") [values] = values;
  const shape = [rows, columns].filter(({ kind }) => kind !== "index").map(({ at }) => at.length);
  return { cells, values, shape };
}

/** Two lists are paired entry by entry; a list of one goes with every entry of the other. */
function pair(rows, columns) {
  const [few, many] = [rows.length, columns.length].sort((a, b) => a - b);
  if (few !== many && few !== 1) return { cells: [], error: [rows.length, columns.length] };
  const cells = Array.from({ length: many }, (_, k) => [rows[k % rows.length], columns[k % columns.length]]);
  return { cells, values: cells.map(([i, j]) => MATRIX[i][j]), shape: [many] };
}

/** Write a shape as Python does. */
export const shapeText = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

/** Write values as NumPy prints them. */
export function printed(values) {
  const width = Math.max(...[values].flat(2).map((value) => String(value).length));
  const write = (part) => (Array.isArray(part) ? `[${part.map(write).join(" ")}]` : String(part).padStart(width));
  return Array.isArray(values?.[0]) ? `[${values.map(write).join("\n ")}]` : write(values);
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Return the shape of nested arrays. */
export const shapeOf = (values) => (Array.isArray(values) ? [values.length, ...shapeOf(values[0])] : []);

/** Say whether the goal is reached. */
export const reached = (state) => same(pick(state).values, GOALS[state.goal].wanted);

/** Say what each selector does to its axis, and how far the goal is. */
export function sentence(state) {
  const { values, shape, error } = pick(state), code = `matrix[${state.rows}, ${state.columns}]`;
  if (error) return `IndexError: two lists are paired entry by entry, and ${error[0]} rows cannot be paired with ${error[1]} columns. Make one of them a slice.`;
  const kinds = [chosen(state.rows, 8).kind, chosen(state.columns, 3).kind];
  const does = (i) => `the ${kinds[i]} ${[state.rows, state.columns][i]} ${kinds[i] === "index" ? "takes away" : "keeps"} the axis of the ${["rows", "columns"][i]}`;
  const why = kinds.every((kind) => kind === "list") ? "two lists are paired entry by entry and share one axis" : `${does(0)}, ${does(1)}`;
  const { wanted } = GOALS[state.goal], sorted = (all) => [all].flat(2).sort((a, b) => a - b);
  const aim = reached(state) ? "Goal reached."
    : same(sorted(values), sorted(wanted)) ? `The numbers are right, but they should stand in the shape ${shapeText(shapeOf(wanted))}.`
      : `The goal has the shape ${shapeText(shapeOf(wanted))}.`;
  return `${code} has the shape ${shapeText(shape)}: ${why}. ${aim}`;
}
