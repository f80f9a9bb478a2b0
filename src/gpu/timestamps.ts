// Times ranges of a program's dispatches by the GPU's own clock, each range in a pass of its own.
import type { DeviceMemory, Range } from './compute';

/** Timestamps a query set may hold (WebGPU's limit is 4096). */
export const MAX_RANGES = 2048;
const QUERY_RESOLVE_USAGE = 0x200 | 0x4; // QUERY_RESOLVE | COPY_SRC

interface Queue {
  readonly device: GPUDevice;
  readonly buffers: DeviceMemory;
  encoder(): GPUCommandEncoder;
  send(encoder: GPUCommandEncoder): void;
}

interface Stampable {
  encode(
    encoder: GPUCommandEncoder,
    from: number,
    to: number,
    stamps: GPUComputePassTimestampWrites,
  ): void;
}

/** Milliseconds of each range. */
export async function stampRanges(
  context: Queue,
  program: Stampable,
  ranges: readonly Range[],
): Promise<number[]> {
  const { device, buffers } = context;
  const count = 2 * ranges.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({ size: count * 8, usage: QUERY_RESOLVE_USAGE });
  const encoder = context.encoder();
  ranges.forEach(([from, to], index) => {
    program.encode(encoder, from, to, {
      querySet,
      beginningOfPassWriteIndex: 2 * index,
      endOfPassWriteIndex: 2 * index + 1,
    });
  });
  encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
  const ticket = buffers.readBack(encoder, resolved, 0, count * 8);
  context.send(encoder);
  const stamps = new BigUint64Array(await ticket.read());
  querySet.destroy();
  resolved.destroy();
  return ranges.map((_, index) => Number(stamps[2 * index + 1]! - stamps[2 * index]!) / 1e6);
}
