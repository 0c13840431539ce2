// The shipped neuron of the chapter *Your first shipped model*, with its scaler or without. No DOM in here.
import { percent, show } from "./numbers.js";
import { choice, number } from "./settings.js";

// As in apps/admission/bundle; a test compares
export const KERNEL = [10.949894905090332, 11.77343463897705];
export const BIAS = -10.660894393920898;
export const LOW = [30.6, 30.4], HIGH = [99.1, 99.6];

export const settings = {
  first: number(38, 0, 100, 0.5),
  second: number(75, 0, 100, 0.5),
  scaler: choice("with", "with", "without"),
};

const scale = (score, i, scaler) => (scaler === "with" ? (score - LOW[i]) / (HIGH[i] - LOW[i]) : score);

/** Return the sum in the neuron, and the probability that the sigmoid makes of it. */
export function decide({ first, second, scaler }) {
  const z = [first, second].reduce((sum, score, i) => sum + KERNEL[i] * scale(score, i, scaler), BIAS);
  return { z, probability: 1 / (1 + Math.exp(-z)) };
}

/** Return the second score that leaves the neuron undecided beside the first one. */
export function border(first, scaler) {
  const rest = -(BIAS + KERNEL[0] * scale(first, 0, scaler)) / KERNEL[1];
  return scaler === "with" ? LOW[1] + rest * (HIGH[1] - LOW[1]) : rest;
}

/** Say what the neuron says, and warn where it has seen nothing of the kind. */
export function sentence(state) {
  const { z, probability } = decide(state), scores = [state.first, state.second];
  const verdict = probability >= 0.5 ? "admitted" : "not admitted";
  const said = `Scores ${show(scores[0])} and ${show(scores[1])}: the sum is ${show(z)}, the probability ${percent(probability)}, so ${verdict}.`;
  if (state.scaler === "without") return `${said} Without its scaler the neuron takes ${show(state.second)} for a score far above the best it knows.`;
  if (Math.abs(probability - 0.5) < 0.02) return `${said} That is as undecided as it gets.`;
  return scores.some((score, i) => score < LOW[i] || score > HIGH[i]) ? `${said} It has seen no such score, and guesses.` : said;
}
