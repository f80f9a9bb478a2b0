/**
 * Near duplicates by MinHash and LSH (Broder 1997; Indyk & Motwani 1998): the share of equal entries of two
 * sketches estimates the Jaccard similarity of their shingles. One permutation with empty bins filled from
 * others (Shrivastava 2017) costs one hash a shingle; entries keep 8 bits (Li & König 2010). The last
 * 2^19 documents are remembered, at most 150 MB.
 */

const BINS = 128;
const BANDS = 21;
const ROWS = 6;
const MOST_DOCUMENTS = 1 << 19;
const SHINGLE_WORDS = 3;
/** Two entries of different texts are equal by chance this often. */
const CHANCE = 1 / 256;

/** Words, and single characters of scripts without blanks. */
const WORDS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+/gu;

export interface NearDuplicate {
  /** Counted from 0 in the order of `find`. */
  readonly document: number;
  /** Estimated Jaccard similarity of their shingles, ± 0.04. */
  readonly similarity: number;
}

export class NearDuplicates {
  private readonly similarity: number;
  private sketches = new Uint8Array(BINS << 8);
  /** [bands, slots]: document + 1, of the sketch last put there. */
  private tables = new Int32Array(BANDS << 10);
  private count = 0;
  private readonly bins = new Uint32Array(BINS);
  private readonly sketch = new Uint8Array(BINS);

  constructor(similarity: number) {
    this.similarity = similarity;
  }

  /** The document before that is like this one; without one, this one is remembered. */
  find(text: string): NearDuplicate | null {
    if (!this.sketchOf(text)) return null;
    for (let band = 0; band < BANDS; band++) {
      const document = (this.tables[this.slot(this.sketch, 0, band)] as number) - 1;
      if (document < 0 || document <= this.count - 1 - MOST_DOCUMENTS) continue;
      const similarity = this.compare(document);
      if (similarity >= this.similarity) return { document, similarity };
    }
    this.remember();
    return null;
  }

  /** False for a text without words. */
  private sketchOf(text: string): boolean {
    const words = text.toLowerCase().match(WORDS);
    if (!words) return false;
    const { bins, sketch } = this;
    bins.fill(0xffffffff);
    const hashes = words.map(wordHash);
    const last = Math.max(0, hashes.length - SHINGLE_WORDS);
    for (let i = 0; i <= last; i++) {
      let hash = 0;
      for (let k = i; k < Math.min(hashes.length, i + SHINGLE_WORDS); k++)
        hash = mix(Math.imul(hash, 31) + (hashes[k] as number));
      const bin = hash & (BINS - 1);
      const value = hash >>> 7;
      if (value < (bins[bin] as number)) bins[bin] = value;
    }
    for (let bin = 0; bin < BINS; bin++) sketch[bin] = mix(this.filledBin(bin)) & 0xff;
    return true;
  }

  /** An empty bin borrows from a bin that depends on its number alone, so equal texts borrow alike. */
  private filledBin(bin: number): number {
    for (let from = bin, tries = 0; ; tries++) {
      const value = this.bins[from] as number;
      if (value !== 0xffffffff) return value;
      from = mix((bin + 1) * 0x10001 + tries) & (BINS - 1);
    }
  }

  private slot(sketches: Uint8Array, at: number, band: number): number {
    let hash = band + 1;
    for (let row = 0; row < ROWS; row++)
      hash = mix(Math.imul(hash, 257) + (sketches[at + band * ROWS + row] as number));
    const slots = this.tables.length / BANDS;
    return band * slots + (hash & (slots - 1));
  }

  private compare(document: number): number {
    const at = this.insert(document);
    let equal = 0;
    for (let i = 0; i < BINS; i++) if (this.sketches[at + i] === this.sketch[i]) equal += 1;
    return Math.max(0, (equal / BINS - CHANCE) / (1 - CHANCE));
  }

  private insert(document: number): number {
    return (document % (this.sketches.length / BINS)) * BINS;
  }

  private remember(): void {
    if (this.count * BINS === this.sketches.length && this.count < MOST_DOCUMENTS) this.grow();
    this.sketches.set(this.sketch, this.insert(this.count));
    this.count += 1;
    for (let band = 0; band < BANDS; band++)
      this.tables[this.slot(this.sketch, 0, band)] = this.count;
  }

  private grow(): void {
    const larger = new Uint8Array(2 * this.sketches.length);
    larger.set(this.sketches);
    this.sketches = larger;
    this.tables = new Int32Array(2 * this.tables.length);
    for (let document = 0; document < this.count; document++)
      for (let band = 0; band < BANDS; band++)
        this.tables[this.slot(this.sketches, document * BINS, band)] = document + 1;
  }
}

function wordHash(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** MurmurHash3's finaliser: every bit depends on every bit. */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
