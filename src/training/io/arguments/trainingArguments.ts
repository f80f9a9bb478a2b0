// Hyper-parameters as Hugging Face's TrainingArguments write them, read by the table of fields in
// formats/trainingArguments.ts. Nothing is dropped in silence: what has no effect, what is unknown and what
// cannot be taken are listed.
import { BenchtopError } from '../../../gpu/errors';
import { passes, shownValue, type FieldValues } from '../../formats/fieldTable';
import {
  OPTIMIZER_NAMES,
  OWN_SETTINGS,
  TRAINING_ARGUMENTS_TABLE,
} from '../../formats/trainingArguments';
import { trainingSchema, type TrainingConfig } from '../../run/config';
import { numberOf, parsePythonJson, plainValue, truthOf } from './argumentValues';
import { schedulerOf } from './argumentSchedules';

/** Why a value was not taken. */
export type RefusalCode =
  /** It is no number. */
  | 'number'
  /** It is no whole number. */
  | 'whole'
  /** It is neither true nor false. */
  | 'truth'
  /** Fields: min. */
  | 'too_small'
  /** Fields: min, which is too small itself. */
  | 'not_above'
  /** Fields: max. */
  | 'too_large'
  /** Fields: max, which is too large itself. */
  | 'not_below'
  /** It is of the wrong kind. */
  | 'kind'
  /** Fields: note, what to do, from the table. */
  | 'unsupported';

export interface RefusedArgument {
  readonly name: string;
  readonly code: RefusalCode;
  readonly fields: Readonly<Record<string, string | number>>;
  /** In English. */
  readonly reason: string;
}

export interface ReadArguments {
  /** What was taken. What the JSON leaves out is not there. */
  training: Partial<TrainingConfig>;
  /** Known, and without effect here, with the reason. */
  ignored: { name: string; note: string }[];
  /** Not known here. */
  leftOut: string[];
  refused: RefusedArgument[];
}

type Name = keyof TrainingConfig;
type Given = Map<string, unknown>;

const REASONS: Readonly<Record<RefusalCode, (fields: RefusedArgument['fields']) => string>> = {
  number: ({ value }) => `${value} is not a finite number.`,
  whole: ({ value }) => `${value} is not a whole number.`,
  truth: ({ value }) => `${value} is neither true nor false.`,
  too_small: ({ value, min }) => `${value} is too small: at least ${min}.`,
  not_above: ({ value, min }) => `${value} is too small: it must be above ${min}.`,
  too_large: ({ value, max }) => `${value} is too large: at most ${max}.`,
  not_below: ({ value, max }) => `${value} is too large: it must be below ${max}.`,
  kind: ({ value }) => `${value} is not a value of this field.`,
  unsupported: ({ value, note }) => `${value} is not supported. ${note}`,
};

const INTEGERS: ReadonlySet<string> = new Set([
  'per_device_train_batch_size',
  'per_gpu_train_batch_size',
  'gradient_accumulation_steps',
  'max_steps',
  'max_length',
  'max_seq_length',
  'seed',
  'eval_windows',
  'ns_steps',
]);
const TRUTHS: ReadonlySet<string> = new Set([
  'gradient_checkpointing',
  'dataloader_drop_last',
  'adafactor',
  'evaluate_during_training',
  'nesterov',
  'scale_parameter',
  'use_ema',
]);
/** A share of all updates below 1, else whole. */
const INTERVALS: ReadonlySet<string> = new Set([
  'logging_steps',
  'eval_steps',
  'save_steps',
  'warmup_steps',
]);
const TEXTS: ReadonlySet<string> = new Set([
  'optim',
  'optim_args',
  'lr_scheduler_type',
  'logging_strategy',
  'eval_strategy',
  'evaluation_strategy',
  'save_strategy',
]);

/** Names that stand for another, the weaker first. */
const ALIASES: readonly (readonly [from: string, to: string])[] = [
  ['max_seq_length', 'max_length'],
  ['evaluation_strategy', 'eval_strategy'],
];

/** The settings with what was read over them; what the file leaves out stays. */
export function withArguments(
  training: TrainingConfig,
  { training: read }: Pick<ReadArguments, 'training'>,
): TrainingConfig {
  const merged: TrainingConfig = { ...training, ...read };
  // What these decide in the file is not decided by what was set before.
  if (read.max_steps !== undefined) delete merged.num_train_epochs;
  for (const kind of ['logging', 'eval', 'save'] as const) {
    const isSet = read[`${kind}_steps`] !== undefined && read[`${kind}_strategy`] === undefined;
    if (isSet) delete merged[`${kind}_strategy`];
  }
  return merged;
}

class Refusal extends Error {
  readonly code: RefusalCode;
  readonly fields: RefusedArgument['fields'];

  constructor(code: RefusalCode, fields: RefusedArgument['fields'] = {}) {
    super(code);
    this.code = code;
    this.fields = fields;
  }
}

/** @throws BenchtopError not_json where the text is no JSON object. */
export function readTrainingArguments(json: string): ReadArguments {
  const read: ReadArguments = { training: {}, ignored: [], leftOut: [], refused: [] };
  const given: Given = new Map();
  const values = parseObject(json);
  for (const [name, value] of Object.entries(values)) {
    refusing(read, name, value, () => takeField(read, given, name, value, values));
  }
  takeOwnSettings(read, given);
  const resolved = resolve(read, given);
  for (const [name, value] of resolved) {
    refusing(read, name, value, () => {
      (read.training as Record<string, unknown>)[name] = withinSchema(name as Name, value);
    });
  }
  return read;
}

function refusing(read: ReadArguments, name: string, value: unknown, take: () => void): void {
  try {
    take();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const fields = { value: shownValue(value), ...thrown.fields };
    const { code } = thrown;
    read.refused.push({ name, code, fields, reason: REASONS[code](fields) });
  }
}

function takeField(
  read: ReadArguments,
  given: Given,
  name: string,
  value: unknown,
  values: FieldValues,
): void {
  const { fields } = TRAINING_ARGUMENTS_TABLE;
  const rule = Object.hasOwn(fields, name) ? fields[name]! : undefined;
  if (!rule) return void read.leftOut.push(name);
  // None turns clipping off; elsewhere it stands for the default.
  if (value === null && name === 'max_grad_norm') return void given.set(name, 0);
  if (value === null) return;
  if (rule.use === 'honoured') {
    const typed = typedValue(name, value);
    if (!passes(rule, typed, values)) throw new Refusal('unsupported', { note: rule.note });
    return void given.set(name, typed);
  }
  if (!passes(rule, plainValue(value), values)) {
    throw new Refusal('unsupported', { note: rule.note });
  }
  read.ignored.push({ name, note: rule.note });
}

/** @throws Refusal */
function typedValue(name: string, value: unknown): unknown {
  if (TRUTHS.has(name)) return truthOf(value) ?? refuse('truth');
  if (TEXTS.has(name)) return typeof value === 'string' ? value.trim() : refuse('kind');
  if (name === 'lr_scheduler_kwargs') return kwargsOf(value);
  const number = numberOf(value) ?? refuse('number');
  const isInterval = INTERVALS.has(name) && number > 1;
  if ((INTEGERS.has(name) || isInterval) && !Number.isInteger(number)) refuse('whole');
  return number;
}

function refuse(code: RefusalCode): never {
  throw new Refusal(code);
}

/** From the command line it is a string of JSON. */
function kwargsOf(value: unknown): Record<string, unknown> {
  let found = value;
  try {
    if (typeof value === 'string') found = parsePythonJson(value);
  } catch {
    refuse('kind');
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return refuse('kind');
  return found as Record<string, unknown>;
}

/** Settings of this lab that TrainingArguments has no field for. */
function takeOwnSettings(read: ReadArguments, given: Given): void {
  const text = given.get('optim_args');
  given.delete('optim_args');
  if (typeof text !== 'string' || text === '') return;
  for (const pair of text.replaceAll(' ', '').split(',')) {
    const [key = '', value = ''] = pair.split('=');
    const name = `optim_args.${key}`;
    if (!(OWN_SETTINGS as readonly string[]).includes(key)) read.leftOut.push(name);
    else refusing(read, name, value, () => void given.set(key, typedValue(key, value)));
  }
}

/** What Trainer makes of the values together, in the names of TrainingConfig. */
function resolve(read: ReadArguments, given: Given): Map<string, unknown> {
  const taken = new Map(given);
  for (const [from, to] of ALIASES) {
    const value = taken.get(from);
    taken.delete(from);
    if (value !== undefined && !taken.has(to)) taken.set(to, value);
  }
  const perGpu = Number(taken.get('per_gpu_train_batch_size') ?? 0);
  taken.delete('per_gpu_train_batch_size');
  if (perGpu > 0) taken.set('per_device_train_batch_size', perGpu);
  resolveDuration(read, taken);
  resolveOptimizer(taken);
  refusing(read, 'lr_scheduler_type', taken.get('lr_scheduler_type'), () => {
    const scheduler = schedulerOf(taken);
    const hasWarmup = Number(taken.get('warmup_steps') ?? 0) > 0;
    if (hasWarmup && taken.get('lr_scheduler_type') === 'constant')
      read.leftOut.push('warmup_steps');
    taken.delete('lr_scheduler_kwargs');
    taken.delete('lr_scheduler_type');
    if ('note' in scheduler) throw new Refusal('unsupported', { note: scheduler.note });
    for (const [name, value] of Object.entries(scheduler.settings)) taken.set(name, value);
    read.leftOut.push(...scheduler.unknown.map((key) => `lr_scheduler_kwargs.${key}`));
  });
  resolveIntervals(taken);
  return taken;
}

function resolveDuration({ leftOut }: ReadArguments, taken: Given): void {
  const maxSteps = taken.get('max_steps');
  if (maxSteps !== undefined && Number(maxSteps) <= 0) {
    taken.delete('max_steps');
    // Trainer's own number, where the file asks for epochs without saying how many.
    if (!taken.has('num_train_epochs')) taken.set('num_train_epochs', DEFAULTS.num_train_epochs);
  } else if (maxSteps !== undefined && taken.delete('num_train_epochs')) {
    leftOut.push('num_train_epochs');
  }
  const ratio = taken.get('warmup_ratio');
  taken.delete('warmup_ratio');
  if (ratio === undefined) return;
  if (Number(taken.get('warmup_steps') ?? 0) > 0) leftOut.push('warmup_ratio');
  else taken.set('warmup_steps', ratio);
}

function resolveOptimizer(taken: Given): void {
  if (taken.get('adafactor') === true) taken.set('optim', 'adafactor');
  taken.delete('adafactor');
  const name = taken.get('optim');
  if (typeof name !== 'string') return;
  const optim = OPTIMIZER_NAMES[name];
  taken.set('optim', optim);
  // Trainer gives SGD a learning rate and weight decay alone, and Adafactor no scale.
  if (optim === 'sgd') withDefaults(taken, { momentum: 0, nesterov: false });
  if (optim === 'adafactor') withDefaults(taken, { scale_parameter: false });
}

function withDefaults(taken: Given, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!taken.has(name)) taken.set(name, value);
  }
}

function resolveIntervals(taken: Given): void {
  if (taken.get('evaluate_during_training') === true) {
    withDefaults(taken, { eval_strategy: 'steps' });
  }
  taken.delete('evaluate_during_training');
  for (const kind of ['logging', 'eval', 'save'] as const) {
    const steps = `${kind}_steps`;
    if (taken.get(steps) === 0) taken.delete(steps);
    if (taken.get(`${kind}_strategy`) !== 'steps') continue;
    const standIn = kind === 'eval' ? taken.get('logging_steps') : undefined;
    withDefaults(taken, { [steps]: standIn ?? DEFAULTS.steps });
  }
}

/** Of TrainingArguments. */
const DEFAULTS = { num_train_epochs: 3, steps: 500 };

/** @throws Refusal */
function withinSchema(name: Name, value: unknown): unknown {
  const parsed = trainingSchema.shape[name].safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'too_small') {
    const code = issue.inclusive === false ? 'not_above' : 'too_small';
    throw new Refusal(code, { min: Number(issue.minimum) });
  }
  if (issue?.code === 'too_big') {
    const code = issue.inclusive === false ? 'not_below' : 'too_large';
    throw new Refusal(code, { max: Number(issue.maximum) });
  }
  throw new Refusal('kind');
}

function parseObject(json: string): FieldValues {
  let value: unknown;
  try {
    value = parsePythonJson(json);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new BenchtopError('not_json', `This is not valid JSON: ${reason}`, { reason });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as FieldValues;
  const reason = 'the outermost value is no object';
  throw new BenchtopError('not_json', `This is not a JSON object: ${reason}.`, { reason });
}
