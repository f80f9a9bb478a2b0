// TrainingArguments as Trainer resolves them on one device, in optimizer steps.
import {
  readTrainingArguments,
  withArguments,
} from '../../../src/training/io/arguments/trainingArguments';
import { trainingSchema } from '../../../src/training/run/config';
import { withSteps } from '../../../src/training/run/duration';
import { warmupStepsOf } from '../../../src/training/run/learningRate';
import type { Case, Prepared } from '../case';

interface ArgumentsJson {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly examples: number;
  readonly expect: Readonly<Record<string, unknown>>;
  readonly or?: Readonly<Record<string, unknown>>;
  readonly or_refused?: boolean;
}

/** Of transformers, where the file leaves them out. */
const DEFAULTS = trainingSchema.parse({
  per_device_train_batch_size: 8,
  max_steps: 1,
  num_train_epochs: 3,
  learning_rate: 5e-5,
  lr_scheduler_type: 'linear',
  weight_decay: 0,
  adam_beta2: 0.999,
  seed: 42,
  logging_steps: 500,
  eval_strategy: 'no',
  save_steps: 500,
});

/** Values of this lab in the names of the reference. */
const NAMES: Readonly<Record<string, string>> = { adamw: 'adamw_torch', lion: 'lion_32bit' };

function resolved(json: ArgumentsJson) {
  const read = readTrainingArguments(JSON.stringify(json.arguments));
  const training = withSteps(withArguments(DEFAULTS, read), json.examples);
  const warmup_steps = warmupStepsOf(training.warmup_steps, training.max_steps);
  const values: Record<string, unknown> = { ...training, warmup_steps };
  return { values, refused: read.refused.map(({ name }) => name) };
}

const agrees = (got: unknown, want: unknown): boolean =>
  got === want ||
  NAMES[String(got)] === want ||
  (typeof got === 'number' && typeof want === 'number' && Math.abs(got - want) <= 1e-12);

export const trainingArguments = ({ json }: Case): Prepared => ({
  run: () => {
    const given = json as unknown as ArgumentsJson;
    const { values, refused } = resolved(given);
    const differing = (expect: ArgumentsJson['expect']): string[] =>
      Object.entries(expect)
        .filter(([name, want]) => !agrees(values[name], want))
        .map(([name, want]) => `${name}: ${String(values[name])}, ${String(want)} was due`);
    const problems = differing(given.expect);
    const isOther = given.or !== undefined && differing(given.or).length === 0;
    const isRight = problems.length === 0 || isOther || (given.or_refused && refused.length > 0);
    const reported = refused.map((name) => `${name} was refused`);
    return { worst: isRight ? 0 : Infinity, problems: isRight ? [] : [...problems, ...reported] };
  },
});
