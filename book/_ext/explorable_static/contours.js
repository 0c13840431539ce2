// Contours: where a function of two numbers has a given height. No DOM in here.
import { evenly } from "./numbers.js";

/** Return the pieces [[x, y], [x, y]] of the line of height `level`, found in a grid of squares (marching squares). */
export function contour(f, xs, ys, level, cells = 64) {
  const across = evenly(...xs, cells + 1), up = evenly(...ys, cells + 1);
  const heights = up.map((y) => across.map((x) => f([x, y]) - level));
  const pieces = [];
  for (let j = 0; j < cells; j++) {
    for (let i = 0; i < cells; i++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const crossed = corners.map((a, side) => crossing(a, corners[(side + 1) % 4])).filter(Boolean);
      for (let k = 0; k + 1 < crossed.length; k += 2) pieces.push([crossed[k], crossed[k + 1]]);
    }
  }
  return pieces;

  // Where the height changes its sign between two corners, as if it were straight between them
  function crossing([i, j], [k, l]) {
    const a = heights[j][i], b = heights[l][k];
    if (a > 0 === b > 0) return null;
    const share = a / (a - b);
    return [across[i] + share * (across[k] - across[i]), up[j] + share * (up[l] - up[j])];
  }
}
