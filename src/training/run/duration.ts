// How long a run lasts and when it evaluates, logs and saves, in optimizer steps: resolved as Trainer of
// transformers does, once it is known how many examples an epoch has.
import type { TrainingConfig } from './config';

type PerEpoch = Pick<
  TrainingConfig,
  'per_device_train_batch_size' | 'gradient_accumulation_steps' | 'dataloader_drop_last'
>;

/** Optimizer updates in one pass over the examples; at least 1. */
export function updatesPerEpoch(training: PerEpoch, examples: number): number {
  const { per_device_train_batch_size: size, gradient_accumulation_steps: times } = training;
  const batches = examples / size;
  const counted = training.dataloader_drop_last ? Math.floor(batches) : Math.ceil(batches);
  return Math.max(1, Math.ceil(counted / times));
}

/** Steps of settings that leave to Trainer what they do not say. */
export function stepsFor(
  { max_steps, num_train_epochs = 3, ...training }: Partial<TrainingConfig>,
  examples: number,
): number {
  const usual = { per_device_train_batch_size: 8, gradient_accumulation_steps: 1 };
  return (
    max_steps ?? Math.ceil(num_train_epochs * updatesPerEpoch({ ...usual, ...training }, examples))
  );
}

/** Windows of a text that has been cut into pieces of `length` tokens; the rest does not count. */
export const windowsOf = (tokens: number, length: number): number =>
  Math.max(1, Math.floor(tokens / length));

type Strategy = TrainingConfig['eval_strategy'];

/**
 * With numbers of steps in place of epochs, strategies and shares; the warmup stays as it is given.
 * @param examples in an epoch; undefined where none can be counted: then max_steps decides.
 */
export function withSteps(training: TrainingConfig, examples: number | undefined): TrainingConfig {
  const { num_train_epochs: epochs, eval_strategy, save_strategy, logging_strategy } = training;
  const perEpoch = examples === undefined ? undefined : updatesPerEpoch(training, examples);
  const maxSteps =
    epochs === undefined || perEpoch === undefined
      ? training.max_steps
      : Math.max(1, Math.ceil(epochs * perEpoch));
  const interval = (strategy: Strategy, steps: number | undefined): number | undefined => {
    if (strategy === 'no') return maxSteps;
    if (strategy === 'epoch') return perEpoch ?? maxSteps;
    return steps !== undefined && steps < 1 ? Math.ceil(steps * maxSteps) : steps;
  };
  const saveSteps = interval(save_strategy, training.save_steps);
  const loggingSteps = interval(logging_strategy, training.logging_steps);
  return {
    ...training,
    max_steps: maxSteps,
    eval_steps: interval(eval_strategy, training.eval_steps) ?? maxSteps,
    ...(saveSteps !== undefined && { save_steps: saveSteps }),
    ...(loggingSteps !== undefined && { logging_steps: loggingSteps }),
  };
}
