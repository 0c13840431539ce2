// Nine number inputs, for the weights of a kernel.
import { clamp } from "./numbers.js";
import { h } from "./elements.js";

const readable = (weight) => String(Number(weight.toFixed(4)));

/** Return a grid of inputs for the nine numbers of the setting `name`; `below(state, i)` writes what stands under each. */
export function nineInputs(element, name, below = () => "") {
  const { min, max } = element.constructor.settings[name];
  let typing = null; // what the reader types is not to be rewritten, "-0." for example
  const cells = Array.from({ length: 9 }, (_, i) => {
    const label = `Weight in row ${Math.floor(i / 3) + 1}, column ${(i % 3) + 1}`;
    const input = h("input", { type: "number", min, max, step: "any", "aria-label": label, "aria-describedby": `below-${i}` });
    const note = h("span", { id: `below-${i}`, class: "below" });
    const write = (state) => {
      if (input !== typing) input.value = readable(state[name][i]);
      note.textContent = below(state, i);
    };
    input.addEventListener("input", () => {
      if (Number.isNaN(input.valueAsNumber)) return;
      typing = input;
      element.stop();
      element.set({ [name]: element.state[name].with(i, clamp(input.valueAsNumber, min, max)) });
      typing = null;
    });
    input.addEventListener("blur", () => write(element.state));
    element.follow(write);
    return h("div", { class: "cell" }, input, note);
  });
  return h("div", { class: "nine", role: "group", "aria-label": "The nine weights" }, ...cells);
}

/** How the grid looks: for the styles of an element. */
export const NINE_STYLES = `
.nine { display: grid; grid-template-columns: repeat(3, minmax(0, 8rem)); gap: 0.4rem; }
.nine input { width: 100%; text-align: right; }
.cell { display: grid; align-content: start; }
.below { font-size: 0.85rem; text-align: right; font-variant-numeric: tabular-nums; min-height: 1.3em; }
.below:empty { display: none; }
@container (max-width: 26rem) { .below { min-height: 2.6em; line-height: 1.3; } }
@media print { .nine input { border-style: none; } }
`;
