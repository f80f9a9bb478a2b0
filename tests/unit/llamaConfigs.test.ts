// config.json of LLaMA and its relatives: rotary positions, windows, heads and biases, in and out again.
import { describe, expect, it } from 'vitest';
import {
  fromHuggingFaceConfig,
  parameterShapes,
  toHuggingFaceConfig,
} from '../../src/training/io/huggingface/huggingface';

import { baseOf, refuses } from '../support/configBases';

const [LLAMA, QWEN2, QWEN3] = [baseOf('llama'), baseOf('qwen2'), baseOf('qwen3')];
const [MISTRAL, SMOLLM3] = [baseOf('mistral'), baseOf('smollm3')];
const GEMMA3 = baseOf('gemma3_text');

describe('rotary positions', () => {
  const { rope_theta: _theta, ...PLAIN } = LLAMA;
  it.each([
    [{ rope_theta: 500 }, 500],
    [{}, 10_000],
    [{ rope_scaling: null, rope_parameters: null }, 10_000],
    [{ rope_scaling: {} }, 10_000],
    [{ rope_scaling: { type: null } }, 10_000],
    [{ rope_scaling: { rope_type: 'default' }, rope_theta: 700 }, 700],
    [{ rope_parameters: { rope_type: 'default', rope_theta: 900 } }, 900],
    [{ rope_parameters: { rope_theta: 900 }, rope_theta: 900 }, 900],
    [{ rope_scaling: { rope_type: 'default', factor: 8 } }, 10_000],
    [{ rope_scaling: { type: 'linear', factor: 1 } }, 10_000],
    [{ rope_parameters: { rope_theta: 900, partial_rotary_factor: 1 } }, 900],
  ])('%j', (more, rope_theta) => {
    expect(fromHuggingFaceConfig({ ...PLAIN, ...more }).model).toMatchObject({ rope_theta });
  });

  const yarn = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 8 };
  const usual = { beta_fast: 32, beta_slow: 1, truncate: true };
  const llama3 = {
    rope_type: 'llama3',
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 16,
  };
  const longrope = { rope_type: 'longrope', short_factor: [1, 2], long_factor: [3, 4] };
  it.each<[object, object]>([
    [{ rope_scaling: { type: 'linear', factor: 2 } }, { rope_type: 'linear', factor: 2 }],
    [{ rope_parameters: { rope_type: 'linear', factor: 2, rope_theta: 1e4 } }, { factor: 2 }],
    [
      { rope_scaling: { rope_type: 'dynamic', factor: 2, original_max_position_embeddings: 8 } },
      { rope_type: 'dynamic', factor: 2, original_max_position_embeddings: 32 },
    ],
    [{ rope_scaling: llama3 }, llama3],
    [{ rope_scaling: yarn }, { ...yarn, ...usual, attention_factor: 0.1 * Math.log(4) + 1 }],
    [{ rope_scaling: { ...yarn, factor: null } }, { ...yarn, factor: 4 }],
    [
      { rope_scaling: { ...yarn, attention_factor: 0.5, beta_fast: 0 } },
      { attention_factor: 0.5, beta_fast: 32 },
    ],
    [{ rope_scaling: { ...yarn, mscale: 1, mscale_all_dim: 1 } }, { attention_factor: 1 }],
    [{ rope_scaling: { type: 'yarn', factor: 4 } }, { original_max_position_embeddings: 32 }],
    [
      { rope_scaling: longrope, original_max_position_embeddings: 8 },
      {
        ...longrope,
        original_max_position_embeddings: 8,
        attention_factor: Math.sqrt(1 + Math.log(4) / Math.log(8)),
      },
    ],
    [{ rope_scaling: { ...longrope, factor: 1 } }, { attention_factor: 1 }],
  ])('stretched: %j', (more, rope_scaling) => {
    const shape = fromHuggingFaceConfig({ ...PLAIN, ...more });
    expect(shape.model).toMatchObject({ rope_scaling });
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape))).toEqual(shape);
  });

  it.each<[string, object]>([
    ...['linear', 'dynamic', 'llama3', 'yarn'].map((type): [string, object] => [
      type === 'llama3' ? 'bad_theta' : 'bad_factor',
      { rope_scaling: { rope_type: type } },
    ]),
    ...[0.5, '2', null, Infinity].map((factor): [string, object] => [
      'bad_factor',
      { rope_scaling: { type: 'linear', factor } },
    ]),
    ['bad_factors', { rope_scaling: { ...longrope, long_factor: [1] } }],
    ['bad_factors', { rope_scaling: { ...longrope, short_factor: 'many' } }],
    ['bad_theta', { rope_scaling: { ...llama3, high_freq_factor: 1 } }],
    ['bad_theta', { rope_scaling: { ...llama3, low_freq_factor: null } }],
    ['bad_theta', { rope_scaling: { ...yarn, beta_fast: 1, beta_slow: 2 } }],
    ['bad_number', { rope_scaling: { ...yarn, attention_factor: -1 } }],
    ['bad_head', { rope_scaling: { type: 'dynamic', factor: 2 }, head_dim: 2 }],
    ['fields_disagree', { rope_scaling: { rope_type: 'linear', type: 'yarn', factor: 2 } }],
    ['fields_disagree', { rope_scaling: yarn, original_max_position_embeddings: 16 }],
    ['fields_disagree', { rope_scaling: yarn, rope_parameters: llama3 }],
    ...['su', 'mrope', 'ntk', 'proportional'].flatMap((type): [string, object][] => [
      ['unsupported_field', { rope_scaling: { rope_type: type, factor: 2 } }],
      ['unsupported_field', { rope_scaling: { type, factor: 2 } }],
      ['unsupported_field', { rope_parameters: { rope_type: type, rope_theta: 1e4 } }],
    ]),
    ['unsupported_field', { rope_scaling: { factor: 4 } }],
    ['unsupported_field', { rope_scaling: 'linear' }],
    ['unsupported_field', { rope_parameters: { full_attention: { rope_theta: 1e4 } } }],
    ['unknown_field', { rope_parameters: { high_freq: 2 } }],
    ['unsupported_field', { partial_rotary_factor: 0.5 }],
    ['fields_disagree', { rope_theta: 100, rope_parameters: { rope_theta: 200 } }],
    ['bad_theta', { rope_theta: 0 }],
    ['bad_theta', { rope_theta: null }],
  ])('%s: %j', (code, more) => refuses({ ...PLAIN, ...more }, code));
});

describe('windows', () => {
  const windowed = { use_sliding_window: true, sliding_window: 8, max_window_layers: 1 };
  const [full, sliding] = ['full_attention', 'sliding_attention'];
  it('that hide nothing are none', () => {
    for (const more of [
      { use_sliding_window: false, sliding_window: 8, max_window_layers: 0 },
      { ...windowed, max_window_layers: 2 },
      { ...windowed, sliding_window: 32 },
      { ...windowed, sliding_window: null },
      { layer_types: [full, full] },
    ])
      expect(fromHuggingFaceConfig({ ...QWEN2, ...more })).toEqual(fromHuggingFaceConfig(QWEN2));
  });
  it.each<[Record<string, unknown>, object, object]>([
    [QWEN2, windowed, { sliding_window: 8, sliding_layers: [false, true] }],
    [
      QWEN3,
      { ...windowed, max_window_layers: 0 },
      { sliding_window: 8, sliding_layers: undefined },
    ],
    [QWEN3, { ...windowed, layer_types: [sliding, full] }, { sliding_layers: [true, false] }],
    [MISTRAL, {}, { sliding_window: 8, sliding_layers: undefined }],
    [MISTRAL, { layer_types: [sliding, sliding] }, { sliding_window: 8 }],
    [MISTRAL, { sliding_window: undefined }, { sliding_window: undefined }],
    [
      MISTRAL,
      { sliding_window: undefined, max_position_embeddings: 8192 },
      { sliding_window: 4096 },
    ],
    [SMOLLM3, { no_rope_layers: [1, 0] }, { rotary_layers: [true, false] }],
    [SMOLLM3, { no_rope_layer_interval: 1 }, { rotary_layers: [false, false] }],
    [
      SMOLLM3,
      { ...windowed, no_rope_layers: [0, 1, 1] },
      { sliding_window: 8, sliding_layers: [true, false], rotary_layers: [false, true] },
    ],
  ])('$model_type with %j', (config, more, model) => {
    const shape = fromHuggingFaceConfig({ ...config, ...more });
    expect({ sliding_layers: undefined, sliding_window: undefined, ...shape.model }).toMatchObject(
      model,
    );
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape))).toEqual(shape);
  });
  it.each<[string, Record<string, unknown>, object]>([
    ['fields_disagree', QWEN2, { layer_types: [full, sliding] }],
    ['fields_disagree', MISTRAL, { layer_types: [full, sliding] }],
    ['wrong_layer_count', QWEN3, { ...windowed, layer_types: [sliding] }],
    ['wrong_layer_count', SMOLLM3, { no_rope_layers: [1] }],
    ['unsupported_field', QWEN3, { layer_types: ['chunked_attention', full] }],
    ['bad_whole', MISTRAL, { sliding_window: 0 }],
    ['bad_flag', QWEN3, { use_sliding_window: 1 }],
  ])('%s', (code, config, more) => refuses({ ...config, ...more }, code));
});

describe('heads and biases', () => {
  it('Qwen3 has heads of 128 where config.json is silent, and never none', () => {
    const { head_dim: _width, ...silent } = QWEN3;
    expect(fromHuggingFaceConfig(silent).model).toMatchObject({ head_dim: 128, qk_norm: true });
    refuses({ ...QWEN3, head_dim: null }, 'bad_whole');
    refuses({ ...QWEN3, head_dim: 7 }, 'not_divisible');
  });
  it('as wide as the width says need no field', () => {
    expect(fromHuggingFaceConfig({ ...LLAMA, head_dim: 4 })).toEqual(fromHuggingFaceConfig(LLAMA));
    const shapes = parameterShapes(fromHuggingFaceConfig({ ...LLAMA, head_dim: 6 }));
    expect(shapes.get('model.layers.0.self_attn.q_proj.weight')).toEqual([24, 16]);
    expect(shapes.get('model.layers.0.self_attn.k_proj.weight')).toEqual([12, 16]);
    expect(shapes.get('model.layers.0.self_attn.o_proj.weight')).toEqual([16, 24]);
  });
  it('biases of attention are four, of the MLP three', () => {
    for (const [config, key, count] of [
      [LLAMA, 'attention_bias', 8],
      [LLAMA, 'mlp_bias', 6],
      [QWEN3, 'attention_bias', 8],
      [SMOLLM3, 'mlp_bias', 6],
    ] as const) {
      const shape = fromHuggingFaceConfig({ ...config, [key]: true });
      const names = [...parameterShapes(shape).keys()];
      expect(names.filter((name) => name.endsWith('.bias'))).toHaveLength(count);
      expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape))).toEqual(shape);
    }
  });
});

describe('Gemma 3', () => {
  const linear = { rope_type: 'linear', factor: 8 };
  it.each<[object, object]>([
    [{}, { local_rope_theta: 10_000, query_pre_attn_scalar: 256, sliding_layers: [true, false] }],
    [{ sliding_window: 32 }, { sliding_layers: [true, false] }],
    [{ layer_types: undefined, sliding_window_pattern: 2 }, { sliding_layers: [true, false] }],
    [{ layer_types: undefined }, { sliding_layers: [true, true] }],
    [
      { rope_scaling: linear, rope_local_base_freq: 50 },
      { rope_scaling: linear, local_rope_theta: 50 },
    ],
    [
      {
        rope_theta: undefined,
        rope_parameters: {
          full_attention: { ...linear, rope_theta: 900 },
          sliding_attention: { rope_type: 'default', rope_theta: 50 },
        },
      },
      { rope_scaling: linear, rope_theta: 900, local_rope_theta: 50 },
    ],
    [
      { final_logit_softcapping: 30, attention_bias: true },
      { final_logit_softcapping: 30, out_bias: true },
    ],
  ])('%j', (more, model) => {
    const shape = fromHuggingFaceConfig({ ...GEMMA3, ...more });
    expect(shape.model).toMatchObject({
      norm_offset: true,
      post_norm: true,
      gate: 'gelu_tanh',
      ...model,
    });
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape))).toEqual(shape);
  });
  it.each<[string, object]>([
    ['unsupported_field', { attn_logit_softcapping: 50 }],
    ['unsupported_field', { hidden_activation: 'gelu' }],
    ['unsupported_field', { use_bidirectional_attention: true }],
    [
      'unsupported_field',
      { rope_parameters: { full_attention: { rope_theta: 9 }, sliding_attention: linear } },
    ],
    ['bad_whole', { sliding_window: null }],
    ['bad_theta', { final_logit_softcapping: 0 }],
    ['bad_theta', { rope_local_base_freq: 0 }],
  ])('%s: %j', (code, more) => refuses({ ...GEMMA3, ...more }, code));
});
