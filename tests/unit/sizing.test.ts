// The size of a first model: by the speed that was measured, and smaller where a CPU computes.
import { expect, test } from 'vitest';
import { findExperiment } from '../../src/experiments/all';
import type { AdapterFacts } from '../../src/gpu/compute';
import { sizeFor } from '../../src/host/run/sizing';
import { runConfigSchema } from '../../src/training/run/config';

const story = runConfigSchema.parse(findExperiment('story')!.config);
const chosenAt = (gflops: number, software: boolean): string =>
  sizeFor(story, { gflops }, { software } as AdapterFacts).chosen;

test.each([
  [5, true, '2 × 96'],
  [47, true, '2 × 96'],
  [47, false, '4 × 128'],
  [100, true, '4 × 128'],
  [30_000, false, '6 × 384'],
])('%d GFLOP/s, on a CPU: %s → %s', (gflops, software, chosen) => {
  expect(chosenAt(gflops, software)).toBe(chosen);
});
