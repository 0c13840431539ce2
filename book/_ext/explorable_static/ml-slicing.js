// ml-slicing: an index takes an axis away, a slice or a list keeps it; on a table of 8 rows and 3 columns.
import { h } from "./elements.js";
import { Explorable, define } from "./explorable.js";
import { GOALS, MATRIX, pick, printed, sentence, settings, shapeOf, shapeText } from "./slicing_core.js";

class Slicing extends Explorable {
  static title = "Which cells, and in which shape?";
  static settings = settings;
  static styles = `
    .both { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; align-items: flex-start; margin-top: 0.75rem; }
    td { min-width: 2.6rem; border: 2px solid var(--ml-faint); }
    .both th { color: var(--pst-color-text-muted, GrayText); font-weight: 400; }
    td.lit { border-color: var(--ml-accent); background: var(--ml-accent); color: var(--pst-color-background, Canvas); font-weight: 700; }
    .code, pre { font-family: var(--pst-font-family-monospace, monospace); }
    .code { margin: 0; font-weight: 600; line-height: 1.6; }
    pre { margin: 0.4rem 0; min-height: 11.5rem; line-height: 1.35; background: none; color: inherit; }
    .goal { margin: 0.75rem 0 0; min-height: 1.5em; }
    .sentence { min-height: 4.5em; }`;

  build(panel) {
    const goals = Object.fromEntries(Object.entries(GOALS).map(([key, { name }]) => [key, name]));
    this.cells = MATRIX.map((row) => row.map((value) => h("td", {}, String(value))));
    const head = h("tr", {}, h("td", { style: "border: 0" }), ...MATRIX[0].map((_, j) => h("th", { scope: "col" }, String(j))));
    const table = h("table", {}, head, ...this.cells.map((row, i) => h("tr", {}, h("th", { scope: "row" }, String(i)), ...row)));
    this.code = h("p", { class: "code" });
    this.shape = h("p", { class: "code" });
    this.output = h("pre");
    this.goal = h("p", { class: "goal" });
    panel.append(
      h("div", { class: "controls" }, this.select("goal", "goal", { labels: goals }), this.select("rows", "rows"), this.select("columns", "columns")),
      this.goal,
      h("div", { class: "both" }, h("div", {}, h("p", { class: "code" }, "matrix"), table), h("div", {}, this.code, this.shape, this.output)),
    );
  }

  draw(state) {
    const { cells, values, shape, error } = pick(state), lit = new Set(cells.map(String));
    this.cells.forEach((row, i) => row.forEach((cell, j) => cell.classList.toggle("lit", lit.has(`${i},${j}`))));
    this.code.textContent = `matrix[${state.rows}, ${state.columns}]`;
    this.output.textContent = error ? "IndexError" : printed(values);
    const { words, wanted } = GOALS[state.goal];
    this.goal.textContent = `Find ${words}, of shape ${shapeText(shapeOf(wanted))}.`;
    this.shape.textContent = error ? "no shape" : `shape ${shapeText(shape)}`;
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-slicing", Slicing);
