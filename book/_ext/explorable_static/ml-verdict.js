// ml-verdict: the table of a study, sorted by any column, with the gain over any row, for as many seeds as one can afford.
import { Explorable, define } from "./explorable.js";
import { h, svg } from "./elements.js";
import { fixed } from "./numbers.js";
import { COLUMNS, ROWS, decided, sentence, settings, table, written } from "./verdict_core.js";

const LOW = -10, HIGH = 10, WIDTH = 120, MIDDLE = 9; // of the drawing beside each row: points, pixels
const at = (points) => Math.round((10 * WIDTH * (Math.min(HIGH, Math.max(LOW, points)) - LOW)) / (HIGH - LOW)) / 10;
const KINDS = { "-1": "worse", 0: "open", 1: "better" };
const TITLES = Object.fromEntries(ROWS.map(({ name, title }) => [name, title]));

class Verdict extends Explorable {
  static title = "Which change helped?";
  static settings = settings;
  static styles = `
    table { width: 100%; font-size: 0.92rem; }
    th, td { padding: 0.1rem 0.3rem; white-space: nowrap; }
    tbody th, thead th:first-child { text-align: left; font-weight: 400; white-space: normal; }
    thead button { padding: 0.1rem 0.35rem; min-height: 1.8rem; font-size: inherit; }
    .plot { width: 32%; white-space: normal; }
    .plot svg { overflow: visible; }
    .zero { stroke: var(--ml-ink); stroke-width: 1; }
    .bar { stroke-width: 2.5; fill: none; }
    .better { stroke: var(--ml-accent); fill: var(--ml-accent); }
    .worse { stroke: var(--ml-bad); fill: var(--ml-bad); }
    .open { stroke: var(--ml-ink); fill: none; stroke-width: 1.5; }
    tr.chosen { font-weight: 600; }
    tr.chosen th { font-weight: 600; }
    @container (max-width: 34rem) { .wide { display: none; } .plot { width: 26%; } }`;

  build(panel) {
    this.heads = Object.entries(COLUMNS).map(([name, label]) => {
      const button = h("button", { type: "button", "data-sort": name }, label);
      button.addEventListener("click", () => this.set({ by: name }));
      return h("th", { scope: "col", class: name === "train" || name === "time" ? "wide" : "" }, button);
    });
    this.body = h("tbody");
    panel.append(
      h("p", {}, "Every row is a network of the study. Sort by a column, take seeds away, or compare with another row."),
      h("table", {}, h("thead", {}, h("tr", {}, ...this.heads, h("td", { class: "plot", "aria-hidden": "true" }, "−10 … 10 points"))), this.body),
      h("div", { class: "controls" }, this.slider("seeds", "seeds"), this.select("against", "compared with", { labels: TITLES })));
  }

  draw(state) {
    Object.keys(COLUMNS).forEach((name, i) =>
      this.heads[i].setAttribute("aria-sort", name !== state.by ? "none" : name === "list" || name === "time" ? "ascending" : "descending"));
    this.heads.forEach((head) => head.firstChild.setAttribute("aria-pressed", String(head.getAttribute("aria-sort") !== "none")));
    this.body.replaceChildren(...table(state).map((row) => {
      const own = row.name === state.against, cells = [fixed(row.train, 3), fixed(row.validation, 3), fixed(row.time, 1), own ? "–" : written(row)];
      return h("tr", { class: own ? "chosen" : "", "data-row": row.name }, h("th", { scope: "row" }, row.title),
        ...cells.map((text, i) => h("td", { class: i === 0 || i === 2 ? "wide" : "" }, text)), h("td", { class: "plot" }, own ? mark() : mark(row)));
    }));
  }

  sentence(state) {
    return sentence(state);
  }
}

/** Return the drawing of one row: zero, and the gain with its interval, cut at the ends. */
function mark(row) {
  const zero = svg("path", { class: "zero", d: `M${at(0)} 0V18` });
  const box = { viewBox: `0 0 ${WIDTH} 18`, "aria-hidden": "true" };
  if (!row) return svg("svg", box, zero);
  const { middle, half } = row, kind = KINDS[decided(row)], low = at(middle - half), high = at(middle + half);
  const off = middle < LOW || middle > HIGH;
  const point = off ? svg("path", { class: kind, d: `M2 ${MIDDLE}l9 -5v10z` }) : svg("circle", { class: kind, cx: at(middle), cy: MIDDLE, r: 4 });
  return svg("svg", box, zero, svg("path", { class: `bar ${kind}`, d: `M${low} ${MIDDLE}H${high}` }), point);
}

define("ml-verdict", Verdict);
