// The merges that a piece allows: lowest rank first, then leftmost. Entries are one number each, so that nothing is
// allocated: rank · 2^31 + position is exact.

const POSITIONS = 2 ** 31;

export class MergeHeap {
  /** Of the entry that `pop` took. */
  rank = 0;
  position = 0;
  private entries = new Float64Array(64);
  private size = 0;

  clear(): void {
    this.size = 0;
  }

  push(rank: number, position: number): void {
    if (this.size === this.entries.length) {
      const larger = new Float64Array(2 * this.size);
      larger.set(this.entries);
      this.entries = larger;
    }
    const { entries } = this;
    const entry = rank * POSITIONS + position;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent] as number;
      if (above <= entry) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = entry;
  }

  pop(): boolean {
    if (this.size === 0) return false;
    const { entries } = this;
    const top = entries[0] as number;
    this.rank = Math.floor(top / POSITIONS);
    this.position = top - this.rank * POSITIONS;
    const last = entries[--this.size] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && (entries[child + 1] as number) < (entries[child] as number))
        child += 1;
      if ((entries[child] as number) >= last) break;
      entries[at] = entries[child] as number;
      at = child;
    }
    entries[at] = last;
    return true;
  }
}
