// config.json and generation_config.json, row by row of their tables, and what the rows cannot say.
import { describe, expect, it, test } from 'vitest';
import { configs } from '../../scripts/formats_check/config';
import { BASES } from '../../scripts/formats_check/configMeaning';
import { FORMAT_TABLES } from '../../src/training/formats/tables';
import {
  fromHuggingFaceConfig,
  parameterShapes,
  readHuggingFaceConfig,
  toHuggingFaceConfig,
} from '../../src/training/io/huggingface/huggingface';
import { readGenerationConfig } from '../../src/training/io/huggingface/special';
import { LIMITS } from '../../src/training/run/modelConfig';

const baseOf = (type: string): Record<string, unknown> =>
  BASES.find(({ model_type: other }) => other === type)!;
const [GPT2, LLAMA] = [baseOf('gpt2'), baseOf('llama')];
const [BERT, DISTILBERT, T5] = [baseOf('bert'), baseOf('distilbert'), baseOf('t5')];
const LSTM = { model_type: 'lstm', vocab_size: 7, embed_dim: 3, hidden_size: 4, num_layers: 2 };
const refuses = (config: Record<string, unknown>, code: string): void =>
  expect(() => readHuggingFaceConfig(config)).toThrow(expect.objectContaining({ code }));

const LLAMAS = ['llama', 'qwen2', 'qwen3', 'mistral', 'smollm3', 'gemma3_text'].map(baseOf);
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
    ['unsupported_field', { problem_type: 'regression' }],
    ['bad_labels', { num_labels: 1 }],
    ['bad_labels', { id2label: { 0: 'a' } }],
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

describe('special ids', () => {
  it.each([
    [{}, undefined],
    [
      { bos_token_id: 1, eos_token_id: 2, pad_token_id: 0 },
      { bos: 1, eos: [2], pad: 0 },
    ],
    [{ eos_token_id: [2, 3, 2] }, { eos: [2, 3] }],
    [{ pad_token_id: -1, eos_token_id: 999 }, undefined],
  ])('%j', (more, ids) => {
    const config = { ...GPT2, bos_token_id: null, eos_token_id: null, ...more };
    const shape = fromHuggingFaceConfig(config);
    expect(shape.specialIds).toEqual(ids);
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape)).specialIds).toEqual(ids);
  });

  it('that config.json does not name are those of the class', () => {
    expect(fromHuggingFaceConfig(LLAMA).specialIds).toEqual({ bos: 1, eos: [2] });
    expect(fromHuggingFaceConfig(T5).specialIds).toEqual({ eos: [1], pad: 0 });
    const ids = LLAMAS.map((config) => fromHuggingFaceConfig(config).specialIds);
    const llama = { bos: 1, eos: [2] };
    const gemma = { bos: 2, eos: [1], pad: 0 };
    expect(ids).toEqual([llama, undefined, undefined, llama, undefined, gemma]);
  });

  it.each([...LLAMAS, BERT, DISTILBERT, T5])('go out with every family: $model_type', (config) => {
    const ids = { bos_token_id: 5, eos_token_id: [6, 7], pad_token_id: 8 };
    const shape = fromHuggingFaceConfig({ ...config, ...ids });
    expect(toHuggingFaceConfig(shape)).toMatchObject(ids);
  });

  it.each([
    [{ eos_token_id: 'two' }, 'unsupported_field'],
    [{ eos_token_id: [1, 'x'] }, 'unsupported_field'],
    [{ pad_token_id: 0.5 }, 'unsupported_field'],
  ])('%j is refused', (more, code) => refuses({ ...GPT2, ...more }, code));
});

describe('generation_config.json', () => {
  const config = { bos: 1, eos: [2], pad: 0 };
  it.each([
    [{}, { bos: 1, eos: [2], pad: 0 }],
    [{ eos_token_id: [14] }, { bos: 1, eos: [14], pad: 0 }],
    [
      { eos_token_id: [2, 14], pad_token_id: 3 },
      { bos: 1, eos: [2, 14], pad: 3 },
    ],
  ])('%j', (values, specialIds) => {
    expect(readGenerationConfig(values, 64, config)).toEqual({
      specialIds,
      stopStrings: [],
      remarks: [],
    });
  });
  it('names the texts that end a text, and what is not known', () => {
    const values = { stop_strings: ['###'], mystery: 1, temperature: 0.5 };
    expect(readGenerationConfig(values, 64, undefined)).toEqual({
      specialIds: undefined,
      stopStrings: ['###'],
      remarks: [
        { code: 'unknown_fields', fields: { file: 'generation_config.json', keys: 'mystery' } },
      ],
    });
  });
  it('is refused where an id is none', () => {
    expect(() => readGenerationConfig({ eos_token_id: '</s>' }, 64, undefined)).toThrow(
      expect.objectContaining({ code: 'unsupported_field' }),
    );
  });
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

describe('sentences about values', () => {
  it.each<[object, string]>([
    [
      { num_hidden_layers: '2' },
      'config.json: num_hidden_layers is 2; it must be a whole number above 0.',
    ],
    [
      { rms_norm_eps: '1e-5' },
      'config.json: rms_norm_eps is 1e-5; it must be a number of at least 0.',
    ],
    [
      { tie_word_embeddings: null },
      'config.json: tie_word_embeddings is null; it must be true or false.',
    ],
    [
      { num_key_value_heads: 3 },
      `config.json: num_attention_heads = ${String(LLAMA.num_attention_heads)} is no multiple of num_key_value_heads = 3.`,
    ],
  ])('%j', (more, sentence) => {
    expect(() => fromHuggingFaceConfig({ ...LLAMA, ...more })).toThrow(sentence);
  });

  it('ids beyond the vocabulary are told', () => {
    const { shape, remarks } = readHuggingFaceConfig({
      ...LLAMA,
      eos_token_id: [2, 9_999],
      pad_token_id: LLAMA.vocab_size,
    });
    expect(shape.specialIds).toMatchObject({ eos: [2] });
    const rows = Number(LLAMA.vocab_size);
    expect(remarks).toEqual([
      {
        code: 'id_without_row',
        fields: { file: 'config.json', key: 'pad_token_id', id: String(rows), rows },
      },
      {
        code: 'id_without_row',
        fields: { file: 'config.json', key: 'eos_token_id', id: '9999', rows },
      },
    ]);
  });
});
