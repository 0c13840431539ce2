// ml-softmax: scores become probabilities; what a constant changes, what temperature does, and what the loss asks for.
import { Explorable, define } from "./explorable.js";
import { fixed, show } from "./numbers.js";
import { Plot, h, svg } from "./plot.js";
import { NAMES, SCORES, sentence, settings, signed, stepped, truth, view } from "./softmax_core.js";

const WIDTH = 34; // of a bar

class Softmax extends Explorable {
  static title = "Softmax: scores become probabilities";
  static settings = settings;
  static styles = `
    .bar { fill: var(--ml-accent); }
    .true { fill: var(--ml-second); }
    .shaft { stroke: var(--ml-accent); stroke-width: 3; fill: none; }
    .shaft.true { stroke: var(--ml-second); fill: none; }
    .ask { margin: 0 0 0.5rem; }
    [hidden] { display: none; }
    table { width: 100%; margin-top: 0.5rem; }
    caption { caption-side: bottom; padding-top: 0.4rem; text-align: left; }
    sup { line-height: 0; }
    th:first-child { text-align: left; white-space: nowrap; }
    tbody tr { border-top: 1px solid var(--pst-color-border, #8886); }
    td, th { padding: 0.2rem 0.3rem; }
    @container (max-width: 26rem) { table { font-size: 0.85rem; } td, th { padding: 0.2rem 0.1rem; } }`;

  build(panel) {
    const plot = (label, options) => new Plot({ label, xs: [0, 1], height: 230, ...options });
    this.bars = plot("The probability of each class, as bars", { ys: [0, 1.15], yLabel: "probability p" });
    this.arrows = plot("The slope of the loss for each score, p minus y, as arrows",
      { ys: [-1.35, 1.35], yLabel: "slope p − y" });
    this.body = h("tbody");
    const heads = ["class", "score", h("span", {}, "e", h("sup", {}, "score")), h("i", {}, "p"), h("i", {}, "p − y")];
    const caption = h("caption", {},
      "★ is the true class. A score is what its slider says, plus what is added to all, divided by the temperature.");
    const head = h("tr", {}, ...heads.map((name) => h("th", { scope: "col" }, name)));
    panel.append(
      h("p", { class: "ask" },
        "Add 100 to every score: which probabilities change? "
        + "Then move the scores against their arrows, and watch the loss."),
      h("div", { class: "plots" }, this.bars.element, this.arrows.element),
      h("table", {}, caption, h("thead", {}, head), this.body),
      h("div", { class: "controls" }, ...this.sliders()),
    );
    this.button("Add 100 to every score", () => this.set({ shift: this.state.shift + 100 }),
      { enabled: ({ shift }) => shift < settings.shift.max });
    this.button("Move every score against its arrow", () => this.set(stepped(this.state)));
  }

  sliders() {
    const scores = SCORES.map((name, i) => {
      const control = this.slider(name, `score of ${NAMES[i]}`,
        { format: (v) => fixed(v, 2), meaning: (state) => probability(state, i) });
      this.follow(({ classes }) => { control.hidden = i >= classes; });
      return control;
    });
    const choice = this.select("truth", "true class ★");
    this.follow((state) => {
      [...choice.querySelectorAll("option")].forEach((option, i) => {
        option.hidden = option.disabled = i >= state.classes;
      });
      choice.querySelector("select").value = NAMES[truth(state)];
    });
    return [...scores, this.slider("shift", "added to all", { format: (v) => show(v, 4) }),
      this.slider("temperature", "temperature", { format: (v) => fixed(v, 1) }), this.slider("classes", "classes"),
      choice];
  }

  draw(state) {
    const seen = view(state), true_ = truth(state);
    const look = (i) => (i === true_ ? " true" : ""), called = (i) => NAMES[i] + (i === true_ ? " ★" : "");
    const middle = (i) => (i + 0.5) / state.classes; // of a class's column
    const columns = seen.p.map((_, i) => [middle(i), called(i)]);
    this.bars.ticks(columns, [0, 0.5, 1]);
    this.arrows.ticks(columns, [-1, 0, 1]);
    this.bars.show(seen.p.map((p, i) => this.bar(p, middle(i), look(i))));
    this.arrows.show(this.arrows.line([[0, 0], [1, 0]], { class: "line thin" }),
      seen.slopes.map((slope, i) => this.arrow(slope, middle(i), look(i))));
    const cells = (i) => [fixed(seen.scores[i], 2), show(seen.powers[i]), fixed(seen.p[i], 3), signed(seen.slopes[i])];
    this.body.replaceChildren(...seen.p.map((_, i) =>
      h("tr", {}, h("th", { scope: "row" }, called(i)), ...cells(i).map((text) => h("td", {}, text)))));
  }

  bar(p, middle, look) {
    const { bars } = this, x = bars.x(middle), top = bars.y(p);
    return [
      svg("rect", { class: `bar${look}`, x: x - WIDTH / 2, y: top, width: WIDTH, height: bars.bottom - top }),
      svg("text", { x, y: top - 5, "text-anchor": "middle" }, fixed(p, 3)),
    ];
  }

  arrow(slope, middle, look) {
    const { arrows } = this, x = arrows.x(middle), from = arrows.y(0), to = arrows.y(slope), up = Math.sign(slope);
    const head = Math.abs(from - to) > 6 ? `M${x - 5} ${to + 6 * up}L${x} ${to}L${x + 5} ${to + 6 * up}` : "";
    return [
      svg("path", { class: `shaft${look}`, d: `M${x} ${from}V${to}${head}` }),
      svg("text", { x, y: up > 0 ? to - 6 : to + 16, "text-anchor": "middle" }, signed(slope)),
    ];
  }

  sentence(state) {
    return sentence(state);
  }
}

const probability = (state, i) => (i < state.classes ? `probability ${fixed(view(state).p[i], 3)}` : "");

define("ml-softmax", Softmax);
