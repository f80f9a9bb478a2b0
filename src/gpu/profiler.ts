// Times each dispatch of a program: by GPU timestamps where there are any, else by waiting for each
// one. Only for looking: a timestamp splits passes, so a profiled step is slower than a real one.
import type { ComputeContext, Program, Range } from './compute';

/** Wall-clock times hold the way to the GPU and back as well: good for comparing the large ones. */
export type ProfileMethod = 'timestamps' | 'wall_clock';

export interface Profile {
  readonly method: ProfileMethod;
  /** In order of the program's dispatches, or of the ranges. */
  readonly elapsedMs: readonly number[];
}

/**
 * The median of `rounds` runs for each dispatch, in ms, after one that warms up. The program really
 * runs: what it writes is the caller's to put back.
 */
export async function profileProgram(
  context: ComputeContext,
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
  context: ComputeContext,
  program: Program,
  ranges: readonly Range[],
  rounds = 8,
  middle: (rising: readonly number[]) => number = meanOfMiddle,
): Promise<Profile> {
  const warmup = context.timestamps(program, ranges);
  const canStamp = warmup !== null;
  await (warmup ?? waited(context, program, ranges));
  const runs: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    runs.push(await (context.timestamps(program, ranges) ?? waited(context, program, ranges)));
  }
  const elapsedMs = ranges.map((_, index) =>
    middle(runs.map((run) => run[index]!).sort((a, b) => a - b)),
  );
  return { method: canStamp ? 'timestamps' : 'wall_clock', elapsedMs };
}

function meanOfMiddle(rising: readonly number[]): number {
  const cut = Math.floor(rising.length / 4);
  const middle = rising.slice(cut, rising.length - cut);
  return middle.reduce((sum, ms) => sum + ms, 0) / middle.length;
}

async function waited(
  context: ComputeContext,
  program: Program,
  ranges: readonly Range[],
): Promise<number[]> {
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
}
