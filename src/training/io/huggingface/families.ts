// How each family stands in a Hugging Face folder: what is written, and what a model_type is read as.
import { GPT2_TABLE, RECURRENT_TABLE } from '../../formats/configDecoders';
import {
  GEMMA3_TABLE,
  LLAMA_TABLE,
  MISTRAL_TABLE,
  QWEN2_TABLE,
  QWEN3_TABLE,
  SMOLLM3_TABLE,
} from '../../formats/configLlama';
import { BERT_TABLE, DISTILBERT_TABLE, T5_TABLE } from '../../formats/configEncoders';
import type { FieldTable } from '../../formats/fieldTable';
import { classifierName, LLAMA_KINDS, type LlamaKind } from '../../models/llamaKinds';
import type { ModelConfig } from '../../run/config';
import type { ConfigJson, ConfigValues, ModelShape } from './config';
import { readGpt2, readRecurrent, writeGpt2, writeRecurrent } from './decoders';
import { readLlama, writeLlama } from './llama';
import { readBert, readDistilbert, readT5, writeBert, writeDistilbert, writeT5 } from './encoders';

interface WrittenFamily<M extends ModelConfig> {
  readonly write: (shape: ModelShape<M>) => ConfigValues;
  /** Begins the name of the class for sequence classification, where there is one. */
  readonly className?: (model: M) => string;
  /** Tensors that are one in the model: the class keeps them equal. A copy, and what it is of. */
  readonly tied?: readonly (readonly [string, string])[];
}

/** Null where transformers has no class that could hold such a model. */
const WRITTEN_FAMILIES: {
  readonly [F in ModelConfig['family']]: WrittenFamily<Extract<ModelConfig, { family: F }>> | null;
} = {
  gpt: {
    write: writeGpt2,
    className: () => 'GPT2',
    tied: [['lm_head.weight', 'transformer.wte.weight']],
  },
  llama: {
    write: writeLlama,
    className: classifierName,
    tied: [['lm_head.weight', 'model.embed_tokens.weight']],
  },
  bert: {
    write: writeBert,
    className: () => 'Bert',
    tied: [
      ['cls.predictions.decoder.weight', 'bert.embeddings.word_embeddings.weight'],
      ['cls.predictions.decoder.bias', 'cls.predictions.bias'],
    ],
  },
  distilbert: {
    write: writeDistilbert,
    className: () => 'DistilBert',
    tied: [['vocab_projector.weight', 'distilbert.embeddings.word_embeddings.weight']],
  },
  t5: {
    write: writeT5,
    tied: [
      ['lm_head.weight', 'shared.weight'],
      ['encoder.embed_tokens.weight', 'shared.weight'],
      ['decoder.embed_tokens.weight', 'shared.weight'],
    ],
  },
  recurrent: { write: writeRecurrent },
  convolution: null,
  blocks: null,
};

/** The entry of a model's own family. */
export const writtenFamily = (model: ModelConfig): WrittenFamily<ModelConfig> | null =>
  WRITTEN_FAMILIES[model.family] as WrittenFamily<ModelConfig> | null;

export interface ReadFamily {
  readonly read: (json: ConfigJson) => ModelConfig;
  readonly table: FieldTable;
  /** Rows of the embedding where config.json is silent, as the class has them. */
  readonly vocabSize?: number;
  /** Classes of transformers that are read whole. */
  readonly classes: readonly string[];
}

const recurrent: ReadFamily = { read: readRecurrent, table: RECURRENT_TABLE, classes: [] };

const classesOf = (name: string, ...more: readonly string[]): string[] =>
  ['Model', 'ForSequenceClassification', ...more].map((end) => `${name}${end}`);

const llamaFamily = (kind: LlamaKind, table: FieldTable, vocabSize: number): ReadFamily => ({
  read: readLlama(kind),
  table,
  vocabSize,
  classes: classesOf(LLAMA_KINDS[kind].className, 'ForCausalLM'),
});

/** By `model_type`. */
export const READ_FAMILIES: Readonly<Record<string, ReadFamily>> = {
  gpt2: {
    read: readGpt2,
    table: GPT2_TABLE,
    vocabSize: 50_257,
    classes: classesOf('GPT2', 'LMHeadModel'),
  },
  llama: llamaFamily('llama', LLAMA_TABLE, 32_000),
  qwen2: llamaFamily('qwen2', QWEN2_TABLE, 151_936),
  qwen3: llamaFamily('qwen3', QWEN3_TABLE, 151_936),
  mistral: llamaFamily('mistral', MISTRAL_TABLE, 32_000),
  smollm3: llamaFamily('smollm3', SMOLLM3_TABLE, 128_256),
  gemma3_text: {
    ...llamaFamily('gemma3_text', GEMMA3_TABLE, 262_208),
    classes: ['Gemma3ForCausalLM', ...classesOf('Gemma3Text')],
  },
  bert: {
    read: readBert,
    table: BERT_TABLE,
    vocabSize: 30_522,
    classes: classesOf('Bert', 'ForPreTraining', 'ForMaskedLM', 'ForNextSentencePrediction'),
  },
  distilbert: {
    read: readDistilbert,
    table: DISTILBERT_TABLE,
    vocabSize: 30_522,
    classes: classesOf('DistilBert', 'ForMaskedLM'),
  },
  t5: {
    read: readT5,
    table: T5_TABLE,
    vocabSize: 32_128,
    classes: ['T5ForConditionalGeneration', 'T5WithLMHeadModel', 'T5Model'],
  },
  rnn: recurrent,
  rnn_tanh: recurrent,
  rnn_relu: recurrent,
  lstm: recurrent,
  gru: recurrent,
};
