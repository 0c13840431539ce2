// ml-draw-digit: paper to draw on, and what the networks of the book make of it.
import { Explorable, define } from "./explorable.js";
import { PREPARE, counting, ranked, sentence, settings } from "./draw_digit_core.js";
import { PAPER, example, inkOf, paint, scribble, strokesOf, turned, undone } from "./digit_ink.js";
import { fetchNet, predict } from "./digit_net.js";
import { fixed, percent } from "./numbers.js";
import { h } from "./elements.js";

const MODELS = new URL("models/", import.meta.url);
const APART = 3; // pixels between two points of a stroke
const SCRIBBLES = 100; // of a run

class DrawDigit extends Explorable {
  static title = "Draw a digit";
  static settings = settings;
  static styles = `
    .desk { display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: flex-start; }
    .sheet { position: relative; flex: 0 1 ${PAPER}px; }
    canvas { display: block; border: 1px solid var(--pst-color-text-muted, GrayText); border-radius: 0.25rem; }
    .paper { width: 100%; aspect-ratio: 1; touch-action: none; cursor: crosshair; }
    .invitation { position: absolute; inset: 0; display: grid; place-items: center; pointer-events: none; color: var(--pst-color-text-muted, GrayText); }
    .invitation[hidden] { display: none; }
    .seen { width: 112px; height: 112px; image-rendering: pixelated; }
    .small { margin: 0 0 0.3rem; }
    .shares { flex: 1 1 9.5rem; }
    .shares :is(th, td) { padding: 0 0.2rem; line-height: 1.65rem; white-space: nowrap; }
    .shares td:nth-child(2) { width: 100%; }
    .bar { display: block; height: 0.9rem; background: var(--ml-ink); border-radius: 0.15rem; }
    .first .bar { background: var(--ml-accent); }
    .first :is(th, td) { font-weight: 700; color: var(--ml-accent); }
    .shares td:last-child { min-width: 4.4rem; }
    .examples { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; margin-top: 0.6rem; }
    .digit { padding: 0.25rem 0.7rem; }
    @media (forced-colors: active) { .bar { background: CanvasText; forced-color-adjust: none; } }`;

  nets = {}; // name → the network, or why there is none

  started() {
    const none = () => ({ scribbles: 0, sure: 0 });
    return { taken: 0, tally: { dense: none(), convolutional: none() } };
  }

  build(panel) {
    this.paper = h("canvas", { class: "paper", width: PAPER, height: PAPER, role: "img", "aria-label": "Paper: draw one digit with mouse, pen or finger, or take an example below" });
    this.invitation = h("span", { class: "invitation", "aria-hidden": "true" }, "Draw a digit here");
    this.seen = h("canvas", { class: "seen", width: 28, height: 28, role: "img", "aria-label": "What the network sees: 28 by 28 pixels" });
    this.rows = Array.from({ length: 10 }, (_, digit) => h("tr", {}, h("th", { scope: "row" }, String(digit)), h("td", { "aria-hidden": "true" }, h("span", { class: "bar" })), h("td", {}, "–")));
    panel.append(
      h("div", { class: "desk" }, h("div", { class: "sheet" }, this.paper, this.invitation),
        h("div", {}, h("p", { class: "small", "aria-hidden": "true" }, "It sees"), this.seen),
        h("table", { class: "shares", "aria-label": "The share that the network gives to each digit" }, h("tbody", {}, ...this.rows))),
      this.#examples(),
      h("div", { class: "controls" },
        this.select("network", "network", { labels: { dense: "dense: 128 and 10 neurons", convolutional: "convolutional" } }),
        this.select("preparation", "before it looks", { labels: { centered: "scale and center the ink", shrunk: "only shrink the paper" } }),
        this.slider("turn", "turn the paper", { format: (v) => `${fixed(v, 0)}°` })),
    );
    this.button("Undo", () => { this.stop(); this.set({ ink: undone(this.state.ink) }); }, { enabled: ({ ink }) => ink.length > 0 });
    this.button("Clear", () => { this.stop(); this.set({ ink: [], turn: 0 }); }, { enabled: ({ ink }) => ink.length > 0 });
    this.paper.addEventListener("pointerdown", (event) => this.#stroke(event));
  }

  #examples() {
    const group = h("div", { class: "examples", role: "group", "aria-label": "Examples" }, h("span", { "aria-hidden": "true" }, "Examples:"));
    for (let digit = 0; digit < 10; digit++) {
      group.append(this.button(String(digit), () => this.#example(digit), { class: "digit", "aria-label": `An example of ${digit}` }));
    }
    group.append(this.button("Scribble", () => { this.stop(); this.#scribble(false); }), this.button(`Run ${SCRIBBLES} scribbles`, () => this.#run()));
    return group;
  }

  #example(digit) {
    this.stop();
    this.#show(example(digit, this.state.taken));
  }

  /** Put strokes onto fresh paper. */
  #show(strokes, options) {
    this.set({ ink: inkOf(strokes), turn: 0, taken: this.state.taken + 1 }, options);
  }

  #scribble(quiet) {
    this.#show(scribble(this.state.taken), { quiet: true });
    const { network, tally } = this.state;
    this.set({ tally: this.said ? counting(tally, network, this.said) : tally }, { quiet });
  }

  #run() {
    let left = SCRIBBLES;
    this.animate(() => {
      this.#scribble(true);
      return --left > 0;
    }, 30);
  }

  /** Follow the pen from here until it is lifted. What lies turned on the paper stays as it is seen. */
  #stroke(event) {
    if (event.button) return;
    event.preventDefault();
    this.stop();
    this.paper.setPointerCapture(event.pointerId);
    const strokes = turned(strokesOf(this.state.ink), this.state.turn), stroke = [];
    const add = ({ clientX, clientY }) => {
      const box = this.paper.getBoundingClientRect(), edge = this.paper.clientLeft;
      const place = [clientX - box.left - edge, clientY - box.top - edge].map((v) => (v * PAPER) / this.paper.clientWidth);
      if (stroke.length && Math.hypot(place[0] - stroke.at(-1)[0], place[1] - stroke.at(-1)[1]) < APART) return;
      stroke.push(place);
      this.set({ ink: inkOf([...strokes, stroke]), turn: 0 }, { quiet: true });
    };
    const end = () => {
      this.paper.removeEventListener("pointermove", add);
      for (const name of ["pointerup", "pointercancel"]) this.paper.removeEventListener(name, end);
      this.update();
    };
    this.paper.addEventListener("pointermove", add);
    for (const name of ["pointerup", "pointercancel"]) this.paper.addEventListener(name, end);
    add(event);
  }

  async #fetch(name) {
    this.nets[name] = "The weights of the network are on their way.";
    try {
      this.nets[name] = await fetchNet(name, MODELS);
    } catch (error) {
      this.nets[name] = `The network cannot be used: ${error.message}. Load the page again; if that does not help, it has to be built again.`;
    }
    this.update();
  }

  draw(state) {
    const net = this.nets[state.network];
    if (!net) this.#fetch(state.network);
    const pixels = paint(turned(strokesOf(state.ink), state.turn));
    const image = net?.layers ? PREPARE[state.preparation](pixels, PAPER, net.manifest.preparation) : null;
    this.said = image && predict(net, image);
    this.#ink(this.paper, pixels);
    this.#ink(this.seen, image ?? new Float32Array(28 * 28));
    this.invitation.hidden = state.ink.length > 0;
    const first = this.said && ranked(this.said)[0];
    this.rows.forEach((row, digit) => {
      const share = this.said?.[digit];
      row.className = digit === first ? "first" : "";
      row.querySelector(".bar").style.width = `${100 * (share ?? 0)}%`;
      row.lastChild.textContent = share === undefined ? "–" : percent(share);
    });
  }

  /** Show numbers from 0 (paper) to 1 (ink): dark on light, or light on dark in the dark theme. */
  #ink(canvas, values) {
    const context = canvas.getContext("2d"), picture = context.createImageData(canvas.width, canvas.height);
    const dark = document.documentElement.dataset.theme === "dark";
    values.forEach((ink, i) => {
      const gray = 255 * (dark ? 0.08 + 0.92 * ink : 1 - ink);
      picture.data.set([gray, gray, gray, 255], 4 * i);
    });
    context.putImageData(picture, 0, 0);
  }

  sentence(state) {
    const net = this.nets[state.network];
    return typeof net === "string" ? net : sentence(state, this.said);
  }
}

define("ml-draw-digit", DrawDigit);
