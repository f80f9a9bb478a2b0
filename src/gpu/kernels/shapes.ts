// What launchers check before they describe a dispatch, and the small sums they share.
import type { Binding, BufferView, DispatchSink } from '../dispatch';

export class KernelShapeError extends Error {
  readonly code = 'kernel_shape';
  readonly kernel: string;
  readonly tensor: string;
  readonly expected: number;
  readonly got: number;
  constructor(kernel: string, tensor: string, expected: number, got: number) {
    super(`${kernel}: ${tensor} needs ${expected} elements, its view has room for ${got}.`);
    this.name = 'KernelShapeError';
    this.kernel = kernel;
    this.tensor = tensor;
    this.expected = expected;
    this.got = got;
  }
}

/** Throws where a view is too small for `count` elements of 4 bytes. */
export function requireRoom(
  kernel: string,
  sizes: Readonly<Record<string, readonly [view: BufferView | undefined, count: number]>>,
): void {
  for (const [tensor, [view, count]] of Object.entries(sizes)) {
    const got = view ? Math.floor(view.sizeBytes / 4) : count;
    if (got < count) throw new KernelShapeError(kernel, tensor, count, got);
  }
}

export const read = (view: BufferView): Binding => ({ view, access: 'read' });
export const write = (view: BufferView): Binding => ({ view, access: 'write' });
export const readWrite = (view: BufferView): Binding => ({ view, access: 'read_write' });

/**
 * How row kernels share out their work: LANES invocations a row, ROWS rows a workgroup. On a CPU an
 * invocation does a whole row, because there a barrier costs more than the row.
 */
export function rowTile(sink: DispatchSink, width: number): { LANES: number; ROWS: number } {
  if (sink.limits.software) return { LANES: 1, ROWS: 8 };
  let lanes = 8;
  while (lanes < 256 && lanes * 4 < width) lanes *= 2;
  lanes = Math.min(lanes, sink.limits.maxInvocations);
  return { LANES: lanes, ROWS: Math.max(1, 64 / lanes) };
}

export interface Chunk {
  readonly view: BufferView;
  /** First element, counted in the whole. */
  readonly first: number;
  /** Elements in this chunk. */
  readonly size: number;
}

/** Cuts a flat view of f32s where one binding may not hold it all. */
export function chunksOf(view: BufferView, size: number, maxBindingBytes: number): Chunk[] {
  const most = Math.floor(maxBindingBytes / 256) * 64;
  const chunks: Chunk[] = [];
  for (let first = 0; first < size; first += most) {
    const count = Math.min(most, size - first);
    const offsetBytes = view.offsetBytes + first * 4;
    chunks.push({ view: { ...view, offsetBytes, sizeBytes: count * 4 }, first, size: count });
  }
  return chunks;
}
