// Quiz: the form that quiz.py writes, made alive. Without this file its answers stay folded below the question.
// quiz_logic.js is imported by the address of its own tag, which carries the hash of its content.
const { VERDICTS, judgeChoices, judgeNumber, score } = await import(document.querySelector('script[src*="quiz_logic.js"]').src);

const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
};

/** Return a copy without ids, which must stay unique on the page. */
const copy = (element) => {
  const twin = element.cloneNode(true);
  for (const node of [twin, ...twin.querySelectorAll("[id]")]) node.removeAttribute("id");
  return twin;
};

function verdictLine(verdict, ...words) {
  const icon = make("span", "quiz-icon", VERDICTS[verdict].icon);
  icon.setAttribute("aria-hidden", "true");
  return make("p", `quiz-verdict quiz-${verdict}`, icon, make("span", "", ...words));
}

/** Return what tells of a cell's result: all that follows it in its section, up to the next thing to do. */
function storyAfter(cell) {
  const story = [];
  for (let next = cell.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches("section, .quiz, .exercise")) break;
    story.push(next);
  }
  return story;
}

/** Hide the output of the cell that this quiz asks about, and what is told of it; return the function that shows it. */
function hideOutputs(quiz) {
  const cells = [...document.querySelectorAll(`.after-${CSS.escape(quiz.id)}`)];
  const outputs = cells.flatMap((cell) =>
    [...cell.querySelectorAll(".cell_output")].map((output) => output.closest("details.below-input") ?? output));
  if (outputs.length === 0) return () => {};
  outputs.push(...storyAfter(cells.at(-1)));
  const button = make("button", "quiz-show", "Show it anyway");
  button.type = "button";
  const link = make("a", "", "Answer the question above first");
  link.href = `#${quiz.id}`;
  const note = make("div", "quiz-locked", make("p", "", link, " and the result will show itself."), button);
  const show = () => {
    for (const output of outputs) output.classList.remove("quiz-hidden");
    note.remove();
  };
  button.addEventListener("click", () => {
    show();
    outputs[0].setAttribute("tabindex", "-1");
    outputs[0].focus(); // the button is gone; do not send the keyboard back to the top of the page
  });
  for (const output of outputs) output.classList.add("quiz-hidden");
  outputs[0].before(note);
  const showTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && outputs.some((output) => output.contains(target))) {
      show();
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", showTarget); // a link to a hidden figure must find it
  showTarget();
  return show;
}

function start(quiz) {
  const status = quiz.querySelector(".quiz-status");
  const items = [...quiz.querySelectorAll(".quiz-answers li[data-right]")];
  const answers = items.map(({ dataset }) =>
    ({ right: dataset.right === "true", number: dataset.number === undefined ? null : Number(dataset.number) }));
  const inputs = [...quiz.querySelectorAll(".quiz-form input")];
  const numeric = quiz.dataset.kind === "number";
  const reveal = hideOutputs(quiz);

  const judge = () => {
    if (!numeric) return judgeChoices(answers.map((a) => a.right), inputs.flatMap((input, i) => (input.checked ? [i] : [])));
    return judgeNumber(inputs[0].valueAsNumber, Number(quiz.dataset.answer), Number(quiz.dataset.tolerance), answers);
  };
  quiz.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { verdict, note, show } = judge();
    const lines = [verdictLine(verdict, [VERDICTS[verdict].word, note].filter(Boolean).join(" "))];
    for (const index of show) {
      const feedback = copy(items[index].querySelector(".quiz-feedback"));
      if (show.length > 1) {
        const choice = copy(inputs[index].labels[0].querySelector("span"));
        feedback.prepend(verdictLine(...(answers[index].right ? ["right", "Right: "] : ["wrong", "Wrong: "]), choice));
      }
      lines.push(feedback);
    }
    status.replaceChildren(...lines);
    if (verdict === "none") return;
    reveal();
    quiz.dispatchEvent(new CustomEvent("quiz-checked", { bubbles: true, detail: { label: quiz.id, verdict } }));
  });
  quiz.addEventListener("input", () => status.replaceChildren()); // an old verdict must not stand beside a new choice
  quiz.querySelector(".quiz-answers").hidden = true;
  const check = quiz.querySelector(".quiz-check");
  check.hidden = check.disabled = false;
}

/** Count in a set what is right, after every check. */
function startSet(set) {
  const total = set.querySelectorAll("div.quiz[data-kind]").length;
  if (total < 2) return; // at the head of a chapter, a single question to recall
  const verdicts = new Map();
  set.addEventListener("quiz-checked", ({ detail }) => {
    verdicts.set(detail.label, detail.verdict);
    set.querySelector(".quiz-score").textContent = score([...verdicts.values()], total);
  });
}

for (const quiz of document.querySelectorAll("div.quiz[data-kind]")) start(quiz);
for (const set of document.querySelectorAll("div.quiz-set")) startSet(set);
