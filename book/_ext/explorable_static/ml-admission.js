// ml-admission: the neuron that the program ships, and what becomes of it without its scaler.
import { border, decide, sentence, settings } from "./admission_core.js";
import { Explorable, define } from "./explorable.js";
import { percent, show } from "./numbers.js";
import { Plot, h } from "./plot.js";

const TICKS = [0, 25, 50, 75, 100];

class Admission extends Explorable {
  static title = "Would the shipped neuron admit you?";
  static settings = settings;

  build(panel) {
    this.plot = new Plot({ label: "The two scores, and the line on which the neuron is undecided", xs: [0, 100], ys: [0, 100],
      xTicks: TICKS, yTicks: TICKS, xLabel: "first exam", yLabel: "second exam" });
    panel.append(h("div", { class: "plots" }, this.plot.element), h("div", { class: "controls" },
      this.slider("first", "first exam", { format: show, meaning: (state) => percent(decide(state).probability) }),
      this.slider("second", "second exam", { format: show, meaning: (state) => percent(decide(state).probability) }),
      this.select("scaler", "the scaler", { labels: { with: "travels with the neuron", without: "stayed at home" } })));
  }

  draw({ first, second, scaler }) {
    const yes = decide({ first, second, scaler }).probability >= 0.5, at = [first, second];
    const line = [0, 100].map((score) => [score, border(score, scaler)]);
    this.plot.show(this.plot.inside(this.plot.line(line, { class: "line accent" })), this.plot.dot(at, 7, { class: yes ? "dot now" : "dot bad now" }),
      this.plot.text(at, yes ? "yes" : "no", { dx: first > 85 ? -12 : 12, dy: 5, "text-anchor": first > 85 ? "end" : "start" }));
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-admission", Admission);
