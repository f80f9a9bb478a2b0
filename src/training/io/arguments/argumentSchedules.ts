// Schedules of the learning rate between transformers' names with their kwargs and this lab's settings.
import type { TrainingConfig } from '../../run/config';
import { stepsOf } from '../../run/learningRate';
import { plainValue } from './argumentValues';

type Given = ReadonlyMap<string, unknown>;
type Settings = Partial<
  Pick<
    TrainingConfig,
    'lr_scheduler_type' | 'min_learning_rate' | 'num_decay_steps' | 'warmup_steps'
  >
>;

/** What was read, with the kwargs that are not known; or what to do, in a sentence. */
type Scheduler =
  | { readonly settings: Settings; readonly unknown: readonly string[] }
  | { readonly note: string };

const POLYNOMIAL_END = 1e-7;

const numberIn = (kwargs: Given, key: string): number | undefined => {
  const value = plainValue(kwargs.get(key));
  return typeof value === 'number' ? value : undefined;
};

/** The kwargs that a schedule computes only with one value. */
const FIXED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  cosine: { num_cycles: 0.5 },
  cosine_with_min_lr: { num_cycles: 0.5, warmup_lr_rate: null },
  polynomial: { power: 1 },
  warmup_stable_decay: {
    num_cycles: 0.5,
    warmup_type: 'linear',
    decay_type: 'cosine',
    num_stable_steps: null,
  },
};

/** Reads `lr_scheduler_type` and `lr_scheduler_kwargs`. A schedule without an end ends at 0, as Trainer's. */
export function schedulerOf(given: Given): Scheduler {
  const type = given.get('lr_scheduler_type');
  const kwargs: Given = new Map(Object.entries((given.get('lr_scheduler_kwargs') ?? {}) as object));
  if (typeof type !== 'string') {
    // Trainer's schedule is linear, which takes none; here they belong to the schedule that is set.
    return withKwargs({}, kwargs, ['min_lr', 'num_decay_steps'], given);
  }
  for (const [key, value] of Object.entries(FIXED[type] ?? {})) {
    const requested = plainValue(kwargs.get(key));
    if (requested !== undefined && requested !== null && requested !== value) {
      return { note: `Of ${type}, ${key} must be ${String(value)}; remove it.` };
    }
  }
  const fixed = Object.keys(FIXED[type] ?? {});
  switch (type) {
    case 'constant':
      return withKwargs({ lr_scheduler_type: 'constant', warmup_steps: 0 }, kwargs, [], given);
    case 'constant_with_warmup':
      return withKwargs({ lr_scheduler_type: 'constant' }, kwargs, [], given);
    case 'polynomial': {
      const end = numberIn(kwargs, 'lr_end') ?? POLYNOMIAL_END;
      const settings = { lr_scheduler_type: 'linear', min_learning_rate: end } as const;
      return withKwargs(settings, kwargs, [...fixed, 'lr_end'], given);
    }
    case 'cosine_with_min_lr':
      if (!kwargs.has('min_lr') && !kwargs.has('min_lr_rate')) {
        return { note: `${type} needs min_lr or min_lr_rate in lr_scheduler_kwargs.` };
      }
      if (numberIn(kwargs, 'min_lr') !== undefined && numberIn(kwargs, 'min_lr_rate') !== undefined)
        return { note: `${type} takes either min_lr or min_lr_rate, not both.` };
      return withKwargs(
        { lr_scheduler_type: 'cosine', min_learning_rate: 0 },
        kwargs,
        [...fixed, 'min_lr', 'min_lr_rate'],
        given,
      );
    case 'warmup_stable_decay':
      if (!kwargs.has('num_decay_steps') && !given.has('num_decay_steps')) {
        return { note: `${type} needs num_decay_steps in lr_scheduler_kwargs.` };
      }
      return withKwargs(
        { lr_scheduler_type: 'warmup_stable_decay', min_learning_rate: 0 },
        kwargs,
        [...fixed, 'num_decay_steps', 'min_lr_ratio'],
        given,
      );
    default: {
      const known = type === 'cosine' ? 'cosine' : 'linear';
      return withKwargs(
        { lr_scheduler_type: known, min_learning_rate: 0 },
        kwargs,
        [...fixed],
        given,
      );
    }
  }
}

function withKwargs(
  settings: Settings,
  kwargs: Given,
  known: readonly string[],
  given: Given,
): Scheduler {
  const read: Settings = { ...settings };
  // A setting of this lab's own, as its earlier files have it.
  const own = given.get('min_learning_rate');
  if (typeof own === 'number') read.min_learning_rate = own;
  const ownDecay = given.get('num_decay_steps');
  for (const key of known) {
    const value = numberIn(kwargs, key);
    if (value === undefined) continue;
    if (key === 'min_lr') read.min_learning_rate = value;
    if (key === 'min_lr_rate' || key === 'min_lr_ratio') {
      const rate = given.get('learning_rate');
      if (typeof rate !== 'number') return { note: `${key} needs learning_rate beside it.` };
      read.min_learning_rate = value * rate;
    }
    if (key === 'num_decay_steps' && ownDecay === undefined) read.num_decay_steps = value;
  }
  return { settings: read, unknown: [...kwargs.keys()].filter((key) => !known.includes(key)) };
}

/** In the names of transformers. Shares of the decay become steps: it takes no other. */
export function writtenScheduler(training: TrainingConfig): Record<string, unknown> {
  const { lr_scheduler_type: type, min_learning_rate: end, learning_rate, max_steps } = training;
  switch (type) {
    case 'constant':
      return { lr_scheduler_type: training.warmup_steps > 0 ? 'constant_with_warmup' : type };
    case 'linear':
      if (end === 0) return { lr_scheduler_type: type };
      return {
        lr_scheduler_type: 'polynomial',
        lr_scheduler_kwargs: { lr_end: end, power: 1 },
      };
    case 'cosine':
      if (end === 0) return { lr_scheduler_type: type };
      return { lr_scheduler_type: 'cosine_with_min_lr', lr_scheduler_kwargs: { min_lr: end } };
    case 'warmup_stable_decay':
      return {
        lr_scheduler_type: type,
        lr_scheduler_kwargs: {
          num_decay_steps: stepsOf(training.num_decay_steps, max_steps),
          ...(end > 0 && { min_lr_ratio: end / learning_rate }),
        },
      };
  }
}
