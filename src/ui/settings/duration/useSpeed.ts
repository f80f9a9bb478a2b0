import type { RunPlan } from '../../../host/protocol/run';
import { useDevice, useRun } from '../../stores/context';

/** Floating-point operations a millisecond that training is taken to reach, and the time of a dispatch. */
export interface Speed {
  readonly flopsPerMs: number;
  readonly dispatchMs: number;
  /** By a run of this visit, not guessed. */
  readonly isMeasured: boolean;
}

const ON_PROCESSOR: Speed = { flopsPerMs: 2e6, dispatchMs: 0.05, isMeasured: false };
const ON_CPU_ENGINE: Speed = { flopsPerMs: 3e7, dispatchMs: 0.01, isMeasured: false };
const ON_GPU: Speed = { flopsPerMs: 5e8, dispatchMs: 0.02, isMeasured: false };

export function useSpeed(): Speed {
  const device = useDevice();
  const measured = useRun((run) =>
    run?.plan && run.progress ? run.plan.flopsPerStep / run.progress.stepMs : null,
  );
  if (measured !== null) return { flopsPerMs: measured, dispatchMs: 0, isMeasured: true };
  if (device.status !== 'ready') return ON_GPU;
  if (device.kind === 'cpu') return ON_CPU_ENGINE;
  return device.adapter.software ? ON_PROCESSOR : ON_GPU;
}

export const stepMsOf = (
  { flopsPerMs, dispatchMs }: Speed,
  { flopsPerStep, dispatchesPerStep }: RunPlan,
): number => flopsPerStep / flopsPerMs + dispatchesPerStep * dispatchMs;
