// ml-price-ledger: values go forward through a small net, prices come back, line by line, written by the reader.
import { Explorable, define } from "./explorable.js";
import { show } from "./numbers.js";
import { h, svg } from "./elements.js";
import { LINES, NAMES, forward, judge, nudge, parameters, prices, sentence, settings } from "./price_ledger_core.js";

const NETS = [[2, 2, 1], [2, 16, 1], [784, 128, 10]];
const MARKS = { open: "", right: "✓ right", wrong: "✗ not yet" };

// Where things stand in the drawing: wires as lines, and for every name where it is written, with its price below
const WIRES = { w11: [72, 46, 72, 150], w12: [88, 46, 262, 150], w21: [272, 46, 98, 150], w22: [288, 46, 288, 150], v1: [110, 194, 158, 282], v2: [250, 194, 202, 282] };
const BOXES = { x1: [50, 4, 60, 42], x2: [250, 4, 60, 42], z1: [12, 150, 68, 44], h1: [80, 150, 68, 44], z2: [212, 150, 68, 44], h2: [280, 150, 68, 44],
  y: [140, 282, 80, 44], loss: [262, 282, 90, 44] };
const TEXTS = { w11: [36, 92], w12: [126, 96], w21: [234, 96], w22: [324, 92], v1: [100, 238], v2: [262, 238], b1: [40, 212], b2: [320, 212], c: [98, 300] };

class PriceLedger extends Explorable {
  static title = "The price ledger";
  static settings = settings;
  static styles = `
    p { margin: 0.25rem 0 0.6rem; }
    .net { max-width: 28rem; }
    .plots { align-items: start; }
    .net rect { fill: none; stroke: var(--ml-ink); }
    .net .wire { stroke: var(--ml-ink); stroke-width: 1.5; }
    .net text { text-anchor: middle; }
    .net .price { fill: var(--ml-accent); font-weight: 600; }
    .net .now { stroke: var(--ml-second); stroke-width: 3.5; }
    .ledger :is(th, td) { padding: 0.1rem 0.2rem; }
    .ledger tr.now { box-shadow: inset 0.2rem 0 0 var(--ml-second); }
    .ledger input { width: 4rem; text-align: right; }
    .ledger :is(input, button) { scroll-margin-bottom: 8rem; }
    .sentence { position: sticky; bottom: 0; padding: 0.4rem 0; border-top: 1px solid var(--ml-ink); background: var(--pst-color-background, Canvas); }
    @media print { .sentence { position: static; } }
    .ledger button { padding: 0.1rem 0.45rem; }
    .mark { white-space: nowrap; min-width: 4.2rem; text-align: left; font-size: 0.8rem; }
    .cost { margin-top: 0.75rem; }
    .cost table { font-size: 0.9rem; }
    .cost :is(th, td) { padding: 0.15rem 0.25rem; }
    .cost tbody th { white-space: nowrap; }`;

  started() {
    return { entries: Object.fromEntries(LINES.map((name) => [name, null])), line: LINES[0], act: "fill", passes: 0 };
  }

  build(panel) {
    this.net = svg("svg", { viewBox: "0 0 360 330", role: "img", class: "net", "aria-label": "The net: two inputs, two neurons with ReLU, one output; the table holds the same numbers" });
    const afresh = (state) => this.started(state);
    panel.append(
      h("p", {}, "Every number in this net has a value, computed forward, and a price in pesos: how much more loss one more of it would mean. Fill in the prices from the loss backward. "
        + "A price is the price of what comes next, times the exchange rate; where there are two ways, add both."),
      h("div", { class: "plots" }, h("div", {}, this.net, h("div", { class: "controls" },
        this.slider("x1", "*x*₁", { on: afresh, format: show }), this.slider("x2", "*x*₂", { on: afresh, format: show }), this.slider("y", "target *y*", { on: afresh, format: show }))),
      this.ledger()),
      cost(),
    );
    this.button("Fill in the next line", () => this.help(), { enabled: (state) => this.next(state) });
  }

  /** Return the first line that is not right yet. */
  next(state) {
    return LINES.find((name) => judge(state, name, state.entries[name]).verdict !== "right");
  }

  help() {
    const state = this.state, line = this.next(state);
    this.set({ entries: { ...state.entries, [line]: prices(state)[line] }, line, act: "fill" });
  }

  ledger() {
    const head = ["", "value", "price", "", "nudge"].map((text) => h(text ? "th" : "td", text ? { scope: "col" } : {}, text));
    return h("table", { class: "ledger" }, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...LINES.map((name) => this.row(name))));
  }

  row(name) {
    const value = h("td"), mark = h("td", { class: "mark", id: `mark-${name}` });
    const input = h("input", { type: "number", step: "any", "data-price": name, "aria-label": `Price of ${NAMES[name]}`, "aria-describedby": mark.id });
    const test = h("button", { type: "button", "aria-label": `Nudge ${NAMES[name]} by 0.01` }, "+0.01");
    const row = h("tr", {}, h("th", { scope: "row" }, NAMES[name]), value, h("td", {}, input), mark, h("td", {}, test));
    input.addEventListener("focus", () => this.set({ line: name, act: "fill" }));
    input.addEventListener("change", () => {
      const answer = input.valueAsNumber;
      this.set({ entries: { ...this.state.entries, [name]: Number.isNaN(answer) ? null : answer }, line: name, act: "fill" });
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && judge(this.state, name, input.valueAsNumber).verdict === "right") row.nextSibling?.querySelector("input").focus();
    });
    test.addEventListener("click", () => this.set({ line: name, act: "nudge", passes: this.state.passes + 1 }));
    this.follow((state) => {
      const entry = state.entries[name], { verdict } = judge(state, name, entry);
      value.textContent = show(forward(state)[name]);
      if (entry === null ? !input.matches(":focus") : entry !== input.valueAsNumber) input.value = entry ?? "";
      input.setAttribute("aria-invalid", String(verdict === "wrong"));
      mark.textContent = state.act === "nudge" && state.line === name ? `≈ ${show(nudge(state, name))}` : MARKS[verdict];
      row.className = state.line === name ? "now" : "";
    });
    return row;
  }

  draw(state) {
    const value = forward(state), price = prices(state);
    const known = (name) => name === "loss" || judge(state, name, state.entries[name]).verdict === "right";
    const now = (name) => (state.line === name ? " now" : "");
    const written = (name, x, y) => [svg("text", { x, y }, `${NAMES[name] ?? "loss"} ${show(value[name])}`),
      svg("text", { x, y: y + 17, class: "price" }, known(name) ? `₱ ${show(price[name])}` : "₱ ?")];
    this.net.replaceChildren(
      ...Object.entries(WIRES).map(([name, [x1, y1, x2, y2]]) => svg("line", { x1, y1, x2, y2, class: `wire${now(name)}` })),
      svg("line", { x1: 220, y1: 304, x2: 262, y2: 304, class: "wire" }),
      ...Object.entries(BOXES).flatMap(([name, [x, y, width, height]]) =>
        [svg("rect", { x, y, width, height, rx: 4, class: now(name) }), ...written(name, x + width / 2, y + 18)]),
      ...Object.entries(TEXTS).flatMap(([name, [x, y]]) => written(name, x, y)),
    );
  }

  sentence(state) {
    return sentence(state);
  }
}

/** What pricing all weights costs, for nets of three sizes. */
function cost() {
  const rows = NETS.map((sizes) => [sizes.join("-"), ...[parameters(sizes), parameters(sizes) + 1].map((n) => n.toLocaleString("en-US")), "2"]);
  const head = ["net", "weights", "by nudges", "by ledger"];
  return h("div", { class: "cost" }, h("p", {}, "Passes through the net for the prices of all its weights: nudging takes one forward pass for each and one without a nudge; the ledger one forward and one backward."), h("table", {}, h("thead", {}, h("tr", {}, ...head.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, ...rows.map(([net, ...rest]) => h("tr", {}, h("th", { scope: "row" }, net), ...rest.map((text) => h("td", {}, text)))))));
}

define("ml-price-ledger", PriceLedger);
