import { describe, expect, test } from 'vitest';
import {
  fromHuggingFaceConfig,
  parameterShapes,
  toHuggingFaceConfig,
  toHuggingFaceTensors,
} from '../../src/training/io/huggingface/huggingface';
import { locateParameters } from '../../src/training/io/huggingface/locateParameters';
import { HuggingFaceError } from '../../src/training/io/huggingface/config';
import { modelSchema } from '../../src/training/run/config';

import { open, stored, tiny } from '../support/huggingFaceShapes';

const GPT2 = {
  model_type: 'gpt2',
  vocab_size: 50257,
  n_positions: 1024,
  n_embd: 768,
  n_layer: 12,
  n_head: 12,
};

describe('config.json', () => {
  test('GPT-2 small has 124,439,808 parameters', () => {
    const shape = fromHuggingFaceConfig(GPT2);
    expect(shape.model).toMatchObject({
      activation: 'gelu_tanh',
      tie_word_embeddings: true,
      bias: true,
    });
    let count = 0;
    for (const dims of parameterShapes(shape).values())
      count += dims.reduce((n, dim) => n * dim, 1);
    expect(count).toBe(124_439_808);
  });

  test.each([tiny(), tiny(true, false)])('goes out and comes back', (shape) => {
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape))).toEqual(shape);
  });

  test.each([
    ['unsupported_family', { model_type: 'mamba' }],
    ['unsupported_field', { activation_function: 'relu' }],
    ['unsupported_field', { scale_attn_by_inverse_layer_idx: true }],
    ['unsupported_field', { scale_attn_weights: false }],
    ['bad_flag', { scale_attn_weights: null }],
    ['bad_whole', { n_embd: 'many' }],
    ['bad_whole', { n_layer: 0 }],
    ['not_divisible', { n_head: 7 }],
    ['bad_whole', { vocab_size: null }],
    ['fields_disagree', { hidden_size: 769 }],
    ['bad_whole', { n_inner: 0 }],
  ])('%s: %o', (code, change) => {
    expect(() => fromHuggingFaceConfig({ ...GPT2, ...change })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

const LLAMA = {
  model_type: 'llama',
  vocab_size: 7,
  hidden_size: 8,
  intermediate_size: 5,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  max_position_embeddings: 9,
  rms_norm_eps: 1e-5,
};
const BERT = {
  model_type: 'bert',
  vocab_size: 7,
  hidden_size: 6,
  intermediate_size: 5,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  max_position_embeddings: 9,
};
const DISTILBERT = {
  model_type: 'distilbert',
  vocab_size: 7,
  dim: 6,
  hidden_dim: 5,
  n_layers: 1,
  n_heads: 2,
};
const T5 = {
  model_type: 't5',
  vocab_size: 7,
  d_model: 6,
  d_kv: 4,
  d_ff: 5,
  num_layers: 1,
  num_heads: 2,
};

const RECURRENT = {
  model_type: 'lstm',
  vocab_size: 7,
  embed_dim: 3,
  hidden_size: 4,
  num_layers: 2,
};

describe('other families', () => {
  const families = {
    llama: LLAMA,
    qwen2: { ...LLAMA, model_type: 'qwen2', tie_word_embeddings: true, use_sliding_window: false },
    'llama with biases, wide heads and yarn': {
      ...LLAMA,
      attention_bias: true,
      mlp_bias: true,
      head_dim: 6,
      rope_scaling: { rope_type: 'yarn', factor: 2 },
    },
    'qwen2 with a window': {
      ...LLAMA,
      model_type: 'qwen2',
      use_sliding_window: true,
      sliding_window: 4,
      max_window_layers: 0,
    },
    qwen3: { ...LLAMA, model_type: 'qwen3', head_dim: 6, attention_bias: true },
    mistral: { ...LLAMA, model_type: 'mistral', sliding_window: 4 },
    smollm3: { ...LLAMA, model_type: 'smollm3', no_rope_layers: [0], mlp_bias: true },
    bert: BERT,
    distilbert: DISTILBERT,
    t5: T5,
    'gated t5': { ...T5, feed_forward_proj: 'gated-gelu', tie_word_embeddings: false },
    lstm: RECURRENT,
    'rnn with relu': { ...RECURRENT, model_type: 'rnn', nonlinearity: 'relu' },
    'gru without biases': { ...RECURRENT, model_type: 'gru', bias: false },
  };

  test.each(Object.entries(families))(
    '%s: config and weights go out and come back',
    (_name, json) => {
      const shape = fromHuggingFaceConfig(json);
      expect(modelSchema.parse(shape.model)).toEqual(shape.model);
      expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape))).toEqual(shape);
      const source = open(stored(shape));
      const { nameInFile } = locateParameters(shape, source);
      const out = toHuggingFaceTensors(shape, (name) => source.floats(nameInFile.get(name)!));
      expect([...out.keys()].toSorted()).toEqual(source.names.toSorted());
    },
  );

  test.each([
    ['bad_theta', { ...LLAMA, rope_scaling: { rope_type: 'llama3', factor: 8 } }],
    ['bad_factor', { ...LLAMA, rope_parameters: { rope_type: 'yarn' } }],
    ['not_divisible', { ...LLAMA, head_dim: 7 }],
    ['unsupported_field', { ...RECURRENT, bidirectional: true }],
    ['unsupported_field', { ...RECURRENT, proj_size: 2 }],
    ['unsupported_model', { ...RECURRENT, nonlinearity: 'relu' }],
    ['unsupported_model', { ...RECURRENT, model_type: 'rnn', nonlinearity: 'sigmoid' }],
    ['unsupported_field', { ...LLAMA, model_type: 'mistral', attention_bias: true }],
    ['unsupported_field', { ...LLAMA, hidden_act: 'gelu' }],
    ['not_divisible', { ...LLAMA, num_key_value_heads: 3 }],
    ['not_divisible', { ...LLAMA, num_attention_heads: 8 }],
    ['unsupported_field', { ...BERT, position_embedding_type: 'relative_key' }],
    ['unsupported_field', { ...BERT, is_decoder: true }],
    ['unsupported_field', { ...DISTILBERT, activation: 'relu' }],
    ['unsupported_field', { ...T5, feed_forward_proj: 'gated-silu' }],
    ['bad_whole', { ...T5, d_kv: 0 }],
  ])('%s: %o', (code, json) => {
    expect(() => fromHuggingFaceConfig(json)).toThrow(expect.objectContaining({ code }));
  });

  test('rope_theta is found where newer configs keep it', () => {
    const { model } = fromHuggingFaceConfig({ ...LLAMA, rope_parameters: { rope_theta: 5e5 } });
    expect(model).toMatchObject({ rope_theta: 5e5, tie_word_embeddings: false });
  });

  test('an encoder whose files hold no heads, under old names and without its prefix', () => {
    const shape = fromHuggingFaceConfig(BERT);
    const old = (name: string): string =>
      name
        .replace(/^bert\./, '')
        .replace('LayerNorm.weight', 'LayerNorm.gamma')
        .replace('LayerNorm.bias', 'LayerNorm.beta');
    const tensors = stored(shape, old);
    for (const name of tensors.keys()) if (/^(cls|pooler)\./.test(name)) tensors.delete(name);
    const found = locateParameters(shape, open(tensors));
    const heads = { pooler: false, masked_lm_head: false, next_sentence_head: false };
    expect(found.shape.model).toMatchObject(heads);
    expect(found.nameInFile.get('bert.embeddings.LayerNorm.bias')).toBe(
      'embeddings.LayerNorm.beta',
    );
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(found.shape)).model).toMatchObject({
      family: 'bert',
    });
  });

  test('a family that has no class there is refused on the way out', () => {
    const model = modelSchema.parse({
      family: 'convolution',
      n_layer: 1,
      n_embd: 4,
      n_positions: 4,
    });
    expect(() => toHuggingFaceConfig({ model, vocabSize: 7 })).toThrow(HuggingFaceError);
  });
});

const KIND = 'single_label_classification';

describe('classifiers', () => {
  const read = (changes: object) =>
    fromHuggingFaceConfig({
      ...GPT2,
      architectures: ['GPT2ForSequenceClassification'],
      ...changes,
    });

  test('are reported by the class, their classes by id2label or by number', () => {
    expect(read({ id2label: { 1: 'good', 0: 'bad' } }).classifier).toEqual({
      labels: ['bad', 'good'],
      pooling: 'last',
    });
    expect(read({ num_labels: 3 }).classifier?.labels).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2']);
    expect(read({ architectures: ['GPT2LMHeadModel'] }).classifier).toBeUndefined();
    expect(() => read({ problem_type: 'multi_label_classification' })).toThrow(
      expect.objectContaining({ code: 'unsupported_field' }),
    );
    // One label is a number to be predicted, also where nothing is said.
    for (const problem of ['regression', null])
      expect(read({ num_labels: 1, problem_type: problem }).classifier?.labels).toEqual([
        'LABEL_0',
      ]);
    for (const two of [{ problem_type: 'regression' }, { num_labels: 1, problem_type: KIND }])
      expect(() => read(two)).toThrow(expect.objectContaining({ code: 'bad_labels' }));
    expect(() => read({ id2label: { 1: 'good', 2: 'bad' } })).toThrow(
      expect.objectContaining({ code: 'bad_labels' }),
    );
  });

  test.each([
    ['GPT2ForSequenceClassification', GPT2, 'last', { 'score.weight': [2, 768] }],
    [
      'BertForSequenceClassification',
      BERT,
      'cls',
      { 'classifier.weight': [2, 6], 'classifier.bias': [2] },
    ],
  ] as const)('%s there and back', (name, json, pooling, head) => {
    const shape = {
      ...fromHuggingFaceConfig(json),
      classifier: { labels: ['no', 'yes'], pooling },
    };
    const config = toHuggingFaceConfig(shape);
    expect(config).toMatchObject({
      architectures: [name],
      id2label: { 0: 'no', 1: 'yes' },
      label2id: { no: 0, yes: 1 },
      problem_type: KIND,
    });
    expect(fromHuggingFaceConfig(config)).toEqual(shape);
    const regression = { ...shape, classifier: { labels: ['score'], pooling } };
    const written = toHuggingFaceConfig(regression);
    expect(written).toMatchObject({ id2label: { 0: 'score' }, problem_type: 'regression' });
    expect(fromHuggingFaceConfig(written)).toEqual(regression);
    expect(Object.fromEntries(parameterShapes(shape))).toMatchObject(head);
  });

  test('that look elsewhere than their class does are refused', () => {
    const { model, vocabSize } = fromHuggingFaceConfig(GPT2);
    const classifier = { labels: ['no', 'yes'], pooling: 'mean' } as const;
    expect(() => toHuggingFaceConfig({ model, vocabSize, classifier })).toThrow(
      expect.objectContaining({ code: 'cannot_export' }),
    );
  });
});
