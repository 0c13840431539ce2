// Explorable: what all of these elements share. One of them is two files: `<name>_core.js`, with `settings` and functions
// that know no page, and `ml-<name>.js`, a class that extends Explorable, builds its controls and draws.
//
// State goes in as attributes, as a link (#id:name=value&…) or as `element.state = {…}`; every change goes out as the event
// `ml-change`. What is seen is also said, in one sentence below the drawing, once the reader pauses.
import { clamp } from "./numbers.js";
import { fromHash, initial, readAll, toHash, write } from "./settings.js";
import { h } from "./elements.js";

const SAY_AFTER = 250; // milliseconds: a slider that moves is not to talk all the time
const STYLE = new URL("explorable.css", import.meta.url);
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Explorable extends HTMLElement {
  /** What a subclass says of itself: its title, its settings (see settings.js), and names of state that no link carries. */
  static title = "";
  static settings = {};

  /** Return the title, for one that depends on the attributes, which stand in `this.first`. */
  heading() {
    return this.constructor.title;
  }

  /** Build the controls and the drawing in `panel`, once. */
  build(panel) {}

  /** Bring the drawing up to date. */
  draw(state) {}

  /** Return what there is to be seen, in one sentence or two. */
  sentence(state) {
    return "";
  }

  /** Return the state that does not come from the settings, for a start and after Reset; `state` holds the settings. */
  started(state) {
    return {};
  }

  #controls = [];
  #state = {};
  #talk = 0;
  #timer = 0;

  connectedCallback() {
    if (this.shadowRoot) return;
    const { settings } = this.constructor;
    const attributes = Object.fromEntries([...this.attributes].filter(({ name }) => name in settings).map((a) => [a.name, a.value]));
    this.first = { ...initial(settings), ...readAll(settings, attributes).values };
    const title = this.heading();
    this.status = h("p", { role: "status", class: "sentence" });
    this.buttons = h("div", { class: "buttons" });
    this.panel = h("div", { class: "panel" });
    const box = h("div", { class: "box", role: "group", "aria-label": title }, h("p", { class: "title" }, title), this.panel, this.buttons, this.status);
    const root = this.attachShadow({ mode: "open" });
    root.append(h("link", { rel: "stylesheet", href: STYLE }), box);
    root.adoptedStyleSheets = this.constructor.styles ? [sheet(this.constructor.styles)] : [];
    this.#state = this.#start();
    this.build(this.panel);
    this.button("Reset", () => this.reset(), { class: "reset" });
    if (this.id) this.button("Copy link", () => this.share(), { class: "share" });
    this.#readLink();
    addEventListener("hashchange", this.#readLink);
    addEventListener("beforeprint", this.#finish);
    this.#watchTheme();
    this.update({ now: true });
    this.dispatchEvent(new CustomEvent("ml-ready", { bubbles: true }));
  }

  disconnectedCallback() {
    this.stop();
    removeEventListener("hashchange", this.#readLink);
    removeEventListener("beforeprint", this.#finish);
    this.theme?.disconnect();
  }

  /** The state: settings and what happened since. Assign some of it to change that. */
  get state() {
    return structuredClone(this.#state);
  }

  set state(changes) {
    this.set(changes);
  }

  /** Change some of the state; `quiet` says nothing, for the frames of an animation. */
  set(changes, { quiet = false } = {}) {
    for (const [name, value] of Object.entries(changes)) {
      const setting = this.constructor.settings[name];
      this.#state[name] = setting?.kind === "number" ? clamp(value, setting.min, setting.max) : value;
    }
    this.update({ quiet });
  }

  /** Draw, tell the controls, say what there is to see, and let the page know. */
  update({ quiet = false, now = false } = {}) {
    const state = this.#state;
    for (const control of this.#controls) control(state);
    this.draw(state);
    if (!quiet) this.#say(this.sentence(state), now);
    this.dispatchEvent(new CustomEvent("ml-change", { bubbles: true, detail: this.state }));
  }

  /** Go back to the beginning. */
  reset() {
    this.stop();
    this.#state = this.#start();
    this.update();
  }

  #start() {
    return structuredClone({ ...this.first, ...this.started(this.first) });
  }

  /** Put the state into the address, and the address onto the clipboard where that is allowed. */
  async share() {
    history.replaceState(null, "", `#${toHash(this.id, this.constructor.settings, this.#state, this.#start())}`);
    let where = "in the address bar";
    try {
      await navigator.clipboard.writeText(location.href);
      where = "on the clipboard";
    } catch { /* not allowed here: the address bar has it */ }
    this.#say(`The link to this state is ${where}.`, true);
  }

  #readLink = () => {
    const texts = fromHash(this.id, location.hash);
    if (!texts) return;
    this.set({ ...this.#start(), ...readAll(this.constructor.settings, texts).values });
    this.scrollIntoView();
  };

  #finish = () => {
    this.stop();
    this.update({ now: true });
  };

  #say(text, now) {
    clearTimeout(this.#talk);
    const write_ = () => {
      if (this.status.textContent !== text) this.status.textContent = text;
    };
    if (now) write_();
    else this.#talk = setTimeout(write_, SAY_AFTER);
  }

  /** Call `frame` every `every` milliseconds until it returns false; at once where the reader wants no motion. */
  animate(frame, every = 120) {
    this.stop();
    if (still.matches) {
      for (let i = 0; i < 10_000 && frame() !== false; i++);
      this.update();
      return;
    }
    let last = -Infinity;
    const tick = (time) => {
      if (time - last >= every) {
        last = time;
        if (frame() === false) {
          this.stop();
          this.update();
          return;
        }
        this.update({ quiet: true });
      }
      this.#timer = requestAnimationFrame(tick);
    };
    this.#timer = requestAnimationFrame(tick);
    this.update({ quiet: true });
  }

  /** Whether something moves. */
  get running() {
    return this.#timer !== 0;
  }

  /** End what moves. */
  stop() {
    cancelAnimationFrame(this.#timer);
    this.#timer = 0;
  }

  /** Return the value of a color of the theme, for a canvas; SVG uses var(--…) itself. */
  color(name) {
    return getComputedStyle(this).getPropertyValue(name).trim();
  }

  #watchTheme() {
    this.theme = new MutationObserver(() => this.draw(this.#state));
    this.theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  }

  // ---- Controls: each belongs to a setting, shows its value, and changes it. They return the element to place. ----

  /** A slider for a number. `format` writes the value; `meaning` adds what a screen reader should hear with it. */
  slider(name, label, { format = write, meaning, on, min, max, step } = {}) {
    const setting = this.constructor.settings[name];
    const value = h("span", { class: "value", "aria-hidden": "true" });
    const input = h("input", { type: "range", min: min ?? setting.min, max: max ?? setting.max, step: step ?? setting.step, "data-name": name });
    input.addEventListener("input", () => this.#changed(name, Number(input.value), on));
    this.#controls.push((state) => {
      input.value = state[name];
      value.textContent = format(state[name]);
      input.setAttribute("aria-valuetext", [format(state[name]), meaning?.(state)].filter(Boolean).join(", "));
    });
    return h("label", { class: "control" }, h("span", { class: "name" }, ...inline(label)), input, value);
  }

  /** A choice among words; `labels` says them to people. */
  select(name, label, { labels = {}, on } = {}) {
    const { options } = this.constructor.settings[name];
    const input = h("select", { "data-name": name }, ...options.map((option) => h("option", { value: option }, labels[option] ?? option)));
    input.addEventListener("change", () => this.#changed(name, input.value, on));
    this.#controls.push((state) => {
      input.value = state[name];
    });
    return h("label", { class: "control" }, h("span", { class: "name" }, ...inline(label)), input);
  }

  /** A button among those below the drawing. */
  button(label, action, { enabled, ...attributes } = {}) {
    const made = h("button", { type: "button", ...attributes }, label);
    made.addEventListener("click", () => {
      if (made.getAttribute("aria-disabled") !== "true") action();
    });
    // A disabled button would lose the focus, so it only says that it is
    if (enabled) this.#controls.push((state) => made.setAttribute("aria-disabled", String(!enabled(state))));
    this.buttons.append(made);
    return made;
  }

  /** Call `control(state)` at every change: for controls that an element makes itself. */
  follow(control) {
    this.#controls.push(control);
  }

  #changed(name, value, on) {
    this.stop();
    this.set({ [name]: value, ...on?.({ ...this.#state, [name]: value }) });
  }
}

/** Return a label in which *letters* between asterisks stand in italics, as variables do. */
const inline = (text) => text.split(/\*(.+?)\*/).map((part, i) => (i % 2 ? h("i", {}, part) : part));

const sheets = new Map();

function sheet(text) {
  if (!sheets.has(text)) {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    sheets.set(text, made);
  }
  return sheets.get(text);
}

/** Register the element `tag`, once. */
export const define = (tag, element) => customElements.get(tag) ?? customElements.define(tag, element);
