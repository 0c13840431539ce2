// Ink: strokes of a pen on a square of paper, as text, as pixels, and by themselves. No DOM in here.
import { clamp, normal, random } from "./numbers.js";

export const PAPER = 280; // pixels a side
const PEN = 0.07; // of the side: about what MNIST's pens left, once a digit fills 20 of 28 pixels
const UP = -1; // between the coordinates of two strokes

/** Return the strokes, each a list of [x, y], that the numbers x,y,x,y,−1,x,y,… stand for. */
export function strokesOf(ink) {
  const strokes = [[]];
  for (let i = 0; i < ink.length; i++) {
    if (ink[i] === UP) strokes.push([]);
    else if (i + 1 < ink.length) strokes.at(-1).push([ink[i], ink[++i]]);
  }
  return strokes.filter((stroke) => stroke.length);
}

/** Return the numbers for some strokes: whole pixels on the paper. */
export const inkOf = (strokes) => strokes.flatMap((stroke, i) => [...(i ? [UP] : []), ...stroke.flat().map((v) => clamp(Math.round(v), 0, PAPER))]);

/** Return the ink without its last stroke. */
export const undone = (ink) => inkOf(strokesOf(ink).slice(0, -1));

/** Return the strokes turned clockwise by some degrees, about the middle of the paper. */
export function turned(strokes, degrees) {
  if (!degrees) return strokes;
  const c = Math.cos((degrees * Math.PI) / 180), s = Math.sin((degrees * Math.PI) / 180), o = PAPER / 2;
  return strokes.map((stroke) => stroke.map(([x, y]) => [o + c * (x - o) - s * (y - o), o + s * (x - o) + c * (y - o)]));
}

/** Return the pixels of the paper, 0 for paper and 1 for ink: a round pen along each stroke, with soft edges. */
export function paint(strokes) {
  const pixels = new Float32Array(PAPER * PAPER);
  for (const stroke of strokes) {
    for (let i = 0; i === 0 || i < stroke.length - 1; i++) line(pixels, stroke[i], stroke[i + 1] ?? stroke[i]);
  }
  return pixels;
}

function line(pixels, [ax, ay], [bx, by]) {
  const radius = (PEN * PAPER) / 2, dx = bx - ax, dy = by - ay, squared = dx * dx + dy * dy || 1;
  const from = (a, b) => Math.max(0, Math.floor(Math.min(a, b) - radius - 1)), to = (a, b) => Math.min(PAPER, Math.ceil(Math.max(a, b) + radius + 1));
  for (let y = from(ay, by); y < to(ay, by); y++) {
    for (let x = from(ax, bx); x < to(ax, bx); x++) {
      const px = x + 0.5 - ax, py = y + 0.5 - ay, along = clamp((px * dx + py * dy) / squared, 0, 1);
      const cover = clamp(radius + 0.5 - Math.hypot(px - along * dx, py - along * dy), 0, 1);
      if (cover > pixels[y * PAPER + x]) pixels[y * PAPER + x] = cover;
    }
  }
}

// The ten digits on a grid of 10 × 10: x and y of each corner, twice where it is sharp, a space where the pen is lifted
const DIGITS = [
  "502114285978847150", "5059", "12206082744619194989", "113070827444447496894918", "20151585 6169",
  "70202024245385885918", "603215285987653517", "1080805549", "71502123548688592826547371", "735524215071737669",
];

/** Return the strokes of an example of `digit`; each seed writes it a little differently. */
export function example(digit, seed) {
  const next = normal(1000 * digit + seed), size = PAPER * clamp(0.062 + 0.008 * next(), 0.045, 0.075);
  const slant = 0.12 * next(), tilt = 5 * next(), wide = 1 + 0.1 * next(), shift = [next(), next()].map((v) => clamp(12 * v, -25, 25));
  const strokes = DIGITS[digit].split(" ").map((text) => smooth(text.match(/../g).map(([x, y]) => [Number(x) - 4.5, Number(y) - 4.5])));
  const placed = strokes.map((stroke) => stroke.map(([x, y]) => [PAPER / 2 + shift[0] + size * (wide * x - slant * y), PAPER / 2 + shift[1] + size * y]));
  return turned(placed, tilt);
}

/** Return strokes that are no digit: six lines between places that chance has chosen. */
export function scribble(seed) {
  const next = random(seed), place = () => [0.15, 0.15].map((edge) => PAPER * (edge + (1 - 2 * edge) * next()));
  return [smooth(Array.from({ length: 7 }, place))];
}

/** Cut the corners of a line, twice (Chaikin, 1974). */
function smooth(points) {
  const between = ([ax, ay], [bx, by], t) => [ax + t * (bx - ax), ay + t * (by - ay)];
  const cut = (old) => [old[0], ...old.slice(1).flatMap((to, i) => [0.25, 0.75].map((t) => between(old[i], to, t))), old.at(-1)];
  return points.length < 3 ? points : cut(cut(points));
}
