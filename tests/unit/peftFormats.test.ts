// adapter_config.json field by field: honoured as PEFT reads it, or refused by name.
import { describe, expect, it } from 'vitest';
import { ADAPTER_FIELDS } from '../../src/training/formats/peft';
import { readAdapter, withAdapter } from '../../src/training/io/peft/peftAdapter';
import { floatTensor, writeSafetensors } from '../../src/training/io/safetensors/safetensorsWriter';
import { parametersOf } from '../../src/training/models/model';
import { classifierParameters } from '../../src/training/nn/classifier';
import { isLayerMatrix, ParameterSet } from '../../src/training/parameters';
import { modelSchema } from '../../src/training/run/config';
import { sizeOf } from '../../src/training/tensor';

const ROWS = 11;
const SIZES = { n_layer: 2, n_head: 2, n_embd: 8, n_positions: 8 };
const MODELS = {
  gpt: { family: 'gpt', ...SIZES },
  llama: { family: 'llama', ...SIZES, n_kv_head: 1, n_inner: 16 },
  bert: { family: 'bert', ...SIZES, n_inner: 16 },
  distilbert: { family: 'distilbert', ...SIZES, n_inner: 16 },
} as const;
type Family = keyof typeof MODELS;

function modelOf(family: Family) {
  const config = modelSchema.parse(MODELS[family]);
  const specs = parametersOf(config, ROWS);
  const set = new ParameterSet(specs);
  return { config, specs, weights: set.unpack(set.initialWeights(2)) };
}
const llama = modelOf('llama');
const PRE = 'base_model.model.';
const Q0 = 'model.layers.0.self_attn.q_proj';
const Q1 = 'model.layers.1.self_attn.q_proj';
const V1 = 'model.layers.1.self_attn.v_proj';

type Tensors = Map<string, ReturnType<typeof floatTensor>>;

/** Factors full of ones for the modules; `ranks` by module where they are not 2. */
function factors(
  { specs }: ReturnType<typeof modelOf>,
  modules: string[],
  ranks: Record<string, number> = {},
): Tensors {
  const tensors: Tensors = new Map();
  for (const spec of specs.filter(isLayerMatrix)) {
    const module = spec.name.replace(/\.weight$/, '');
    if (!modules.some((end) => module === end || module.endsWith(`.${end}`))) continue;
    const r = ranks[module] ?? 2;
    const [out, from] = spec.layout === 'conv1d' ? spec.shape.toReversed() : spec.shape;
    tensors.set(
      `${PRE}${module}.lora_A.weight`,
      floatTensor([r, from!], new Float32Array(r * from!).fill(1)),
    );
    tensors.set(
      `${PRE}${module}.lora_B.weight`,
      floatTensor([out!, r], new Float32Array(out! * r).fill(1)),
    );
  }
  return tensors;
}

const filesOf = (config: object, tensors: Tensors) =>
  new Map([
    [
      'adapter_config.json',
      new Blob([JSON.stringify({ peft_type: 'LORA', r: 2, lora_alpha: 4, ...config })]),
    ],
    ['adapter_model.safetensors', new Blob(writeSafetensors(tensors))],
  ]);

async function merged(config: object, tensors: Tensors, model = llama) {
  const adapter = await readAdapter(filesOf(config, tensors), model);
  const weights = withAdapter(model.weights, model.specs, adapter);
  /** What was added to the first weight of each module that changed. */
  const added = new Map(
    [...weights].flatMap(([name, values]) => {
      const change = values[0]! - model.weights.get(name)![0]!;
      return Math.abs(change) > 1e-4 ? [[name.replace(/\.weight$/, ''), change] as const] : [];
    }),
  );
  return { adapter, weights, added };
}

describe('modules', () => {
  it.each<[string, object, string[]]>([
    ['a list of ends', { target_modules: ['q_proj'] }, [Q0, Q1]],
    ['a whole name', { target_modules: [Q1] }, [Q1]],
    [
      'a regular expression that matches the whole name',
      { target_modules: '.*\\.1\\..*(q|v)_proj' },
      [Q1, V1],
    ],
    ['the usual ones', {}, ['q_proj', 'v_proj']],
    [
      'all that are left of all',
      { target_modules: 'all-linear', exclude_modules: '.*(mlp|k_proj|o_proj).*' },
      ['q_proj', 'v_proj'],
    ],
    ['some layers', { target_modules: ['q_proj', 'v_proj'], layers_to_transform: [1] }, [Q1, V1]],
    [
      'one layer of a named stack',
      { target_modules: ['q_proj'], layers_to_transform: 0, layers_pattern: 'layers' },
      [Q0],
    ],
  ])('%s', async (_name, config, modules) => {
    const { added } = await merged(config, factors(llama, modules));
    const names = [...factors(llama, modules).keys()].filter((name) => name.includes('lora_A'));
    expect([...added.keys()]).toEqual(
      names.map((name) => name.slice(PRE.length).replace('.lora_A.weight', '')),
    );
    for (const change of added.values()) expect(change).toBeCloseTo(4, 4);
  });

  it('a tensor of a module that is not asked for is refused by name', async () => {
    const config = { target_modules: ['q_proj'], layers_to_transform: [0] };
    await expect(merged(config, factors(llama, ['q_proj']))).rejects.toMatchObject({
      code: 'foreign_tensor',
      fields: { tensor: `${PRE}${Q1}.lora_A.weight` },
    });
  });
});

describe('regular expressions of Python', () => {
  const requested = (target_modules: string) =>
    merged({ target_modules }, factors(llama, ['q_proj', 'v_proj']));

  it.each([
    '^(?!.*lm_head).*(?:q_proj|v_proj)$',
    '(?i).*Q_PROJ|.*V_PROJ',
    '.*(?P<kind>q|v)_proj\\Z',
  ])('%s is read', async (source) => {
    expect((await requested(source)).added.size).toBe(4);
  });

  it.each(['((.*)*)*x', `${'(.|.)*'.repeat(8)}z`, `${'.*'.repeat(16)}z`, '(?s:.*)q_proj'])(
    '%s is refused in a time that has an end',
    async (source) => {
      await expect(requested(source)).rejects.toThrow(
        /adapter_config\.json: target_modules = .*Write the modules as a list/,
      );
    },
  );
});

describe('values of another kind name adapter_config.json', () => {
  it.each<[string, string, object]>([
    ['bad_whole', 'r', { r: null }],
    ['bad_number', 'lora_alpha', { lora_alpha: null }],
    ['unsupported_field', 'rank_pattern', { rank_pattern: { q_proj: 2.5 } }],
    ['unsupported_field', 'rank_pattern', { rank_pattern: [2] }],
    ['unsupported_field', 'alpha_pattern', { alpha_pattern: { q_proj: '8' } }],
    ['unsupported_field', 'layers_to_transform', { layers_to_transform: '1' }],
    ['unsupported_field', 'layers_to_transform', { layers_to_transform: [0.5] }],
    [
      'unsupported_field',
      'layers_to_transform',
      { layers_to_transform: [1], target_modules: '.*q_proj' },
    ],
    ['unsupported_field', 'peft_type', { peft_type: null }],
  ])('%s: %s in %j', async (code, key, config) => {
    const requested = merged({ target_modules: ['q_proj'], ...config }, factors(llama, ['q_proj']));
    await expect(requested).rejects.toMatchObject({
      code,
      fields: { file: 'adapter_config.json', key },
    });
  });
});

describe('scale', () => {
  it.each<[string, object, number]>([
    ['alpha / r', {}, 4],
    ['alpha / sqrt(r)', { use_rslora: true }, 4 * Math.SQRT2],
  ])('%s', async (_name, config, change) => {
    const { added } = await merged({ target_modules: [Q0], ...config }, factors(llama, [Q0]));
    expect(added.get(Q0)).toBeCloseTo(change, 4);
  });

  it('of single modules', async () => {
    const config = {
      target_modules: ['q_proj'],
      use_rslora: true,
      rank_pattern: { '.*layers\\.1.*q_proj': 4 },
      alpha_pattern: { q_proj: 8 },
    };
    const { added } = await merged(config, factors(llama, ['q_proj'], { [Q1]: 4 }));
    expect(added.get(Q0)).toBeCloseTo((8 / Math.SQRT2) * 2, 3);
    expect(added.get(Q1)).toBeCloseTo((8 / 2) * 4, 3);
  });
});

describe('sequence classification', () => {
  const HEADS: Record<Family, string[]> = {
    gpt: ['c_attn'],
    llama: ['q_proj', 'v_proj'],
    bert: ['query', 'value'],
    distilbert: ['q_lin', 'v_lin'],
  };

  it.each(Object.keys(HEADS) as Family[])('%s with the modules that PEFT names', async (family) => {
    const model = modelOf(family);
    const tensors = factors(model, HEADS[family]);
    const head = classifierParameters(model.config, 3);
    for (const { name, shape } of head)
      tensors.set(`${PRE}${name}`, floatTensor(shape, new Float32Array(sizeOf(shape)).fill(0.5)));
    const config = {
      task_type: 'SEQ_CLS',
      target_modules: HEADS[family],
      modules_to_save: ['classifier', 'score'],
    };
    const { adapter, added } = await merged(config, tensors, model);
    expect(adapter.classifier?.labels).toHaveLength(3);
    expect([...adapter.classifier!.weights.keys()]).toEqual(head.map(({ name }) => name));
    expect(added.size).toBe(2 * HEADS[family].length);
  });

  it('names of a live model, and copies from before training', async () => {
    const tensors = factors(llama, ['q_proj']);
    const score = new Float32Array(2 * 8).fill(0.5);
    tensors.set(`${PRE}score.modules_to_save.default.weight`, floatTensor([2, 8], score));
    tensors.set(`${PRE}score.original_module.weight`, floatTensor([2, 8], new Float32Array(16)));
    const config = { task_type: 'SEQ_CLS', target_modules: ['q_proj'], modules_to_save: ['score'] };
    const { adapter } = await merged(config, tensors);
    expect(adapter.classifier?.weights.get('score.weight')).toEqual(score);
  });
});

describe('whole parameters', () => {
  it('modules that are saved take the place of the model’s', async () => {
    const tensors = factors(llama, ['q_proj']);
    const norm = new Float32Array(8).fill(3);
    tensors.set(`${PRE}model.norm.weight`, floatTensor([8], norm));
    const config = { target_modules: ['q_proj'], modules_to_save: ['model.norm', 'nothing'] };
    expect((await merged(config, tensors)).weights.get('model.norm.weight')).toEqual(norm);
    const without = { target_modules: ['q_proj'] };
    await expect(merged(without, tensors)).rejects.toMatchObject({ code: 'foreign_tensor' });
  });

  it('biases that were trained take the place of the model’s', async () => {
    const gpt = modelOf('gpt');
    const tensors = factors(gpt, ['c_attn']);
    const bias = new Float32Array(24).fill(2);
    const name = 'transformer.h.0.attn.c_attn';
    tensors.set(`${PRE}${name}.base_layer.bias`, floatTensor([24], bias));
    const { weights } = await merged({ target_modules: ['c_attn'], bias: 'all' }, tensors, gpt);
    expect(weights.get(`${name}.bias`)).toEqual(bias);
  });

  it('a table of words that is the output layer too is not replaced', async () => {
    const gpt = modelOf('gpt');
    const tensors = factors(gpt, ['c_attn']);
    const table = floatTensor([ROWS, 8], new Float32Array(ROWS * 8));
    tensors.set(`${PRE}transformer.wte.weight`, table);
    await expect(
      merged({ target_modules: ['c_attn'], modules_to_save: ['wte'] }, tensors, gpt),
    ).rejects.toMatchObject({ code: 'unsupported_field', fields: { key: 'modules_to_save' } });
  });

  it.each(['lora_embedding_A', 'lora_magnitude_vector', 'lora_B.bias', 'base_layer.weight'])(
    '%s is refused by name',
    async (end) => {
      const tensor = `${PRE}${Q0}.${end}`;
      const tensors = factors(llama, ['q_proj']).set(tensor, floatTensor([8], new Float32Array(8)));
      await expect(merged({ target_modules: ['q_proj'] }, tensors)).rejects.toMatchObject({
        code: 'foreign_tensor',
        fields: { tensor },
      });
    },
  );

  it('an adapter of another size is refused with both shapes', async () => {
    const tensors = factors(llama, [Q0]);
    tensors.set(`${PRE}${Q0}.lora_A.weight`, floatTensor([2, 16], new Float32Array(32)));
    await expect(merged({ target_modules: [Q0] }, tensors)).rejects.toMatchObject({
      code: 'wrong_shape',
      fields: { tensor: `${PRE}${Q0}.lora_A.weight`, got: '2×16', expected: '2×8' },
    });
  });

  it('an adapter without a tensor is refused', async () => {
    await expect(merged({ target_modules: ['q_proj'] }, new Map())).rejects.toMatchObject({
      code: 'adapter_lacks_tensor',
    });
  });
});

/** A value of each field that changes what the adapter is. */
const REFUSED: Record<string, unknown> = {
  peft_type: 'PROMPT_TUNING',
  task_type: 'TOKEN_CLS',
  init_lora_weights: 'pissa_niter_16',
  lora_bias: true,
  layer_replication: [
    [0, 1],
    [0, 1],
  ],
  trainable_token_indices: [1, 2],
  target_parameters: ['experts.gate_up_proj'],
  alora_invocation_tokens: [1, 2],
  use_qalora: true,
  arrow_config: { top_k: 2 },
  use_bdlora: { nblocks: 2 },
  megatron_config: { hidden_size: 8 },
  loftq_config: { loftq_bits: 4 },
  ensure_weight_tying: true,
  bias: 'some',
};

describe('every field', () => {
  const config = { target_modules: ['q_proj'] };

  it.each(Object.entries(REFUSED))('%s is refused by name', async (key, value) => {
    await expect(
      merged({ ...config, [key]: value }, factors(llama, ['q_proj'])),
    ).rejects.toMatchObject({
      code: 'unsupported_field',
      fields: { file: 'adapter_config.json', key },
    });
  });

  it.each(Object.entries(ADAPTER_FIELDS.fields).filter(([, { use }]) => use === 'refused'))(
    '%s has a value that is refused',
    (key) => {
      expect(Object.keys(REFUSED)).toContain(key);
    },
  );

  it.each(Object.entries(ADAPTER_FIELDS.fields).filter(([, { use }]) => use === 'ignored'))(
    '%s changes nothing',
    async (key) => {
      const { added } = await merged({ ...config, [key]: 'x' }, factors(llama, ['q_proj']));
      expect([...added]).toEqual([
        [Q0, expect.closeTo(4, 4)],
        [Q1, expect.closeTo(4, 4)],
      ]);
    },
  );

  it('one of a later version passes while it is switched off', async () => {
    const off = { use_later: false, later_config: {}, later: null };
    expect((await merged({ ...config, ...off }, factors(llama, ['q_proj']))).added.size).toBe(2);
    await expect(
      merged({ ...config, use_later: true }, factors(llama, ['q_proj'])),
    ).rejects.toMatchObject({ code: 'unknown_field', fields: { key: 'use_later' } });
  });
});

it('embeddings that PEFT saves by itself take the place of the model’s', async () => {
  const tensors = factors(llama, [Q0]);
  for (const end of ['model.embed_tokens', 'lm_head'])
    tensors.set(
      `${PRE}${end}.weight`,
      floatTensor([ROWS, 8], new Float32Array(ROWS * 8).fill(end.length)),
    );
  const { weights } = await merged({ target_modules: [Q0] }, tensors);
  const first = ['model.embed_tokens.weight', 'lm_head.weight'].map(
    (name) => weights.get(name)![0],
  );
  expect(first).toEqual(['model.embed_tokens'.length, 'lm_head'.length]);
});

it.each([{ r: '2' }, { r: 0 }, { lora_alpha: '16' }])('%j is refused by name', async (config) => {
  const [key] = Object.keys(config);
  await expect(
    merged({ target_modules: [Q0], ...config }, factors(llama, [Q0])),
  ).rejects.toMatchObject({ code: 'unsupported_field', fields: { key } });
});
