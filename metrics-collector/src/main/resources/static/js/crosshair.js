/** The moment that all charts point at. Locked, it stays at its moment while time goes on. */
export class Crosshair {
  time = null;
  isLocked = false;
  /** The chart that the pointer is over. */
  #source = null;
  #onMove;

  constructor(onMove) {
    this.#onMove = onMove;
  }

  /** Follows a chart's pointer, unless it is locked. */
  follow(source, time) {
    this.#source = source;
    if (!this.isLocked) this.#moveTo(time);
  }

  /** Points at a moment, wherever it was locked before. */
  pointAt(time) {
    this.#moveTo(time);
  }

  leave(source) {
    if (this.#source !== source) return;
    this.#source = null;
    if (!this.isLocked) this.#moveTo(null);
  }

  /** Whether this chart's pointer says where the crosshair is, and not the others'. */
  isLedBy(source) {
    return this.#source === source && !this.isLocked;
  }

  toggleLock(time = this.time) {
    const willLock = !this.isLocked && time !== null;
    this.isLocked = willLock;
    this.#moveTo(willLock ? time : this.#source ? this.time : null);
  }

  lockAt(time) {
    this.isLocked = true;
    this.#moveTo(time);
  }

  release() {
    this.isLocked = false;
    this.#source = null;
    this.#moveTo(null);
  }

  #moveTo(time) {
    this.time = time;
    this.#onMove();
  }
}
