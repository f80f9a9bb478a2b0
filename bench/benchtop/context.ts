// What Benchtop's jobs in the benchmarks share.
import type { ComputeContext, Program } from '../../src/gpu/compute';
import type { BufferView } from '../../src/gpu/dispatch';
import { declareBuffer, wholeView } from '../../src/gpu/recorder';
import type { Job } from '../engine';

export const persistent = (label: string, elements: number): BufferView =>
  wholeView(declareBuffer(label, elements * 4, 'data', true));

export function free({ buffers }: ComputeContext, program: Program): void {
  program.destroy();
  for (const buffer of program.plan.persistent) buffers.freeResident(buffer);
}

/** A queue of replays: several in one submit, as the trainer does. */
export function replays(context: ComputeContext, program: Program): Job {
  return {
    run(times) {
      const encoder = context.encoder();
      for (let i = 0; i < times; i++) program.encode(encoder);
      context.send(encoder);
    },
    dispose: () => free(context, program),
  };
}
