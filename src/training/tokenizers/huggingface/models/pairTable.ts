// Numbers for pairs of numbers, in typed arrays: half a million entries are made in some ten milliseconds, which a
// Map of strings or of large numbers is far from.

const EMPTY = -1;

export class PairTable {
  private left: Int32Array;
  private right: Int32Array;
  private values: Int32Array;
  private mask: number;
  size = 0;

  constructor(expected: number) {
    let capacity = 16;
    while (capacity < 2 * expected) capacity *= 2;
    this.left = new Int32Array(capacity).fill(EMPTY);
    this.right = new Int32Array(capacity);
    this.values = new Int32Array(capacity);
    this.mask = capacity - 1;
  }

  /** Both are at least 0. A later value takes the place of an earlier one. */
  set(left: number, right: number, value: number): void {
    if (2 * (this.size + 1) > this.left.length) this.grow();
    const at = this.slotOf(left, right);
    if (this.left[at] === EMPTY) this.size += 1;
    this.left[at] = left;
    this.right[at] = right;
    this.values[at] = value;
  }

  /** -1 where there is none. */
  get(left: number, right: number): number {
    const at = this.slotOf(left, right);
    return this.left[at] === EMPTY ? -1 : (this.values[at] as number);
  }

  private slotOf(left: number, right: number): number {
    let at = (Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> 0;
    at = (at ^ (at >>> 15)) & this.mask;
    while (this.left[at] !== EMPTY && (this.left[at] !== left || this.right[at] !== right))
      at = (at + 1) & this.mask;
    return at;
  }

  private grow(): void {
    const { left, right, values } = this;
    const capacity = 2 * left.length;
    this.left = new Int32Array(capacity).fill(EMPTY);
    this.right = new Int32Array(capacity);
    this.values = new Int32Array(capacity);
    this.mask = capacity - 1;
    this.size = 0;
    for (let i = 0; i < left.length; i++)
      if (left[i] !== EMPTY) this.set(left[i] as number, right[i] as number, values[i] as number);
  }
}
