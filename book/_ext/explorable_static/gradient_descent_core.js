// Gradient descent on 2(w − 5)² + 3, and on the same valley with a second, flatter direction v. No DOM in here.
import { choice, number } from "./settings.js";
import { counted, fixed, show } from "./numbers.js";

export const STEPS = 30; // that are shown
const CURVATURE = 4; // of the parabola, everywhere
const MINIMUM = 5;

export const settings = {
  surface: choice("parabola", "parabola", "bowl"),
  rate: number(0.1, 0.01, 0.6, 0.005),
  start: number(0, 0, 10, 0.5),
  stretch: number(10, 1, 40, 1), // how many times flatter the bowl's second direction is
};

/** Return the height of the valley; `v` counts in the bowl only. */
export const loss = ([w, v = 0], stretch = 1) => 2 * (w - MINIMUM) ** 2 + (2 / stretch) * v * v + 3;

/** Return the slopes. */
export const gradient = ([w, v = 0], stretch = 1) => [CURVATURE * (w - MINIMUM), (CURVATURE / stretch) * v];

/** Return where gradient descent stands before and after each of `steps` steps, as [w, v]. */
export function path({ surface, rate, start, stretch }, steps = STEPS) {
  const points = [[start, surface === "bowl" ? 4 : 0]];
  for (let i = 0; i < steps; i++) {
    const slopes = gradient(points[i], stretch);
    points.push(points[i].map((value, axis) => value - rate * slopes[axis]));
  }
  return points;
}

/** Return what one step multiplies the distance to the minimum by: in w, and in v. */
export const factors = ({ rate, stretch }) => [1 - rate * CURVATURE, 1 - (rate * CURVATURE) / stretch];

/** Return the name of what a factor does, and the words for it. */
export function regime(factor) {
  if (Math.abs(factor) < 1e-9) return ["lands", "arrives in one step"];
  if (Math.abs(factor + 1) < 1e-9) return ["bounces", "jumps between two points for ever"];
  if (factor < -1) return ["diverges", "jumps farther away at every step"];
  if (factor < 0) return ["zigzags", "jumps over the minimum at every step, and still comes closer"];
  if (factor > 0.9) return ["crawls", "creeps toward the minimum"];
  return ["slides", "slides to the minimum without crossing it"];
}

/** Say where `t` steps have led. */
export function sentence(state, t) {
  const point = path(state, t)[t], [steep, flat] = factors(state);
  const [, words] = regime(steep);
  const height = show(loss(point, state.stretch));
  let said = `Learning rate ${show(state.rate)}: each step multiplies the distance to the minimum by ${fixed(steep, 2)}, so gradient descent ${words}.`;
  if (state.surface === "bowl") {
    said = `Learning rate ${show(state.rate)}: one step multiplies the distance by ${fixed(steep, 2)} across the valley and by ${fixed(flat, 2)} along it, `
      + `so gradient descent ${words} across, and ${regime(flat)[1]} along it.`;
  }
  return `${said} After ${counted(t, "step")} w is ${show(point[0])} and the loss ${height}.`;
}
