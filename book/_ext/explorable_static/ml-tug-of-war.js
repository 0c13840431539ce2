// ml-tug-of-war: three points hold ropes on one weight. A surely wrong one lets go under MSE, and not under cross-entropy.
import { Explorable, define } from "./explorable.js";
import { ENDS, LOSSES, POINTS, atRest, height, path, pullText, pulls, rightness, sentence, settings, together, trust,
  trustText }
  from "./tug_of_war_core.js";
import { evenly, fixed } from "./numbers.js";
import { Plot, draggable, h, svg } from "./plot.js";

const LENGTH = 0.55; // of an arrow, on the axis of w, for a pull of 1
const AXIS = { xs: ENDS, xTicks: [-2, 0, 2, 4], xLabel: "w" };
const HEIGHTS = { mse: [0.5, [0, 0.2, 0.4]], bce: [7, [0, 2, 4, 6]] };
const NAMES = { mse: "MSE after the sigmoid", bce: "binary cross-entropy" };
const SLACK = 0.0005; // pulls that are not drawn

class TugOfWar extends Explorable {
  static title = "Tug-of-war on one weight";
  static settings = settings;
  static styles = `.rope { stroke-width: 3; } .head, .handle { fill: var(--ml-accent); }
    .total { stroke: var(--ml-second); }
    .head.total { fill: var(--ml-second); stroke: none; } .handle { stroke: transparent; stroke-width: 14; }
    .ring { fill: var(--pst-color-background, Canvas); stroke: var(--ml-accent); stroke-width: 2; }
    table { margin: 0.25rem auto; }
    th, td { padding: 0.15rem 0.35rem; }`;

  started({ w }) {
    return { from: w, steps: 0 };
  }

  build(panel) {
    this.ropes = new Plot({ ...AXIS, label: "The pull of each point on w, as arrows", ys: [-0.6, 3.6], height: 220,
      yTicks: [[3, "1"], [2, "2"], [1, "3"], [0, "mean"]], yLabel: "point" });
    this.valley = new Plot({ ...AXIS, label: "The loss against w", ys: [0, 1], height: 220, yLabel: "loss" });
    this.force = new Plot({ label: "How strongly a point pushes its z toward its label, for both losses",
      xs: [-20, 15], ys: [0, 1.15],
      xTicks: [[-15, "surely wrong"], [0, "0"], [11, "surely right"]], yTicks: [0, 0.5, 1], yLabel: "force on z",
      xLabel: "z toward the true label" });
    panel.append(h("div", { class: "plots" }, h("div", {}, this.ropes.element, this.valley.element),
      h("div", {}, this.force.element, this.table())),
      h("div", { class: "controls" },
        this.select("loss", "loss", { labels: NAMES, on: ({ w }) => ({ from: w, steps: 0 }) }),
        this.slider("w", "weight *w*", { format: (v) => fixed(v, 2), on: ({ w }) => ({ from: w, steps: 0 }),
          meaning: ({ loss, w }) => `mean pull ${pullText(together(loss, w))}` })));
    this.handle = svg("circle", { r: 9 });
    this.valley.element.append(this.handle);
    this.follow(({ loss }) => this.scale(loss));
    this.follow(draggable(this.valley, this.handle, { label: "Weight w", step: [0.05, 0],
      at: () => [this.state.w, height(this.state.loss, this.state.w)],
      to: ([w]) => this.place(w), value: ({ loss, w }) => `${fixed(w, 2)}, mean pull ${pullText(together(loss, w))}` }));
    this.button("Step", () => { this.stop(); this.go(1); });
    this.button("Let go", () => this.animate(() => this.go(20)));
    this.button("Back to the start", () => { this.stop(); this.place(this.state.from); },
      { enabled: ({ steps }) => steps > 0 });
  }

  place(w) {
    const near = Math.min(ENDS[1], Math.max(ENDS[0], w));
    this.stop();
    this.set({ w: near, from: near, steps: 0 });
  }

  /** Take up to `most` steps, fewer where they are long; return false at rest. */
  go(most) {
    let { loss, w, steps } = this.state;
    const before = w;
    for (let i = 0; i < most && !atRest(loss, w) && Math.abs(w - before) < 0.04; i++, steps++) w += together(loss, w);
    this.set({ w, steps }, { quiet: this.running });
    return !atRest(loss, w);
  }

  table() {
    this.cells = POINTS.map(() => [h("td"), h("td")]);
    const columns = ["point", "x", "label", "p of its label", "pull on w"];
    return h("table", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name))),
      ...POINTS.map(({ x, y }, i) => h("tr", {}, h("th", { scope: "row" }, String(i + 1)), h("td", {}, fixed(x, 1)),
        h("td", {}, String(y)), ...this.cells[i])));
  }

  scale(loss) {
    const [top, ticks] = HEIGHTS[loss];
    this.valley.ys = [0, top];
    this.valley.labels = ["w", LOSSES[loss].name];
    this.valley.ticks(AXIS.xTicks, ticks);
    this.valley.back.replaceChildren(this.valley.line(evenly(...ENDS, 141).map((w) => [w, height(loss, w)])));
  }

  draw({ loss, w, from, steps }) {
    const each = pulls(loss, w), upright = (plot) => plot.line(plot.ys.map((y) => [w, y]),
      { class: "line dashed thin" });
    this.ropes.show(upright(this.ropes), each.map((pull, i) => this.rope(w, 3 - i, pull)),
      this.rope(w, 0, together(loss, w), " total"));
    this.valley.show(upright(this.valley),
      path(loss, from, steps).map((past) => this.valley.dot([past, height(loss, past)], 3)));
    const curve = (name) => this.force.line(evenly(-20, 15, 141).map((r) => [r, LOSSES[name].push(r)]),
      { class: `line${name === loss ? " accent" : " dashed"}` });
    this.force.show(curve("mse"), curve("bce"), this.force.text([1.6, 0.8], LOSSES.bce.name),
      this.force.text([-7.5, 0.26], LOSSES.mse.name),
      POINTS.map((point, i) => this.numbered([rightness(point, w), LOSSES[loss].push(rightness(point, w))], i)));
    this.cells.forEach(([p, pull], i) => {
      p.textContent = trustText(trust(POINTS[i], w));
      pull.textContent = pullText(each[i]);
    });
  }

  /** An arrow from w as long as the pull; a slack rope is a ring. */
  rope(w, row, pull, kind = "") {
    const { ropes } = this, side = Math.sign(pull), tip = Math.min(ENDS[1], Math.max(ENDS[0], w + LENGTH * pull));
    const left = w > 0.5; // where there is room for the number
    const words = ropes.text([left ? ENDS[0] : ENDS[1], row],
      `${pullText(pull)}${Math.abs(pull) < SLACK ? ", slack" : ""}`,
      { "text-anchor": left ? "start" : "end", dx: left ? 6 : 0, dy: -6 });
    if (Math.abs(pull) < SLACK) return [ropes.dot([w, row], 5, { class: "ring" }), words];
    const x = ropes.x(tip), y = ropes.y(row);
    return [ropes.line([[w, row], [tip, row]], { class: `line rope accent${kind}` }),
      svg("path", { class: `head${kind}`, d: `M${x + side * 9},${y}l${-side * 11},-6v12z` }), words];
  }

  numbered(at, i) {
    return [this.force.dot(at, 5, { class: "dot now" }),
      this.force.text(at, String(i + 1), { "text-anchor": "middle", dy: i === 2 ? 19 : -9 })];
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-tug-of-war", TugOfWar);
