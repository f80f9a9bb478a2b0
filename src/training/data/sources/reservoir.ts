// A sample of a stream of unknown length in which every item has the same chance (Vitter 1985, algorithm R).
import { drawIndex } from '../augment';
import { createRandomStream } from '../random';

export class Reservoir<Item> {
  readonly #most: number;
  readonly #random: ReturnType<typeof createRandomStream>;
  readonly #items: { readonly order: number; readonly item: Item }[] = [];
  #seen = 0;

  constructor(most: number, seed: number) {
    this.#most = most;
    this.#random = createRandomStream(seed, 0);
  }

  /** Items that were offered. */
  get seen(): number {
    return this.#seen;
  }

  add(item: Item): void {
    const order = this.#seen;
    this.#seen += 1;
    if (this.#items.length < this.#most) {
      this.#items.push({ order, item });
      return;
    }
    const at = drawIndex(this.#random, this.#seen);
    if (at < this.#most) this.#items[at] = { order, item };
  }

  /** In the order in which they came. */
  items(): Item[] {
    return this.#items.toSorted((a, b) => a.order - b.order).map(({ item }) => item);
  }
}
