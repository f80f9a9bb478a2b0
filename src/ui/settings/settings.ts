// Every setting as data: where it sits in RunConfig, its range, its sensible stops and its other name.
// Words are in i18n/settingLabels under the same id; defaults come from the experiment.
import type { AugmentationConfig } from '../../training/run/objectiveConfig';
import { FAMILIES, FAMILY_NAMES, isGenerativeFamily } from '../../training/models/families';
import { canShare } from '../../training/models/sharedLayers';
import type { RunConfig } from '../../training/run/config';
import {
  sharedObjectives,
  textRows,
  withTextRows,
  type TextRow,
} from '../../training/run/texts/textRows';
import type { en } from '../i18n/en';
import {
  augmentationsOf,
  ENCODER_GOAL_NAMES,
  goalOf,
  goalsOf,
  isEncoder,
  isTask,
  objectiveOf,
  weightsOf,
  withAugmentations,
  withGoal,
  withMember,
  withObjectivesOf,
  withWeights,
  type EncoderGoal,
  type Family,
  type ObjectiveKind,
  type ObjectiveWeight,
} from './objectives';
import { asFamily, type Block } from './families';

export type SettingId = keyof typeof en.setting;
export type SettingGroup = keyof typeof en.settings.group;
export type ChoiceValue = keyof typeof en.settings.choice;
export type UnitId = keyof typeof en.settings.unit;
export type SettingValue = number | string | boolean;

interface SettingBase {
  id: SettingId;
  group: SettingGroup;
  /** Name in Hugging Face's TrainingArguments, GPT2Config or GenerationConfig. */
  hf: string;
  /** Not in the first view of its group. */
  rare?: boolean;
  /** The probe chooses it while "size for this GPU" is on. */
  sized?: boolean;
  read: (config: RunConfig) => SettingValue;
  write: (config: RunConfig, value: SettingValue) => RunConfig;
  /** What else changes where the user sets it, as against the probe. */
  choose?: (config: RunConfig) => RunConfig;
}

export interface NumberSetting extends SettingBase {
  kind: 'number';
  whole: boolean;
  min: number;
  max: number;
  /** The lower end itself is not allowed. */
  aboveMin?: boolean;
  unit: UnitId;
  /** Where the − and + buttons and the arrow keys stop. */
  stops: readonly number[];
}

export interface ChoiceSetting extends SettingBase {
  kind: 'choice';
  choices: readonly ChoiceValue[];
  /** Those among them that make sense beside these settings; all where left out. */
  among?: (config: RunConfig) => readonly ChoiceValue[];
}

/** Lists are JSON: a setting's value is one plain value. */
export type ListKind = 'blocks' | 'augmentations' | 'weights' | 'texts';

interface PlainSetting extends SettingBase {
  kind: 'switch' | 'text' | ListKind;
}

export type Setting = NumberSetting | ChoiceSetting | PlainSetting;

/** What a control of a setting is given. */
export interface ControlProps {
  id: string;
  label: string;
  value: SettingValue;
  describedBy: string;
  onChange: (value: SettingValue) => void;
}

/** What a control of a list is given; its name stands above it. */
export interface ListProps {
  config: RunConfig;
  value: string;
  onChange: (value: SettingValue) => void;
}

type Access = Pick<SettingBase, 'read' | 'write'>;
type Section = 'model' | 'data' | 'training' | 'sample';

/** Reads and writes one member of one section. */
function at(section: Section, key: string): Access {
  return {
    read: (config) => (config[section] as Record<string, SettingValue>)[key] as SettingValue,
    write: (config, value) => ({ ...config, [section]: { ...config[section], [key]: value } }),
  };
}

/** A member that may be left out. */
const optional = (
  section: Section,
  key: string,
  standIn: (config: RunConfig) => SettingValue,
): Access => ({
  read: (config) => at(section, key).read(config) ?? standIn(config),
  write: at(section, key).write,
});

/** A member of the objective of one kind, and what it is where it is left out. */
const ofObjective = (kind: ObjectiveKind, key: string, usual: number): Access => ({
  read: (config) =>
    (objectiveOf(config, kind) as Record<string, SettingValue> | undefined)?.[key] ?? usual,
  write: (config, value) => withMember(config, kind, { [key]: value }),
});

const family: Access = {
  read: ({ model }) => model.family,
  write: (config, value) => ({
    ...withObjectivesOf(config, value as Family),
    model: asFamily(config.model, value as Family),
  }),
};
const texts: Access = {
  read: (config) => JSON.stringify(textRows(config)),
  write: (config, value) => withTextRows(config, JSON.parse(String(value)) as TextRow[]),
};
const goal: Access = {
  read: (config) => (isEncoder(config) ? goalOf(config) : ''),
  write: (config, value) => (isEncoder(config) ? withGoal(config, value as EncoderGoal) : config),
};
const blockList: Access = {
  read: ({ model }) => (model.family === 'blocks' ? JSON.stringify(model.blocks) : ''),
  write: (config, value) =>
    config.model.family === 'blocks'
      ? { ...config, model: { ...config.model, blocks: JSON.parse(String(value)) as Block[] } }
      : config,
};
const augmentations: Access = {
  read: (config) => JSON.stringify(augmentationsOf(config)),
  write: (config, value) =>
    withAugmentations(config, JSON.parse(String(value)) as AugmentationConfig[]),
};
const weights: Access = {
  read: (config) => JSON.stringify(weightsOf(config)),
  write: (config, value) => withWeights(config, JSON.parse(String(value)) as ObjectiveWeight[]),
};
/** 0: the setting is left out. */
const zeroIsNone = (key: 'save_steps' | 'num_train_epochs'): Access => ({
  read: ({ training }) => training[key] ?? 0,
  write: (config, value) => {
    const { [key]: _before, ...training } = config.training;
    return { ...config, training: { ...training, ...(Number(value) > 0 && { [key]: value }) } };
  },
});

/** Tasks are answered by continuing them. */
const familiesFor = (config: RunConfig): readonly ChoiceValue[] =>
  isTask(config) ? FAMILY_NAMES.filter(isGenerativeFamily) : FAMILY_NAMES;

const epochs = zeroIsNone('num_train_epochs');
/** A number of steps that is set decides. */
const withoutEpochs = (config: RunConfig): RunConfig => epochs.write(config, 0);

const whole = { kind: 'number', whole: true, min: 1 } as const;
const real = { kind: 'number', whole: false, min: 0 } as const;
/** Of averages: 1 would let nothing new in. */
const NEARLY_ONE = 0.99999;

const DEFAULT_PIECES = 1024;
const tokenizerKind: Access = {
  read: (config) => config.tokenizer.kind,
  write: (config, kind) => ({
    ...config,
    tokenizer:
      kind === 'bpe' || kind === 'wordpiece'
        ? { kind, vocab_size: DEFAULT_PIECES }
        : { kind: kind === 'byte' ? 'byte' : 'char' },
  }),
};
const pieces: Access = {
  read: ({ tokenizer }) => ('vocab_size' in tokenizer ? tokenizer.vocab_size : DEFAULT_PIECES),
  write: (config, size) => ({
    ...config,
    tokenizer: {
      kind: config.tokenizer.kind === 'wordpiece' ? 'wordpiece' : 'bpe',
      vocab_size: Number(size),
    },
  }),
};

// oxfmt-ignore
export const SETTINGS: readonly Setting[] = [
  { id: 'corpus', group: 'data', hf: 'dataset', kind: 'texts', ...texts },
  { id: 'tokenizer', group: 'data', hf: 'tokenizer', kind: 'choice', choices: ['char', 'byte', 'bpe', 'wordpiece'], ...tokenizerKind },
  { id: 'vocab_size', group: 'data', hf: 'vocab_size', ...whole, min: 257, max: 65_536, unit: 'pieces', stops: [257, 512, 1024, 2048, 4096, 8192, 16_384], ...pieces },

  { id: 'family', group: 'model', hf: 'model_type', kind: 'choice', choices: FAMILY_NAMES, among: familiesFor, ...family },
  { id: 'cell', group: 'model', hf: 'cell', kind: 'choice', choices: ['rnn_tanh', 'rnn_relu', 'gru', 'lstm'], ...at('model', 'cell') },
  { id: 'n_layer', group: 'model', hf: 'n_layer', ...whole, sized: true, max: 96, unit: 'layers', stops: [1, 2, 3, 4, 6, 8, 12, 16, 24], ...at('model', 'n_layer') },
  { id: 'num_hidden_groups', group: 'model', hf: 'num_hidden_groups', rare: true, ...whole, max: 96, unit: 'groups', stops: [1, 2, 3, 4, 6, 8, 12, 16, 24], ...optional('model', 'num_hidden_groups', ({ model }) => model.n_layer) },
  { id: 'n_decoder_layer', group: 'model', hf: 'num_decoder_layers', ...whole, max: 96, unit: 'layers', stops: [1, 2, 3, 4, 6, 8, 12, 16, 24], ...at('model', 'n_decoder_layer') },
  { id: 'n_embd', group: 'model', hf: 'n_embd', ...whole, sized: true, max: 16_384, unit: 'channels', stops: [32, 64, 96, 128, 192, 256, 384, 512, 768, 1024], ...at('model', 'n_embd') },
  { id: 'n_head', group: 'model', hf: 'n_head', ...whole, sized: true, max: 128, unit: 'heads', stops: [1, 2, 3, 4, 6, 8, 12, 16], ...at('model', 'n_head') },
  { id: 'blocks', group: 'model', hf: 'blocks', kind: 'blocks', ...blockList },
  { id: 'n_kv_head', group: 'model', hf: 'num_key_value_heads', ...whole, sized: true, max: 128, unit: 'heads', stops: [1, 2, 3, 4, 6, 8, 12, 16], ...at('model', 'n_kv_head') },
  { id: 'd_kv', group: 'model', hf: 'd_kv', rare: true, ...whole, max: 1024, unit: 'channels', stops: [8, 16, 32, 64, 128], ...at('model', 'd_kv') },
  { id: 'feed_forward', group: 'model', hf: 'feed_forward_proj', rare: true, kind: 'choice', choices: ['relu', 'gated_gelu'], ...at('model', 'feed_forward') },
  { id: 'n_inner', group: 'model', hf: 'intermediate_size', ...whole, sized: true, max: 65_536, unit: 'channels', stops: [64, 128, 256, 384, 512, 768, 1024, 1536, 2048, 4096], ...at('model', 'n_inner') },
  { id: 'kernel_size', group: 'model', hf: 'kernel_size', ...whole, max: 64, unit: 'taps', stops: [1, 2, 3, 4, 5, 7, 9], ...at('model', 'kernel_size') },
  { id: 'dilation_cycle', group: 'model', hf: 'dilation_cycle', ...whole, max: 16, unit: 'layers', stops: [1, 2, 3, 4, 5, 6, 8], ...at('model', 'dilation_cycle') },
  { id: 'positions', group: 'model', hf: 'position_embedding_type', kind: 'choice', choices: ['learned', 'sinusoidal', 'rope', 'alibi', 'none'], ...at('model', 'positions') },
  { id: 'n_positions', group: 'model', hf: 'n_positions', ...whole, sized: true, max: 8192, unit: 'tokens', stops: [16, 32, 64, 96, 128, 256, 512, 1024, 2048], ...at('model', 'n_positions') },
  { id: 'dropout', group: 'model', hf: 'resid_pdrop', ...real, max: 1, unit: 'share', stops: [0, 0.05, 0.1, 0.2, 0.3, 0.5], ...at('model', 'dropout') },
  { id: 'norm', group: 'model', hf: 'norm', rare: true, kind: 'choice', choices: ['layer', 'rms'], ...at('model', 'norm') },
  { id: 'rope_theta', group: 'model', hf: 'rope_theta', rare: true, ...real, aboveMin: true, max: 1e9, unit: 'none', stops: [100, 1000, 10_000, 100_000, 1_000_000], ...at('model', 'rope_theta') },
  { id: 'qkv_bias', group: 'model', hf: 'attention_bias', rare: true, kind: 'switch', ...at('model', 'qkv_bias') },
  { id: 'qk_norm', group: 'model', hf: 'qk_norm', rare: true, kind: 'switch', ...at('model', 'qk_norm') },
  { id: 'sliding_window', group: 'model', hf: 'sliding_window', rare: true, ...whole, max: 131_072, unit: 'tokens', stops: [4, 8, 16, 32, 64, 128, 256, 512, 1024], ...optional('model', 'sliding_window', ({ model }) => model.n_positions) },
  { id: 'd_embed', group: 'model', hf: 'd_embed', rare: true, ...whole, max: 16_384, unit: 'channels', stops: [16, 32, 64, 96, 128, 192, 256, 512], ...optional('model', 'd_embed', ({ model }) => model.n_embd) },
  { id: 'activation', group: 'model', hf: 'activation_function', rare: true, kind: 'choice', choices: ['gelu_tanh', 'gelu_erf'], ...at('model', 'activation') },
  { id: 'tie_word_embeddings', group: 'model', hf: 'tie_word_embeddings', rare: true, kind: 'switch', ...at('model', 'tie_word_embeddings') },
  { id: 'bias', group: 'model', hf: 'bias', rare: true, kind: 'switch', ...at('model', 'bias') },
  { id: 'initializer_range', group: 'model', hf: 'initializer_range', rare: true, sized: true, ...real, aboveMin: true, max: 1, unit: 'none', stops: [0.005, 0.01, 0.02, 0.04, 0.06, 0.1], ...optional('model', 'initializer_range', () => 0.02) },

  { id: 'objective', group: 'objective', hf: 'objectives', kind: 'choice', choices: ENCODER_GOAL_NAMES, among: ({ model }) => goalsOf(model.family), ...goal },
  { id: 'mlm_probability', group: 'objective', hf: 'mlm_probability', ...real, aboveMin: true, max: 0.9, unit: 'share', stops: [0.05, 0.1, 0.15, 0.2, 0.3, 0.4], ...ofObjective('masked_lm', 'mlm_probability', 0.15) },
  { id: 'noise_density', group: 'objective', hf: 'noise_density', ...real, aboveMin: true, max: 0.9, unit: 'share', stops: [0.1, 0.15, 0.2, 0.3, 0.5], ...ofObjective('span_corruption', 'noise_density', 0.15) },
  { id: 'mean_noise_span_length', group: 'objective', hf: 'mean_noise_span_length', ...real, min: 1, max: 32, unit: 'tokens', stops: [1, 2, 3, 4, 5, 8, 10], ...ofObjective('span_corruption', 'mean_noise_span_length', 3) },
  { id: 'augmentations', group: 'objective', hf: 'augmentations', kind: 'augmentations', ...augmentations },
  { id: 'contrastive_temperature', group: 'objective', hf: 'temperature', ...real, aboveMin: true, max: 10, unit: 'none', stops: [0.02, 0.05, 0.1, 0.2, 0.5, 1], ...ofObjective('contrastive', 'temperature', 0.1) },
  { id: 'objective_weights', group: 'objective', hf: 'weight', kind: 'weights', ...weights },

  { id: 'max_steps', group: 'training', hf: 'max_steps', sized: true, ...whole, max: 10_000_000, unit: 'steps', stops: [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000], ...at('training', 'max_steps'), choose: withoutEpochs },
  { id: 'num_train_epochs', group: 'training', hf: 'num_train_epochs', rare: true, ...real, max: 10_000, unit: 'none', stops: [0, 1, 2, 3, 5, 10, 20, 50], ...epochs },
  { id: 'batch', group: 'training', hf: 'per_device_train_batch_size', ...whole, sized: true, max: 4096, unit: 'windows', stops: [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 128, 256], ...at('training', 'per_device_train_batch_size') },
  { id: 'accumulation', group: 'training', hf: 'gradient_accumulation_steps', rare: true, ...whole, max: 1024, unit: 'batches', stops: [1, 2, 4, 8, 16, 32, 64], ...at('training', 'gradient_accumulation_steps') },
  { id: 'gradient_checkpointing', group: 'training', hf: 'gradient_checkpointing', rare: true, kind: 'switch', ...optional('training', 'gradient_checkpointing', () => false) },
  { id: 'optim', group: 'training', hf: 'optim', kind: 'choice', choices: ['adamw', 'sgd', 'lion', 'muon', 'adafactor'], ...at('training', 'optim') },
  { id: 'learning_rate', group: 'training', hf: 'learning_rate', sized: true, ...real, aboveMin: true, max: 10, unit: 'none', stops: [1e-5, 3e-5, 1e-4, 3e-4, 6e-4, 1e-3, 2e-3, 3e-3, 1e-2], ...at('training', 'learning_rate') },
  { id: 'warmup_steps', group: 'training', hf: 'warmup_steps', sized: true, ...real, max: 10_000_000, unit: 'steps', stops: [0, 10, 50, 100, 200, 500, 1000], ...at('training', 'warmup_steps') },
  { id: 'weight_decay', group: 'training', hf: 'weight_decay', ...real, max: 10, unit: 'none', stops: [0, 0.01, 0.03, 0.1, 0.3, 1], ...at('training', 'weight_decay') },
  { id: 'lr_scheduler_type', group: 'training', hf: 'lr_scheduler_type', rare: true, kind: 'choice', choices: ['cosine', 'linear', 'constant', 'warmup_stable_decay'], ...at('training', 'lr_scheduler_type') },
  { id: 'num_decay_steps', group: 'training', hf: 'num_decay_steps', rare: true, ...real, max: 10_000_000, unit: 'steps', stops: [0, 0.1, 0.2, 0.4, 50, 100, 200, 500, 1000], ...at('training', 'num_decay_steps') },
  { id: 'min_learning_rate', group: 'training', hf: 'min_lr', rare: true, sized: true, ...real, max: 10, unit: 'none', stops: [0, 1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3], ...at('training', 'min_learning_rate') },
  { id: 'adam_beta1', group: 'training', hf: 'adam_beta1', rare: true, ...real, max: NEARLY_ONE, unit: 'none', stops: [0, 0.5, 0.8, 0.9, 0.95, 0.99], ...at('training', 'adam_beta1') },
  { id: 'adam_beta2', group: 'training', hf: 'adam_beta2', rare: true, ...real, max: NEARLY_ONE, unit: 'none', stops: [0.9, 0.95, 0.98, 0.99, 0.999], ...at('training', 'adam_beta2') },
  { id: 'momentum', group: 'training', hf: 'momentum', rare: true, ...real, max: NEARLY_ONE, unit: 'none', stops: [0, 0.5, 0.8, 0.9, 0.95, 0.99], ...at('training', 'momentum') },
  { id: 'nesterov', group: 'training', hf: 'nesterov', rare: true, kind: 'switch', ...at('training', 'nesterov') },
  { id: 'aux_learning_rate', group: 'training', hf: 'aux_learning_rate', rare: true, ...real, aboveMin: true, max: 10, unit: 'none', stops: [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3], ...at('training', 'aux_learning_rate') },
  { id: 'scale_parameter', group: 'training', hf: 'scale_parameter', rare: true, kind: 'switch', ...at('training', 'scale_parameter') },
  { id: 'max_grad_norm', group: 'training', hf: 'max_grad_norm', rare: true, ...real, max: 1e6, unit: 'norm', stops: [0, 0.25, 0.5, 1, 2, 5], ...at('training', 'max_grad_norm') },
  { id: 'ema_decay', group: 'training', hf: 'ema_decay', rare: true, ...real, max: NEARLY_ONE, unit: 'none', stops: [0, 0.9, 0.99, 0.995, 0.999, 0.9999], ...at('training', 'ema_decay') },
  { id: 'use_ema', group: 'training', hf: 'use_ema', rare: true, kind: 'switch', ...at('training', 'use_ema') },
  { id: 'seed', group: 'training', hf: 'seed', rare: true, ...whole, min: 0, max: 2 ** 31 - 1, unit: 'none', stops: [], ...at('training', 'seed') },

  { id: 'eval_steps', group: 'watching', hf: 'eval_steps', sized: true, ...whole, max: 10_000_000, unit: 'steps', stops: [10, 25, 50, 100, 250, 500, 1000], ...at('training', 'eval_steps') },
  { id: 'eval_windows', group: 'watching', hf: 'eval_windows', ...whole, max: 1_000_000, unit: 'windows', stops: [16, 32, 64, 128, 256, 512], ...at('training', 'eval_windows') },
  { id: 'sample_every', group: 'watching', hf: 'sample.every_steps', ...whole, max: 10_000_000, unit: 'steps', stops: [10, 25, 50, 100, 250, 500], ...at('sample', 'every_steps') },
  { id: 'save_steps', group: 'watching', hf: 'save_steps', ...whole, min: 0, max: 10_000_000, unit: 'steps', stops: [0, 50, 100, 250, 500, 1000, 5000], ...zeroIsNone('save_steps') },

  { id: 'prompt', group: 'sampling', hf: 'prompt', kind: 'text', ...at('sample', 'prompt') },
  { id: 'temperature', group: 'sampling', hf: 'temperature', ...real, max: 5, unit: 'none', stops: [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.5, 2], ...at('sample', 'temperature') },
  { id: 'top_k', group: 'sampling', hf: 'top_k', ...whole, min: 0, max: 65_536, unit: 'tokens', stops: [0, 1, 5, 10, 20, 40, 100, 200], ...at('sample', 'top_k') },
  { id: 'max_new_tokens', group: 'sampling', hf: 'max_new_tokens', ...whole, max: 4096, unit: 'tokens', stops: [40, 80, 120, 160, 220, 320, 480], ...at('sample', 'max_new_tokens') },
];

export const GROUPS = ['data', 'model', 'objective', 'training', 'watching', 'sampling'] as const;

const adamLike = ({ training: { optim } }: RunConfig): boolean =>
  optim === 'adamw' || optim === 'lion' || optim === 'muon';

const isText = (config: RunConfig): boolean => !isTask(config);

/** Settings that mean something only beside certain others. */
const SHOWN_WHERE: Partial<Record<SettingId, (config: RunConfig) => boolean>> = {
  corpus: isText,
  tokenizer: isText,
  vocab_size: ({ tokenizer }) => 'vocab_size' in tokenizer,
  num_decay_steps: ({ training }) => training.lr_scheduler_type === 'warmup_stable_decay',
  adam_beta1: adamLike,
  adam_beta2: adamLike,
  momentum: ({ training: { optim } }) => optim === 'sgd' || optim === 'muon',
  nesterov: ({ training: { optim } }) => optim === 'sgd',
  aux_learning_rate: ({ training: { optim } }) => optim === 'muon',
  scale_parameter: ({ training: { optim } }) => optim === 'adafactor',
  use_ema: ({ training }) => training.ema_decay > 0,
  objective: (config) => isEncoder(config) && sharedObjectives(config)?.length !== 0,
  mlm_probability: (config) => objectiveOf(config, 'masked_lm') !== undefined,
  noise_density: (config) => objectiveOf(config, 'span_corruption') !== undefined,
  mean_noise_span_length: (config) => objectiveOf(config, 'span_corruption') !== undefined,
  augmentations: isText,
  contrastive_temperature: (config) => objectiveOf(config, 'contrastive') !== undefined,
  objective_weights: ({ objectives = [] }) => objectives.length > 1,
  num_hidden_groups: ({ model }) => canShare(model),
  d_embed: ({ model }) => model.family === 'recurrent',
  sliding_window: ({ model }) => model.family === 'llama',
  rope_theta: ({ model }) =>
    FAMILIES[model.family].isRotary || (model.family === 'blocks' && model.positions === 'rope'),
};

/** Members of the model that every family has or that may be left out. */
const OF_ALL: ReadonlySet<SettingId> = new Set(['family', 'initializer_range']);

export function isShown(setting: Setting, config: RunConfig): boolean {
  const where = SHOWN_WHERE[setting.id];
  if (where) return where(config);
  return setting.group !== 'model' || OF_ALL.has(setting.id) || setting.id in config.model;
}

/** Settings of these settings whose value is not that of others; a changed family is one change. */
export const changedSettings = (config: RunConfig, defaults: RunConfig): Setting[] =>
  SETTINGS.filter((setting) => isShown(setting, config) && isShown(setting, defaults)).filter(
    (setting) => setting.read(config) !== setting.read(defaults),
  );
