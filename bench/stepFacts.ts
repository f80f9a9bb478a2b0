// What a captured step costs, counted from its dispatches.
import type { Dispatch } from '../src/gpu/dispatch';
import { planMemory } from '../src/gpu/plan';
import { priceOf } from '../src/training/run/stepProgram';
import type { StepFacts } from './engine';

export function stepFacts(dispatches: readonly Dispatch[]): StepFacts {
  const { totalBytes, unsharedBytes } = priceOf([dispatches]);
  const plan = planMemory(dispatches);
  return {
    dispatches: dispatches.length,
    plannedBytes: totalBytes,
    unsharedBytes,
    temporaryBytes: plan.temporaryBytes,
    unsharedTemporaryBytes: plan.unsharedBytes,
    flops: dispatches.reduce((sum, { flops }) => sum + flops, 0),
    bytesMoved: dispatches.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
