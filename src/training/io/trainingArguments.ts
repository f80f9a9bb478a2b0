// Hyper-parameters as Hugging Face's TrainingArguments write them, both ways. Nothing is dropped in
// silence: names without a counterpart and values that cannot be taken are listed.
import { z } from 'zod';
import { BenchtopError } from '../../gpu/errors';
import { trainingSchema, type TrainingConfig } from '../run/config';

export interface ReadArguments {
  /** What could be taken. */
  training: Partial<TrainingConfig>;
  /** Names that have no counterpart here. */
  leftOut: string[];
  refused: { name: string; reason: string }[];
}

type Name = keyof TrainingConfig;

/** Other spellings of values, by our name. */
const VALUES: Partial<Record<Name, Record<string, string>>> = {
  optim: {
    adamw_hf: 'adamw',
    adamw_torch: 'adamw',
    adamw_torch_fused: 'adamw',
    lion_32bit: 'lion',
  },
  lr_scheduler_type: { cosine_with_min_lr: 'cosine', constant_with_warmup: 'constant' },
};

/** Other spellings of names. */
const NAMES: Record<string, Name> = {
  'lr_scheduler_kwargs.min_lr': 'min_learning_rate',
  'lr_scheduler_kwargs.num_decay_steps': 'num_decay_steps',
  warmup_ratio: 'warmup_steps',
};

const SCHEDULE = 'lr_scheduler_kwargs';

/** @throws BenchtopError not_json where the text is no JSON object. */
export function readTrainingArguments(json: string): ReadArguments {
  const found: ReadArguments = { training: {}, leftOut: [], refused: [] };
  const taken: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flatten(parseObject(json)))) {
    const ours = NAMES[name] ?? name;
    if (!isName(ours)) found.leftOut.push(name);
    // An explicit number of steps comes before a share of them.
    else if (name === 'warmup_ratio' && Number(taken.warmup_steps) > 0) found.leftOut.push(name);
    else {
      const parsed = trainingSchema.shape[ours].safeParse(VALUES[ours]?.[String(value)] ?? value);
      if (parsed.success) taken[ours] = parsed.data;
      else found.refused.push({ name, reason: z.prettifyError(parsed.error).replace('✖ ', '') });
    }
  }
  return { ...found, training: taken };
}

/** JSON that Hugging Face's TrainingArguments reads as far as it has the names. */
export function writeTrainingArguments(training: TrainingConfig): string {
  const { min_learning_rate, num_decay_steps, lr_scheduler_type, optim, ...same } = training;
  const names = Object.keys(trainingSchema.shape);
  const isCosine = lr_scheduler_type === 'cosine' && min_learning_rate > 0;
  const named = {
    ...same,
    optim: optim === 'adamw' ? 'adamw_torch' : optim,
    lr_scheduler_type: isCosine ? 'cosine_with_min_lr' : lr_scheduler_type,
    [SCHEDULE]: {
      ...(min_learning_rate > 0 && { min_lr: min_learning_rate }),
      ...(lr_scheduler_type === 'warmup_stable_decay' && { num_decay_steps }),
    },
  };
  // In the order of the schema, which begins with what matters most.
  const order = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  const sorted = Object.entries(named).toSorted(([a], [b]) => order(a) - order(b));
  return JSON.stringify(Object.fromEntries(sorted), null, 2);
}

const isName = (name: string): name is Name => Object.hasOwn(trainingSchema.shape, name);

function parseObject(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new BenchtopError('not_json', `This is no JSON: ${reason}`, { reason });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  const reason = 'the outermost value is no object';
  throw new BenchtopError('not_json', `This is no JSON object: ${reason}.`, { reason });
}

/** The arguments of the schedule as names of their own, last, so that they win. */
function flatten(value: Record<string, unknown>): Record<string, unknown> {
  const { [SCHEDULE]: schedule, ...flat } = value;
  const entries = typeof schedule === 'object' && schedule !== null ? Object.entries(schedule) : [];
  for (const [name, inner] of entries) flat[`${SCHEDULE}.${name}`] = inner;
  return flat;
}
