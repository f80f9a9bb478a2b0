// The device of Benchtop's side of the benchmarks, and what its jobs share.
import { openDevice } from '../../src/gpu/device';
import type { BufferView } from '../../src/gpu/dispatch';
import { declareBuffer, wholeView } from '../../src/gpu/recorder';
import type { ComputeContext, Program } from '../../src/gpu/compute';
import { GpuContext } from '../../src/gpu/replay';
import type { Job } from '../engine';

let context: ComputeContext;

export const benchContext = (): ComputeContext => context;

export async function openContext(): Promise<void> {
  const open = await openDevice(navigator.gpu);
  context = new GpuContext(open);
  open.device.addEventListener('uncapturederror', (event) => console.error(event.error.message));
}

export const persistent = (label: string, elements: number): BufferView =>
  wholeView(declareBuffer(label, elements * 4, 'data', true));

export function free(program: Program): void {
  program.destroy();
  for (const buffer of program.plan.persistent) context.buffers.freeResident(buffer);
}

/** A queue of replays: several in one submit, as the trainer does. */
export function replays(program: Program): Job {
  return {
    run(times) {
      const encoder = context.encoder();
      for (let i = 0; i < times; i++) program.encode(encoder);
      context.send(encoder);
    },
    dispose: () => free(program),
  };
}
