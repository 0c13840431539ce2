// ml-threshold: a cut on the axis of a thermometer makes classes of numbers, and each cut its own mistakes.
import { Explorable, define } from "./explorable.js";
import { DAYS, ENDS, GOALS, called, mistakes, sentence, settings, wrong } from "./threshold_core.js";
import { fixed } from "./numbers.js";
import { Plot, draggable, h, svg } from "./plot.js";

const ROWS = [0.62, 1.4]; // where the cold and the warm days lie
const FOOT = 0.16; // where the handle of the cut is

class Threshold extends Explorable {
  static title = "From a number to a class";
  static settings = settings;
  static styles = `
    .side { fill: var(--ml-second); fill-opacity: 0.14; }
    .warm { fill: var(--ml-second); stroke: var(--ml-second); stroke-width: 2; }
    .cold { fill: var(--pst-color-background, Canvas); stroke: var(--ml-accent); stroke-width: 2; }
    .cross { fill: var(--ml-bad); font-size: 17px; font-weight: 700; }
    .handle { fill: var(--ml-accent); stroke: transparent; stroke-width: 14; }
    .said { font-style: italic; }
    svg { max-width: 36rem; margin: 0 auto; }
    .ask { margin: 0 0 0.4rem; }
    ol { margin: 0 0 0.6rem; padding-left: 1.4rem; }
    .reached { color: var(--ml-good); font-weight: 600; }`;

  build(panel) {
    this.plot = new Plot({ label: "Fifteen days on the axis of their forecast temperature, warm ones above and cold ones below, and a cut",
      xs: [ENDS[0], ENDS[1]], ys: [0, 2.1], xTicks: [5, 10, 15, 20, 25], xLabel: "forecast in °C", width: 400, height: 220 });
    this.goals = GOALS.map(({ name }) => h("li", { "data-name": name }, name));
    panel.append(h("p", { class: "ask" }, "Filled days are called warm. Move the cut, and find one for each goal:"), h("ol", {}, ...this.goals),
      this.plot.element, h("div", { class: "controls" },
        this.slider("cut", "cut in °C", { format: (v) => fixed(v, 1), meaning: ({ cut }) => `${mistakes(cut)} wrong` })));
    this.handle = svg("circle", { r: 9 });
    this.plot.element.append(this.handle);
    this.follow(draggable(this.plot, this.handle, { label: "Cut", step: [0.5, 0], at: () => [this.state.cut, FOOT],
      to: ([cut]) => this.set({ cut: Math.round(2 * cut) / 2 }), value: ({ cut }) => `${fixed(cut, 1)} °C, ${mistakes(cut)} wrong` }));
  }

  draw({ cut }) {
    const { plot } = this, { missed, false_ } = wrong(cut), x = plot.x(cut), top = plot.y(1.98);
    plot.back.replaceChildren(svg("rect", { class: "side", x, width: plot.right - x, y: top, height: plot.bottom - top }));
    plot.show(
      plot.text([ENDS[0], ROWS[1]], "said warm", { dx: 8, dy: 5, class: "said" }),
      plot.text([ENDS[1], ROWS[0]], "said cold", { dx: -6, dy: 5, "text-anchor": "end", class: "said" }),
      cut < 21 && plot.text([cut, 2], "called warm", { dx: 8, dy: 13 }),
      cut > 10 && plot.text([cut, 2], "called cold", { dx: -8, dy: 13, "text-anchor": "end" }),
      plot.line([[cut, 0], [cut, 1.98]], { class: "line accent" }),
      DAYS.map(({ forecast, warm }) => plot.dot([forecast, ROWS[warm]], 6, { class: called(forecast, cut) ? "warm" : "cold" })),
      [...missed, ...false_].map(({ forecast, warm }) =>
        plot.text([forecast, ROWS[warm]], "✗", { class: "cross", "text-anchor": "middle", dy: -11 })),
    );
    this.goals.forEach((goal, i) => {
      const reached = GOALS[i].reached(cut);
      goal.className = reached ? "reached" : "";
      goal.textContent = `${GOALS[i].name}${reached ? " ✓ reached" : ""}`;
    });
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-threshold", Threshold);
