// ml-you-vs-gradient: nine numbers that tell horizontal from vertical strokes, set by the reader and by gradient descent.
import { Explorable, define } from "./explorable.js";
import { NINE_STYLES, nineInputs } from "./nine_inputs.js";
import { Plot, h, svg } from "./plot.js";
import { FILM, HEIGHT, SEEDS, STEPS, TEST, TRAINING, WIDTH, accuracies, judged, look, sentence, settings, trained } from "./you_vs_gradient_core.js";
import { fixed, percent } from "./numbers.js";

const SHOWN = [...TRAINING.slice(0, 4), ...TEST.slice(0, 4)];
const FRAME = 60; // the side of a picture of the film
const KINDS = { true: "horizontal", false: "vertical" };

class YouVersusGradient extends Explorable {
  static title = "You versus gradient descent: horizontal or vertical?";
  static settings = settings;
  static styles = `${NINE_STYLES}
    p { margin: 0.25rem 0 0.6rem; }
    .pictures, .film { display: grid; grid-template-columns: repeat(8, 1fr); gap: 0.5rem; margin: 0.5rem 0; }
    .film { grid-template-columns: repeat(6, 1fr); }
    @container (max-width: 26rem) { .pictures { grid-template-columns: repeat(4, 1fr); } .film { grid-template-columns: repeat(3, 1fr); } }
    td { white-space: nowrap; }
    .pictures canvas { width: 100%; image-rendering: pixelated; border: 1px solid var(--ml-ink); display: block; }
    .pictures .wrong canvas { outline: 3px solid var(--ml-bad); }
    .below-table { margin-top: 0.6rem; }
    figure { margin: 0; font-size: 0.85rem; text-align: center; }
    .film text { font-size: 8px; text-anchor: middle; }
    .film rect { stroke: var(--ml-ink); stroke-width: 0.5; }
    .plus { fill: var(--ml-accent); }
    .minus { fill: var(--ml-second); }
    .ring { fill: none; stroke: var(--ml-second); stroke-width: 1.5; }
    .answers { align-self: center; }`;

  build(panel) {
    this.answers = new Plot({ label: "How strongly the kernel answers to each stroke, the horizontal ones above the vertical ones, and the cut between them",
      xs: [0, 1], ys: [0.4, 3.1], yTicks: [[2, "▬"], [1, "▮"]], xLabel: "answer, as a share of the largest", xTicks: [0, [0.5, "0.5"], 1], height: 170 });
    this.pictures = h("div", { class: "pictures" }, ...SHOWN.map(({ pixels, horizontal }) => h("figure", {}, painted(pixels, horizontal), h("figcaption"))));
    this.score = h("tbody");
    this.film = h("div", { class: "film" });
    panel.append(
      h("p", {}, "Set the nine numbers so that the kernel answers strongly to one kind of stroke and hardly to the other; the best cut between its answers is found for you. Can you get past 95 %?"),
      h("div", { class: "plots" }, nineInputs(this, "kernel"), h("div", { class: "answers" }, this.answers.element)),
      h("table", {}, h("thead", {}, h("tr", {}, ...["told right", "at the left", "at the right"].map((text) => h("th", { scope: "col" }, text)))), this.score),
      h("p", { class: "below-table" }, "Four strokes at the left, which gradient descent learns from, and four at the right, which it never sees:"),
      this.pictures,
      h("div", { class: "controls" }, this.slider("seed", "gradient descent from start", { on: () => ({ t: 0 }) }), this.slider("t", "its steps")),
      this.film,
    );
    this.button("Let gradient descent play", () => {
      this.set({ t: 0 }, { quiet: true });
      this.animate(() => {
        this.set({ t: this.state.t + 10 }, { quiet: true });
        return this.state.t < STEPS;
      }, 60);
    });
    this.button("Next start", () => this.set({ seed: (this.state.seed % SEEDS) + 1, t: 0 }));
    this.button("Take its numbers", () => this.set({ kernel: trained(this.state.seed, this.state.t).slice(0, 9).map((w) => Number(w.toFixed(2))) }));
  }

  draw({ kernel, seed, t }) {
    if (this.judgedKernel !== String(kernel)) {
      this.judgedKernel = String(kernel);
      this.judged = judged(kernel);
      this.drawAnswers(this.judged);
      this.drawVerdicts(kernel, this.judged);
    }
    const rows = [["you", this.judged.accuracies], [`gradient descent, step ${t}`, accuracies(trained(seed, t))]];
    this.score.replaceChildren(...rows.map(([who, shares]) => h("tr", {},
      h("th", { scope: "row" }, who), ...shares.map((share) => h("td", {}, `${fixed(100 * share, 1)} %`)))));
    this.film.replaceChildren(...FILM.map((step) => frame(seed, step, step <= t)));
  }

  drawAnswers({ answers, cut, above }) {
    const most = Math.max(...answers) || 1, plot = this.answers;
    const marks = answers.map((answer, i) => {
      const at = [answer / most, (TRAINING[i].horizontal ? 2 : 1) + 0.3 * (((i * 7) % 20) / 10 - 0.95)];
      return TRAINING[i].horizontal ? plot.dot(at, 3) : plot.dot(at, 3, { class: "ring" });
    });
    const sides = Number.isFinite(cut) && [
      plot.line([[cut / most, 0.4], [cut / most, 2.6]], { class: "line dashed" }),
      plot.text([0.01, 2.75], `◂ called ${KINDS[!above]}`),
      plot.text([1, 2.75], `called ${KINDS[above]} ▸`, { "text-anchor": "end" }),
    ];
    plot.show(marks, sides);
  }

  drawVerdicts(kernel, { told }) {
    SHOWN.forEach(({ pixels, horizontal }, i) => {
      const figure = this.pictures.children[i], said = told(look(kernel, pixels).answer);
      figure.className = said === horizontal ? "" : "wrong";
      figure.lastChild.textContent = said === horizontal ? "✓ right" : "✗ wrong";
    });
  }

  sentence(state) {
    return sentence(state);
  }
}

/** Return a canvas with a picture, from black, 0, to white. */
function painted(pixels, horizontal) {
  const canvas = h("canvas", { width: WIDTH, height: HEIGHT, role: "img", "aria-label": `${KINDS[horizontal]} stroke` }), context = canvas.getContext("2d");
  const data = context.createImageData(WIDTH, HEIGHT);
  pixels.forEach((p, i) => data.data.set([170 * p, 170 * p, 170 * p, 255], 4 * i));
  context.putImageData(data, 0, 0);
  return canvas;
}

/** Return one picture of the film: the nine numbers after a step, or an empty frame before it is there. */
function frame(seed, step, there) {
  const weights = there ? trained(seed, step).slice(0, 9) : Array(9).fill(0), most = Math.max(...weights.map(Math.abs)) || 1;
  const side = FRAME / 3, at = (i) => [(i % 3) * side, Math.floor(i / 3) * side];
  const cells = weights.flatMap((w, i) => {
    const [x, y] = at(i);
    return [svg("rect", { x, y, width: side, height: side, class: w < 0 ? "minus" : "plus", "fill-opacity": (0.5 * Math.abs(w)) / most }),
      svg("text", { x: x + side / 2, y: y + side / 2 + 3.5 }, there ? fixed(w, 1) : "")];
  });
  return h("figure", {}, svg("svg", { viewBox: `0 0 ${FRAME} ${FRAME}`, role: "img", "aria-label": there ? weights.map((w) => fixed(w, 1)).join(", ") : "not there yet" }, ...cells), h("figcaption", {}, `step ${step}`, h("br"), there ? percent(accuracies(trained(seed, step))[0]) : ""));
}

define("ml-you-vs-gradient", YouVersusGradient);
