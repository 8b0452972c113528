import { Problem } from "./api.js";
import { changed } from "./watch.js";

const RETRY_MILLIS = 2_000;

/** Something a service has, loaded by a call and kept while the service is away. */
export class Resource {
  /**
   * @param {import("./watch.js").Topic} topic told when it changes
   * @param {"patron" | "news" | "metrics" | "broker"} upstream the service that has it
   * @param {() => Promise<void>} fetch loads it
   */
  constructor(topic, upstream, fetch) {
    this.topic = topic;
    this.upstream = upstream;
    this.fetch = fetch;
    /** Whether there is anything to show, be it old. */
    this.isLoaded = false;
    /** @type {Problem | null} */
    this.problem = null;
    /** @type {Promise<void> | null} */
    this.underWay = null;
    this.isStale = false;
    this.retry = 0;
  }

  /** Loads it, or loads it once more after a load that is under way. */
  load() {
    if (this.underWay) {
      this.isStale = true;
      return this.underWay;
    }
    clearTimeout(this.retry);
    this.underWay = this.attempt().finally(() => {
      this.underWay = null;
      changed(this.topic);
      if (this.isStale) {
        this.isStale = false;
        this.load();
      }
    });
    return this.underWay;
  }

  async attempt() {
    try {
      await this.fetch();
      this.isLoaded = true;
      this.problem = null;
    } catch (cause) {
      this.problem = cause instanceof Problem ? cause : new Problem({ title: String(cause) });
      this.retry = setTimeout(() => this.load(), RETRY_MILLIS);
    }
  }
}
