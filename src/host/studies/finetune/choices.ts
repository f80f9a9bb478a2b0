// What people choose for a fine-tuning study, and what of it holds for examples and for texts.
import {
  METHOD_DEFAULTS,
  TRAINING_ARGUMENTS,
  type FinetuneMethod,
  type MadeModel,
} from '../../../experiments/finetune';
import type { ReadArguments } from '../../../training/io/arguments/trainingArguments';
import type { BaseRef } from '../../../training/models/baseModel';
import type { AugmentationConfig } from '../../../training/run/objectiveConfig';
import type { ModelConfig } from '../../../training/run/config';
import type { FinetuningConfig, Quantization } from '../../../training/run/finetuningConfig';
import { rowOf, type TextRow } from '../../../training/run/texts/textRows';

export type Family = ModelConfig['family'];

export type FinetunedMethod = Exclude<FinetuneMethod, 'scratch'>;

/** One; all ways with three seeds; a few examples of each class with five. */
export type FinetuneRuns = 'one' | 'compare' | 'few';

/** One of the datasets built in. */
export interface MoreSet {
  readonly set: string;
  readonly train: number;
  /** Of its loss. */
  readonly weight: number;
}

export interface FinetuneChoices {
  /** Null: a small one is made first. */
  readonly base: BaseRef | null;
  /** Of which kind. */
  readonly made: MadeModel;
  readonly set: string;
  /** Of the first set's loss, where there are more. */
  readonly weight: number;
  /** Datasets that are learned at once with it (multi-task). */
  readonly more: readonly MoreSet[];
  /** What is learned where the set is plain text, and in how many steps. */
  readonly texts: readonly TextRow[];
  readonly steps: number;
  /** Corpus that stands for what the base knows; null: its own text. */
  readonly general: string | null;
  readonly train: number;
  readonly method: FinetunedMethod;
  readonly blocks: number;
  readonly r: number;
  readonly lora_alpha: number;
  readonly lora_dropout: number;
  readonly use_rslora: boolean;
  /** Of the base of QLoRA, and of what quantization-aware fine-tuning rounds to. */
  readonly quantization: Quantization;
  /** Of preference pairs. */
  readonly beta: number;
  readonly label_smoothing: number;
  /** Of what training reads. */
  readonly augmentations: readonly AugmentationConfig[];
  /** Null: the usual one of the method. */
  readonly rate: number | null;
  readonly runs: FinetuneRuns;
  /** Of each class, where they are few. */
  readonly shots: number;
  /** TrainingArguments as they were typed. */
  readonly json: string;
}

export const FINETUNE_DEFAULTS: FinetuneChoices = {
  base: null,
  made: 'gpt',
  set: 'reviews',
  weight: 1,
  more: [],
  texts: [rowOf('letters')],
  steps: 200,
  general: null,
  train: 256,
  method: 'full',
  blocks: 1,
  r: 4,
  lora_alpha: 8,
  lora_dropout: 0,
  use_rslora: false,
  quantization: 'int4',
  beta: 0.1,
  label_smoothing: 0,
  augmentations: [],
  rate: null,
  runs: 'one',
  shots: 8,
  json: TRAINING_ARGUMENTS,
};

export const SEEDS = { one: [1], compare: [1, 2, 3], few: [1, 2, 3, 4, 5] };
export const COMPARED: readonly FinetuneMethod[] = ['full', 'lora', 'scratch'];

/** Tokens of an example or a window, for a model that was made elsewhere. */
export const LOADED_LENGTH = 128;

/** In place of a set of examples. */
export const PLAIN_TEXT = 'plain_text';
export const learnsText = ({ set }: Pick<FinetuneChoices, 'set'>): boolean => set === PLAIN_TEXT;

/** Of an objective; nothing where training reads what is there. */
export const augmentedBy = ({ augmentations }: Pick<FinetuneChoices, 'augmentations'>) =>
  augmentations.length > 0 ? { augmentations: [...augmentations] } : {};

export interface ReadChoices extends ReadArguments {
  readonly steps: number;
  readonly warmup: number;
}

export function finetuningOf(choices: FinetuneChoices, method: FinetuneMethod): FinetuningConfig {
  const { r, lora_alpha, lora_dropout, use_rslora, quantization, blocks } = choices;
  const { tuning } = METHOD_DEFAULTS[method];
  switch (tuning.method) {
    case 'lora': {
      const adapter = { ...tuning, r, lora_alpha, lora_dropout, use_rslora };
      return tuning.quantization ? { ...adapter, quantization } : adapter;
    }
    case 'full':
      return tuning.fake_quantize ? { ...tuning, fake_quantize: quantization } : tuning;
    case 'last_blocks':
      return { ...tuning, blocks };
    case 'head':
      return tuning;
  }
}

/** Models that were trained for long take a far smaller step than one that was made here. */
const LOADED_RATE: Readonly<Record<FinetuneMethod, number>> = {
  full: 5e-5,
  lora: 2e-4,
  dora: 2e-4,
  qlora: 2e-4,
  qat: 5e-5,
  last_blocks: 5e-5,
  head: 1e-3,
  scratch: 1e-3,
};

export const usualRate = (
  method: FinetuneMethod,
  { base }: Pick<FinetuneChoices, 'base'>,
): number => (base?.kind === 'loaded' ? LOADED_RATE[method] : METHOD_DEFAULTS[method].rate);

/** In place of those that `runs` names. */
export interface Wanted {
  /** Of the base, where it is known. */
  readonly family?: Family | undefined;
  readonly methods?: readonly FinetuneMethod[];
  readonly seeds?: readonly number[];
}
