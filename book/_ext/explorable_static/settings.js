// What a reader, an author or a link may set in an explorable: no DOM in here.
// The build runs this in Node, too, to refuse attributes that no element knows.

/** A number between `min` and `max`, in steps of `step`. */
export const number = (value, min, max, step) => ({ kind: "number", value, min, max, step });

/** One of a few words. */
export const choice = (value, ...options) => ({ kind: "choice", value, options });

/** As many numbers as `value` has, or any number of them where `any` is true; in text with commas between. */
export const numbers = (value, min, max, { any = false } = {}) => ({ kind: "numbers", value, min, max, any });

/** Return what `text` says for `setting`, or throw an Error that says what is wrong with it. */
export function read(name, setting, text) {
  if (setting.kind === "choice") {
    if (setting.options.includes(text)) return text;
    throw new Error(`${name} is "${text}", but must be one of ${setting.options.join(", ")}`);
  }
  const parts = setting.kind === "numbers" ? text.split(",") : [text];
  const values = parts.map((part) => (part.trim() === "" ? NaN : Number(part)));
  const wrong = values.findIndex((v) => !(v >= setting.min && v <= setting.max));
  if (wrong >= 0) throw new Error(`${name} is "${parts[wrong]}", but must be a number from ${setting.min} to ${setting.max}`);
  if (setting.kind === "number") return values[0];
  if (!setting.any && values.length !== setting.value.length) {
    throw new Error(`${name} has ${values.length} numbers, but must have ${setting.value.length}`);
  }
  return values;
}

/** Return `value` as `read` takes it; short enough for a link. */
export const write = (value) => (Array.isArray(value) ? value : [value])
  .map((part) => (typeof part === "number" ? String(Number(part.toPrecision(6))) : part)).join(",");

/** Return the first values of all settings. */
export const initial = (settings) =>
  Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, structuredClone(value)]));

/** Return { values, problems } of the named texts: those that can be read, and why the others cannot. */
export function readAll(settings, texts) {
  const values = {};
  const problems = [];
  for (const [name, text] of Object.entries(texts)) {
    try {
      if (!(name in settings)) throw new Error(`there is no ${name}; there are ${Object.keys(settings).join(", ")}`);
      values[name] = read(name, settings[name], text);
    } catch (error) {
      problems.push(error.message);
    }
  }
  return { values, problems };
}

/** Return the part of a link behind its "#" for these values of the element `id`; only what differs from the first ones. */
export function toHash(id, settings, state, first) {
  const changed = Object.keys(settings).filter((name) => write(state[name]) !== write(first[name]));
  return changed.length ? `${id}:${changed.map((name) => `${name}=${encodeURIComponent(write(state[name]))}`).join("&")}` : id;
}

/** Return the texts that a link holds for the element `id`, or null where it holds none. */
export function fromHash(id, hash) {
  const [target, rest] = hash.replace(/^#/, "").split(/:(.*)/s);
  if (target !== id || rest === undefined) return null;
  return Object.fromEntries(rest.split("&").map((part) => part.split("=").map(decodeURIComponent)));
}
