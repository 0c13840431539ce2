// ml-playground: a small net learns in the page to tell two classes of points apart; the reader chooses net, data and steps.
import { Explorable, define } from "./explorable.js";
import { clamp, fixed, percent } from "./numbers.js";
import {
  MOST_OWN, PRESETS, Training, border, ownPoints, pointsOf, sentence, settings, withPoint, withoutPoint,
} from "./playground_core.js";
import { Plot, draggable, h, svg } from "./plot.js";

const RUN = 500; // epochs at a press
const MOST = 20_000; // epochs in all
const SLICE = 8; // milliseconds of training in a frame, and at most so many epochs, or there would be nothing to watch:
const A_FRAME = 5;
const SIDE = 40; // of the map

class Playground extends Explorable {
  static title = "A playground: can your net tell them apart?";
  static settings = settings;
  static styles = `
    .words { margin: 0.5rem 0; min-height: 4.5em; }
    .hint { margin: 0.25rem 0 0; font-size: 0.9em; }
    .field { position: relative; align-self: start; }
    .field canvas { position: absolute; left: 12.222%; top: 6.044%; width: 84.444%; height: 83.516%; }
    .field svg { position: relative; }
    .controls { grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); column-gap: 1.5rem; margin-bottom: 0.75rem; }
    .controls .control { grid-template-columns: 8.5rem 1fr 1.5rem; }
    .controls select { grid-column: 2 / -1; }
    .dot { stroke: var(--pst-color-background, Canvas); stroke-width: 1.5; }
    .border { stroke: currentColor; stroke-width: 2; fill: none; }
    .handle { fill: transparent; stroke: currentColor; stroke-width: 1.5; stroke-dasharray: 3 3; }
    @container (max-width: 26rem) {
      .words { min-height: 7.5em; }
      .controls { grid-template-columns: 1fr 1fr; column-gap: 1rem; }
      .controls .control { grid-template-columns: 1fr 1.5rem; align-content: start; }
      .controls select { grid-column: 1 / -1; }
    }`;

  started(first) {
    const sets = Object.entries(PRESETS[first.preset].sets).filter(([name]) => !this.hasAttribute(name));
    return { ...Object.fromEntries(sets), epochs: 0, cursor: [0, 0] };
  }

  build(panel) {
    this.field = new Plot({ label: "The points, and what the net makes of every place", xs: [-1, 1], ys: [-1, 1], height: 364,
      xTicks: [-1, 0, 1], yTicks: [-1, 0, 1], xLabel: "x₁", yLabel: "x₂" });
    this.canvas = h("canvas", { width: SIDE, height: SIDE, "aria-hidden": "true" });
    this.dots = svg("g");
    this.border = svg("path", { class: "border" });
    this.field.front.append(this.border, this.dots);
    this.field.element.append(this.cursor());
    this.field.element.addEventListener("pointerdown", () => { this.dragged = false; }, { capture: true });
    this.field.element.addEventListener("click", (event) => this.clicked(event));
    this.curve = new Plot({ label: "The loss after each epoch", xs: [0, RUN], ys: [0, 1], xLabel: "epoch", yLabel: "loss" });
    const words = h("p", { class: "words" });
    const labels = Object.fromEntries(Object.entries(PRESETS).map(([key, { name }]) => [key, name]));
    this.follow(({ preset }) => { words.textContent = PRESETS[preset].words; });
    panel.append(
      this.select("preset", "experiment", { labels, on: ({ preset }) => ({ ...PRESETS[preset].sets, epochs: 0 }) }),
      words,
      h("div", { class: "controls" }, ...this.choices()),
      h("div", { class: "plots" },
        h("div", { class: "field" }, this.canvas, this.field.element), h("div", {}, this.curve.element, this.hint())),
    );
    const enabled = (state) => state.epochs < MOST && pointsOf(state).length > 0;
    const train = this.button("", () => this.train(), { enabled });
    this.follow(() => { train.textContent = this.running ? "Pause" : `Train ${RUN} epochs`; });
    this.button("One epoch", () => { this.stop(); this.set({ epochs: this.state.epochs + 1 }); }, { enabled });
    this.button("Remove my points", () => this.restart({ own: [] }), { enabled: ({ own }) => own.length > 0 });
  }

  hint() {
    return h("p", { class: "hint" }, "● class 1, ■ class 0. A click adds a point, a click on your own removes it. "
      + "By keyboard: arrow keys move the dashed cursor, 0 or 1 puts a point of that class there, Delete removes your nearest.");
  }

  /** The controls stand above the drawing, which is then near the buttons. Each but the pen starts the training anew. */
  choices() {
    const on = () => ({ epochs: 0 });
    return [
      this.select("data", "data", { labels: { xor: "four corners", circle: "circle", moons: "two moons", none: "only my points" }, on }),
      this.slider("layers", "hidden layers", { on }),
      this.slider("units", "units in each", { on }),
      this.select("activation", "activation", { labels: { relu: "ReLU" }, on }),
      this.select("rate", "learning rate *α*", { on }),
      this.select("batch", "points in a step", { on }),
      this.select("start", "first weights", { on }),
      this.slider("seed", "seed", { on }),
      this.select("pen", "a click adds", { labels: { 1: "● class 1", 0: "■ class 0" } }),
    ];
  }

  cursor() {
    const handle = svg("circle", { r: 15, "aria-valuemin": -1, "aria-valuemax": 1 });
    this.follow(draggable(this.field, handle, {
      label: "cursor for new points", at: () => this.state.cursor, step: [0.05, 0.05],
      to: (place) => {
        this.dragged = true; // so the click that ends a drag adds no point
        this.set({ cursor: place.map((v) => Math.round(100 * clamp(v, -1, 1)) / 100) });
      },
      value: (state) => `${state.cursor.map((v, i) => `x${"₁₂"[i]} ${fixed(v, 2)}`).join(", ")}, `
        + `class 1 with ${percent(this.training(state).at(state.cursor))}`,
    }));
    handle.addEventListener("keydown", (event) => {
      const { state } = this, drops = "01".includes(event.key), removes = ["Delete", "Backspace"].includes(event.key);
      if (!drops && !removes) return;
      event.preventDefault();
      this.restart({ own: drops ? withPoint(state, state.cursor, Number(event.key)) : withoutPoint(state, state.cursor) });
    });
    return handle;
  }

  /** Add a point where the reader clicked, or remove the one that is there. */
  clicked(event) {
    const place = this.field.at(event), { state } = this;
    if (this.dragged || place.some((v) => Math.abs(v) > 1)) return;
    const less = withoutPoint(state, place, 0.07);
    this.restart({ own: less.length < state.own.length ? less : withPoint(state, place, Number(state.pen)) });
  }

  restart(changes) {
    this.stop();
    this.set({ ...changes, epochs: 0 });
  }

  train() {
    if (this.running) {
      this.stop();
      this.update();
      return;
    }
    const end = Math.min(MOST, this.state.epochs + RUN), training = this.training(this.state);
    this.animate(() => {
      const began = performance.now();
      for (let i = 0; i < A_FRAME && training.epochs < end && performance.now() - began < SLICE; i++) training.epoch();
      this.set({ epochs: training.epochs }, { quiet: true });
      return training.epochs < end;
    }, 0);
  }

  /** The net after the state's epochs: trained on from where it was, or from the start where something changed. */
  training(state) {
    const { preset, pen, cursor, epochs, ...decisive } = state, key = JSON.stringify(decisive);
    if (this.known?.key !== key || this.known.training.epochs > epochs) this.known = { key, training: new Training(state) };
    const { training } = this.known;
    while (training.epochs < epochs && training.points.length) training.epoch();
    return training;
  }

  draw(state) {
    const training = this.training(state), map = training.map(SIDE);
    this.paint(map);
    const place = ([x, y]) => `${this.field.x(x).toFixed(1)} ${this.field.y(y).toFixed(1)}`;
    this.border.setAttribute("d", border(map, SIDE).map(([a, b]) => `M${place(a)}L${place(b)}`).join(""));
    if (this.drawn !== training.points) {
      this.drawn = training.points;
      this.dots.replaceChildren(...training.points.map((point) => mark(this.field, point)));
    }
    this.drawCurve(training.losses);
  }

  /** Color the map: blue toward class 1, orange toward class 0, nothing between. */
  paint(map) {
    const context = this.canvas.getContext("2d"), image = context.createImageData(SIDE, SIDE);
    const [yes, no] = ["--ml-accent", "--ml-second"].map((name) => {
      context.fillStyle = this.color(name);
      return [1, 3, 5].map((i) => parseInt(context.fillStyle.slice(i, i + 2), 16));
    });
    map.forEach((p, i) => image.data.set([...(p > 0.5 ? yes : no), 150 * Math.abs(2 * p - 1)], 4 * i));
    context.putImageData(image, 0, 0);
  }

  drawCurve(losses) {
    const top = [1, 2, 5, 10, 20, 50, 100].find((size) => losses.every((loss) => !(loss > size))) ?? 1000;
    const end = Math.max(RUN, Math.ceil((losses.length - 1) / RUN) * RUN), each = Math.ceil(losses.length / 300);
    if (this.curve.xs[1] !== end || this.curve.ys[1] !== top || !this.ticked) {
      Object.assign(this.curve, { xs: [0, end], ys: [0, top] });
      this.curve.ticks([0, end / 2, end], [0, top / 2, top]);
      this.ticked = true;
    }
    const points = losses.map((loss, epoch) => [epoch, loss])
      .filter(([epoch, loss]) => Number.isFinite(loss) && (epoch % each === 0 || epoch + 1 === losses.length));
    this.curve.show(this.curve.line(points, { class: "line accent" }), points.length && this.curve.dot(points.at(-1)));
  }

  sentence(state) {
    const full = ownPoints(state).length === MOST_OWN ? ` There is room for ${MOST_OWN} points of yours, no more.` : "";
    return sentence(state, this.training(state)) + full;
  }
}

/** A point: a disk for class 1, a square for class 0. */
function mark(plot, [x, y, label]) {
  const [px, py] = [plot.x(x), plot.y(y)];
  if (label) return svg("circle", { class: "dot", cx: px, cy: py, r: 5 });
  return svg("rect", { class: "dot second", x: px - 4.5, y: py - 4.5, width: 9, height: 9 });
}

define("ml-playground", Playground);
