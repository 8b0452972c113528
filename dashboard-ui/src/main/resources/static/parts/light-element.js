import { LitElement } from "lit";

/** An element without a shadow, so that one style sheet and one tab order serve the whole page. */
export class LightElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}
