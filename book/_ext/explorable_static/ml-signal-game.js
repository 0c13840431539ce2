// ml-signal-game: one slider for the size of a deep net's first weights; make both rows of bars flat.
import { Explorable, define } from "./explorable.js";
import { fixed, percent, show } from "./numbers.js";
import { Plot, h, svg } from "./plot.js";
import { DEPTH, EVEN, NAMES, RULES, TRIES, UNITS, measure, passes, recorded, rough, sentence, settings } from "./signal_game_core.js";

const LOW = -4; // powers of ten below a row's largest bar that are drawn

class SignalGame extends Explorable {
  static title = "The signal game: make both rows flat";
  static settings = settings;
  static styles = `
    .record { width: 100%; margin-top: 0.75rem; }
    .record :is(th, td):first-child { text-align: left; }
    .record tbody tr > * { border-top: 1px solid var(--ml-faint); }
    .rules { margin: 0.5rem 0 0; padding-left: 1.25rem; }
    .goal { margin: 0 0 0.5rem; }
    .bar { fill: var(--ml-accent); }
    .second .bar { fill: var(--ml-second); }`;

  started() {
    return { record: {} };
  }

  build(panel) {
    this.rows = {
      spread: row("Forward: how much the inputs differ in each layer", "forward: spread between inputs (largest = 1)"),
      blame: row("Backward: how much blame arrives at each layer", "back: blame, the weights' gradient (largest = 1)"),
    };
    this.rows.blame.element.classList.add("second");
    this.table = h("tbody");
    this.rules = h("ul", { class: "rules" });
    const columns = ["activation", "your best gain", "largest : smallest"].map((name) => h("th", { scope: "col" }, name));
    panel.append(
      h("p", { class: "goal" }, "Each bar is a layer. Find a gain that lifts all bars above the dashed lines, half the largest: "
        + "for each activation, if there is one. The gain is the standard deviation of the weights times √n, "
        + `where n = ${UNITS} numbers come into a unit. Who has found it, or tried ${TRIES} gains, is told the rule.`),
      h("div", { class: "plots" }, this.rows.spread.element, this.rows.blame.element),
      h("div", { class: "controls" }, this.select("activation", "activation", { labels: NAMES }), this.gain()),
      h("table", { class: "record" }, h("thead", {}, h("tr", {}, ...columns)), this.table), this.rules,
    );
    this.button("New weights", () => this.set({ seed: (this.state.seed % settings.seed.max) + 1 }));
  }

  /** A slider on which equal ways are equal factors. */
  gain() {
    const value = h("span", { class: "value", "aria-hidden": "true" });
    const [min, max] = [settings.gain.min, settings.gain.max].map(Math.log2);
    const input = h("input", { type: "range", min, max, step: 0.05, "data-name": "gain" });
    input.addEventListener("input", () => {
      const state = { ...this.state, gain: 2 ** Number(input.value) };
      this.set({ gain: state.gain, record: recorded(state.record, state, this.measured(state)) });
    });
    this.follow((state) => {
      input.value = Math.log2(state.gain);
      value.textContent = fixed(state.gain, 2);
      input.setAttribute("aria-valuetext", `${fixed(state.gain, 2)}, ${passes(this.measured(state)) ? "flat" : "not flat"}`);
    });
    return h("label", { class: "control" }, h("span", { class: "name" }, "gain"), input, value);
  }

  /** What the net shows, computed once for each state. */
  measured({ activation, gain, seed }) {
    const key = [activation, gain, seed].join();
    if (this.known?.key !== key) this.known = { key, found: measure({ activation, gain, seed }) };
    return this.known.found;
  }

  draw(state) {
    const measured = this.measured(state);
    for (const [name, plot] of Object.entries(this.rows)) plot.show(bars(plot, measured[name]));
    const { options } = settings.activation, { record } = state;
    const told = options.filter((name) => record[name]?.best.passes || record[name]?.tries >= TRIES);
    this.table.replaceChildren(...options.map((name) => line(name, record[name]?.best)));
    this.rules.replaceChildren(...told.map((name) => h("li", {}, `${NAMES[name]}: ${RULES[name]}.`)));
  }

  sentence(state) {
    return sentence(state, this.measured(state));
  }
}

const row = (label, yLabel) => new Plot({ label, yLabel, xLabel: `layer (${UNITS} units each)`, height: 220,
  xs: [0.4, DEPTH + 0.6], ys: [LOW, 0.45],
  xTicks: Array.from({ length: DEPTH }, (_, i) => i + 1), yTicks: [[0, "1"], [-1, "1/10"], [-2, "1/100"], [-4, "10⁻⁴"]] });

function bars(plot, values) {
  const largest = Math.max(...values), half = plot.y(-Math.log10(EVEN));
  return [
    values.map((value, i) => {
      const x = plot.x(i + 1), top = plot.y(Math.max(LOW + 0.05, Math.log10(value / largest)));
      return [svg("rect", { class: "bar", x: x - 17, width: 34, y: top, height: plot.bottom - top }),
        svg("text", { x, y: top - 5, "text-anchor": "middle" }, show(value, 2))];
    }),
    svg("path", { class: "line thin dashed", d: `M${plot.left} ${half}H${plot.right}` }),
  ];
}

/** A row of the table: the best place so far. */
function line(name, best) {
  const crowd = best?.saturated >= 0.01 ? `, ${percent(best.saturated)} saturated` : "";
  const cells = best ? [fixed(best.gain, 2), `${rough(best.uneven)} : 1${crowd}`] : ["–", "–"];
  return h("tr", {}, h("th", { scope: "row" }, NAMES[name]), ...cells.map((text) => h("td", {}, text)));
}

define("ml-signal-game", SignalGame);
