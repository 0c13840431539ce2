// ml-line-fit: drag a line through nine houses, and see the same line as a point in the bowl of its errors.
import { Explorable, define } from "./explorable.js";
import {
  BEST, GOAL, HOUSES, contour, dragged, ends, errors, inside, mse, onTheWay, sentence, settings, trailed, written,
} from "./line_fit_core.js";
import { fixed, show } from "./numbers.js";
import { Plot, draggable, h, svg } from "./plot.js";

const LEVELS = [3, 5, 10, 20, 40, 80];
const TOWARD = [settings.w.max, settings.b.max]; // where contour lines say their height: on the way there

class LineFit extends Explorable {
  static title = "Beat the least-squares line";
  static settings = settings;
  static styles = `
    .handle { fill: var(--ml-accent); fill-opacity: 0.25; stroke: var(--ml-accent); stroke-width: 2; }
    .square { fill: var(--ml-second); fill-opacity: 0.14; stroke: var(--ml-second); stroke-width: 1; }
    .height { font-size: 11px; }
    .height, .loss { stroke: var(--pst-color-background, Canvas); stroke-width: 4; paint-order: stroke; }
    .loss { font-size: 16px; font-weight: 600; }
    .goal { margin: 0 0 0.5rem; }`;

  started({ w, b }) {
    return { shown: false, trail: [[w, b]] };
  }

  build(panel) {
    const houses = "The nine houses, your line, and the square of each error";
    this.picture = new Plot({ label: houses, xs: [0, 10.5], ys: [-2, 16],
      xTicks: [0, 2, 4, 6, 8, 10], yTicks: [0, 5, 10, 15], xLabel: "size in m²", yLabel: "price in ₱10,000" });
    const label = "The mean squared error of every line, as contour lines over w and b, with yours as a point";
    this.bowl = new Plot({ label, xs: [0, 2.5], ys: [-2, 6],
      xTicks: [0, 0.5, 1, 1.5, 2, 2.5], yTicks: [-2, 0, 2, 4, 6], xLabel: "w", yLabel: "b" });
    const look = { class: "height", "text-anchor": "middle", dy: 4 };
    this.bowl.back.append(
      this.bowl.inside(LEVELS.map((level) => this.bowl.line(contour(level), { class: "line thin" }))),
      ...LEVELS.map((level) => this.bowl.text(onTheWay(level, TOWARD), level, look)),
    );
    const on = (state) => ({ trail: trailed(state) });
    panel.append(
      h("p", { class: "goal" },
        `Move the line until its mean squared error is less than ${show(GOAL)}. How low can it go?`),
      h("div", { class: "plots" }, this.picture.element, this.bowl.element),
      h("div", { class: "controls" },
        this.slider("w", "weight *w*", { format: (v) => fixed(v, 2), meaning: heard, on }),
        this.slider("b", "bias *b*", { format: (v) => fixed(v, 2), meaning: heard, on })),
    );
    this.end(0, "Left end of the line");
    this.end(1, "Right end of the line");
    this.handle(this.bowl, {
      label: "The line as a point: weight and bias", step: [0.01, 0.05],
      at: () => [this.state.w, this.state.b],
      to: ([w, b]) => this.move({ w, b }),
      value: (state) => `w ${fixed(state.w, 2)}, b ${fixed(state.b, 2)}, ${heard(state)}`,
    });
    this.button("Reveal the least-squares line", () => this.set({ shown: true }), { enabled: ({ shown }) => !shown });
  }

  /** Give the line a handle at one of its ends. */
  end(which, label) {
    const handle = this.handle(this.picture, {
      label,
      at: () => ends(this.state)[which],
      to: ([, y]) => this.move(dragged(this.state, which, y)),
      value: (state) => {
        const [size, price] = ends(state)[which];
        return `price ${fixed(price, 2)} at ${show(size)} m², ${heard(state)}`;
      },
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
    const near = inside(line);
    this.set({ ...near, trail: trailed({ ...this.state, ...near }) });
  }

  draw(state) {
    const { picture, bowl } = this, { w, b, shown, trail } = state;
    const across = (line, look) => picture.line([0, 10.5].map((x) => [x, line.w * x + line.b]), look);
    picture.show(
      picture.inside(errors(state).map((error, i) => this.square(HOUSES[i], error)),
        shown && across(BEST, { class: "line dashed" }), across(state, { class: "line accent" })),
      HOUSES.map((house) => picture.dot(house, 4.5, { class: "dot ink" })),
      picture.text([10.3, -1.2], `MSE ${show(mse(state), 4)}`, { class: "loss", "text-anchor": "end" }),
    );
    const beside = { class: "height", "text-anchor": "end", dx: -8, dy: 14 };
    bowl.show(bowl.line(trail, { class: "line accent thin" }), bowl.dot([w, b], 4), shown && [
      bowl.dot([BEST.w, BEST.b], 4, { class: "dot second" }),
      bowl.text([BEST.w, BEST.b], `least: ${written(BEST)}`, beside),
    ]);
  }

  /** Return the square whose side is the error; it stands on the side of the house where there is room. */
  square([x, y], error) {
    const { picture } = this, heights = [y, y + error].map(picture.y);
    const side = Math.abs(heights[1] - heights[0]), left = picture.x(x) - (x > 5 ? side : 0);
    return svg("rect", { class: "square", x: left, y: Math.min(...heights), width: side, height: side });
  }

  sentence(state) {
    return sentence(state);
  }
}

const heard = (state) => `mean squared error ${show(mse(state))}`;

define("ml-line-fit", LineFit);
