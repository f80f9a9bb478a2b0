// Texts by their UTF-16 units, for the longest or every one that stands at a place of another text.
import { PairTable } from './pairTable';

export class Trie {
  private readonly children: PairTable;
  /** Index = node; -1: no text ends there. */
  private readonly ends: number[] = [-1];

  /** Of equal texts the last value counts; the empty text is not found. */
  constructor(entries: Iterable<readonly [text: string, value: number]>, expected = 16) {
    this.children = new PairTable(expected);
    for (const [text, value] of entries) {
      let node = 0;
      for (let i = 0; i < text.length; i++) {
        let next = this.children.get(node, text.charCodeAt(i));
        if (next < 0) {
          next = this.ends.push(-1) - 1;
          this.children.set(node, text.charCodeAt(i), next);
        }
        node = next;
      }
      this.ends[node] = value;
    }
  }

  /** The node below for a unit, or -1; the root is 0. */
  step(node: number, unit: number): number {
    return this.children.get(node, unit);
  }

  /** Of the text that ends at this node, or -1. */
  valueAt(node: number): number {
    return node === 0 ? -1 : (this.ends[node] as number);
  }
}
