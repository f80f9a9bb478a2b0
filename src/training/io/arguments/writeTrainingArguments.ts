// Settings of a run as a file that Hugging Face's TrainingArguments take.
import { OWN_SETTINGS } from '../../formats/trainingArguments';
import { trainingSchema, type TrainingConfig } from '../../run/config';
import { writtenScheduler } from './argumentSchedules';

/** A file that TrainingArguments takes: settings it has no field for stand in `optim_args`. */
export function writeTrainingArguments(training: TrainingConfig): string {
  const own = ownSettings(training);
  const { max_steps, num_train_epochs, optim } = training;
  const written = {
    per_device_train_batch_size: training.per_device_train_batch_size,
    gradient_accumulation_steps: training.gradient_accumulation_steps,
    ...(num_train_epochs === undefined ? { max_steps } : { max_steps: -1, num_train_epochs }),
    ...(training.dataloader_drop_last && { dataloader_drop_last: true }),
    learning_rate: training.learning_rate,
    ...writtenScheduler(training),
    warmup_steps: training.warmup_steps,
    optim: WRITTEN_OPTIMIZERS[optim] ?? optim,
    ...(own.length > 0 && { optim_args: own.join(',') }),
    weight_decay: training.weight_decay,
    adam_beta1: training.adam_beta1,
    adam_beta2: training.adam_beta2,
    adam_epsilon: training.adam_epsilon,
    max_grad_norm: training.max_grad_norm,
    seed: training.seed,
    ...(training.gradient_checkpointing !== undefined && {
      gradient_checkpointing: training.gradient_checkpointing,
    }),
    ...writtenIntervals(training),
  };
  return JSON.stringify(written, null, 2);
}

/** Those that are not what is read where they are left out. */
function ownSettings(training: TrainingConfig): string[] {
  return OWN_SETTINGS.flatMap((name) => {
    const value = training[name];
    // A number of steps stands among the schedule's own arguments.
    if (name === 'num_decay_steps' && !hasDecayShare(training)) return [];
    // Trainer's SGD has no momentum.
    const usual = name === 'momentum' && training.optim === 'sgd' ? 0 : DEFAULT_SETTINGS[name];
    return value === undefined || (value === usual && name !== 'num_decay_steps')
      ? []
      : [`${name}=${value}`];
  });
}

const hasDecayShare = ({ lr_scheduler_type, num_decay_steps }: TrainingConfig): boolean =>
  lr_scheduler_type === 'warmup_stable_decay' && num_decay_steps < 1;

const WRITTEN_OPTIMIZERS: Readonly<Record<string, string>> = {
  adamw: 'adamw_torch',
  lion: 'lion_32bit',
};

const DEFAULT_SETTINGS: Readonly<Record<string, unknown>> = trainingSchema.parse({
  per_device_train_batch_size: 8,
  max_steps: 1,
  learning_rate: 1,
});

function writtenIntervals(training: TrainingConfig): Record<string, unknown> {
  const { logging_strategy, eval_strategy = 'steps', save_strategy } = training;
  const { logging_steps, eval_steps, save_steps } = training;
  return {
    ...(logging_strategy && { logging_strategy }),
    ...(logging_steps !== undefined && { logging_steps }),
    eval_strategy,
    eval_steps,
    ...((save_strategy ?? save_steps) !== undefined && { save_strategy: save_strategy ?? 'steps' }),
    ...(save_steps !== undefined && { save_steps }),
  };
}
