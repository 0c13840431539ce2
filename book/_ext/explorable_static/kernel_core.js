// A kernel of nine weights slides over a small picture; in every place it multiplies and sums. No DOM in here.
import { choice, number, numbers } from "./settings.js";
import { clamp, show } from "./numbers.js";

export const SIDE = 24, PLACES = SIDE - 2;

// A digit of base 16 for each pixel, from 0, black, to f, white; the two is from MNIST, without its outermost pixels
const DRAWN = {
  house: `
cccccccccccccccccccccccc
ccccccccccccccccccfffccc
cccccccccccccccccfffffcc
ccccccccccccccccfffffffc
cccccccc3cccccccfffffffc
ccccccc333ccccccfffffffc
cccccc33333ccccccfffffcc
ccccc3333333ccccccfffccc
cccc333333333ccccccccccc
ccc33333333333cccccccccc
cc3333333333333ccccccccc
ccc99999999999cccccccccc
ccc99999999999cccccccccc
ccc99eee911199cccccccccc
ccc99eee911199ccf5f5f5f5
ccc99eee911199ccf5f5f5f5
ccc99999911199ccf5f5f5f5
ccc99999911199ccf5f5f5f5
ccc99999911199ccf5f5f5f5
777777777777777777777777
222222222222222222222222
777777777777777777777777
222222222222222222222222
777777777777777777777777`,
  two: `
000000000000000000000000
0000000077aff95000000000
0000000affffffd200000000
000000afffd8aff700000000
000003ffc2100cf800000000
000005fc10007ff400000000
000000210000cff400000000
000000000007ffc100000000
00000000004ffe4000000000
00000000008ff80000000000
000000000aef910000000000
000000001efe200000000000
00000000cff8000000000000
00000005ffb1000000000000
0000001cff80000000000000
0000008ffa10000000000000
000000fff100000000000000
000000fff311110001129999
000000ffffffffa8afffffff
000000affffffffffffffa77
00000007777afff977200000
000000000000000000000000
000000000000000000000000
000000000000000000000000`,
};

/** The pictures, as rows of brightness from 0 to 255. */
export const PICTURES = Object.fromEntries(Object.entries(DRAWN).map(([name, text]) =>
  [name, text.trim().split("\n").map((row) => [...row].map((digit) => 17 * parseInt(digit, 16)))]));

/** Classic kernels, row by row: those of handmade.convolution.FILTERS. */
export const PRESETS = {
  identity: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  box_blur: Array(9).fill(1 / 9),
  gaussian_blur: [1, 2, 1, 2, 4, 2, 1, 2, 1].map((weight) => weight / 16),
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  edges: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  horizontal_edges: [1, 1, 1, 0, 0, 0, -1, -1, -1],
  vertical_edges: [1, 0, -1, 1, 0, -1, 1, 0, -1],
  sobel_x: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  sobel_y: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
};

export const settings = {
  picture: choice("house", "house", "two"),
  kernel: numbers(PRESETS.identity, -20, 20),
  row: number(9, 1, PLACES, 1), // in the result, counted from 1
  column: number(3, 1, PLACES, 1),
  answers: choice("clipped", "clipped", "scaled"),
};

/** Return the nine pixels under the kernel, their products with the weights, and the sum of these. */
export function place(picture, kernel, row, column) {
  const pixels = kernel.map((_, i) => picture[row + Math.floor(i / 3)][column + (i % 3)]);
  const products = kernel.map((weight, i) => weight * pixels[i]);
  return { pixels, products, sum: products.reduce((total, product) => total + product, 0) };
}

/** Return the sums in all places: 22 rows of 22, since the kernel does not leave the picture. */
export const correlate = (picture, kernel) => Array.from({ length: PLACES }, (_, row) =>
  Array.from({ length: PLACES }, (_, column) => place(picture, kernel, row, column).sum));

/** Return the sums as brightness: cut off at black and white, or squeezed in between with gray for 0. */
export function pixels(sums, answers) {
  const most = Math.max(...sums.flat().map(Math.abs)) || 1;
  const bright = answers === "clipped" ? (sum) => clamp(sum, 0, 255) : (sum) => 127.5 + (127.5 * sum) / most;
  return sums.map((row) => row.map(bright));
}

/** Return the name of the preset that a kernel is, or "own". */
export const nameOf = (kernel) =>
  Object.keys(PRESETS).find((name) => PRESETS[name].every((weight, i) => Math.abs(weight - kernel[i]) < 1e-5)) ?? "own";

const none = (x) => Math.abs(x) < 1e-4;

/** Say what a kernel does to even areas, and which edges it is blind to: what its rows and columns sum to decides. */
export function character(kernel) {
  const rows = [0, 3, 6].map((i) => kernel[i] + kernel[i + 1] + kernel[i + 2]);
  const columns = [0, 1, 2].map((j) => kernel[j] + kernel[j + 3] + kernel[j + 6]);
  const total = rows[0] + rows[1] + rows[2];
  if (kernel.every(none)) return "All weights are 0: it sees nothing.";
  if (none(total - 1)) return "The weights sum to 1, so an even area keeps its brightness.";
  if (!none(total)) return `The weights sum to ${show(total)}, and so an even area is multiplied by that.`;
  const even = "The weights sum to 0, so an even area gives 0";
  if (rows.every(none) && columns.every(none)) return `${even}; every row and every column does, too, so it is blind to horizontal and vertical edges, and answers to corners and slants only.`;
  if (rows.every(none)) return `${even}; every row does, too, so it is blind to horizontal edges, and answers to vertical ones.`;
  if (columns.every(none)) return `${even}; every column does, too, so it is blind to vertical edges, and answers to horizontal ones.`;
  return `${even}, and edges of both directions remain.`;
}

/** Say what happens in the place where the kernel is, and what the kernel does everywhere. */
export function sentence({ picture, kernel, row, column, answers }) {
  const sums = correlate(PICTURES[picture], kernel), sum = sums[row - 1][column - 1];
  const pixel = Math.round(pixels(sums, answers)[row - 1][column - 1]);
  let why = `the pixel of the result is ${pixel}`;
  if (answers === "scaled") why += ", where 0 is gray, 128";
  else if (sum < -0.5) why = `and as nothing is darker than black, ${why}`;
  else if (sum > 255.5) why = `and as nothing is brighter than white, ${why}`;
  return `Row ${row}, column ${column}: the nine products sum to ${show(sum, 4)}, ${why}. ${character(kernel)}`;
}
