// config.json and generation_config.json, row by row of their tables, and what the rows cannot say.
import { describe, expect, it, test } from 'vitest';
import { configs } from '../../scripts/formats_check/config';
import { FORMAT_TABLES } from '../../src/training/formats/tables';
import {
  fromHuggingFaceConfig,
  parameterShapes,
  readHuggingFaceConfig,
  toHuggingFaceConfig,
} from '../../src/training/io/huggingface/huggingface';
import { LIMITS } from '../../src/training/run/modelConfig';
import { BERT, DISTILBERT, GPT2, LLAMA, LLAMAS, LSTM, T5, refuses } from '../support/configBases';

const FAMILIES = [GPT2, ...LLAMAS, BERT, DISTILBERT, T5, { ...LSTM, model_type: 'recurrent' }];
const rows = FAMILIES.flatMap((base) => {
  const type = String(base.model_type);
  const table = FORMAT_TABLES.find(({ id }) => id === `config.${type}`)!;
  const config = type === 'recurrent' ? LSTM : base;
  return Object.entries(table.fields).map(([key, rule]) => ({ type, key, rule, config }));
});

test.each(rows.filter(({ rule }) => rule.use === 'refused'))(
  '$type refuses other values of $key, and says why',
  ({ key, rule, config }) => {
    for (const value of ['another value', 12_345]) {
      expect(() => readHuggingFaceConfig({ ...config, [key]: value })).toThrow(
        expect.objectContaining({
          code: 'unsupported_field',
          fields: expect.objectContaining({ key, note: rule.note }) as object,
        }),
      );
    }
    if (!Array.isArray(rule.accepts)) return;
    for (const value of rule.accepts as unknown[])
      expect(fromHuggingFaceConfig({ ...config, [key]: value })).toEqual(
        fromHuggingFaceConfig(config),
      );
  },
);

test.each(rows.filter(({ rule }) => rule.use === 'ignored'))(
  '$type reads the same model whatever $key is',
  ({ key, config }) => {
    const plain = readHuggingFaceConfig(config);
    for (const value of [0, 'text', [1], { a: 1 }])
      expect(readHuggingFaceConfig({ ...config, [key]: value })).toEqual(plain);
  },
);

describe('fields that are not known', () => {
  it.each([GPT2, ...LLAMAS, BERT, DISTILBERT, T5, LSTM])('are reported: $model_type', (config) => {
    const { remarks } = readHuggingFaceConfig({ ...config, rotary_pct: 0.25, mystery: 1 });
    expect(remarks).toContainEqual({
      code: 'unknown_fields',
      fields: { file: 'config.json', keys: 'rotary_pct, mystery' },
    });
  });
});

describe('activations', () => {
  const tanh = ['gelu_new', 'gelu_fast', 'gelu_accurate', 'gelu_pytorch_tanh', 'gelu_python_tanh'];
  it.each([
    ...tanh.map((name) => [name, 'gelu_tanh']),
    ['gelu', 'gelu_erf'],
    ['gelu_python', 'gelu_erf'],
  ])('%s is %s', (name, activation) => {
    for (const [config, key] of [
      [GPT2, 'activation_function'],
      [BERT, 'hidden_act'],
      [DISTILBERT, 'activation'],
    ] as const)
      expect(fromHuggingFaceConfig({ ...config, [key]: name }).model).toMatchObject({ activation });
  });

  it.each(['quick_gelu', 'gelu_10', 'relu', 'relu2', 'mish', 'laplace', 'tanh', 'toString'])(
    '%s is refused by name',
    (name) => {
      refuses({ ...GPT2, activation_function: name }, 'unsupported_field');
      refuses({ ...LLAMA, hidden_act: name }, 'unsupported_field');
    },
  );

  it('swish is silu', () => {
    expect(fromHuggingFaceConfig({ ...LLAMA, hidden_act: 'swish' })).toEqual(
      fromHuggingFaceConfig(LLAMA),
    );
  });
});

describe("GPT-2's own n_inner", () => {
  const config = { ...GPT2, n_inner: 24 };
  it('is the width of the MLP, and goes out again', () => {
    const shape = fromHuggingFaceConfig(config);
    const shapes = parameterShapes(shape);
    expect(shapes.get('transformer.h.1.mlp.c_fc.weight')).toEqual([16, 24]);
    expect(shapes.get('transformer.h.1.mlp.c_proj.weight')).toEqual([24, 16]);
    expect(toHuggingFaceConfig(shape)).toMatchObject({ n_inner: 24 });
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape))).toEqual(shape);
  });
  it('four times the width is the usual one', () => {
    const usual = fromHuggingFaceConfig(GPT2);
    expect(fromHuggingFaceConfig({ ...GPT2, n_inner: 64 })).toEqual(usual);
    expect(toHuggingFaceConfig(usual)).toMatchObject({ n_inner: null });
  });
});

describe('T5', () => {
  it.each([
    [
      { feed_forward_proj: 'gated-gelu', dense_act_fn: 'gelu_new', is_gated_act: true },
      'gated_gelu',
    ],
    [{ feed_forward_proj: 'gated-gelu' }, 'gated_gelu'],
    [{ feed_forward_proj: 'relu', dense_act_fn: 'relu', is_gated_act: false }, 'relu'],
  ])('%j', (more, feed_forward) => {
    expect(fromHuggingFaceConfig({ ...T5, ...more }).model).toMatchObject({ feed_forward });
  });
  it.each([
    { feed_forward_proj: 'gated-silu' },
    { feed_forward_proj: 'gelu' },
    { feed_forward_proj: 'gated-relu' },
    { feed_forward_proj: 'gated-gelu', dense_act_fn: 'gelu' },
    { feed_forward_proj: 'relu', is_gated_act: true },
    { architectures: ['T5EncoderModel'] },
    { tie_word_embeddings: false, scale_decoder_outputs: true },
    { is_encoder_decoder: false },
    { tie_encoder_decoder: true },
  ])('refuses %j', (more) => refuses({ ...T5, ...more }, 'unsupported_field'));
  it('says that it assumes where a text begins', () => {
    const { decoder_start_token_id: _start, ...silent } = T5;
    const { shape, remarks } = readHuggingFaceConfig({ ...silent, pad_token_id: 3 });
    expect(shape.model).toMatchObject({ decoder_start_token_id: 3 });
    expect(remarks).toContainEqual({
      code: 'assumed',
      fields: { what: 'decoder_start_token_id', value: 3 },
    });
    refuses({ ...T5, decoder_start_token_id: 64 }, 'bad_id');
  });
});

describe('several dropouts', () => {
  it.each([
    [GPT2, { resid_pdrop: 0.2, embd_pdrop: 0.2, attn_pdrop: 0 }, 'attn_pdrop 0'],
    [BERT, { attention_probs_dropout_prob: 0 }, 'attention_probs_dropout_prob 0'],
    [DISTILBERT, { dropout: 0 }, 'attention_dropout 0.1'],
  ])('that differ are reported: $model_type', (config, more, others) => {
    const { remarks } = readHuggingFaceConfig({ ...config, ...more });
    expect(remarks).toMatchObject([{ code: 'one_dropout', fields: { others } }]);
  });
  it('that agree are not', () => {
    const { remarks } = readHuggingFaceConfig({ ...GPT2, resid_pdrop: 0.1, attn_pdrop: 0.1 });
    expect(remarks).toEqual([]);
  });
});

describe('classes', () => {
  it('whose heads are not read are named', () => {
    for (const [config, name] of [
      [GPT2, 'GPT2DoubleHeadsModel'],
      [BERT, 'BertForQuestionAnswering'],
      [LLAMA, 'LlamaForTokenClassification'],
    ] as const)
      expect(readHuggingFaceConfig({ ...config, architectures: [name] }).remarks).toContainEqual({
        code: 'other_class',
        fields: { name },
      });
  });
  const classifier = { ...BERT, architectures: ['BertForSequenceClassification'] };
  it.each([
    ['unsupported_field', { problem_type: 'multi_label_classification' }],
    ['bad_labels', { problem_type: 'regression' }],
    ['bad_labels', { num_labels: 1, problem_type: 'single_label_classification' }],
    ['bad_labels', { id2label: { 0: 'a', 2: 'b' } }],
    ['bad_labels', { id2label: { '00': 'a', 1: 'b' } }],
    ['bad_labels', { id2label: { 0: 'a', 1: 'a' } }],
    ['bad_labels', { id2label: { 0: 'a', 1: null } }],
    ['bad_labels', { id2label: { 1_000_000_000: 'a', 0: 'b' } }],
    ['unsupported_field', { id2label: ['a', 'b'] }],
    ['config_too_large', { num_labels: 1e8 }],
    [
      'config_too_large',
      {
        id2label: Object.fromEntries(
          Array.from({ length: LIMITS.classes + 1 }, (_, i) => [i, `c${i}`]),
        ),
      },
    ],
  ])('%s', (code, more) => refuses({ ...classifier, ...more }, code));
  it('whose names are numbers are read', () => {
    const { classifier: facts } = fromHuggingFaceConfig({
      ...classifier,
      id2label: { 0: 0, 1: 1 },
    });
    expect(facts?.labels).toEqual(['0', '1']);
  });
});

describe('sizes beyond all limits are refused before anything is built', () => {
  it.each<[Record<string, unknown>, string]>([
    [GPT2, 'n_layer'],
    [GPT2, 'n_embd'],
    [GPT2, 'n_head'],
    [GPT2, 'n_inner'],
    [GPT2, 'n_positions'],
    [GPT2, 'vocab_size'],
    [LLAMA, 'num_hidden_layers'],
    [LLAMA, 'intermediate_size'],
    [LLAMA, 'num_key_value_heads'],
    [LLAMA, 'max_position_embeddings'],
    [BERT, 'type_vocab_size'],
    [DISTILBERT, 'n_layers'],
    [T5, 'num_layers'],
    [T5, 'num_decoder_layers'],
    [T5, 'd_kv'],
    [T5, 'relative_attention_num_buckets'],
    [LSTM, 'num_layers'],
    [LSTM, 'embed_dim'],
    [GPT2, 'num_hidden_groups'],
  ])('$model_type %s', (config, key) => {
    // Multiples of all heads, so that nothing else is wrong with them.
    for (const value of [2 ** 30, 1e9, 16 * 1e12])
      expect(() => readHuggingFaceConfig({ ...config, [key]: value })).toThrow(
        expect.objectContaining({
          code: 'config_too_large',
          fields: expect.objectContaining({ key }) as object,
        }),
      );
  });
  it('n_layer 100,000', () => refuses({ ...GPT2, n_layer: 1e5 }, 'config_too_large'));
});

test('other families are refused by name, with those that are read', () => {
  for (const name of ['mixtral', 'qwen3_moe', 'gemma3', '__proto__', undefined])
    expect(() => readHuggingFaceConfig({ ...LLAMA, model_type: name })).toThrow(
      expect.objectContaining({
        code: 'unsupported_family',
        message: expect.stringContaining(
          'gpt2, llama, qwen2, qwen3, mistral, smollm3, gemma3_text, bert, distilbert, t5',
        ) as string,
      }),
    );
});

test('mutations are refused, or read as transformers reads them', async () => {
  const options = { seed: 3, count: 300, tokenizers: undefined, models: undefined, python: '' };
  const result = await configs(options);
  if (typeof result === 'string') throw new Error(result);
  const { agreed, refused, differences } = result;
  expect(differences).toEqual([]);
  expect(agreed + refused).toBe(300);
});
