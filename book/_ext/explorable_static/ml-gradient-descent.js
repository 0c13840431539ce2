// ml-gradient-descent: a learning rate that crawls, arrives, zigzags or flies away, on a parabola or in a bowl.
import { Explorable, define } from "./explorable.js";
import { STEPS, factors, loss, path, regime, sentence, settings } from "./gradient_descent_core.js";
import { evenly, fixed, show } from "./numbers.js";
import { Plot, h, svg } from "./plot.js";

const TOP = 60; // of the valley that is drawn

class GradientDescent extends Explorable {
  static title = "Gradient descent: how long a step?";
  static settings = settings;

  started() {
    return { t: 0 };
  }

  build(panel) {
    const bowl = this.state.surface === "bowl";
    this.valley = bowl
      ? new Plot({ label: "The bowl seen from above, with the path of gradient descent", xs: [0, 10], ys: [-5, 5], xTicks: [0, 5, 10], yTicks: [-4, 0, 4], xLabel: "w", yLabel: "v" })
      : new Plot({ label: "The parabola, with the steps of gradient descent", xs: [0, 10], ys: [0, TOP], xTicks: [0, 5, 10], yTicks: [3, 30, 60], xLabel: "w", yLabel: "loss" });
    this.losses = new Plot({ label: "The loss after each step, on a logarithmic axis", xs: [0, STEPS], ys: [-9, 5], xTicks: [0, 10, 20, 30],
      yTicks: [[-8, "10⁻⁸"], [-4, "10⁻⁴"], [0, "1"], [4, "10⁴"]], xLabel: "step", yLabel: "loss above the minimum" });
    if (bowl) {
      // Lines of equal height are ellipses around the minimum; their shape follows the stretch
      this.follow(({ stretch }) => this.valley.back.replaceChildren(...[1, 5, 12, 22, 35, 50].map((height) => svg("ellipse", {
        class: "line thin", cx: this.valley.x(5), cy: this.valley.y(0),
        rx: this.valley.x(5 + Math.sqrt(height / 2)) - this.valley.x(5), ry: this.valley.y(0) - this.valley.y(Math.sqrt((height * stretch) / 2)),
      }))));
    } else {
      this.valley.back.append(this.valley.line(evenly(0, 10, 101).map((w) => [w, loss([w])])));
    }
    const restart = () => ({ t: 0 });
    const controls = [this.slider("rate", "learning rate *α*", { format: (v) => fixed(v, 3), meaning: (state) => regime(factors(state)[0])[1] }),
      this.slider("start", "start", { on: restart, format: show })];
    if (bowl) controls.push(this.slider("stretch", "stretch", { format: (v) => `${show(v)}×` }));
    panel.append(h("div", { class: "plots" }, this.valley.element, this.losses.element), h("div", { class: "controls" }, ...controls));
    this.button("Step", () => { this.stop(); this.set({ t: this.state.t + 1 }); }, { enabled: ({ t }) => t < STEPS });
    this.button(`Run ${STEPS} steps`, () => {
      this.set({ t: 0 }, { quiet: true });
      this.animate(() => {
        this.set({ t: this.state.t + 1 }, { quiet: true });
        return this.state.t < STEPS;
      });
    });
  }

  draw(state) {
    const points = path(state, state.t), bad = regime(factors(state)[0])[0] === "diverges" ? " bad" : "";
    const seen = points.map(([w, v]) => (state.surface === "bowl" ? [w, v] : [w, loss([w])]));
    this.valley.show(this.valley.line(seen, { class: `line accent thin${bad}` }),
      seen.map((p, i) => this.valley.dot(p, i === state.t ? 7 : 3, { class: `dot${i === state.t ? " now" : ""}${bad}` })));
    const above = points.map((p, i) => [i, Math.max(-9, Math.log10(Math.max(loss(p, state.stretch) - 3, 1e-30)))]);
    this.losses.show(this.losses.line(above, { class: `line accent${bad}` }), this.losses.dot(above[state.t], 5, { class: `dot now${bad}` }));
  }

  sentence(state) {
    return sentence(state, state.t);
  }
}

define("ml-gradient-descent", GradientDescent);
