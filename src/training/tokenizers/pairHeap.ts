/** A binary heap of pairs: highest count first, then the smaller key. */

export interface HeapEntry {
  readonly key: number;
  readonly count: number;
}

const isBefore = (a: HeapEntry, b: HeapEntry): boolean =>
  a.count > b.count || (a.count === b.count && a.key < b.key);

export class PairHeap {
  private readonly entries: HeapEntry[] = [];

  push(key: number, count: number): void {
    const entry = { key, count };
    let at = this.entries.length;
    this.entries.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.entries[parent] as HeapEntry;
      if (!isBefore(entry, above)) break;
      this.entries[at] = above;
      at = parent;
    }
    this.entries[at] = entry;
  }

  pop(): HeapEntry | undefined {
    const top = this.entries[0];
    const last = this.entries.pop();
    if (!top || !last || this.entries.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.entries.length) break;
      if (
        child + 1 < this.entries.length &&
        isBefore(this.entries[child + 1] as HeapEntry, this.entries[child] as HeapEntry)
      )
        child += 1;
      if (!isBefore(this.entries[child] as HeapEntry, last)) break;
      this.entries[at] = this.entries[child] as HeapEntry;
      at = child;
    }
    this.entries[at] = last;
    return top;
  }
}
