import { html } from "lit";
import { togglePause, toggleTheme } from "../core/actions.js";
import { apps } from "../core/apps.js";
import { link } from "../core/live.js";
import { RANGES, VIEWS, go, hrefOf, setQuery, view } from "../core/route.js";
import { LightElement } from "./light-element.js";

const MOST_SHOWN = 9;

/** Everything the page can do, found by typing. */
class CommandPalette extends LightElement {
  static properties = { text: { state: true }, at: { state: true } };

  constructor() {
    super();
    this.text = "";
    this.at = 0;
    addEventListener("openpalette", () => this.open());
  }

  /** @returns {{title: string, hint: string, run: () => void}[]} */
  commands() {
    return [
      ...VIEWS.map(({ title, path }) => ({ title, hint: "view", run: () => go(hrefOf(path)) })),
      { title: link.isPaused ? "Resume" : "Pause", hint: "space", run: togglePause },
      { title: "Switch between light and dark", hint: "theme", run: toggleTheme },
      ...Object.keys(RANGES).map((word) => ({ title: `Last ${word.replace(/(\d+)/, "$1 ")}`, hint: "range", run: () => setQuery("range", word === "5m" ? null : word) })),
      ...[...apps.series.keys()].map((name) => ({ title: name, hint: "app", run: () => showApp(name) })),
    ];
  }

  found() {
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    return this.commands()
      .filter(({ title, hint }) => words.every((word) => `${title} ${hint}`.toLowerCase().includes(word)))
      .slice(0, MOST_SHOWN);
  }

  render() {
    const found = this.found();
    return html`<dialog class="palette" aria-label="Commands" @close=${this.reset} @click=${this.onClick}>
      <input type="text" role="combobox" aria-label="Command" aria-expanded="true" aria-controls="commands"
        aria-activedescendant=${found.length ? `command-${this.at}` : ""} placeholder="Go to a view, an app, a range…"
        autocomplete="off" spellcheck="false" .value=${this.text} @input=${this.onInput} @keydown=${this.onKey} />
      <ul id="commands" role="listbox" aria-label="Commands">
        ${found.map(({ title, hint, run }, i) => html`<li id="command-${i}" role="option" aria-selected=${i === this.at}
          @click=${() => this.choose(run)}>${title}<span class="muted">${hint}</span></li>`)}
      </ul>
      ${found.length ? "" : html`<p class="hint" role="status">Nothing is called that.</p>`}
    </dialog>`;
  }

  get dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  reset() {
    this.text = "";
    this.at = 0;
  }

  /** @param {InputEvent} event */
  onInput(event) {
    this.text = /** @type {HTMLInputElement} */ (event.target).value;
    this.at = 0;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const found = this.found();
    if (event.key === "ArrowDown") this.at = Math.min(found.length - 1, this.at + 1);
    else if (event.key === "ArrowUp") this.at = Math.max(0, this.at - 1);
    else if (event.key === "Enter" && found[this.at]) this.choose(found[this.at].run);
    else return;
    event.preventDefault();
  }

  /** A click beside the box closes it. @param {MouseEvent} event */
  onClick(event) {
    if (event.target === this.dialog) this.dialog.close();
  }

  /** @param {() => void} run */
  choose(run) {
    this.dialog.close();
    run();
  }
}

/** @param {string} name */
function showApp(name) {
  if (view().id !== "apps") go(hrefOf("/apps"));
  setQuery("app", name);
}

customElements.define("command-palette", CommandPalette);
