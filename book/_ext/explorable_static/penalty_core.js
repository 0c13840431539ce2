// What a forecast costs on average: rain comes with the probability `belief`, and the forecaster says `said`. No DOM in here.
import { fixed } from "./numbers.js";
import { number } from "./settings.js";

export const settings = {
  belief: number(0.7, 0.1, 0.9, 0.1),
  said: number(0.5, 0, 1, 0.01),
};

/** The price of having given p to what happened. */
export const PRICES = {
  "absolute error": (p) => 1 - p,
  "squared error": (p) => (1 - p) ** 2,
  surprise: (p) => -Math.log(p),
};

/** Return what a price comes to: if it rains, if it does not, and on average. */
export function bill(price, { belief, said }) {
  const rain = PRICES[price](said), dry = PRICES[price](1 - said);
  return [rain, dry, belief * rain + (1 - belief) * dry];
}

/** Say what is paid on average, and which price could not be lower. */
export function sentence(state) {
  const names = Object.keys(PRICES), mean = (name, said) => bill(name, { ...state, said })[2];
  const paid = names.map((name) => `${fixed(mean(name, state.said), 3)} in ${name}`).join(", ");
  const others = Array.from({ length: 101 }, (_, i) => i / 100);
  const best = names.filter((name) => others.every((said) => mean(name, state.said) <= mean(name, said) + 1e-9));
  const end = best.length ? `No other forecast has a lower ${best.join(" or ")}.` : "Each of the three can be lower.";
  return `You believe ${fixed(state.belief, 1)} and say ${fixed(state.said, 2)}. On average you pay ${paid}. ${end}`;
}
