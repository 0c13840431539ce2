// ml-batch-size: many rough steps or one smooth one, for the same price. The path in the bowl of the nine houses.
import { Explorable, define } from "./explorable.js";
import { EPOCHS, GOAL, houses, sentence, settings, stepsOf, walked } from "./batch_size_core.js";
import { counted, fixed } from "./numbers.js";
import { Plot, h } from "./plot.js";

const LEVELS = [2.6, 4, 10, 20, 40, 80], LOOKS = 9 * EPOCHS;
const above = (loss) => Math.log10(Math.max(loss - houses.least, 1e-3)); // the axis is stretched near the least

class BatchSize extends Explorable {
  static title = "How many houses a step?";
  static settings = settings;
  static styles = `.goal { margin: 0 0 0.5rem; }
    .words { stroke: var(--pst-color-background, Canvas); stroke-width: 4; paint-order: stroke; }
    .target { stroke: var(--ml-second); }`;

  build(panel) {
    this.bowl = new Plot({ label: "The mean squared error of every line, as contour lines over w and b, with the path of the walk",
      xs: [-0.2, 3], ys: [-1.5, 4.5], xTicks: [0, 1, 2, 3], yTicks: [0, 2, 4], xLabel: "w", yLabel: "b" });
    this.losses = new Plot({ label: "The loss after each step, against the number of looks at a house",
      xs: [0, LOOKS], ys: [-3, 2.4], xTicks: [0, 300, 600, LOOKS], xLabel: "looks at a house", yLabel: "loss",
      yTicks: [-2, -1, 0, 1, 2].map((power) => [power, String(Number((houses.least + 10 ** power).toPrecision(3)))]) });
    this.bowl.back.append(
      this.bowl.inside(LEVELS.map((level) => this.bowl.line(houses.contour(level), { class: `line thin${level === GOAL ? " target" : ""}` }))));
    this.losses.back.append(this.losses.line([[0, above(GOAL)], [LOOKS, above(GOAL)]], { class: "line thin target" }));
    panel.append(
      h("p", { class: "goal" }, `Get below ${GOAL} (orange) with as few looks as possible. Then find a setting that stays below.`),
      h("div", { class: "plots" }, this.bowl.element, this.losses.element),
      h("div", { class: "controls" },
        this.slider("batch", "batch size", { meaning: (state) => `${counted(stepsOf(state), "step")} an epoch` }),
        this.slider("rate", "learning rate *α*", { format: (v) => fixed(v, 4) }),
        this.select("pace", "over time", { labels: { shrinking: "shrinking: half in epoch 10" } })));
    const more = ({ epochs }) => epochs < EPOCHS;
    this.button("One epoch", () => { this.stop(); this.set({ epochs: this.state.epochs + 1 }); }, { enabled: more });
    this.button(`Run ${EPOCHS} epochs`, () => {
      this.set({ epochs: 0 }, { quiet: true });
      this.animate(() => {
        this.set({ epochs: this.state.epochs + 1 }, { quiet: true });
        return more(this.state);
      }, 60);
    });
    this.button("Another order", () => { this.stop(); this.set({ order: this.state.order + 1 }); });
  }

  draw(state) {
    const walk = walked(state), bad = walk.gone ? " bad" : "";
    const curve = ({ looks, losses }) => losses.map((loss, i) => [looks[i], above(loss)]);
    const mine = curve(walk), smooth = state.batch < 9 && curve(walked({ ...state, batch: 9 }));
    this.bowl.show(this.bowl.inside(this.bowl.line(walk.points, { class: `line accent thin${bad}` })),
      walk.points.slice(-stepsOf(state)).map((point) => this.bowl.dot(point, 2.5, { class: `dot${bad}` })),
      this.bowl.dot(walk.points.at(-1), 6, { class: `dot now${bad}` }));
    this.losses.show(
      this.losses.inside(this.losses.line(mine, { class: `line accent thin${bad}` }), smooth && this.losses.line(smooth, { class: "line dashed" })),
      this.losses.dot(mine.at(-1), 5, { class: `dot now${bad}` }),
      smooth && this.losses.text([LOOKS, 2.05], "dashed: all nine a step", { class: "words", "text-anchor": "end" }));
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-batch-size", BatchSize);
