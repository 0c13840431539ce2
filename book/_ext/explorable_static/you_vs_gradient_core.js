// Horizontal or vertical? One kernel of 3 by 3 answers by the mean square of what it sees; the reader sets its nine numbers,
// or gradient descent does. No DOM in here.
import { number, numbers } from "./settings.js";
import { fixed, normal, percent, random } from "./numbers.js";

export const HEIGHT = 12, WIDTH = 16, STEPS = 500, SEEDS = 9;
export const FILM = [0, 25, 50, 100, 200, 500]; // the steps that the filmstrip shows
const MARGIN = 2; // pixels between a stroke and the edge: farther in, every weight of the kernel gets to see it
const PLACES = (HEIGHT - 2) * (WIDTH - 2);
const RATE = 1;

/** What dense networks of 16 hidden units, trained at the left, tell right at the right: five seeds, from the worst to the best. */
export const DENSE = [0.4125, 0.455];

export const settings = {
  kernel: numbers([0, 0, 0, 0, 1, 0, 0, 0, 0], -9, 9),
  seed: number(1, 1, SEEDS, 1),
  t: number(0, 0, STEPS, 5),
};

/** Return pictures with one stroke each in the left or the right half, between noise; every second stroke is horizontal. */
export function strokes(side, seed, count) {
  const uniform = random(seed), below = (n) => Math.floor(uniform() * n);
  return Array.from({ length: count }, (_, i) => {
    const horizontal = i % 2 === 0, length = 4 + below(2);
    const [height, width] = horizontal ? [1, length] : [length, 1];
    const top = MARGIN + below(HEIGHT - 2 * MARGIN - height + 1);
    const left = (side === "left" ? MARGIN : WIDTH / 2) + below(WIDTH / 2 - MARGIN - width + 1);
    const ink = 0.6 + 0.4 * uniform();
    const pixels = Float64Array.from({ length: HEIGHT * WIDTH }, () => 0.3 * uniform());
    for (let r = top; r < top + height; r++) for (let c = left; c < left + width; c++) pixels[r * WIDTH + c] += ink;
    return { pixels, horizontal };
  });
}

export const TRAINING = strokes("left", 101, 200);
export const TEST = strokes("right", 102, 400);

/** Return what the kernel makes of a picture, kernel → ReLU → mean square, and its slopes with respect to the nine weights. */
export function look(kernel, pixels) {
  const [a, b, c, d, e, f, g, k, l] = kernel, slopes = new Float64Array(9);
  let total = 0;
  for (let row = 0; row < HEIGHT - 2; row++) {
    for (let p = row * WIDTH; p < row * WIDTH + WIDTH - 2; p++) {
      const q = p + WIDTH, r = q + WIDTH;
      const z = a * pixels[p] + b * pixels[p + 1] + c * pixels[p + 2] + d * pixels[q] + e * pixels[q + 1] + f * pixels[q + 2]
        + g * pixels[r] + k * pixels[r + 1] + l * pixels[r + 2];
      if (z <= 0) continue; // ReLU: no answer, and no slope
      total += z * z;
      for (let j = 0; j < 3; j++) {
        slopes[j] += z * pixels[p + j];
        slopes[3 + j] += z * pixels[q + j];
        slopes[6 + j] += z * pixels[r + j];
      }
    }
  }
  return { answer: total / PLACES, slopes: slopes.map((slope) => (2 * slope) / PLACES) };
}

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** Return the mean cross-entropy of eleven weights (nine, a scale and a bias), its slopes, and the share told right. */
export function lossAndSlopes(weights, pictures) {
  const [scale, bias] = weights.slice(9), slopes = Array(11).fill(0);
  let loss = 0, right = 0;
  for (const { pixels, horizontal } of pictures) {
    const seen = look(weights, pixels), z = scale * seen.answer + bias, y = Number(horizontal);
    loss += Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
    right += z > 0 === horizontal;
    const price = (sigmoid(z) - y) / pictures.length; // of z: loss per unit more
    for (let i = 0; i < 9; i++) slopes[i] += price * scale * seen.slopes[i];
    slopes[9] += price * seen.answer;
    slopes[10] += price;
  }
  return { loss: loss / pictures.length, slopes, accuracy: right / pictures.length };
}

const films = new Map();

/** Return the eleven weights after `t` steps of gradient descent from the weights of a seed; what was computed is kept. */
export function trained(seed, t) {
  if (!films.has(seed)) {
    const draw = normal(seed);
    films.set(seed, [[...Array.from({ length: 9 }, () => 0.5 * draw()), 1, 0]]);
  }
  const film = films.get(seed);
  while (film.length <= t) {
    const { slopes } = lossAndSlopes(film.at(-1), TRAINING);
    film.push(film.at(-1).map((weight, i) => weight - RATE * slopes[i]));
  }
  return film[t];
}

/** Return the shares told right by eleven weights: at the left, where they learned, and at the right. */
export const accuracies = (weights) => [TRAINING, TEST].map((pictures) => lossAndSlopes(weights, pictures).accuracy);

/** Return where to cut between two kinds of answers so that most pictures are told right, and which kind is above. */
export function bestCut(answers, horizontal) {
  const order = answers.map((_, i) => i).sort((i, j) => answers[i] - answers[j]);
  let below = horizontal.filter(Boolean).length; // right if all that lies above is called horizontal
  let best = { right: below, cut: -Infinity, above: true };
  order.forEach((i, rank) => {
    below += horizontal[i] ? -1 : 1;
    const next = answers[order[rank + 1]] ?? Infinity;
    if (next - answers[i] < 1e-12) return; // no cut between equals
    const cut = (answers[i] + next) / 2;
    for (const [right, above] of [[below, true], [answers.length - below, false]]) if (right > best.right) best = { right, cut, above };
  });
  return best;
}

/** Return how a kernel of the reader does: its answers, the best cut between them, and the shares told right. */
export function judged(kernel) {
  const [answers, tests] = [TRAINING, TEST].map((pictures) => pictures.map(({ pixels }) => look(kernel, pixels).answer));
  const best = bestCut(answers, TRAINING.map(({ horizontal }) => horizontal));
  const told = (answer) => answer > best.cut === best.above;
  const share = (pictures, given) => pictures.filter(({ horizontal }, i) => told(given[i]) === horizontal).length / pictures.length;
  return { answers, ...best, told, accuracies: [share(TRAINING, answers), share(TEST, tests)] };
}

/** Say how the reader does, and how gradient descent. */
export function sentence({ kernel, seed, t }) {
  const [left, right] = judged(kernel).accuracies, [theirs, elsewhere] = accuracies(trained(seed, t));
  const you = `Your nine numbers tell ${percent(left)} of the strokes at the left right, and ${percent(right)} of those at the right.`;
  if (t === 0) return `${you} Gradient descent has not begun.`;
  let end = "";
  if (t === STEPS) {
    if (theirs >= 0.99) end = " It has found a detector of bars, from labels alone.";
    else end = ` This start did not get there in ${STEPS} steps.`;
  }
  return `${you} Gradient descent from start ${seed}, after ${t} steps: ${fixed(100 * theirs, 1)} % at the left, where it learned,`
    + ` and ${fixed(100 * elsewhere, 1)} % at the right, where it never was.${end}`;
}
