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

/** Lanes that share one row: few where the lanes are a CPU's, up to a workgroup where they are a GPU's. */
export function rowLanes(sink: DispatchSink, width: number): number {
  if (sink.limits.software) return sink.limits.subgroupSize ?? 4;
  let lanes = 32;
  while (lanes < 256 && lanes * 4 < width) lanes *= 2;
  return Math.min(lanes, sink.limits.maxInvocations);
}
