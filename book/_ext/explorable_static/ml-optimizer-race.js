// ml-optimizer-race: SGD, momentum, RMSprop and Adam from one start, on surfaces that suit one or another.
import { Explorable, define } from "./explorable.js";
import { contour } from "./contours.js";
import { NAMES, OPTIMIZERS, STEPS, SURFACES, above, sentence, settings, standings,
  usual } from "./optimizer_race_core.js";
import { clamp, show } from "./numbers.js";
import { Plot, draggable, h, svg } from "./plot.js";

const LABELS = Object.fromEntries(Object.entries(SURFACES).map(([key, { name }]) => [key, name]));
const SHAPES = { // around the middle, about 10 wide: color alone shall not tell them apart
  sgd: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z", momentum: "M-5,-5h10v10h-10z", rmsprop: "M0,-6l6,11h-12z",
    adam: "M0,-7l6,7l-6,7l-6,-7z",
};

const place = ({ arrived, lost, height }) =>
  (arrived < Infinity ? `✓ step ${arrived}` : lost ? "flown away" : show(height, 2));

class OptimizerRace extends Explorable {
  static title = "The optimizers' race";
  static settings = settings;
  static styles = `.level { stroke: var(--ml-ink); stroke-width: 1; opacity: 0.45; fill: none; }
    .sgd { --one: currentColor; } .momentum { --one: var(--ml-second); } .rmsprop { --one: var(--ml-good); }
    .adam { --one: var(--ml-accent); }
    .mark { fill: var(--one); stroke: var(--pst-color-background, Canvas); }
    .line.way { stroke: var(--one); stroke-width: 1.75; }
    .momentum.way { stroke-dasharray: 7 3; } .rmsprop.way { stroke-dasharray: 2 3; }
    .goal { stroke: var(--ml-bad); stroke-width: 2.5; }
    .handle { fill: transparent; stroke: currentColor; stroke-width: 2; }
    .hold { display: grid; grid-template-columns: minmax(0, 1fr); align-content: start; gap: 0.5rem; }
    th:first-child { text-align: left; white-space: nowrap; }
    th svg { display: inline-block; width: 1.2rem; height: 1rem; vertical-align: -0.1rem; }
    td.where { white-space: nowrap; } table { width: 100%; font-size: 0.95em; } th, td { padding: 0.1rem 0.2rem; }
    td select { max-width: 5.2rem; padding-right: 0; } .hold .control { grid-template-columns: auto 1fr auto; }
    .hold .control .name { grid-column: 1; } .hold .control select { grid-column: 2 / -1; }`;

  /** What the surface suggests stands, unless the page says otherwise. */
  started({ surface }) {
    return Object.fromEntries(Object.entries(usual(surface)).filter(([name]) => !this.hasAttribute(name)));
  }

  build(panel) {
    this.map = new Plot({ label: "The surface from above, with the ways of the optimizers", xs: [0, 1], ys: [0, 1],
      height: 300, xLabel: "w₁", yLabel: "w₂" });
    const on = ({ surface }) => ({ ...usual(surface), step: 0 });
    const hold = h("div", { class: "hold" }, this.select("surface", "surface", { labels: LABELS, on }), this.table(),
      this.slider("step", "step", { format: String }));
    panel.append(h("div", { class: "plots" }, this.map.element, hold));
    this.handle = svg("circle", { r: 11 });
    this.map.element.append(this.handle);
    this.follow(({ surface }) => this.lay(surface));
    this.follow(draggable(this.map, this.handle, { label: "Start of all four", at: () => this.state.start,
      to: (at) => this.from(at),
      step: () => [0.1, 0.1], value: ({ start, surface }) => `${start.map((v) => show(v)).join(", ")}, ${show(above(surface, start))} above the minimum` }));
    this.button("Race", () => {
      this.set({ step: 0 }, { quiet: true });
      this.animate(() => {
        this.set({ step: this.state.step + 4 }, { quiet: true });
        return this.state.step < STEPS;
      }, 60);
    });
    this.button("Step", () => { this.stop(); this.set({ step: this.state.step + 1 }); },
      { enabled: ({ step }) => step < STEPS });
  }

  table() {
    this.cells = {};
    const rows = NAMES.map((name) => {
      const rate = this.select(name, "").querySelector("select");
      rate.setAttribute("aria-label", `learning rate of ${OPTIMIZERS[name].name}`);
      this.cells[name] = h("td", { class: "where" });
      const swatch = svg("svg", { viewBox: "-9 -8 18 16", "aria-hidden": "true" },
        svg("path", { class: `mark ${name}`, d: SHAPES[name] }));
      const title = h("th", { scope: "row" }, swatch, ` ${OPTIMIZERS[name].name}`);
      return h("tr", {}, title, h("td", {}, rate), this.cells[name]);
    });
    return h("table", {}, h("tr", {}, h("th", { scope: "col" }, "optimizer"), h("th", { scope: "col" }, "rate α"),
      h("th", { scope: "col" }, "above minimum")), ...rows);
  }

  /** Move the start, and stay on the map. */
  from(at) {
    const { xs, ys } = SURFACES[this.state.surface];
    this.set({ start: at.map((value, i) => Number(clamp(value, ...[xs, ys][i]).toFixed(3))) });
  }

  /** Draw the map of a surface, when it is another one than before. */
  lay(surface) {
    if (this.laid === surface) return;
    this.laid = surface;
    const { loss, xs, ys, levels, minima } = SURFACES[surface], { map } = this;
    Object.assign(map, { xs, ys });
    map.ticks([Math.ceil(xs[0]), 0, Math.floor(xs[1])], [Math.ceil(ys[0]), 0, Math.floor(ys[1])]);
    const pixel = ([x, y]) => `${map.x(x).toFixed(1)},${map.y(y).toFixed(1)}`;
    map.back.replaceChildren(...levels.map((level) => svg("path",
      { class: "level", d: contour(loss, xs, ys, level, 100).map(([a, b]) => `M${pixel(a)}L${pixel(b)}`).join("") })),
      ...minima.map((at) => svg("path", { class: "goal", d: `M${pixel(at)}m-5,-5l10,10m0,-10l-10,10` })));
  }

  draw(state) {
    const all = standings(state), { map } = this;
    map.show(map.inside([...all].reverse().map(({ name, points, last }) => [map.line(points,
      { class: `line way ${name}` }),
      svg("path", { class: `mark ${name}`, d: SHAPES[name], transform: `translate(${map.x(clamp(last[0], -1e4, 1e4))} ${map.y(clamp(last[1], -1e4, 1e4))})` })])));
    for (const one of all) this.cells[one.name].textContent = place(one);
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-optimizer-race", OptimizerRace);
