// ml-kernel beside handmade's correlate2d and FILTERS: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { PICTURES, PRESETS, character, correlate, nameOf, pixels, place, sentence, settings } from "../../book/_ext/explorable_static/kernel_core.js";
import { initial, read, write } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("kernel");
const start = initial(settings);

test("the pictures are what was drawn", () => {
  assert.deepEqual(Object.keys(theirs.pictures), Object.keys(PICTURES));
  for (const [name, picture] of Object.entries(PICTURES)) assert.deepEqual(picture, theirs.pictures[name]);
});

test("the presets are handmade's filters", () => {
  const { own, ...filters } = theirs.kernels;
  assert.deepEqual(Object.keys(filters), Object.keys(PRESETS));
  for (const [name, kernel] of Object.entries(PRESETS)) close(kernel, filters[name]);
  assert.equal(nameOf(own), "own");
});

test("the sums in all places are those of correlate2d", () => {
  for (const [picture, found] of Object.entries(theirs.sums)) {
    for (const [name, sums] of Object.entries(found)) close(correlate(PICTURES[picture], theirs.kernels[name]), sums);
  }
});

test("nine products make the sum", () => {
  const { pixels: seen, products, sum } = place(PICTURES.house, theirs.kernels.own, 8, 3);
  assert.deepEqual(seen.slice(0, 3), PICTURES.house[8].slice(3, 6));
  close(products.reduce((total, product) => total + product), theirs.sums.house.own[8][3]);
  close(sum, theirs.sums.house.own[8][3]);
});

test("clipped pixels are NumPy's, squeezed ones lie around gray", () => {
  const sums = correlate(PICTURES.house, PRESETS.sobel_x);
  close(pixels(sums, "clipped"), theirs.clipped);
  const squeezed = pixels(sums, "scaled");
  assert.ok(squeezed.flat().every((pixel) => pixel >= 0 && pixel <= 255));
  sums.flat().forEach((sum, i) => assert.equal(Math.sign(sum), Math.sign(squeezed.flat()[i] - 127.5)));
  assert.ok(pixels(correlate(PICTURES.house, Array(9).fill(0)), "scaled").flat().every((pixel) => pixel === 127.5));
});

test("what is said of a kernel is what it does to even areas and to edges", () => {
  const row = (f) => Array.from({ length: 24 }, (_, r) => Array.from({ length: 24 }, (_, c) => f(r, c)));
  const even = row(() => 100), lying = row((r) => (r > 9 ? 200 : 30)), upright = row((r, c) => (c > 9 ? 200 : 30));
  const blind = (kernel, picture) => correlate(picture, kernel).flat().every((sum) => Math.abs(sum) < 0.05);
  for (const kernel of [...Object.values(theirs.kernels), [1, 0, -1, 0, 0, 0, -1, 0, 1]]) {
    const said = character(kernel);
    assert.equal(said.includes("keeps its brightness"), Math.abs(place(even, kernel, 0, 0).sum - 100) < 0.05);
    assert.equal(said.includes("even area gives 0"), blind(kernel, even));
    assert.equal(/blind to horizontal/.test(said), blind(kernel, lying) && blind(kernel, even));
    assert.equal(/blind to (vertical|horizontal and vertical)/.test(said), blind(kernel, upright) && blind(kernel, even));
  }
});

test("a preset is known again after its way through a link", () => {
  for (const [name, kernel] of Object.entries(PRESETS)) {
    const back = read("kernel", settings.kernel, write(kernel));
    assert.equal(nameOf(back), name);
    assert.equal(character(back), character(kernel));
  }
});

test("the sentence says the sum and the pixel", () => {
  assert.match(sentence(start), /^Row 9, column 3: the nine products sum to 51, the pixel of the result is 51\. .* keeps its brightness\.$/);
  const at = { ...start, kernel: PRESETS.sobel_x };
  assert.match(sentence({ ...at, row: 15, column: 16 }), /sum to −?\d+, .*the pixel of the result is \d+\. .*blind to horizontal edges/);
  const darker = correlate(PICTURES.house, PRESETS.sobel_x)[11].findIndex((sum) => sum < 0) + 1;
  assert.match(sentence({ ...at, row: 12, column: darker }), /sum to −\d+, and as nothing is darker than black, the pixel of the result is 0\./);
  assert.match(sentence({ ...at, row: 12, column: darker, answers: "scaled" }), /, the pixel of the result is \d+, where 0 is gray, 128\./);
});
