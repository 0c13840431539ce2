// Draw a digit: from ink on paper to what the network was trained on, and what to say of its answer. No DOM in here.
import { choice, number, numbers } from "./settings.js";
import { counted, percent } from "./numbers.js";
import { PAPER, strokesOf } from "./digit_ink.js";

export const SURE = 0.9; // the chapter calls a network sure above this

export const settings = {
  network: choice("dense", "dense", "convolutional"),
  preparation: choice("centered", "centered", "shrunk"),
  turn: number(0, -180, 180, 5), // degrees, clockwise
  ink: numbers([], -1, PAPER, { any: true }), // see digit_ink.js
};

/**
 * Return what MNIST's makers would have made of a square picture: the ink scaled to fit a box, with its center of mass
 * in the middle. `pixels` holds `size` × `size` values; null where there is no ink above `threshold`.
 */
export function toMnist(pixels, size, { side, box, center }, threshold = 0.02) {
  const found = boundsOf(pixels, size, threshold);
  if (!found) return null;
  const scale = box / Math.max(found.width, found.height);
  const width = Math.max(1, Math.round(found.width * scale)), height = Math.max(1, Math.round(found.height * scale));
  const small = shrink(pixels, size, found, width, height);
  let mass = 0, massX = 0, massY = 0;
  small.forEach((ink, i) => {
    mass += ink;
    massX += ink * ((i % width) + 0.5); // 0.5: a pixel's ink lies in its middle, and edges count from 0
    massY += ink * (Math.floor(i / width) + 0.5);
  });
  // `center` counts from the edge, too: 14.5 is the middle of the pixel with the number 14
  const left = Math.min(side - width, Math.max(0, Math.round(center - massX / mass)));
  const top = Math.min(side - height, Math.max(0, Math.round(center - massY / mass)));
  const image = new Float32Array(side * side);
  for (let y = 0; y < height; y++) image.set(small.subarray(y * width, (y + 1) * width), (top + y) * side + left);
  return image;
}

/** Return the whole paper, only made smaller; null where it is blank. */
export function toSmall(pixels, size, { side }, threshold = 0.02) {
  if (!boundsOf(pixels, size, threshold)) return null;
  return shrink(pixels, size, { left: 0, top: 0, width: size, height: size }, side, side);
}

export const PREPARE = { centered: toMnist, shrunk: toSmall };

function boundsOf(pixels, size, threshold) {
  let left = size, right = -1, top = size, bottom = -1;
  pixels.forEach((ink, i) => {
    if (ink <= threshold) return;
    const x = i % size, y = (i - x) / size;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  });
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Return a part of a picture in width × height pixels, each the mean of the ink in its area. */
function shrink(pixels, size, part, width, height) {
  const small = new Float32Array(width * height), fx = part.width / width, fy = part.height / height;
  const overlap = (i, low, high) => Math.min(high, i + 1) - Math.max(low, i);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const [x0, x1, y0, y1] = [x * fx, (x + 1) * fx, y * fy, (y + 1) * fy];
    let sum = 0;
    for (let j = Math.floor(y0); j < Math.min(part.height, Math.ceil(y1)); j++) {
      for (let i = Math.floor(x0); i < Math.min(part.width, Math.ceil(x1)); i++) {
        sum += overlap(j, y0, y1) * overlap(i, x0, x1) * pixels[(part.top + j) * size + part.left + i];
      }
    }
    small[y * width + x] = sum / (fx * fy);
  }
  return small;
}

/** Return the digits, the most probable one first. */
export const ranked = (probabilities) => [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);

/** Return the tally with one more scribble of which the network `name` was sure or not. */
export function counting(tally, name, probabilities) {
  const { scribbles, sure } = tally[name];
  return { ...tally, [name]: { scribbles: scribbles + 1, sure: sure + (Math.max(...probabilities) > SURE ? 1 : 0) } };
}

/** Say what a network makes of the paper; `probabilities` is null where it was not asked. */
export function sentence({ network, ink, tally }, probabilities) {
  if (!strokesOf(ink).length || !probabilities) return "The paper is blank, so the network is not asked. Draw a digit, or take an example.";
  const [first, second] = ranked(probabilities), share = probabilities[first];
  const said = `The ${network} network reads a ${first} and gives it ${percent(share)}; next comes ${second} with ${percent(probabilities[second])}. `
    + (share > SURE ? `That is above ${percent(SURE)}: it is sure.` : "It is not sure.");
  const { scribbles, sure } = tally[network];
  return scribbles ? `${said} Of ${counted(scribbles, "scribble")} so far it was sure of ${sure}.` : said;
}
