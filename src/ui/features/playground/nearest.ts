// Texts by how near they are to another one.

export interface Near {
  readonly text: string;
  /** Cosine: 1 of the same direction. */
  readonly similarity: number;
}

export const linesOf = (list: string): string[] =>
  [...new Set(list.split('\n').map((line) => line.trim()))].filter((line) => line !== '');

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    first += a[i]! ** 2;
    second += b[i]! ** 2;
  }
  return first > 0 && second > 0 ? product / Math.sqrt(first * second) : 0;
}

/** The nearest first. */
export const nearest = (
  query: Float32Array,
  texts: readonly string[],
  vectors: readonly Float32Array[],
): Near[] =>
  texts
    .map((text, index) => ({ text, similarity: cosine(query, vectors[index]!) }))
    .toSorted((a, b) => b.similarity - a.similarity);
