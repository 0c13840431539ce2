// ml-outlier beside handmade's linear and logistic regression: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { ROWS, changed, line, missed, neuron, rows, sentence, sigmoid } from "../../book/_ext/explorable_static/outlier_core.js";
import { close, numbers } from "./from_handmade.js";

const theirs = numbers("outlier");
const data = (size) => (size === null ? ROWS : rows({ size }));

test("the rows are those of the book", () => close(ROWS, theirs.rows));

test("the line is handmade's, for every size of the seventh tumor", () => {
  for (const { size, line: fit } of theirs.fits) {
    const { w, b } = line(data(size));
    close([w, b], fit);
  }
});

test("the neuron is handmade's, for every size of the seventh tumor", () => {
  for (const { size, neuron: fit } of theirs.fits) {
    const { w, b } = neuron(data(size));
    close([w, b], fit, 1e-6);
  }
});

test("the syllabus's numbers: the cut goes from 3.50 to 4.51, and the neuron's stays", () => {
  close([line(ROWS).cut, line(rows({ size: 23 })).cut], [3.5, 4.508], 1e-4);
  close(neuron(rows({ size: 23 })).cut, neuron(ROWS).cut, 1e-6);
});

test("the neuron sits where the slopes of its loss are zero", () => {
  const { w, b } = neuron(rows({ size: 12 }));
  const errors = rows({ size: 12 }).map(([x, y]) => [x, sigmoid(w * x + b) - y]);
  close(errors.reduce((sum, [, e]) => sum + e, 0), 0);
  close(errors.reduce((sum, [x, e]) => sum + x * e, 0) + w, 0);
});

test("the tumor of 3.8 cm is given up from 9.5 cm on", () => {
  assert.deepEqual([9, 9.5].map((size) => missed({ size }, line(rows({ size })).cut)), [[], [3.8]]);
  assert.deepEqual(changed(4.508), [4, 4.3]);
});

test("the sentence says where both cuts stand, and whom the line gave up", () => {
  assert.match(sentence({ size: 6 }), /^With a seventh tumor of 6 cm the line crosses ½ at 3\.49 cm; it still has all seven right\./);
  assert.match(sentence({ size: 6 }), /The neuron’s cut, 3\.15 cm, has moved by −0\.06: so near the cut/);
  assert.match(sentence({ size: 23 }), /at 4\.51 cm; it calls the malignant tumor of 3\.8 cm benign, and of the new ones it has changed its mind about 4\.0 and 4\.3 cm\./);
  assert.match(sentence({ size: 23 }), /The neuron’s cut, 3\.21 cm, has not moved/);
});
