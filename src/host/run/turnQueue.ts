// Work that needs the run's memory for itself waits here for the gap between two submits; when the
// loop has ended it is done at once.
export class TurnQueue {
  readonly #waiting: (() => Promise<void>)[] = [];
  #isLooping = false;
  #serving: Promise<void> = Promise.resolve();

  /** Something waits: the loop should make a gap. */
  get isWanted(): boolean {
    return this.#waiting.length > 0;
  }

  /** While `loop` runs it calls `serve` in its gaps; what is left is served at its end. */
  async during(loop: () => Promise<void>): Promise<void> {
    this.#isLooping = true;
    try {
      await loop();
    } finally {
      this.#isLooping = false;
      await this.serve();
    }
  }

  request<T>(work: () => Promise<T>): Promise<T> {
    const done = new Promise<T>((resolve, reject) => {
      this.#waiting.push(() => work().then(resolve, reject));
    });
    if (!this.#isLooping) void this.serve();
    return done;
  }

  /** Everything that waits, one after another. */
  serve(): Promise<void> {
    this.#serving = this.#serving.then(async () => {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await next();
    });
    return this.#serving;
  }
}
