// Times each dispatch of a program: by GPU timestamps where there are any, else by waiting for each
// one. Only for looking: a timestamp splits passes, so a profiled step is slower than a real one.
import type { GpuContext, Program } from './replay';

/** Wall-clock times hold the way to the GPU and back as well: good for comparing the large ones. */
export type ProfileMethod = 'timestamps' | 'wall_clock';

export interface Profile {
  readonly method: ProfileMethod;
  /** In order of the program's dispatches, or of the ranges. */
  readonly elapsedMs: readonly number[];
}

/** Dispatches [from, to) of a program that are timed as one. */
export type Range = readonly [from: number, to: number];

/** Timestamps a query set may hold (WebGPU's limit is 4096). */
const MAX_RANGES = 2048;
const QUERY_RESOLVE_USAGE = 0x200 | 0x4; // QUERY_RESOLVE | COPY_SRC

/**
 * The median of `rounds` runs for each dispatch, in ms, after one that warms up. The program really
 * runs: what it writes is the caller's to put back.
 */
export async function profileProgram(
  context: GpuContext,
  program: Program,
  rounds = 3,
): Promise<Profile> {
  const each = program.dispatches.map((_, index): Range => [index, index + 1]);
  return profileRanges(
    context,
    program,
    each,
    rounds,
    (times) => times[Math.floor(times.length / 2)]!,
  );
}

/**
 * As `profileProgram`, for ranges that together are the program: fewer passes are split. Browsers make
 * timestamps coarse, which a mean over many rounds evens out and a median does not: it is that of the
 * middle half.
 */
export async function profileRanges(
  context: GpuContext,
  program: Program,
  ranges: readonly Range[],
  rounds = 8,
  middle: (rising: readonly number[]) => number = meanOfMiddle,
): Promise<Profile> {
  const canStamp = context.open.facts.timestamps && ranges.length <= MAX_RANGES;
  const measure = canStamp ? stamped : waited;
  await measure(context, program, ranges);
  const runs: number[][] = [];
  for (let round = 0; round < rounds; round++) runs.push(await measure(context, program, ranges));
  const elapsedMs = ranges.map((_, index) =>
    middle(runs.map((run) => run[index]!).sort((a, b) => a - b)),
  );
  return { method: canStamp ? 'timestamps' : 'wall_clock', elapsedMs };
}

function meanOfMiddle(rising: readonly number[]): number {
  const cut = Math.floor(rising.length / 4);
  const kept = rising.slice(cut, rising.length - cut);
  return kept.reduce((sum, ms) => sum + ms, 0) / kept.length;
}

type Measure = (
  context: GpuContext,
  program: Program,
  ranges: readonly Range[],
) => Promise<number[]>;

const stamped: Measure = async (context, program, ranges) => {
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
  const ticket = buffers.stage(encoder, resolved, 0, count * 8);
  context.send(encoder);
  const stamps = new BigUint64Array(await ticket.read());
  querySet.destroy();
  resolved.destroy();
  return ranges.map((_, index) => Number(stamps[2 * index + 1]! - stamps[2 * index]!) / 1e6);
};

const waited: Measure = async (context, program, ranges) => {
  const times: number[] = [];
  for (const [from, to] of ranges) {
    const start = performance.now();
    const encoder = context.encoder();
    program.encode(encoder, from, to);
    context.send(encoder);
    await context.idle();
    times.push(performance.now() - start);
  }
  return times;
};
