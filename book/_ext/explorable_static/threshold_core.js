// Fifteen forecast temperatures, what people said of each day, and a cut that makes classes of numbers. No DOM in here.
import { counted, fixed } from "./numbers.js";
import { number } from "./settings.js";

// The forecast in °C, and 1 where people called the day warm
export const DAYS = [[6.5, 0], [8, 0], [9.5, 0], [11, 0], [12.5, 0], [13, 1], [13.5, 0], [14.5, 0], [15.5, 1], [16.5, 1],
  [17.5, 0], [18.5, 1], [20, 1], [22, 1], [24.5, 1]].map(([forecast, warm]) => ({ forecast, warm }));
export const ENDS = [4, 27]; // of the cut

export const settings = { cut: number(20, ...ENDS, 0.5) };

/** Return the class that the cut makes of a forecast: 1, warm, from the cut on. */
export const called = (forecast, cut) => (forecast >= cut ? 1 : 0);

/** Return the days that were warm and are called cold, and those that were cold and are called warm. */
export const wrong = (cut) => ({
  missed: DAYS.filter(({ forecast, warm }) => warm && !called(forecast, cut)),
  false_: DAYS.filter(({ forecast, warm }) => !warm && called(forecast, cut)),
});

/** Return how many days are called wrongly, both ways together. */
export function mistakes(cut) {
  const { missed, false_ } = wrong(cut);
  return missed.length + false_.length;
}

const CUTS = [...DAYS.map(({ forecast }) => forecast), Infinity]; // one for every way to part the days
const least = (count, allowed = () => true) => Math.min(...CUTS.filter(allowed).map(count));
const FEWEST = least(mistakes);
const FREE = { // the fewest mistakes of one kind where there are none of the other
  missed: least(mistakes, (cut) => !wrong(cut).missed.length),
  false_: least(mistakes, (cut) => !wrong(cut).false_.length),
};

/** The three goals, each with the question whether a cut reaches it. */
export const GOALS = [
  { name: "as few wrong days as can be", reached: (cut) => mistakes(cut) === FEWEST },
  { name: "no warm day called cold, and then as few wrong days as can be",
    reached: (cut) => !wrong(cut).missed.length && mistakes(cut) === FREE.missed },
  { name: "no cold day called warm, and then as few wrong days as can be",
    reached: (cut) => !wrong(cut).false_.length && mistakes(cut) === FREE.false_ },
];

const list = (days) => days.map(({ forecast }) => fixed(forecast, 1)).join(", ");
const kind = (days, was, is) => (days.length ? `${counted(days.length, `${was} day is`, `${was} days are`)} called ${is} (${list(days)})`
  : `no ${was} day is called ${is}`);

/** Say what the cut does, and which mistakes it makes. */
export function sentence({ cut }) {
  const { missed, false_ } = wrong(cut), warm = DAYS.filter(({ forecast }) => called(forecast, cut)).length;
  const reached = GOALS.flatMap((goal, i) => (goal.reached(cut) ? [i + 1] : []));
  const said = `The cut at ${fixed(cut, 1)} °C makes ${counted(warm, "warm day")} and ${counted(DAYS.length - warm, "cold one")}:`
    + ` ${kind(missed, "warm", "cold")}, ${kind(false_, "cold", "warm")}.`;
  return reached.length ? `${said} Goal ${reached.join(" and ")} is reached.` : said;
}
