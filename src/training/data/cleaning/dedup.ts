/** Exact duplicates: a set of 52-bit hashes of all documents in one flat table, 16 to 32 bytes a document. */

/** FNV-1a over UTF-16 units, in two lanes with different multipliers; the high lane first. */
export function textHash(text: string, seed = 0): readonly [high: number, low: number] {
  let a = 0x811c9dc5 ^ seed;
  let b = 0x1b873593 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [(b ^ (b >>> 16)) >>> 0, (a ^ (a >>> 15)) >>> 0];
}

export class ExactDuplicates {
  private slots = new Float64Array(1 << 12);
  private count = 0;

  /** True for a text that was seen before. */
  seen(text: string): boolean {
    const [high, low] = textHash(text);
    // 0 marks an empty slot.
    const key = (high & 0xfffff) * 4294967296 + low + 1;
    if (!insert(this.slots, key)) return true;
    this.count += 1;
    if (2 * this.count > this.slots.length) this.grow();
    return false;
  }

  private grow(): void {
    const larger = new Float64Array(2 * this.slots.length);
    for (const key of this.slots) if (key !== 0) insert(larger, key);
    this.slots = larger;
  }
}

/** False where the key is there already. */
function insert(slots: Float64Array, key: number): boolean {
  const mask = slots.length - 1;
  let at = Math.imul(key % 4294967296, 0x9e3779b1) & mask;
  for (; slots[at] !== 0; at = (at + 1) & mask) if (slots[at] === key) return false;
  slots[at] = key;
  return true;
}
