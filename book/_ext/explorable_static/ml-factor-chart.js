// ml-factor-chart: one straight line 1 − αh for each curvature, the band in which errors shrink, and what follows from it.
import { Explorable, define } from "./explorable.js";
import { DATA, STEPS, cliff, ends, errors, factors, factorText, floor, losses, rateText, sentence, settings, shares,
  top, within }
  from "./factor_chart_core.js";
import { fixed, show } from "./numbers.js";
import { Plot, draggable, h, svg } from "./plot.js";

const LABELS = {
  parabola: "a parabola, 2(w − 5)² + 3", line: "nine rows of y = 2x + 1", raw: "156 houses, as they are",
  minmax: "156 houses, scaled to 0…1", standard: "156 houses, standardized",
};
const HIGHEST = 1.4, LOG = [-8, 4];

class FactorChart extends Explorable {
  static title = "The factor chart: one learning rate for all curvatures";
  static settings = settings;
  static styles = `.band { fill: var(--ml-good); opacity: 0.16; }
    .edge { stroke: var(--ml-good); stroke-dasharray: 5 4; }
    .handle { fill: var(--ml-accent); stroke: transparent; stroke-width: 14; } .words { font-style: italic; }
    .control { grid-template-columns: 8.5rem 1fr 5rem; }
    @container (max-width: 26rem) { .control { grid-template-columns: 1fr 5rem; } }`;

  started(state) {
    return { rate: within(state) };
  }

  set(changes, options) {
    super.set({ ...changes, rate: within({ ...this.state, ...changes }) }, options);
  }

  build(panel) {
    const { controls } = this.state;
    const lowest = controls === "all" ? -3.2 : -1.8;
    this.chart = new Plot({ label: "What one step multiplies the error by, against the learning rate: a line for each curvature",
      xs: [0, 1], ys: [lowest, HIGHEST], xLabel: "learning rate α", yLabel: "one step multiplies the error by",
      height: 430 });
    this.way = new Plot({ label: "The way of the errors, step by step", xs: [-1.2, 1.2], ys: [-1.2, 1.2],
      height: 215 });
    this.fall = new Plot({ label: "The loss after each step, on a logarithmic axis", xs: [0, STEPS], ys: LOG,
      xTicks: [0, 50, 100],
      yTicks: [[-8, "10⁻⁸"], [-4, "10⁻⁴"], [0, "1"], [4, "10⁴"]], xLabel: "step",
      yLabel: "loss above the minimum (start: 1)", height: 215 });
    panel.append(h("div", { class: "plots" }, this.chart.element, h("div", {}, this.way.element, this.fall.element)),
      h("div", { class: "controls" }, ...this.sliders(controls)));
    this.handle = svg("circle", { r: 9 });
    this.chart.element.append(this.handle);
    this.follow((state) => this.axes(state)); // before the handle takes its place on them
    this.follow(draggable(this.chart, this.handle, {
      label: "Learning rate", at: () => [this.state.rate, lowest + 0.15], to: ([rate]) => this.set({ rate }),
      step: () => [DATA[this.state.data].step, 0], value: (state) => `${rateText(state.rate, state.data)}, ${this.heard(state)}`,
    }));
  }

  sliders(controls) {
    const rate = this.slider("rate", "learning rate *α*",
      { format: (v) => rateText(v, this.state.data), meaning: (state) => this.heard(state) });
    const input = rate.querySelector("input");
    this.follow((state) => Object.assign(input, { min: DATA[state.data].step, max: top(state),
      step: DATA[state.data].step, value: state.rate }));
    const made = [rate];
    if (controls === "all") made.push(this.slider("momentum", "momentum *β*", { format: (v) => fixed(v, 2) }));
    // Other data, other cliffs: the learning rate keeps its distance from it
    const on = (state) => ({ rate: (this.state.rate / cliff(this.state)) * cliff(state) });
    if (controls !== "rate") made.unshift(this.select("data", "data", { labels: LABELS, on }));
    return made;
  }

  /** Say the factors to those who hear the slider. */
  heard(state) {
    const [steepest, ...others] = factors(state).map(factorText);
    return others.length ? `factors from ${steepest} to ${others.at(-1)}` : `factor ${steepest}`;
  }

  axes({ data, controls }) {
    const most = top({ data, controls }), one = DATA[data].curvatures.length === 1;
    this.chart.xs = [0, most];
    const unit = 10 ** Math.floor(Math.log10(most));
    const wide = [5, 2, 1, 0.5, 0.2].find((by) => most / (by * unit) >= 2.4) * unit;
    const marks = Array.from({ length: Math.floor((0.96 * most) / wide) + 1 }, (_, i) => i * wide);
    this.chart.ticks(marks.map((v) => [v, data === "raw" ? `${show(v * 1e5)}${v ? "·10⁻⁵" : ""}` : show(v)]),
      (controls === "all" ? [1, 0, -1, -2, -3] : [1, 0, -1]));
    this.way.labels = one ? ["error (start: 1)", "loss (start: 1)"] : ["error in the flattest direction (start: 1)",
      "error in the steepest direction"];
    this.way.ys = one ? [-0.1, 1.3] : [-1.2, 1.2];
    this.way.ticks([-1, 0, 1], one ? [0, 1] : [-1, 0, 1]);
  }

  draw(state) {
    this.drawChart(state);
    const seen = errors(state), one = seen[0].length === 1, ill = state.rate >= cliff(state) ? " bad" : "";
    const points = seen.map((each) => (one ? [each[0], each[0] ** 2] : [each.at(-1), each[0]]))
      .filter((point) => point.every((v) => Math.abs(v) < 99));
    this.way.back.replaceChildren(this.way.inside(one ? this.parabola() : this.ellipses(state.data)));
    this.way.show(this.way.inside(this.way.line(points, { class: `line accent thin${ill}` }),
      points.map((p, i) => this.way.dot(p, i ? 2.5 : 6, { class: `dot${ill}` }))));
    const fall = losses(state).map((loss, t) => [t, Math.log10(Math.max(loss, 1e-30))]);
    this.fall.show(this.fall.inside(this.fall.line(fall, { class: `line accent${ill}` })));
  }

  drawChart(state) {
    const { chart } = this, { curvatures } = DATA[state.data], most = top(state), low = floor(state.momentum),
      now = factors(state);
    const edge = (y) => svg("line", { class: "edge", x1: chart.left, x2: chart.right, y1: chart.y(y), y2: chart.y(y) });
    const [steepest, flattest] = ends(state.data), label = (h) => `h = ${show(h)}`;
    const turn = (0.3 - chart.ys[0]) / steepest; // where the steepest line nears the foot of the chart
    chart.back.replaceChildren(svg("rect", { class: "band", x: chart.left, width: chart.right - chart.left,
      y: chart.y(1), height: chart.y(low) - chart.y(1) }),
      edge(1), edge(low));
    chart.show(
      chart.inside(curvatures.map((h, i) => chart.line([[0, 1], [most, 1 - most * h]],
        { class: `line ${["accent", "second"][i % 2]}` }))),
      chart.text([most, 0.25], "errors shrink in here", { class: "words", "text-anchor": "end", dx: -4 }),
      chart.text([turn, 1 - turn * steepest], label(steepest), { "text-anchor": "end", dx: -8, dy: 8 }),
      curvatures.length > 1 && chart.text([most, 1 - most * flattest], label(flattest),
        { "text-anchor": "end", dx: -4, dy: flattest / steepest > 0.1 ? -20 : -8 }),
      chart.line([[state.rate, chart.ys[0]], [state.rate, HIGHEST]], { class: "line dashed thin" }),
      now.map((factor) => chart.dot([state.rate, factor], 5, { class: factor > low ? "dot now" : "dot now bad" })),
    );
  }

  parabola() {
    return this.way.line(Array.from({ length: 49 }, (_, i) => [i / 20 - 1.2, (i / 20 - 1.2) ** 2]));
  }

  /** Lines of equal loss: the flatter a direction, the longer they are in it. */
  ellipses(data) {
    const [steepest, ...others] = shares(data), flattest = others.at(-1), whole = steepest + flattest, { way } = this;
    return [0.03, 0.12, 0.3, 0.6, 1].map((level) => svg("ellipse", {
      class: "line thin", cx: way.x(0), cy: way.y(0),
      rx: way.x(Math.sqrt((level * whole) / flattest)) - way.x(0),
      ry: way.y(0) - way.y(Math.sqrt((level * whole) / steepest)),
    }));
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-factor-chart", FactorChart);
