// Numbers that tests/js/numbers/*.py computed with handmade; tools/explorable_numbers.py writes them before the tests.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** Return what `numbers()` in tests/js/numbers/<name>.py gave. */
export const numbers = (name) => JSON.parse(readFileSync(new URL(`../../_build/numbers/${name}.json`, import.meta.url)));

/** Demand that two numbers, or two nested arrays of them, agree; relative to their size above 1. */
export function close(ours, theirs, tolerance = 1e-9, where = "") {
  if (Array.isArray(theirs)) {
    assert.equal(ours.length, theirs.length, `length${where}`);
    theirs.forEach((value, i) => close(ours[i], value, tolerance, `${where}[${i}]`));
    return;
  }
  const gap = Math.abs(ours - theirs);
  assert.ok(gap <= tolerance * Math.max(1, Math.abs(theirs)), `${ours} is not ${theirs}${where && ` at ${where}`}`);
}
