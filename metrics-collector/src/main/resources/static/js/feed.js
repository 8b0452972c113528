/**
 * A live connection that comes back by itself. Calls `onState` with `connecting`, `live` or `lost`,
 * `onSample` with each sample, and `onGap` when samples were missed.
 */
export class Feed {
  #url;
  #listener;
  #source = null;
  #retry = 0;

  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
  }

  open() {
    this.#listener.onState('connecting');
    const source = new EventSource(this.#url);
    this.#source = source;
    let opened = false;
    source.addEventListener('open', () => {
      this.#listener.onState('live');
      if (opened || this.#retry > 0) this.#listener.onGap();
      opened = true;
      this.#retry = 0;
    });
    source.addEventListener('message', (event) => this.#take(event.data));
    source.addEventListener('gap', () => this.#listener.onGap());
    source.addEventListener('error', () => this.#lost(source));
  }

  #take(data) {
    try {
      this.#listener.onSample(JSON.parse(data));
    } catch (problem) {
      console.warn('A sample could not be read', problem);
    }
  }

  /** The browser comes back by itself, except after an answer that was no stream. */
  #lost(source) {
    this.#listener.onState('lost');
    if (source.readyState !== EventSource.CLOSED || source !== this.#source) return;
    this.#retry++;
    setTimeout(() => this.open(), Math.min(10_000, 1_000 * 2 ** Math.min(this.#retry - 1, 4)));
  }
}
