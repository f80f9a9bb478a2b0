// Learning rate of each update, counted from 0. Warm-up as nanoGPT: (i + 1) / (warmup + 1).
import type { TrainingConfig } from './config';

type Schedule = Pick<
  TrainingConfig,
  'learning_rate' | 'min_learning_rate' | 'lr_scheduler_type' | 'warmup_steps' | 'max_steps'
>;

/** Below 1 a warm-up is a share of all steps. */
const warmupSteps = ({
  warmup_steps,
  max_steps,
}: Pick<Schedule, 'warmup_steps' | 'max_steps'>): number =>
  warmup_steps < 1 ? Math.round(warmup_steps * max_steps) : Math.round(warmup_steps);

export function learningRateAt(schedule: Schedule, step: number): number {
  const { learning_rate: peak, min_learning_rate: low, max_steps } = schedule;
  const warmup = warmupSteps(schedule);
  if (step < warmup) return (peak * (step + 1)) / (warmup + 1);
  const share = Math.min(1, (step - warmup) / Math.max(1, max_steps - warmup));
  switch (schedule.lr_scheduler_type) {
    case 'constant':
      return peak;
    case 'linear':
      return peak + (low - peak) * share;
    case 'cosine':
      return low + 0.5 * (1 + Math.cos(Math.PI * share)) * (peak - low);
  }
}
