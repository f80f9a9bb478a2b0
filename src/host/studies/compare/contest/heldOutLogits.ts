// A model's logits for held-out windows, several windows at once.
import type { ComputeContext } from '../../../../gpu/compute';
import { LogitsReader, windowsAtOnce } from '../../../../training/evaluate/logits';
import type { Writer } from '../../../../training/generate/decodeProgram';

type Windows = readonly Int32Array[];

/** For so many windows of this length, as many at once as fit. */
export function windowReader(
  context: ComputeContext,
  writer: Writer,
  seqLen: number,
  count: number,
): Promise<LogitsReader> {
  const batch = windowsAtOnce(seqLen, count, writer.model);
  return LogitsReader.create(context, writer, { batch, seqLen });
}

/** Of windows of token ids, [windows][T + 1]. */
export const heldOutReader = (context: ComputeContext, writer: Writer, windows: Windows) =>
  windowReader(context, writer, windows[0]!.length - 1, windows.length);

/** Logits [T, V] of every window, with the weights as they are now. */
export async function readWindows(
  reader: LogitsReader,
  windows: Windows,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const { batch, seqLen } = reader;
  const found: Float32Array[] = [];
  for (let from = 0; from < windows.length && !signal.aborted; from += batch) {
    const ids = new Uint32Array(batch * seqLen);
    const some = windows.slice(from, from + batch);
    some.forEach((window, row) => ids.set(window.subarray(0, seqLen), row * seqLen));
    const all = await reader.read(ids);
    const size = all.length / batch;
    some.forEach((_window, row) => found.push(all.subarray(row * size, (row + 1) * size)));
  }
  return found;
}

/** The same by a reader of its own. */
export async function heldOutLogits(
  context: ComputeContext,
  writer: Writer,
  windows: Windows,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const reader = await heldOutReader(context, writer, windows);
  try {
    return await readWindows(reader, windows, signal);
  } finally {
    reader.destroy();
  }
}
