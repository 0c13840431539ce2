// A line through nine houses, its mean squared error (MSE, without ½), and the bowl that the MSE makes over (w, b).
// No DOM in here.
import { clamp, fixed, show } from "./numbers.js";
import { number } from "./settings.js";

// handmade.datasets.load_houses(): size in m², price in units of 10,000 pesos
export const HOUSES = [[0.2, 0.2], [1, 1.8], [2, 4], [3, 7], [4, 9], [5, 11], [7, 12], [9, 14], [10, 13]];
export const GOAL = 2.5; // of the MSE: near the least, but not there
const TRAIL = 200; // points that are remembered
const ENDS = [1.5, 8]; // sizes at which the line has its handles
const HIGHEST = 15.5; // price up to which a handle is seen

export const settings = {
  w: number(0.5, 0, 2.5, 0.01),
  b: number(0.5, -2, 6, 0.01),
};

const mean = (of) => HOUSES.reduce((sum, house) => sum + of(house), 0) / HOUSES.length;

/** Return the error of each house: the line minus the price. */
export const errors = ({ w, b }) => HOUSES.map(([x, y]) => w * x + b - y);

/** Return the mean squared error. */
export const mse = (line) => errors(line).reduce((sum, error) => sum + error * error, 0) / HOUSES.length;

const MEAN_X = mean(([x]) => x), MEAN_Y = mean(([, y]) => y);
const SPREAD = mean(([x]) => (x - MEAN_X) ** 2); // the variance of the sizes

/** The line with the least squares: the slope of the deviations, through the point of both means. */
const slope = mean(([x, y]) => (x - MEAN_X) * (y - MEAN_Y)) / SPREAD;
export const BEST = { w: slope, b: MEAN_Y - slope * MEAN_X };
export const LEAST = mse(BEST);

// A line that is (dw, db) away from the best one has the loss LEAST + SPREAD dw² + (db + MEAN_X dw)²:
// lines of equal loss are ellipses.

/** Return points [w, b] around the bowl at the height `level`. */
export function contour(level, count = 120) {
  const radius = Math.sqrt(level - LEAST);
  return Array.from({ length: count + 1 }, (_, i) => {
    const turn = (2 * Math.PI * i) / count, dw = (radius * Math.cos(turn)) / Math.sqrt(SPREAD);
    return [BEST.w + dw, BEST.b + radius * Math.sin(turn) - MEAN_X * dw];
  });
}

/** Return where the way from the best line to another one, [w, b], reaches the height `level`. */
export function onTheWay(level, [w, b]) {
  const share = Math.sqrt((level - LEAST) / (mse({ w, b }) - LEAST)); // a bowl grows with the square of the distance
  return [BEST.w + share * (w - BEST.w), BEST.b + share * (b - BEST.b)];
}

/** Return where the line has its two handles, [size, price]; a steep line has the second one where it can be seen. */
export function ends({ w, b }) {
  const far = w > 0 ? Math.min(ENDS[1], (HIGHEST - b) / w) : ENDS[1];
  return [ENDS[0], far].map((x) => [x, w * x + b]);
}

/** Return { w, b } once the handle `which` is at the price `y` and the other one has stayed where it is. */
export function dragged(line, which, y) {
  const points = ends(line);
  points[which][1] = y;
  const [[x0, y0], [x1, y1]] = points, [x, kept] = points[1 - which];
  const w = clamp((y1 - y0) / (x1 - x0), settings.w.min, settings.w.max);
  return inside({ w, b: kept - w * x });
}

/** Return the nearest line that the sliders know. */
export const inside = ({ w, b }) => ({
  w: clamp(w, settings.w.min, settings.w.max),
  b: clamp(b, settings.b.min, settings.b.max),
});

/** Return the trail with the line of `state` as its last point. */
export const trailed = ({ trail, w, b }) => [...trail, [w, b]].slice(-TRAIL);

/** Write a line as people do. */
export const written = ({ w, b }, digits = 2) =>
  `${fixed(w, digits)} x ${b < 0 ? "−" : "+"} ${fixed(Math.abs(b), digits)}`;

/** Say how wrong the line is, which house makes it so, and how far down it could go. */
export function sentence(state) {
  const loss = mse(state), misses = errors(state), squares = misses.map((error) => error * error);
  const worst = squares.indexOf(Math.max(...squares)), share = squares[worst] / HOUSES.length;
  const line = `The line ${written(state)} has a mean squared error of ${show(loss, 4)}.`;
  const how = `${show(Math.abs(misses[worst]))} too ${misses[worst] < 0 ? "low" : "high"}`;
  const house = `The house of ${show(HOUSES[worst][0])} m² is ${how} on it and alone adds ${show(share)} of that.`;
  if (!state.shown) {
    const below = `You are below ${show(GOAL)}: reveal how much lower a line can go.`;
    return `${line} ${house} ${loss < GOAL ? below : `The goal is less than ${show(GOAL)}.`}`;
  }
  const gap = loss - LEAST;
  const yours = gap < 5e-4 ? "yours is that line, to three decimals" : `yours is ${show(gap)} above it`;
  return `${line} The least-squares line ${written(BEST, 3)} has ${fixed(LEAST, 3)}: ${yours},`
    + " and no line is below it, because the bowl has one bottom.";
}
