// The fewest tokens that a text is cut into.
import type { TokenTrie } from './tokenTrie';

/** Undefined where the tokens can't write it. `first`: of the token that begins the text. */
export function fewestTokens(
  bytes: readonly number[],
  first: TokenTrie,
  inside: TokenTrie,
): number[] | undefined {
  const count = new Float64Array(bytes.length + 1).fill(Infinity);
  const cameBy = new Int32Array(bytes.length + 1);
  const cameFrom = new Int32Array(bytes.length + 1);
  count[0] = 0;
  for (let from = 0; from < bytes.length; from++) {
    if (count[from] === Infinity) continue;
    const trie = from === 0 ? first : inside;
    let node: number | undefined = 0;
    for (let to = from; to < bytes.length; to++) {
      node = trie.child(node, bytes[to]!);
      if (node === undefined) break;
      const [token] = trie.tokensAt(node);
      if (token === undefined || count[from]! + 1 >= count[to + 1]!) continue;
      count[to + 1] = count[from]! + 1;
      cameBy[to + 1] = token;
      cameFrom[to + 1] = from;
    }
  }
  if (count[bytes.length] === Infinity) return undefined;
  const tokens: number[] = [];
  for (let at = bytes.length; at > 0; at = cameFrom[at]!) tokens.push(cameBy[at]!);
  return tokens.reverse();
}
