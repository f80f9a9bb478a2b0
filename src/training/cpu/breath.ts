// Long work on this thread lets messages in now and then, so that it can be stopped. A message to
// oneself does not wait the four milliseconds that browsers make nested timers wait.

/** Between two turns of others, about. */
const LONGEST_MS = 40;

export class Breath {
  #lastMs = performance.now();

  get isDue(): boolean {
    return performance.now() - this.#lastMs > LONGEST_MS;
  }

  async take(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    await new Promise((resume) => {
      port1.onmessage = resume;
      port2.postMessage(null);
    });
    port1.close();
    this.#lastMs = performance.now();
  }
}
