/** Time spent working: pauses do not count. */
export class RunClock {
  #spentMs = 0;
  #since: number | null = null;

  run(): void {
    this.#since ??= performance.now();
  }

  pause(): void {
    this.#spentMs = this.elapsedMs();
    this.#since = null;
  }

  elapsedMs(): number {
    return this.#spentMs + (this.#since === null ? 0 : performance.now() - this.#since);
  }
}
