// ml-line-fit: drag a line through nine rows (houses, or those of a rule), and see the same line as a point in the bowl
// of its errors.
import { Explorable, define } from "./explorable.js";
import { FITS, sentence, settings, trailed, written } from "./line_fit_core.js";
import { fixed, show } from "./numbers.js";
import { Plot, draggable, h, svg } from "./plot.js";

// How each data set is drawn, and what is asked about it
const LOOKS = {
  houses: {
    title: "Find the least wrong line",
    goal: (goal) => `Move the line until its mean squared error is less than ${goal}. How low can it go?`,
    reveal: "Reveal the least-squares line",
    label: "The nine houses, your line, and the square of each error",
    axes: { xs: [0, 10.5], ys: [-2, 16], xTicks: [0, 2, 4, 6, 8, 10], yTicks: [0, 5, 10, 15],
      xLabel: "size in m²", yLabel: "price in ₱10,000" },
    corner: [10.3, -1.2], // of the error's number
    levels: [3, 5, 10, 20, 40, 80],
    map: { xs: [0, 2.5], ys: [-2, 6], xTicks: [0, 0.5, 1, 1.5, 2, 2.5], yTicks: [-2, 0, 2, 4, 6] },
    best: (line) => `least: ${written(line)}`,
    end: (x, y) => `price ${fixed(y, 2)} at ${show(x)} m²`,
  },
  rule: {
    title: "Find the rule",
    goal: (goal) => `Find the rule: a mean squared error of less than ${goal}.`,
    reveal: "Reveal the rule",
    label: "The nine rows, your line, and the square of each error",
    axes: { xs: [0, 12], ys: [-4, 26], xTicks: [0, 2, 4, 6, 8, 10, 12], yTicks: [0, 5, 10, 15, 20, 25],
      xLabel: "x", yLabel: "y" },
    corner: [4.6, 24],
    levels: [5, 20, 50, 100, 200],
    // Room at the left, so that the point at the start hides no number
    map: { xs: [-0.5, 4], ys: [-4, 6], xTicks: [0, 1, 2, 3, 4], yTicks: [-4, -2, 0, 2, 4, 6] },
    best: (line) => `the rule: ${written(line, 0)}`,
    end: (x, y) => `y ${fixed(y, 2)} at x ${show(x)}`,
  },
};

class LineFit extends Explorable {
  static settings = settings;
  static styles = `
    .handle { fill: var(--ml-accent); fill-opacity: 0.25; stroke: var(--ml-accent); stroke-width: 2; }
    .square { fill: var(--ml-second); fill-opacity: 0.14; stroke: var(--ml-second); stroke-width: 1; }
    .height { font-size: 11px; }
    .height, .loss { stroke: var(--pst-color-background, Canvas); stroke-width: 4; paint-order: stroke; }
    .loss { font-size: 16px; font-weight: 600; }
    .goal { margin: 0 0 0.5rem; }`;

  /** The data stay those of the page: the axes are theirs. */
  get fit() {
    return FITS[this.first.data];
  }

  get look() {
    return LOOKS[this.first.data];
  }

  heading() {
    return this.look.title;
  }

  /** The line of the data stands at the start, unless the page says otherwise. */
  started(first) {
    const { w, b } = this.fit.inside(first), { start } = this.fit;
    const line = { w: this.hasAttribute("w") ? w : start.w, b: this.hasAttribute("b") ? b : start.b };
    return { ...line, shown: false, trail: [[line.w, line.b]] };
  }

  set(changes, options) {
    const line = this.fit.inside({ ...this.state, ...changes });
    super.set({ ...changes, ...line, data: this.first.data }, options);
  }

  build(panel) {
    const { fit, look } = this;
    this.picture = new Plot({ label: look.label, ...look.axes });
    const label = "The mean squared error of every line, as contour lines over w and b, with yours as a point";
    this.bowl = new Plot({ label, ...look.map, xLabel: "w", yLabel: "b" });
    this.contours();
    const on = (state) => ({ trail: trailed(state) });
    const sliders = [["w", "weight *w*"], ["b", "bias *b*"]].map(([name, label]) =>
      this.slider(name, label, { format: (v) => fixed(v, 2), meaning: (s) => this.heard(s), on, ...fit.range[name] }));
    panel.append(
      h("p", { class: "goal" }, look.goal(show(fit.goal))),
      h("div", { class: "plots" }, this.picture.element, this.bowl.element),
      h("div", { class: "controls" }, ...sliders),
    );
    this.end(0, "Left end of the line");
    this.end(1, "Right end of the line");
    this.handle(this.bowl, {
      label: "The line as a point: weight and bias", step: [0.01, 0.05],
      at: () => [this.state.w, this.state.b],
      to: ([w, b]) => this.move({ w, b }),
      value: (state) => `w ${fixed(state.w, 2)}, b ${fixed(state.b, 2)}, ${this.heard(state)}`,
    });
    this.button(look.reveal, () => this.set({ shown: true }), { enabled: ({ shown }) => !shown });
  }

  /** Draw the bowl, with its heights on the way to the steepest and highest line. */
  contours() {
    const { bowl, fit, look } = this, toward = [fit.range.w.max, fit.range.b.max];
    const style = { class: "height", "text-anchor": "middle", dy: 4 };
    bowl.back.append(
      bowl.inside(look.levels.map((level) => bowl.line(fit.contour(level), { class: "line thin" }))),
      ...look.levels.map((level) => bowl.text(fit.onTheWay(level, toward), level, style)),
    );
  }

  /** Give the line a handle at one of its ends. */
  end(which, label) {
    const handle = this.handle(this.picture, {
      label,
      at: () => this.fit.ends(this.state)[which],
      to: ([, y]) => this.move(this.fit.dragged(this.state, which, y)),
      value: (state) => `${this.look.end(...this.fit.ends(state)[which])}, ${this.heard(state)}`,
    });
    handle.setAttribute("aria-orientation", "vertical");
  }

  /** Return a new handle over `plot`, large enough for a finger. */
  handle(plot, options) {
    const handle = svg("circle", { r: 15 });
    plot.element.append(handle);
    this.follow(draggable(plot, handle, options));
    return handle;
  }

  move(line) {
    const near = this.fit.inside(line);
    this.set({ ...near, trail: trailed({ ...this.state, ...near }) });
  }

  draw(state) {
    const { picture, bowl, fit, look } = this, { w, b, shown, trail } = state;
    const across = (line, style) => picture.line(picture.xs.map((x) => [x, line.w * x + line.b]), style);
    picture.show(
      picture.inside(fit.errors(state).map((error, i) => this.square(fit.rows[i], error)),
        shown && across(fit.best, { class: "line dashed" }), across(state, { class: "line accent" })),
      fit.rows.map((row) => picture.dot(row, 4.5, { class: "dot ink" })),
      picture.text(look.corner, `MSE ${show(fit.mse(state), 4)}`, { class: "loss", "text-anchor": "end" }),
    );
    const beside = { class: "height", "text-anchor": "end", dx: -8, dy: 14 };
    bowl.show(bowl.line(trail, { class: "line accent thin" }), bowl.dot([w, b], 4), shown && [
      bowl.dot([fit.best.w, fit.best.b], 4, { class: "dot second" }),
      bowl.text([fit.best.w, fit.best.b], look.best(fit.best), beside),
    ]);
  }

  /** Return the square whose side is the error; it stands on the side of the row where there is room. */
  square([x, y], error) {
    const { picture } = this, heights = [y, y + error].map(picture.y);
    const side = Math.abs(heights[1] - heights[0]), left = picture.x(x) - (x > 5 ? side : 0);
    return svg("rect", { class: "square", x: left, y: Math.min(...heights), width: side, height: side });
  }

  heard(state) {
    return `mean squared error ${show(this.fit.mse(state))}`;
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-line-fit", LineFit);
