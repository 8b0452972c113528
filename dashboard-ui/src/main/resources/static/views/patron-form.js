import { html, nothing } from "lit";
import { Problem } from "../core/api.js";
import { createPatron } from "../core/patrons.js";
import { LightElement } from "../parts/light-element.js";

/** Adds a patron. */
export class PatronForm extends LightElement {
  static properties = { message: { state: true }, isBad: { state: true }, isBusy: { state: true } };

  constructor() {
    super();
    this.message = "";
    this.isBad = false;
    this.isBusy = false;
  }

  render() {
    return html`<form class="inline-form" @submit=${this.submit} autocomplete="off">
      <label><span>Name</span><input name="name" required maxlength="200" placeholder="Carol" /></label>
      <label><span>Favourite dish</span><input name="fav_dish" required maxlength="200" placeholder="SPAM Bruschetta" /></label>
      <button class="primary" ?disabled=${this.isBusy}>Add</button>
      <p role="status" class=${this.isBad ? "bad" : "muted"}>${this.message || nothing}</p>
    </form>`;
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const fields = new FormData(form);
    this.isBusy = true;
    try {
      const name = String(fields.get("name"));
      const id = await createPatron({ name, fav_dish: String(fields.get("fav_dish")) });
      form.reset();
      this.say(`${name} is number ${id}.`, false);
    } catch (cause) {
      this.say(words(cause), true);
    } finally {
      this.isBusy = false;
      form.querySelector("input")?.focus();
    }
  }

  /** @param {string} message @param {boolean} isBad */
  say(message, isBad) {
    this.message = message;
    this.isBad = isBad;
  }
}

/** What to tell a person. @param {unknown} cause */
export function words(cause) {
  if (!(cause instanceof Problem)) return String(cause);
  if (cause.status === 412) return "Someone else changed this patron meanwhile; look again before you save.";
  if (cause.status === 404) return "This patron is gone.";
  return cause.errors.map(({ field, message }) => `${field}: ${message}`).join("; ") || cause.message;
}

customElements.define("patron-form", PatronForm);
