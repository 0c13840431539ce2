// ml-cell-order: a page that never changes, and a memory that depends on the order of the clicks.
import { CODE, GOAL, MOST, counts, memory, sentence, settings } from "./cell_order_core.js";
import { Explorable, define } from "./explorable.js";
import { h } from "./elements.js";
import { show } from "./numbers.js";

class CellOrder extends Explorable {
  static title = `Three cells: can you make the price ${GOAL}?`;
  static settings = settings;
  static styles = `.cells { display: grid; grid-template-columns: auto 1fr auto; gap: .5rem; align-items: center; }
    .cells code { overflow-wrap: anywhere; border-inline-start: 3px solid var(--ml-accent); padding: .35rem .6rem; }
    .memory { margin-block: 1rem 0; } .memory b { font-size: 1.3em; }`;

  build(panel) {
    const cells = h("div", { class: "cells" });
    CODE.forEach((code, i) => {
      const count = h("span");
      const run = h("button", { type: "button", "aria-label": `Run cell ${i + 1}` }, "Run");
      run.addEventListener("click", () => {
        const { clicks } = this.state;
        if (clicks.length < MOST) this.set({ clicks: [...clicks, i + 1] });
      });
      this.follow(({ clicks }) => {
        count.textContent = `[${counts(clicks)[i] || "\u2007"}]`;
        run.setAttribute("aria-disabled", String(clicks.length >= MOST));
      });
      cells.append(count, h("code", {}, code), run);
    });
    this.price = h("b");
    panel.append(cells, h("p", { class: "memory" }, "In the memory: ", this.price));
    this.button("Restart and run all", () => this.set({ clicks: [1, 2, 3] }));
  }

  draw({ clicks }) {
    const price = memory(clicks);
    this.price.textContent = price === null ? "no price" : `price = ${show(price)}`;
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-cell-order", CellOrder);
