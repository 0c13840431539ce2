// ml-penalty: what a forecaster pays on average who says another probability than the one she believes.
import { Explorable, define } from "./explorable.js";
import { PRICES, bill, sentence, settings } from "./penalty_core.js";
import { h } from "./elements.js";
import { fixed } from "./numbers.js";

class Penalty extends Explorable {
  static title = "What should you say?";
  static settings = settings;
  static styles = `table { width: 100%; } th, td { padding: 0.3rem 0.3rem 0; } th:first-child { text-align: left; }
    .bar { height: 0.6rem; max-width: 100%; background: var(--ml-accent); }`;

  build(panel) {
    this.body = h("tbody");
    const heads = ["price", "rain", "no rain", "average"];
    panel.append(
      h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((name) => h("th", {}, name)))), this.body),
      h("div", { class: "controls" }, ...[["belief", "you believe", 1], ["said", "you say", 2]].map(
        ([name, label, digits]) => this.slider(name, label, { format: (v) => fixed(v, digits) }))));
  }

  draw(state) {
    this.body.replaceChildren(...Object.keys(PRICES).flatMap((name) => {
      const paid = bill(name, state), bar = h("div", { class: "bar", style: `width: ${Math.min(paid[2], 1.5) / 0.015}%` });
      return [h("tr", {}, h("th", { scope: "row" }, name.split(" ")[0]), ...paid.map((x) => h("td", {}, fixed(x, 3)))),
        h("tr", { "aria-hidden": "true" }, h("td", { colspan: 4 }, bar))];
    }));
  }

  sentence(state) {
    return sentence(state);
  }
}

define("ml-penalty", Penalty);
