// Plot: drawings in SVG with axes. Colors come from explorable.css.
import { fill, h, svg } from "./elements.js";

export { h, svg };

let cuts = 0;

/**
 * A drawing with axes: `x` and `y` map data to pixels, `front` is where to draw.
 * `xs` and `ys` are the ends of the axes, `xTicks` and `yTicks` the numbers at them (or [number, text]).
 */
export class Plot {
  constructor({ label, xs, ys, xTicks = [], yTicks = [], xLabel = "", yLabel = "", width = 360, height = 260 }) {
    const left = 44, right = 12, top = 22, bottom = 38;
    Object.assign(this, { xs, ys, width, height, left, right: width - right, top, bottom: height - bottom });
    const clip = `clip-${(Plot.count = (Plot.count ?? 0) + 1)}`, rim = 8; // a dot at the end of an axis stays whole
    const inside = svg("rect", { x: left - rim, y: top - rim, width: width - left - right + 2 * rim, height: height - top - bottom + 2 * rim });
    this.back = svg("g", { "clip-path": `url(#${clip})` });
    this.front = svg("g", { "clip-path": `url(#${clip})` });
    this.axes = svg("g", { class: "axes", "aria-hidden": "true" });
    this.element = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      svg("defs", {}, svg("clipPath", { id: clip }, inside)), this.back, this.axes, this.front);
    this.labels = [xLabel, yLabel];
    this.ticks(xTicks, yTicks);
  }

  /** Return the pixel of a number on the horizontal axis; `y` does it on the vertical one. */
  x = (value) => this.left + ((value - this.xs[0]) / (this.xs[1] - this.xs[0])) * (this.right - this.left);
  y = (value) => this.bottom - ((value - this.ys[0]) / (this.ys[1] - this.ys[0])) * (this.bottom - this.top);

  /** Return the data at a pixel of the drawing: where a pointer event happened, in [x, y]. */
  at(event) {
    const box = this.element.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * this.width, py = ((event.clientY - box.top) / box.height) * this.height;
    return [
      this.xs[0] + ((px - this.left) / (this.right - this.left)) * (this.xs[1] - this.xs[0]),
      this.ys[0] + ((this.bottom - py) / (this.bottom - this.top)) * (this.ys[1] - this.ys[0]),
    ];
  }

  /** Write the axes anew. */
  ticks(xTicks, yTicks) {
    const { left, right, top, bottom } = this;
    const style = (label) => (label.length === 1 ? "axis variable" : "axis");
    const pair = (tick) => (Array.isArray(tick) ? tick : [tick, String(tick).replace("-", "−")]);
    this.axes.replaceChildren(
      svg("path", { d: `M${left} ${top}V${bottom}H${right}` }),
      ...xTicks.map(pair).map(([v, text]) => svg("text", { x: this.x(v), y: bottom + 16, "text-anchor": "middle" }, text)),
      ...yTicks.map(pair).map(([v, text]) => svg("text", { x: left - 6, y: this.y(v) + 4, "text-anchor": "end" }, text)),
      svg("text", { x: right, y: bottom + 33, "text-anchor": "end", class: style(this.labels[0]) }, this.labels[0]),
      svg("text", { x: 4, y: 13, class: style(this.labels[1]) }, this.labels[1]),
    );
  }

  /** Return a line through the points, cut at the ends of the axes. */
  line(points, attributes = {}) {
    const inside = ([x, y]) => `${round(this.x(x))},${round(Math.min(2e4, Math.max(-2e4, this.y(y))))}`;
    return svg("polyline", { class: "line", ...attributes, points: points.filter((p) => p.every(Number.isFinite)).map(inside).join(" ") });
  }

  /** Return a dot. */
  dot([x, y], r = 4, attributes = {}) {
    return svg("circle", { class: "dot", cx: round(this.x(x)), cy: round(this.y(y)), r, ...attributes });
  }

  /** Return a text at a point of the data. */
  text([x, y], words, attributes = {}) {
    return svg("text", { x: round(this.x(x)), y: round(this.y(y)), ...attributes }, words);
  }

  /** Return a group of marks that are cut off at the ends of the axes. */
  inside(...marks) {
    const { left, right, top, bottom } = this;
    const cut = svg("clipPath", { id: (this.cut ??= `cut-${++cuts}`) }, svg("rect", { x: left, y: top, width: right - left, height: bottom - top }));
    return svg("g", { "clip-path": `url(#${this.cut})` }, cut, ...marks.flat(Infinity).filter(Boolean));
  }

  /** Draw these, in place of what was there. */
  show(...marks) {
    this.front.replaceChildren(...marks.flat(Infinity).filter(Boolean));
  }
}

/**
 * Let the reader drag `handle` over `plot` with mouse, finger or pen, and move it with the arrow keys, by `step`
 * (or what it returns) at a time.
 */
export function draggable(plot, handle, { label, at, to, step = [0.1, 0.1], value }) {
  fill(handle, { tabindex: "0", role: "slider", "aria-label": label, class: "handle" }, []);
  plot.element.setAttribute("role", "group"); // an image hides from screen readers what is in it
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const move = (moved) => to(plot.at(moved));
    const end = () => {
      handle.removeEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) handle.removeEventListener(name, end);
    };
    handle.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, end);
  });
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!by) return;
    event.preventDefault();
    const [x, y] = at(), [across, up] = typeof step === "function" ? step() : step, times = event.shiftKey ? 10 : 1;
    to([x + by[0] * across * times, y + by[1] * up * times]);
  });
  return (state) => {
    const [x, y] = at();
    fill(handle, { cx: round(plot.x(x)), cy: round(plot.y(y)), "aria-valuenow": round(y), "aria-valuetext": value(state) }, []);
  };
}

const round = (x) => Math.round(x * 10) / 10;
