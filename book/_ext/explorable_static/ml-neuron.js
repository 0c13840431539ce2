// ml-neuron: three sliders make a neuron a gate; the line that it draws, and its truth table.
import { Explorable, define } from "./explorable.js";
import {
  ACTIVATIONS, GATES, cut, output, preactivation, right, sentence, settings, strip, table,
} from "./neuron_core.js";
import { show } from "./numbers.js";
import { Plot, h, svg } from "./plot.js";

const LOW = -0.5, HIGH = 1.5; // of the plane that is drawn
const THIN = 0.1; // a strip that is thinner is all line
const LABELS_AT = [-0.3, 1.3]; // where the sides say what they are: in the corners

class Neuron extends Explorable {
  static title = "One neuron, four rows: which gates can it be?";
  static settings = settings;
  static styles = `
    .side { fill: var(--ml-accent); fill-opacity: 0.16; }
    .one { fill: var(--ml-ink); stroke: var(--ml-ink); stroke-width: 2; }
    .zero { fill: var(--pst-color-background, Canvas); stroke: var(--ml-ink); stroke-width: 2; }
    .mark { font-size: 16px; font-weight: 700; }
    .yes { color: var(--ml-good); fill: var(--ml-good); }
    .no { color: var(--ml-bad); fill: var(--ml-bad); }
    .middle { stroke: var(--pst-color-background, Canvas); stroke-width: 3; paint-order: stroke; }
    .rule { margin: 0 0 0.5rem; }
    caption { caption-side: bottom; padding-top: 0.4rem; text-align: left; }
    table { width: 100%; align-self: start; }
    tbody tr { border-top: 1px solid var(--pst-color-border, #8886); }
    td, th { padding: 0.3rem 0.25rem; }
    td:last-child { white-space: nowrap; text-align: left; }`;

  build(panel) {
    const label = "The plane of both inputs: the four corners, and the side on which the neuron says 1";
    this.plane = new Plot({ label, xs: [LOW, HIGH], ys: [LOW, HIGH],
      xTicks: [0, 1], yTicks: [0, 1], xLabel: "x₁", yLabel: "x₂", height: 320 });
    this.body = h("tbody");
    const heads = [h("i", {}, "x₁"), h("i", {}, "x₂"), h("i", {}, "z"), "output", "target", ""];
    const head = h("tr", {}, ...heads.map((name) => (name === "" ? h("td") : h("th", { scope: "col" }, name))));
    const caption = "z = w₁x₁ + w₂x₂ + b. Filled corners have the target 1, empty ones 0; "
      + "between dashed lines the output is from 0.1 to 0.9.";
    const truth = h("table", {}, h("caption", {}, caption), h("thead", {}, head), this.body);
    const weight = { meaning: (state) => `${right(state)} of 4 rows right`, format: show };
    panel.append(
      h("p", { class: "rule" }, "Turn weights and bias until all four rows are right. An output above 0.5 counts as 1."),
      h("div", { class: "controls" },
        this.select("gate", "gate"), this.select("activation", "activation", { labels: { relu: "ReLU" } })),
      h("div", { class: "plots" }, this.plane.element, truth),
      h("div", { class: "controls" },
        this.slider("w1", "weight *w*₁", weight), this.slider("w2", "weight *w*₂", weight),
        this.slider("b", "bias *b*", weight)),
    );
    this.button("Show the book’s weights", () => this.set(GATES[this.state.gate].weights),
      { enabled: ({ gate }) => "weights" in GATES[gate] });
  }

  draw(state) {
    const rows = table(state);
    this.body.replaceChildren(...rows.map(({ inputs, z, output: a, target, right: good }) => h("tr", {},
      ...[...inputs, show(z), output(a), target].map((cell) => h("td", {}, String(cell))),
      h("td", { class: good ? "yes" : "no" }, good ? "✓ right" : "✗ wrong"))));
    this.plane.show(this.sides(state), state.gate === "XOR" && this.diagonals(), rows.map((row) => this.corner(row)));
  }

  /** Return the side that says 1, the line before it, and how gradual the change is. */
  sides(state) {
    const { plane } = this, { over, edge } = cut(state, 0.5, LOW, HIGH);
    const at = ([x, y]) => `${plane.x(x)},${plane.y(y)}`;
    const gradual = strip(state) < THIN ? [] : [0.1, 0.9].map((level) => cut(state, level, LOW, HIGH).edge);
    return [
      svg("polygon", { class: "side", points: over.map(at).join(" ") }),
      plane.line(edge, { class: "line accent" }),
      gradual.map((line) => plane.line(line, { class: "line accent thin dashed" })),
      this.words(state),
    ];
  }

  /** Write on each side what it says, in the corner that is farthest from the line. */
  words(state) {
    const corners = LABELS_AT.flatMap((x) => LABELS_AT.map((y) => [x, y]));
    const heights = corners.map((point) => preactivation(state, point)), zero = ACTIVATIONS[state.activation].z(0.5);
    const look = { "text-anchor": "middle", dy: 4 };
    const word = (height, text) => this.plane.text(corners[heights.indexOf(height)], text, look);
    const most = Math.max(...heights), least = Math.min(...heights);
    return [most > zero && word(most, "says 1"), least <= zero && word(least, "says 0")];
  }

  /** Return the two pairs of XOR, and the middle that they share. */
  diagonals() {
    const { plane } = this;
    return [
      plane.line([[0, 0], [1, 1]], { class: "line thin dashed" }),
      plane.line([[0, 1], [1, 0]], { class: "line thin dashed" }),
      plane.dot([0.5, 0.5], 4, { class: "dot second" }),
      plane.text([0.5, 0.5], "(½, ½)", { class: "middle", dx: 14, dy: 5 }),
    ];
  }

  /** Return a corner of the gate: filled for the target 1, with a mark that says whether the neuron has it right. */
  corner({ inputs, target, right: good }) {
    return [
      this.plane.dot(inputs, 8, { class: target ? "one" : "zero" }),
      this.plane.text(inputs, good ? "✓" : "✗", { class: `mark ${good ? "yes" : "no"}`, dx: 13, dy: 6 }),
    ];
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-neuron", Neuron);
