// What a quiz says to an answer. No DOM in here: tests/js/quiz.test.js runs it in Node.

/** The words and the icon of a verdict; color comes from the style sheet, so that no verdict rests on color alone. */
export const VERDICTS = {
  right: { icon: "✓", word: "Right." },
  wrong: { icon: "✗", word: "Not right." },
  partly: { icon: "~", word: "Partly right." },
  none: { icon: "!", word: "" },
};

const counted = (n, noun) => (n === 1 ? `one ${noun}` : `${n} ${noun}s`);

/**
 * Judge chosen answers. `rights[i]` says whether answer i is right, `chosen` holds the indices chosen.
 * Returns { verdict, note, show }: the indices whose feedback to show, in the order of the page.
 */
export function judgeChoices(rights, chosen) {
  if (chosen.length === 0) return { verdict: "none", note: "Choose an answer first.", show: [] };
  const show = [...chosen].sort((a, b) => a - b);
  const wrong = show.filter((i) => !rights[i]).length;
  const missing = rights.filter((right, i) => right && !chosen.includes(i)).length;
  if (wrong === 0 && missing === 0) return { verdict: "right", note: "", show };
  if (wrong === chosen.length) return { verdict: "wrong", note: "", show };
  const notes = [];
  if (wrong > 0) notes.push(`${counted(wrong, "choice")} of yours ${wrong === 1 ? "is" : "are"} wrong`);
  if (missing > 0) notes.push(`${counted(missing, "right answer")} ${missing === 1 ? "is" : "are"} missing`);
  const note = `${notes.join(", and ")}.`;
  return { verdict: "partly", note: note[0].toUpperCase() + note.slice(1), show };
}

/**
 * Judge a number. `answers[i]` is { right, number }: the right one has the target's feedback, a wrong one with a number
 * is a known mistake, a wrong one without is for every other number.
 */
export function judgeNumber(value, target, tolerance, answers) {
  if (!Number.isFinite(value)) return { verdict: "none", note: "Type a number first.", show: [] };
  const near = (number) => Math.abs(value - number) <= tolerance + 1e-9 * Math.max(Math.abs(number), 1e-300);
  const first = (test) => answers.flatMap((answer, i) => (test(answer) ? [i] : [])).slice(0, 1);
  if (near(target)) return { verdict: "right", note: "", show: first((a) => a.right) };
  const known = first((a) => !a.right && a.number !== null && near(a.number));
  const show = known.length ? known : first((a) => !a.right && a.number === null);
  return { verdict: "wrong", note: show.length ? "" : `It is ${value > target ? "smaller" : "larger"}.`, show };
}

/** Say how many questions of a set are right; `verdicts` has the last verdict on each question that was checked. */
export function score(verdicts, total) {
  const right = verdicts.filter((verdict) => verdict === "right").length;
  if (right === total) return `All ${total} right.`;
  const said = `${right} of ${total} right`;
  return verdicts.length < total ? `${said} so far.` : `${said}. Change an answer and check it again.`;
}
