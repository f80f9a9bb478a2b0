// What may spoil a measurement: a hidden tab, and other work of this lab on the same device.
import type { Disturbance, Surroundings } from '../../training/evaluate/speed';

const LOOK_AGAIN_MS = 200;

export class CompareWatch implements Surroundings {
  readonly #isRunning: () => boolean;
  #isHidden = false;
  #seen: Disturbance | null = null;

  constructor(isRunning: () => boolean) {
    this.#isRunning = isRunning;
  }

  setHidden(isHidden: boolean): void {
    this.#isHidden = isHidden;
    if (isHidden) this.#seen = 'hidden';
  }

  /** However short it was. */
  disturb(): void {
    this.#seen ??= 'running';
  }

  take(): Disturbance | null {
    const disturbance = this.#seen ?? this.#now();
    this.#seen = null;
    return disturbance;
  }

  async calm(signal: AbortSignal): Promise<void> {
    while (this.#now() && !signal.aborted) {
      await new Promise((resume) => setTimeout(resume, LOOK_AGAIN_MS));
    }
  }

  #now(): Disturbance | null {
    if (this.#isHidden) return 'hidden';
    return this.#isRunning() ? 'running' : null;
  }
}
