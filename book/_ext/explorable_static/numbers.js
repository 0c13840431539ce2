// Numbers: how they are written in sentences, and random ones that are the same for everyone. No DOM in here.

/** Return `x` with `digits` significant digits, as people write it: a true minus sign, no exponent where it can be helped. */
export function show(x, digits = 3) {
  if (Number.isNaN(x)) return "not a number";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  if (size !== 0 && (size >= 1e6 || size < 10 ** -(digits + 1))) {
    const [mantissa, exponent] = x.toExponential(Math.min(digits, 2) - 1).split("e");
    const raised = [...String(Number(exponent))].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
    return `${minus(mantissa)}·10${raised}`;
  }
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return minus(String(Number(x.toFixed(Math.min(decimals, 10)))));
}

/** Return `x` with exactly `decimals` digits behind the point. */
export const fixed = (x, decimals) => minus(Number.isFinite(x) ? (Math.abs(x) < 0.5 * 10 ** -decimals ? 0 : x).toFixed(decimals) : show(x));

/** Return a share as per cent, without decimals except near 0 and 1. */
export function percent(p) {
  const digits = p > 0 && p < 1 && (p < 0.01 || p > 0.99) ? 1 : 0;
  return `${(100 * p).toFixed(digits)} %`;
}

/** Return "one step", "3 steps". */
export const counted = (n, noun, nouns = `${noun}s`) => (n === 1 ? `one ${noun}` : `${n} ${nouns}`);

const minus = (text) => text.replace("-", "−");

/** Return a function that gives random numbers in [0, 1), always the same for a seed (mulberry32, by T. Ettinger). */
export function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Return a function that gives random numbers of a standard normal distribution (Box and Muller, 1958). */
export function normal(seed) {
  const uniform = random(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Return `count` numbers from `from` to `to`, evenly spaced. */
export const evenly = (from, to, count) => Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** Return `x`, or the nearest end of [low, high]. */
export const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
