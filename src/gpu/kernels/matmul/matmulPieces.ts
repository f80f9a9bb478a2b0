// A matrix product whose operands or result are larger than one binding may be, as several that fit.
// Ranges start at multiples of 256 bytes of elements, so that every part of a matrix starts where a
// binding may.
import type { BufferView, MatmulShape } from '../../dispatch';

export interface Range {
  readonly first: number;
  readonly size: number;
}

/** The rows and columns of out that a piece makes, and the stretch of k that it adds. */
export interface MatmulPiece {
  readonly m: Range;
  readonly n: Range;
  readonly k: Range;
}

export interface PieceRules {
  /** Of an element of A and B: 2 or 4. */
  readonly widthBytes: number;
  readonly maxBindingBytes: number;
  /** Whether results over parts of k may be added up in out. */
  readonly addsUp: boolean;
}

/** Pieces of one part of out follow each other in the order of k. Batches are not cut. */
export function matmulPieces(shape: MatmulShape, rules: PieceRules): MatmulPiece[] {
  const { m, n, k, transA, transB, batch } = shape;
  const { widthBytes, maxBindingBytes, addsUp } = rules;
  if (batch > 1) return [{ m: whole(m), n: whole(n), k: whole(k) }];
  const lines = (length: number, bytes = widthBytes): number =>
    Math.floor(maxBindingBytes / (bytes * length));
  const align = 256 / widthBytes;
  const rows = ranges(m, Math.min(lines(n, 4), transA ? Infinity : lines(k)), align);
  const cols = transB ? ranges(n, lines(k), align) : [whole(n)];
  const mostInner = Math.min(transA ? lines(m) : Infinity, transB ? Infinity : lines(n));
  const inner = addsUp ? ranges(k, mostInner, align) : [whole(k)];
  return rows.flatMap((ofM) =>
    cols.flatMap((ofN) => inner.map((ofK) => ({ m: ofM, n: ofN, k: ofK }))),
  );
}

const whole = (size: number): Range => ({ first: 0, size });

function ranges(size: number, most: number, align: number): Range[] {
  if (size <= most) return [whole(size)];
  const step = Math.max(1, Math.floor(most / align)) * align;
  return Array.from({ length: Math.ceil(size / step) }, (_, index) => ({
    first: index * step,
    size: Math.min(step, size - index * step),
  }));
}

/** A part of a matrix whose lines lie `line` elements apart. */
export function sliceOfMatrix(
  view: BufferView,
  { lines, elements, line }: { lines: Range; elements: Range; line: number },
  widthBytes: number,
): BufferView {
  return {
    ...view,
    offsetBytes: view.offsetBytes + widthBytes * (lines.first * line + elements.first),
    sizeBytes: widthBytes * ((lines.size - 1) * line + elements.size),
  };
}
