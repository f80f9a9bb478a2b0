// The bytes of a vocabulary's tokens as a trie: tokens that begin alike are looked at together.

/** Node 0 is the root; a child's number is larger than its parent's. */
export class TokenTrie {
  readonly #firstChild: number[] = [-1];
  readonly #nextSibling: number[] = [-1];
  readonly #byte: number[] = [0];
  readonly #tokens: (number[] | undefined)[] = [undefined];

  add(bytes: Uint8Array, id: number): void {
    let node = 0;
    for (const byte of bytes) node = this.child(node, byte) ?? this.#grow(node, byte);
    (this.#tokens[node] ??= []).push(id);
  }

  child(node: number, byte: number): number | undefined {
    for (let child = this.#firstChild[node]!; child >= 0; child = this.#nextSibling[child]!)
      if (this.#byte[child] === byte) return child;
    return undefined;
  }

  firstChild(node: number): number {
    return this.#firstChild[node]!;
  }

  /** -1 behind the last. */
  nextSibling(node: number): number {
    return this.#nextSibling[node]!;
  }

  byteOf(node: number): number {
    return this.#byte[node]!;
  }

  /** Tokens whose last byte this is. */
  tokensAt(node: number): readonly number[] {
    return this.#tokens[node] ?? [];
  }

  #grow(parent: number, byte: number): number {
    const node = this.#byte.length;
    this.#byte.push(byte);
    this.#firstChild.push(-1);
    this.#nextSibling.push(this.#firstChild[parent]!);
    this.#tokens.push(undefined);
    this.#firstChild[parent] = node;
    return node;
  }
}
