// Notices a loss that climbs far above where it began and stays there: the learning rate is too high.

/** Losses that the beginning is the mean of. */
const FIRST = 5;
/** So many in a row are no spike. */
const IN_A_ROW = 5;
/** This many times the beginning, and this many nats above it, is no noise. */
const TIMES = 1.5;
const ABOVE = 1;

export class Divergence {
  #seen = 0;
  #first = 0;
  #above = 0;
  #isReported = false;

  /** Mean of the first losses. */
  get first(): number {
    return this.#first;
  }

  /** Whether the run is found to diverge with this loss; true once. Losses that are not finite are reported elsewhere. */
  see(loss: number): boolean {
    if (this.#isReported || !Number.isFinite(loss)) return false;
    this.#seen += 1;
    if (this.#seen <= FIRST) {
      this.#first += (loss - this.#first) / this.#seen;
      return false;
    }
    const limit = Math.max(TIMES * this.#first, this.#first + ABOVE);
    this.#above = loss > limit ? this.#above + 1 : 0;
    return (this.#isReported = this.#above >= IN_A_ROW);
  }
}
