// Times each dispatch of a program: by GPU timestamps where there are any, else by waiting for each
// one. Only for looking: a timestamp splits passes, so a profiled step is slower than a real one.
import type { GpuContext, Program } from './replay';

/** Wall-clock times hold the way to the GPU and back as well: good for comparing the large ones. */
export type ProfileMethod = 'timestamps' | 'wall_clock';

export interface Profile {
  readonly method: ProfileMethod;
  /** In order of the program's dispatches. */
  readonly elapsedMs: readonly number[];
}

/** Timestamps a query set may hold (WebGPU's limit is 4096). */
const MAX_DISPATCHES = 2048;
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
  const canStamp = context.open.facts.timestamps && program.length <= MAX_DISPATCHES;
  const measure = canStamp ? stamped : waited;
  await measure(context, program);
  const runs: number[][] = [];
  for (let round = 0; round < rounds; round++) runs.push(await measure(context, program));
  const elapsedMs = program.dispatches.map((_, index) => {
    const times = runs.map((run) => run[index]!).sort((a, b) => a - b);
    return times[Math.floor(times.length / 2)]!;
  });
  return { method: canStamp ? 'timestamps' : 'wall_clock', elapsedMs };
}

async function stamped(context: GpuContext, program: Program): Promise<number[]> {
  const { device, buffers } = context;
  const count = 2 * program.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({ size: count * 8, usage: QUERY_RESOLVE_USAGE });
  const encoder = context.encoder();
  program.encodeProfiled(encoder, querySet);
  encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
  const ticket = buffers.stage(encoder, resolved, 0, count * 8);
  context.send(encoder);
  const stamps = new BigUint64Array(await ticket.read());
  querySet.destroy();
  resolved.destroy();
  return Array.from(
    { length: program.length },
    (_, index) => Number(stamps[2 * index + 1]! - stamps[2 * index]!) / 1e6,
  );
}

async function waited(context: GpuContext, program: Program): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < program.length; index++) {
    const from = performance.now();
    const encoder = context.encoder();
    program.encode(encoder, index, index + 1);
    context.send(encoder);
    await context.idle();
    times.push(performance.now() - from);
  }
  return times;
}
