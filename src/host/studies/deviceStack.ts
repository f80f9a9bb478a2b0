// What stands on a device for one piece of work, closed together: the last one first, and all of it where
// opening the next one fails.
interface Closes {
  destroy(): Promise<void> | void;
}

export class DeviceStack {
  readonly #open: Closes[] = [];

  /** @throws what `opening` fails with */
  async add<One extends Closes>(opening: One | Promise<One>): Promise<One> {
    try {
      const one = await opening;
      this.#open.push(one);
      return one;
    } catch (thrown) {
      await this.destroy();
      throw thrown;
    }
  }

  async destroy(): Promise<void> {
    for (let one = this.#open.pop(); one; one = this.#open.pop()) await one.destroy();
  }
}
