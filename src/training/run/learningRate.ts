// Learning rate of each update, counted from 0. Warmup as nanoGPT: (i + 1) / (warmup + 1).
import type { TrainingConfig } from './config';

type Schedule = Pick<
  TrainingConfig,
  | 'learning_rate'
  | 'min_learning_rate'
  | 'lr_scheduler_type'
  | 'warmup_steps'
  | 'num_decay_steps'
  | 'max_steps'
>;

/** Updates of the warmup: below 1 a share of all, rounded up. */
export const warmupStepsOf = (steps: number, maxSteps: number): number =>
  steps < 1 ? Math.ceil(steps * maxSteps) : Math.floor(steps);

/** Below 1 a number of steps is a share of all. */
export const stepsOf = (steps: number, maxSteps: number): number =>
  Math.round(steps < 1 ? steps * maxSteps : steps);

const cosine = (peak: number, low: number, share: number): number =>
  low + 0.5 * (1 + Math.cos(Math.PI * share)) * (peak - low);

export function learningRateAt(schedule: Schedule, step: number): number {
  const { learning_rate: peak, min_learning_rate: low, max_steps } = schedule;
  const warmup = warmupStepsOf(schedule.warmup_steps, max_steps);
  if (step < warmup) return (peak * (step + 1)) / (warmup + 1);
  const share = Math.min(1, (step - warmup) / Math.max(1, max_steps - warmup));
  switch (schedule.lr_scheduler_type) {
    case 'constant':
      return peak;
    case 'linear':
      return peak + (low - peak) * share;
    case 'cosine':
      return cosine(peak, low, share);
    // Hu et al. 2024; the fall is a cosine, as in Hugging Face's get_wsd_schedule.
    case 'warmup_stable_decay': {
      const decay = Math.min(max_steps - warmup, stepsOf(schedule.num_decay_steps, max_steps));
      const into = step - (max_steps - decay);
      return into <= 0 ? peak : cosine(peak, low, Math.min(1, into / Math.max(1, decay)));
    }
  }
}
