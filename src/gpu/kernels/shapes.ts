// What launchers check before they describe a dispatch, and the small sums they share.
import type { Binding, BufferView, DispatchSink } from '../dispatch';
import { ShapeError } from '../errors';

/** Throws where a view is too small for `count` elements of 4 bytes. */
export function requireRoom(
  kernel: string,
  sizes: Readonly<Record<string, readonly [view: BufferView | undefined, count: number]>>,
): void {
  for (const [tensor, [view, count]] of Object.entries(sizes)) {
    const room = view ? Math.floor(view.sizeBytes / 4) : count;
    if (!view || room >= count) continue;
    throw new ShapeError({
      op: kernel,
      node: view.buffer.label,
      expected: `${count} elements in ${tensor}`,
      got: `a view with room for ${room}`,
      remedy: 'Declare the buffer for the shape that the launcher is given, 4 bytes an element.',
    });
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

/** Elements of 4 bytes that lie one after another in a view. */
export const elementsOf = (view: BufferView, first: number, size: number): BufferView => ({
  ...view,
  offsetBytes: view.offsetBytes + first * 4,
  sizeBytes: size * 4,
});

export interface Chunk<Views extends readonly BufferView[]> {
  readonly views: { readonly [Index in keyof Views]: BufferView };
  /** First element, counted in the whole. */
  readonly first: number;
  /** Elements in this chunk. */
  readonly size: number;
}

/** Bindings start at multiples of 256 bytes. */
const ALIGN_ELEMENTS = 64;

/**
 * Flat views of f32s cut alike: where one binding may not hold more, and where a bank of one of them
 * ends. `align`: chunks of one bank begin at multiples of so many elements.
 */
export function chunksOf<const Views extends readonly BufferView[]>(
  { limits }: Pick<DispatchSink, 'limits'>,
  views: Views,
  size: number,
  align = ALIGN_ELEMENTS,
): Chunk<Views>[] {
  const most = Math.max(1, Math.floor(limits.maxBindingBytes / (4 * align))) * align;
  const chunks: Chunk<Views>[] = [];
  let first = 0;
  for (const end of [...cutsIn(views, size), size]) {
    for (; first < end; first = Math.min(end, first + most)) {
      const count = Math.min(most, end - first);
      const slices = views.map((view) => elementsOf(view, first, count));
      chunks.push({ views: slices as Chunk<Views>['views'], first, size: count });
    }
  }
  return chunks;
}

/** Where banks end inside the first `size` elements of any of the views, ascending. */
function cutsIn(views: readonly BufferView[], size: number): number[] {
  const cuts = views.flatMap(({ buffer, offsetBytes }) =>
    (buffer.cutsBytes ?? []).map((cutBytes) => (cutBytes - offsetBytes) / 4),
  );
  return [...new Set(cuts)].filter((cut) => cut > 0 && cut < size).sort((a, b) => a - b);
}

/** Rows of a matrix, in ranges whose part of it one binding holds: multiples of `align` rows. */
export function rowRanges(
  { limits }: Pick<DispatchSink, 'limits'>,
  rows: number,
  width: number,
  align = ALIGN_ELEMENTS,
): { readonly first: number; readonly size: number }[] {
  const fits = Math.floor(limits.maxBindingBytes / (4 * width));
  const step = rows <= fits ? rows : Math.max(1, Math.floor(fits / align)) * align;
  return Array.from({ length: Math.ceil(rows / step) }, (_, index) => ({
    first: index * step,
    size: Math.min(step, rows - index * step),
  }));
}
