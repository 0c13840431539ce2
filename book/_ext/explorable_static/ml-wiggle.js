// ml-wiggle: a curve that bends as much as it may, its error on the points it learned from, and its error on fresh ones.
import { Explorable, define } from "./explorable.js";
import { DEGREES, PRICES, errorText, place, priceText, sentence, settings, study, wave } from "./wiggle_core.js";
import { evenly } from "./numbers.js";
import { Plot, h } from "./plot.js";

const [LOW, HIGH] = [-3, 5]; // of the drawn errors, as powers of ten
const height = (error) => Math.min(HIGH, Math.max(LOW, Math.log10(Math.max(error, 1e-12))));

class Wiggle extends Explorable {
  static title = "How much may a curve bend?";
  static settings = settings;
  static styles = `.new { fill: var(--ml-second); opacity: 0.45; }`;

  heading() {
    return this.first.dial === "price" ? "What may a weight cost?" : Wiggle.title;
  }

  build(panel) {
    const priced = this.state.dial === "price";
    this.plane = new Plot({ label: "Twelve points near a wave, and the curve fitted to them", xs: [0, 1], ys: [-2, 2],
      xTicks: [0, 0.5, 1], yTicks: [-1, 0, 1], xLabel: "x", yLabel: "y" });
    this.errors = priced
      ? new Plot({ label: "Both errors for every price, both axes logarithmic", xs: [PRICES[0], PRICES.at(-1)], ys: [LOW, 1],
        xTicks: [[-8, "10⁻⁸"], [-5, "10⁻⁵"], [-2, "0.01"], [1, "10"]], yTicks: [[-2, "0.01"], [-1, "0.1"], [0, "1"]], xLabel: "price", yLabel: "error" })
      : new Plot({ label: "Both errors for every degree, on a logarithmic axis", xs: [0, DEGREES - 1], ys: [LOW, HIGH],
        xTicks: [0, 3, 6, 9, 11], yTicks: [[-2, "0.01"], [0, "1"], [2, "100"], [4, "10⁴"]], xLabel: "degree", yLabel: "error" });
    this.plane.back.append(this.plane.line(evenly(0, 1, 101).map((x) => [x, wave(x)]), { class: "line dashed thin" }));
    panel.append(h("div", { class: "plots" }, this.plane.element, this.errors.element),
      h("div", { class: "controls" }, this.slider(this.state.dial, this.state.dial, { ...(priced && { format: priceText }), meaning: (state) =>
        `error on fresh points ${errorText(study(state.points, state.dial).fresh[place(state)])}` })));
    const toggle = this.button("Show fresh points", () => this.set({ fresh: 1 - this.state.fresh }));
    this.follow(({ fresh }) => toggle.setAttribute("aria-pressed", String(fresh === 1)));
    this.button("Twelve new points", () => this.set({ points: (this.state.points + 1) % 1000 }));
  }

  draw(state) {
    const { points: draw, fresh: shown, dial } = state, now = place(state), priced = dial === "price";
    const { points, news, curves, old, fresh } = study(draw, dial), { plane, errors } = this;
    plane.show(shown ? plane.inside(news.map((p) => plane.dot(p, 2, { class: "new" }))) : [],
      plane.inside(plane.line(evenly(0, 1, 301).map((x) => [x, curves[now](x)]), { class: "line accent" })),
      points.map((p) => plane.dot(p, 4.5, { class: "dot ink" })));
    const track = (values, kind) => {
      const at = values.map((value, k) => [priced ? PRICES[k] : k, height(value)]);
      return [errors.inside(errors.line(at, { class: `line ${kind}` })), at.map((p) => errors.dot(p, 3, { class: `dot ${kind}` })),
        errors.dot(at[now], 6, { class: `dot now ${kind}` })];
    };
    errors.show(track(old, "accent dashed"), track(fresh, "second"),
      errors.text(priced ? [-7.8, Math.max(LOW + 0.1, height(old[0]) - 0.4)] : [0.2, LOW + 0.3], "learned from"),
      errors.text(priced ? [-7.8, height(fresh[0]) + 0.25] : [0.2, 0.7], "fresh"));
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-wiggle", Wiggle);
