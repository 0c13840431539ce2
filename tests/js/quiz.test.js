// The logic of the quizzes, without a page: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";
import { VERDICTS, judgeChoices, judgeNumber, score } from "../../book/_ext/quiz_static/quiz_logic.js";

const single = [false, true, false];
const several = [true, false, true, false];

test("nothing chosen is no answer", () => {
  assert.deepEqual(judgeChoices(single, []), { verdict: "none", note: "Choose an answer first.", show: [] });
});

test("the right one of several choices is right, and shows its own feedback", () => {
  assert.deepEqual(judgeChoices(single, [1]), { verdict: "right", note: "", show: [1] });
});

test("a wrong one is wrong, and shows its own feedback", () => {
  assert.deepEqual(judgeChoices(single, [2]), { verdict: "wrong", note: "", show: [2] });
});

test("all right answers and no other are right, whatever the order of clicks", () => {
  assert.deepEqual(judgeChoices(several, [2, 0]), { verdict: "right", note: "", show: [0, 2] });
});

test("what is missing and what is too much is counted, not named", () => {
  assert.equal(judgeChoices(several, [0]).note, "One right answer is missing.");
  assert.equal(judgeChoices(several, [0, 1, 2]).note, "One choice of yours is wrong.");
  assert.equal(judgeChoices(several, [0, 1, 3]).note, "2 choices of yours are wrong, and one right answer is missing.");
  assert.equal(judgeChoices(several, [0, 1, 3]).verdict, "partly");
  assert.equal(judgeChoices(several, [1, 3]).verdict, "wrong");
});

test("of all subsets exactly one is right", () => {
  const subsets = Array.from({ length: 16 }, (_, bits) => [0, 1, 2, 3].filter((i) => bits & (1 << i)));
  assert.deepEqual(subsets.filter((chosen) => judgeChoices(several, chosen).verdict === "right"), [[0, 2]]);
});

const numbers = [{ right: true, number: null }, { right: false, number: 40 }, { right: false, number: null }];

test("a number within the tolerance is right, at its edge too", () => {
  for (const value of [5, 4.9, 5.1]) assert.equal(judgeNumber(value, 5, 0.1, numbers).verdict, "right");
  assert.deepEqual(judgeNumber(5, 5, 0, numbers).show, [0]);
  assert.equal(judgeNumber(0.1 + 0.2, 0.3, 0, numbers).verdict, "right");
  assert.equal(judgeNumber(0, 0, 0, numbers).verdict, "right");
  assert.equal(judgeNumber(5.11, 5, 0.1, numbers).verdict, "wrong");
});

test("a known wrong number gets its own feedback, any other that of the others", () => {
  assert.deepEqual(judgeNumber(40, 5, 0.1, numbers).show, [1]);
  assert.deepEqual(judgeNumber(17, 5, 0.1, numbers).show, [2]);
});

test("without feedback for others the direction is said", () => {
  assert.equal(judgeNumber(17, 5, 0.1, numbers.slice(0, 2)).note, "It is smaller.");
  assert.equal(judgeNumber(-17, 5, 0.1, numbers.slice(0, 2)).note, "It is larger.");
});

test("an empty field is no answer", () => {
  assert.equal(judgeNumber(NaN, 5, 0.1, numbers).verdict, "none");
});

test("every verdict has an icon of its own, so that color is not needed", () => {
  const icons = Object.values(VERDICTS).map((verdict) => verdict.icon);
  assert.equal(new Set(icons).size, icons.length);
});

test("a set counts what is right, and says when nothing is left to do", () => {
  assert.equal(score(["right"], 3), "1 of 3 right so far.");
  assert.equal(score(["wrong", "partly"], 3), "0 of 3 right so far.");
  assert.equal(score(["right", "partly", "wrong"], 3), "1 of 3 right. Change an answer and check it again.");
  assert.equal(score(["right", "right"], 2), "All 2 right.");
});
