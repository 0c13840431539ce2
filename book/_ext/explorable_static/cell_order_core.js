// A page of three cells and the memory of its kernel, which depends on the clicks. No DOM in here.
import { counted, show } from "./numbers.js";
import { numbers } from "./settings.js";

export const MOST = 8; // clicks
export const GOAL = 192;
const FEW = 5; // clicks that suffice for the goal
const CELLS = [() => 100, (price) => price * 1.2, (price) => price + 30];
export const CODE = ["price = 100", "price = price * 1.2", "price = price + 30"];

export const settings = { clicks: numbers([], 1, 3, { any: true }) };

/** Return what the memory holds after these clicks: a price, or null where a cell asked for one that was not there. */
export function memory(clicks) {
  let price;
  for (const click of clicks) {
    if (price === undefined && click !== 1) return null;
    price = Number(CELLS[click - 1](price).toPrecision(12)); // 120, and not 120.00000000000001
  }
  return price ?? null;
}

/** Return the number beside each cell: the place of its last click, or 0. */
export const counts = (clicks) => CODE.map((_, i) => clicks.lastIndexOf(i + 1) + 1);

/** Return what a person computes who reads the page from top to bottom. */
export const fromThePage = memory([1, 2, 3]);

/** Say what the memory holds, and what the page promises. */
export function sentence({ clicks }) {
  const promise = `Whoever reads the page from top to bottom computes ${show(fromThePage)}.`;
  if (!clicks.length) return `Nothing has run, and the memory is empty. ${promise}`;
  const price = memory(clicks), ran = `Clicked ${clicks.join(", ")}`;
  if (price === null) return `${ran}: NameError, name 'price' is not defined. The first cell to run must be the one that makes it.`;
  if (price === fromThePage) return `${ran}: price is ${show(price)}, and that is what the page promises.`;
  if (price === GOAL && clicks.length <= FEW) return `${ran}: price is ${GOAL}, with ${counted(clicks.length, "click")}. ${promise}`;
  return `${ran}: price is ${show(price)}. ${promise}`;
}
