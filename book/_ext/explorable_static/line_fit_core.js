// A line through nine rows, its mean squared error (MSE, without ½), and the bowl that the MSE makes over (w, b).
// No DOM in here.
import { clamp, fixed, show } from "./numbers.js";
import { choice, initial, number } from "./settings.js";

const TRAIL = 200; // points that are remembered
const NOTHING = 1e-12; // an error below it is one of rounding

/** What is to be known of a data set: its rows, its best line, and the bowl around that. */
class Fit {
  // `rows` are [x, y], `goal` is an error to get below, `range` the settings of w and b, `ends` the x at which the line
  // has its handles, `highest` the y up to which a handle is seen
  constructor({ rows, goal, range, ends, highest }) {
    const mean = (of) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
    Object.assign(this, { rows, goal, range, sides: ends, highest, start: initial(range) });
    this.center = mean(([x]) => x);
    this.spread = mean(([x]) => (x - this.center) ** 2); // the variance of x
    // The line with the least squares: the slope of the deviations, through the point of both means
    const middle = mean(([, y]) => y), w = mean(([x, y]) => (x - this.center) * (y - middle)) / this.spread;
    this.best = { w, b: middle - w * this.center };
    this.least = this.mse(this.best);
  }

  /** Return the error of each row: the line minus y. */
  errors({ w, b }) {
    return this.rows.map(([x, y]) => w * x + b - y);
  }

  /** Return the mean squared error. */
  mse(line) {
    const loss = this.errors(line).reduce((sum, error) => sum + error * error, 0) / this.rows.length;
    return loss < NOTHING ? 0 : loss;
  }

  // A line that is (dw, db) away from the best one has the loss least + spread dw² + (db + center dw)²:
  // lines of equal loss are ellipses.

  /** Return points [w, b] around the bowl at the height `level`. */
  contour(level, count = 120) {
    const radius = Math.sqrt(level - this.least);
    return Array.from({ length: count + 1 }, (_, i) => {
      const turn = (2 * Math.PI * i) / count, dw = (radius * Math.cos(turn)) / Math.sqrt(this.spread);
      return [this.best.w + dw, this.best.b + radius * Math.sin(turn) - this.center * dw];
    });
  }

  /** Return where the way from the best line to another one, [w, b], reaches the height `level`. */
  onTheWay(level, [w, b]) {
    const { best, least } = this;
    const share = Math.sqrt((level - least) / (this.mse({ w, b }) - least)); // a bowl grows with the distance squared
    return [best.w + share * (w - best.w), best.b + share * (b - best.b)];
  }

  /** Return where the line has its two handles, [x, y]; a steep line has the second one where it can be seen. */
  ends({ w, b }) {
    const [near, far] = this.sides;
    return [near, w > 0 ? Math.min(far, (this.highest - b) / w) : far].map((x) => [x, w * x + b]);
  }

  /** Return { w, b } once the handle `which` is at the height `y` and the other one has stayed where it is. */
  dragged(line, which, y) {
    const points = this.ends(line);
    points[which][1] = y;
    const [[x0, y0], [x1, y1]] = points, [x, kept] = points[1 - which];
    const w = clamp((y1 - y0) / (x1 - x0), this.range.w.min, this.range.w.max);
    return this.inside({ w, b: kept - w * x });
  }

  /** Return the nearest line that the sliders know. */
  inside({ w, b }) {
    const { range } = this;
    return { w: clamp(w, range.w.min, range.w.max), b: clamp(b, range.b.min, range.b.max) };
  }
}

export const FITS = {
  // handmade.datasets.load_houses(): size in m², price in units of 10,000 pesos
  houses: new Fit({
    rows: [[0.2, 0.2], [1, 1.8], [2, 4], [3, 7], [4, 9], [5, 11], [7, 12], [9, 14], [10, 13]],
    goal: 2.5, // near the least, but not there
    range: { w: number(0.5, 0, 2.5, 0.01), b: number(0.5, -2, 6, 0.01) },
    ends: [1.5, 8],
    highest: 15.5,
  }),
  // The nine rows of the chapter "Hello, neuron", and where its gradient descent starts
  rule: new Fit({
    rows: [1, 2, 3, 4, 5, 7, 8, 9, 11].map((x) => [x, 2 * x + 1]),
    goal: 0.01,
    range: { w: number(0, 0, 4, 0.01), b: number(0, -4, 6, 0.01) },
    ends: [1.5, 10],
    highest: 25,
  }),
};

const all = Object.values(FITS).map(({ range }) => range);
const wide = (name) => number(all[0][name].value, Math.min(...all.map((range) => range[name].min)),
  Math.max(...all.map((range) => range[name].max)), all[0][name].step);

// w and b reach as far as any data set lets them; Fit.inside keeps them within those of its own
export const settings = { data: choice("houses", ...Object.keys(FITS)), w: wide("w"), b: wide("b") };

/** Return the trail with the line of `state` as its last point. */
export const trailed = ({ trail, w, b }) => [...trail, [w, b]].slice(-TRAIL);

/** Write a line as people do. */
export const written = ({ w, b }, digits = 2) =>
  `${fixed(w, digits)} x ${b < 0 ? "−" : "+"} ${fixed(Math.abs(b), digits)}`;

// How the sentences name a row, and what they say below the goal and once the best line is shown
const WORDS = {
  houses: {
    row: (x) => `The house of ${show(x)} m²`,
    below: ({ goal }) => `You are below ${show(goal)}: reveal how much lower a line can go.`,
    best: ({ best, least }) => `The least-squares line ${written(best, 3)} has ${fixed(least, 3)}`,
    bottom: "no line is below it, because the bowl has one bottom",
  },
  rule: {
    row: (x) => `The row with x = ${show(x)}`,
    below: ({ goal }) => `You are below ${show(goal)}: which rule would miss no row at all?`,
    best: ({ best, least }) => `The rule ${written(best, 0)} has ${fixed(least, 0)}`,
    bottom: "no other line gets there, because the bowl has one bottom",
  },
};

/** Say how wrong the line is, which row makes it so, and how far down it could go. */
export function sentence(state) {
  const fit = FITS[state.data], words = WORDS[state.data], loss = fit.mse(state);
  const line = `The line ${written(state)} has a mean squared error of ${show(loss, 4)}.`;
  if (state.shown) {
    const gap = loss - fit.least;
    const yours = gap < 5e-4 ? "yours is that line, to three decimals" : `yours is ${show(gap)} above it`;
    return `${line} ${words.best(fit)}: ${yours}, and ${words.bottom}.`;
  }
  if (loss === 0) return `${line} It goes through all nine rows: you have found the rule.`;
  const next = loss < fit.goal ? words.below(fit) : `The goal is less than ${show(fit.goal)}.`;
  return `${line} ${worst(fit, words, state)} ${next}`;
}

/** Say which row adds most to the loss. */
function worst(fit, words, line) {
  const misses = fit.errors(line), squares = misses.map((error) => error * error);
  const most = squares.indexOf(Math.max(...squares)), share = squares[most] / fit.rows.length;
  const how = `${show(Math.abs(misses[most]))} too ${misses[most] < 0 ? "low" : "high"}`;
  return `${words.row(fit.rows[most][0])} is ${how} on it and alone adds ${show(share)} of that.`;
}
