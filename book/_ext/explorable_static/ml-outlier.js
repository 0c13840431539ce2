// ml-outlier: drag the seventh tumor away; a line fitted to the labels follows it with its cut, a sigmoid neuron does not.
import { Explorable, define } from "./explorable.js";
import { QUERIES, line, neuron, rows, sentence, settings, sigmoid } from "./outlier_core.js";
import { clamp, evenly, fixed, show } from "./numbers.js";
import { Plot, draggable, h, svg } from "./plot.js";

const SIZES = evenly(0, 42, 421);

class Outlier extends Explorable {
  static title = "Drag the seventh tumor";
  static settings = settings;
  static styles = `
    .handle { fill: var(--ml-accent); fill-opacity: 0.25; stroke: var(--ml-accent); stroke-width: 2; }
    .one { fill: var(--ml-ink); stroke: var(--ml-ink); stroke-width: 2; }
    .zero { fill: var(--pst-color-background, Canvas); stroke: var(--ml-ink); stroke-width: 2; }
    .new { fill: none; stroke: var(--ml-ink); stroke-width: 1.5; }
    .new.yes { fill: var(--ml-accent); stroke: var(--ml-accent); }
    .wrong { fill: var(--ml-bad); font-size: 16px; font-weight: 700; }
    .by-line { fill: var(--ml-accent); } .by-neuron { fill: var(--ml-second); }
    .by-line, .by-neuron { stroke: var(--pst-color-background, Canvas); stroke-width: 4; paint-order: stroke; }
    .goal { margin: 0 0 0.5rem; }`;

  build(panel) {
    const yTicks = [0, [0.5, "½"], 1];
    this.all = new Plot({ label: "All seven tumors, with the line and the neuron", xs: [0, 42], ys: [-0.35, 1.6],
      xTicks: [0, 10, 20, 30, 40], yTicks, xLabel: "size in cm", yLabel: "label, and what both say" });
    this.near = new Plot({ label: "The same, near the cuts: from 0 to 8 cm", xs: [0, 8], ys: [-0.35, 1.6],
      xTicks: [0, 2, 4, 6, 8], yTicks, xLabel: "size in cm", yLabel: "the same, nearer" });
    panel.append(
      h("p", { class: "goal" }, "From which size on does the line give up the malignant tumor of 3.8 cm? And the neuron? "
        + "(Filled dots are malignant. Diamonds are new tumors, filled where the line calls them malignant.)"),
      h("div", { class: "plots" }, this.all.element, this.near.element),
      h("div", { class: "controls" }, this.slider("size", "seventh tumor", { format: (v) => `${show(v)} cm`, meaning: (s) => this.heard(s) })),
    );
    const { min, max } = settings.size;
    this.handle = svg("circle", { r: 13 });
    this.all.element.append(this.handle);
    this.follow(draggable(this.all, this.handle, {
      label: "Seventh tumor", step: [0.5, 0],
      at: () => [this.state.size, 1],
      to: ([size]) => this.set({ size: clamp(Math.round(size * 2) / 2, min, max) }),
      value: (state) => `${show(state.size)} cm, ${this.heard(state)}`,
    }));
  }

  draw(state) {
    const data = rows(state), models = [[line(data), "accent", "line"], [neuron(data), "second", "neuron"]];
    for (const plot of [this.all, this.near]) {
      plot.show(
        plot.line(plot.xs.map((x) => [x, 0.5]), { class: "line dashed thin" }),
        plot.inside(models.map(([{ w, b }, color, name]) => plot.line(
          SIZES.map((x) => [x, name === "line" ? w * x + b : sigmoid(w * x + b)]), { class: `line ${color}` }))),
        plot === this.near && models.map(([{ cut }, color, name], i) => this.cut(cut, color, name, i)),
        data.map(([x, y], i) => x <= plot.xs[1] && plot.dot([x, y], i === 6 ? 5 : 4, { class: y ? "one" : "zero" })),
        plot === this.near && [this.crosses(data, models), this.fresh(models[0][0].cut)],
      );
    }
    this.handle.setAttribute("aria-valuenow", state.size);
  }

  /** Mark where a model changes its mind. */
  cut(cut, color, name, i) {
    const { near } = this;
    return [near.line([[cut, -0.35], [cut, 1.6]], { class: `line thin dashed ${color}` }),
      near.text([8, i ? 0.12 : 0.28], `${name}: cut at ${fixed(cut, 2)}`, { class: `by-${name}`, "text-anchor": "end" })];
  }

  /** Cross out the rows that the line has wrong. */
  crosses(data, [[{ cut }]]) {
    return data.filter(([x, y]) => x <= 8 && y !== Number(x >= cut))
      .map((row) => this.near.text(row, "✗", { class: "wrong", "text-anchor": "middle", dy: -9 }));
  }

  /** Draw the new tumors, filled where the line calls them malignant. */
  fresh(cut) {
    const { near } = this;
    return QUERIES.map((x) => {
      const at = [near.x(x), near.y(-0.2)];
      return svg("path", { class: `new${x >= cut ? " yes" : ""}`, d: `M${at[0]},${at[1] - 5}l5,5l-5,5l-5,-5z` });
    });
  }

  heard(state) {
    const data = rows(state);
    return `cut of the line ${fixed(line(data).cut, 2)}, of the neuron ${fixed(neuron(data).cut, 2)}`;
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-outlier", Outlier);
