// ml-kernel: nine weights that the reader changes, a place on a picture, the nine products there, and all the sums beside it.
import { Explorable, define } from "./explorable.js";
import { PICTURES, PLACES, PRESETS, SIDE, correlate, nameOf, pixels, place, sentence, settings } from "./kernel_core.js";
import { NINE_STYLES, nineInputs } from "./nine_inputs.js";
import { clamp, show } from "./numbers.js";
import { h, svg } from "./elements.js";

const NAMES = { identity: "identity", box_blur: "blur, all the same", gaussian_blur: "blur, like a bell", sharpen: "sharpen", edges: "edges, all",
  horizontal_edges: "edges, horizontal", vertical_edges: "edges, vertical", sobel_x: "Sobel, to the right", sobel_y: "Sobel, downward", own: "your own" };

class Kernel extends Explorable {
  static title = "A kernel slides over a picture";
  static settings = settings;
  static styles = `${NINE_STYLES}
    p { margin: 0.25rem 0 0.6rem; }
    .pictures { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; max-width: 40rem; }
    figure { margin: 0 0 0.6rem; }
    figcaption { font-size: 0.9rem; }
    .stack { position: relative; }
    .stack canvas { display: block; width: 100%; image-rendering: pixelated; outline: 1px solid var(--ml-ink); }
    .stack svg { position: absolute; inset: 0; }
    .frame { fill: none; stroke: #fff; stroke-width: 0.3; pointer-events: none; }
    .frame.outer { stroke: #000; stroke-width: 0.7; }
    .grip { fill: transparent; }
    .grip:focus-visible { outline: 0.5px solid var(--ml-accent); outline-offset: -0.5px; stroke: #fff; stroke-width: 0.3; }
    .plots .control { grid-template-columns: 6.5rem 1fr; }
    .plots .control .name { grid-column: auto; }`;

  build(panel) {
    this.canvas = h("canvas", { width: SIDE, height: SIDE, role: "img", "aria-label": "The picture" });
    this.result = h("canvas", { width: SIDE, height: SIDE, role: "img", "aria-label": "The result: the sums in all places, as a picture" });
    const under = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}` }, ...frames(3)), beside = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" }, ...frames(1));
    under.append(this.grip());
    this.follow(({ row, column }) => {
      set(under.querySelectorAll(".frame"), column - 1, row - 1);
      set(under.querySelectorAll(".grip"), column - 2, row - 2);
      set(beside.querySelectorAll(".frame"), column, row);
    });
    under.addEventListener("pointerdown", (event) => this.grab(event, under));
    panel.append(
      h("p", {}, "Find nine weights that leave only the horizontal edges of the house. Then nine that leave only its vertical ones."),
      h("div", { class: "pictures" },
        h("figure", {}, h("div", { class: "stack" }, this.canvas, under), h("figcaption", {}, "picture; drag the kernel, or use the arrow keys")),
        h("figure", {}, h("div", { class: "stack" }, this.result, beside), h("figcaption", {}, "result: one pixel for each place"))),
      h("div", { class: "plots" }, nineInputs(this, "kernel", ({ picture, kernel, row, column }, i) => {
        const { pixels: seen, products } = place(PICTURES[picture], kernel, row - 1, column - 1);
        return `× ${seen[i]} =\u00a0${show(products[i], 4)}`;
      }),
      h("div", { class: "controls" }, this.presets(),
        this.select("picture", "picture", { labels: { house: "a house", two: "a two from MNIST" } }),
        this.select("answers", "show sums", { labels: { clipped: "cut off at 0 and 255", scaled: "squeezed, 0 is gray" } }))),
    );
  }

  /** A list of kernels; it belongs to no setting, but says which kernel this is. */
  presets() {
    const input = h("select", { "data-name": "preset" }, ...Object.entries(NAMES).map(([value, text]) => h("option", { value }, text)));
    input.addEventListener("change", () => this.set({ kernel: PRESETS[input.value] ?? this.state.kernel }));
    this.follow(({ kernel }) => {
      input.value = nameOf(kernel);
    });
    return h("label", { class: "control" }, h("span", { class: "name" }, "kernel"), input);
  }

  /** What the reader grabs: the place of the kernel, and a margin around it for fingers. */
  grip() {
    const grip = svg("rect", { class: "grip handle", width: 5, height: 5, tabindex: "0", role: "slider", "aria-label": "Place of the kernel",
      "aria-valuemin": 1, "aria-valuemax": PLACES * PLACES });
    grip.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!by) return;
      event.preventDefault();
      const { row, column } = this.state, times = event.shiftKey ? 5 : 1;
      this.set({ row: row + times * by[0], column: column + times * by[1] });
    });
    this.follow(({ picture, kernel, row, column }) => {
      const { sum } = place(PICTURES[picture], kernel, row - 1, column - 1);
      grip.setAttribute("aria-valuenow", (row - 1) * PLACES + column);
      grip.setAttribute("aria-valuetext", `row ${row}, column ${column}: sum ${show(sum, 4)}`);
    });
    return grip;
  }

  /** Let the kernel follow the pointer while it is down. */
  grab(event, under) {
    const move = (moved) => {
      const box = under.getBoundingClientRect(), at = (from, length) => clamp(Math.floor((from / length) * SIDE), 1, PLACES);
      this.set({ row: at(moved.clientY - box.top, box.height), column: at(moved.clientX - box.left, box.width) });
    };
    const end = () => under.removeEventListener("pointermove", move);
    event.preventDefault();
    under.querySelector(".grip").focus({ preventScroll: true });
    under.setPointerCapture(event.pointerId);
    under.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) under.addEventListener(name, end, { once: true });
    move(event);
  }

  draw({ picture, kernel, answers }) {
    paint(this.canvas, PICTURES[picture], 0);
    paint(this.result, pixels(correlate(PICTURES[picture], kernel), answers), 1);
  }

  sentence(state) {
    return sentence(state);
  }
}

/** Return a frame that can be seen on every brightness: white in black. */
const frames = (size) => ["frame outer", "frame"].map((name) => svg("rect", { class: name, width: size, height: size }));

function set(marks, x, y) {
  for (const mark of marks) {
    mark.setAttribute("x", x);
    mark.setAttribute("y", y);
  }
}

/** Paint rows of brightness, with so many pixels free around them. */
function paint(canvas, rows, margin) {
  const context = canvas.getContext("2d"), data = context.createImageData(rows[0].length, rows.length);
  rows.flat().forEach((bright, i) => data.data.set([bright, bright, bright, 255], 4 * i));
  context.putImageData(data, margin, margin);
}

define("ml-kernel", Kernel);
