// A ready-made model that was trained again on the page, beside its card.
import { expect, it } from 'vitest';
import { READY } from '../../src/experiments/ready/ready';
import { runConfigSchema } from '../../src/training/run/config';
import { outcomeOf, readyRunId } from '../../src/ui/features/models/readyActions';
import { newRunView } from '../../src/ui/stores/runView';

const config = runConfigSchema.parse(READY[0]!.config);
const { max_steps: steps } = config.training;
const endedAt = (step: number, validationLoss: number) => ({
  ...newRunView('run', readyRunId('story'), config, []),
  lastEval: { step, validationLoss, standardError: 0.01 },
});

it('is compared at its last step alone, and counts as the same within one percent', () => {
  expect(outcomeOf(newRunView('run', 'a', config, []), 1)).toBeNull();
  expect(outcomeOf(endedAt(steps - 1, 1), 1)).toBeNull();
  expect(outcomeOf(endedAt(steps, 1.009), 1)).toMatchObject({ loss: 1.009, isReproduced: true });
  expect(outcomeOf(endedAt(steps, 1.011), 1)).toMatchObject({ isReproduced: false });
  const lower = outcomeOf(endedAt(steps, 0.98), 1)!;
  expect(lower.change).toBeCloseTo(-0.02, 12);
  expect(lower.isReproduced).toBe(false);
});
