// Every tensor of a folder is used, harmless, named, or a reason to refuse the folder.
import { describe, expect, it } from 'vitest';
import {
  fromHuggingFaceConfig,
  parameterShapes,
} from '../../src/training/io/huggingface/huggingface';
import type { ConfigValues } from '../../src/training/io/huggingface/config';
import { openFolder, readFolder } from '../../src/training/io/huggingface/modelFolder';
import {
  floatTensor,
  writeSafetensors,
  type TensorToWrite,
} from '../../src/training/io/safetensors/safetensorsWriter';
import { OWN_TOKENIZER_FILE } from '../../src/training/io/exportTokenizer';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';

const LLAMA = {
  model_type: 'llama',
  vocab_size: 260,
  hidden_size: 8,
  intermediate_size: 5,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  max_position_embeddings: 9,
  tie_word_embeddings: true,
  bos_token_id: null,
  eos_token_id: null,
};
const GPT2 = {
  model_type: 'gpt2',
  vocab_size: 260,
  n_positions: 5,
  n_embd: 6,
  n_layer: 1,
  n_head: 2,
};
const BERT = {
  model_type: 'bert',
  vocab_size: 260,
  hidden_size: 6,
  intermediate_size: 5,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  max_position_embeddings: 9,
};
const T5 = {
  model_type: 't5',
  vocab_size: 260,
  d_model: 6,
  d_kv: 4,
  d_ff: 5,
  num_layers: 1,
  num_heads: 2,
};

const count = (dims: readonly number[]): number => dims.reduce((n, dim) => n * dim, 1);
const f32 = (dims: readonly number[], from = 1): TensorToWrite =>
  floatTensor(
    dims,
    Float32Array.from({ length: count(dims) }, (_, i) => from + i / 8),
  );

/** The tensors of a config, changed. */
function tensorsOf(
  config: ConfigValues,
  change: (all: Map<string, TensorToWrite>) => void = () => {},
) {
  let from = 0;
  const shapes = parameterShapes(fromHuggingFaceConfig(config));
  const tensors = new Map([...shapes].map(([name, dims]) => [name, f32(dims, from++)]));
  change(tensors);
  return tensors;
}

const folderOf = (config: ConfigValues, tensors: Map<string, TensorToWrite>): Map<string, Blob> =>
  new Map([
    ['config.json', new Blob([JSON.stringify(config)])],
    [OWN_TOKENIZER_FILE, new Blob([JSON.stringify(new ByteTokenizer().toJSON())])],
    ['model.safetensors', new Blob(writeSafetensors(tensors))],
  ]);

const open = (config: ConfigValues, change?: (all: Map<string, TensorToWrite>) => void) =>
  openFolder(folderOf(config, tensorsOf(config, change)));

const EMBEDDING = 'model.embed_tokens.weight';
const LAYER = 'model.layers.0.';

describe('tensors that would change the result', () => {
  const add =
    (...list: (readonly [string, readonly number[]])[]) =>
    (all: Map<string, TensorToWrite>) =>
      list.forEach(([name, dims]) => all.set(name, f32(dims)));
  it.each<[string, ConfigValues, (all: Map<string, TensorToWrite>) => void]>([
    ['biases of q, k, v', LLAMA, add([`${LAYER}self_attn.q_proj.bias`, [8]])],
    ['norms of q and k', LLAMA, add([`${LAYER}self_attn.q_norm.weight`, [4]])],
    ['a third layer', LLAMA, add(['model.layers.2.mlp.up_proj.weight', [5, 8]])],
    ['another lm_head under tied weights', LLAMA, add(['lm_head.weight', [260, 8]])],
    ['a bias of the head', LLAMA, add(['lm_head.bias', [260]])],
    ['LoRA factors', LLAMA, add([`${LAYER}self_attn.q_proj.lora_A.weight`, [2, 8]])],
    ['a mask of another shape', GPT2, add(['transformer.h.0.attn.bias', [1, 2, 5, 5]])],
    ["BERT's own decoder", BERT, add(['cls.predictions.decoder.weight', [260, 6]])],
    ["BERT's other bias", BERT, add(['cls.predictions.decoder.bias', [260]])],
    ['an encoder embedding of its own', T5, add(['encoder.embed_tokens.weight', [260, 6]])],
    ['both spellings of a name', GPT2, add(['wte.weight', [260, 6]])],
  ])('%s', async (_what, config, change) => {
    await expect(open(config, change)).rejects.toMatchObject({
      code: 'leftover_tensors',
      fields: { count: 1 },
    });
  });
});

describe('tensors that do not', () => {
  it.each<[string, ConfigValues, string, readonly number[]]>([
    ['frequencies', LLAMA, `${LAYER}self_attn.rotary_emb.inv_freq`, [2]],
    ['frequencies of the model', LLAMA, 'model.rotary_emb.inv_freq', [2]],
    ['a causal mask', GPT2, 'transformer.h.0.attn.bias', [1, 1, 5, 5]],
    ['its value', GPT2, 'transformer.h.0.attn.masked_bias', []],
    ['positions', BERT, 'bert.embeddings.position_ids', [1, 9]],
    [
      'a bias that T5 has no use for',
      T5,
      'decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight',
      [32, 2],
    ],
  ])('%s', async (_what, config, name, dims) => {
    const { remarks } = await open(config, (all) => all.set(name, f32(dims)));
    expect(remarks.filter(({ code }) => code === 'unused_tensors')).toEqual([]);
  });

  it('a tied copy that is one', async () => {
    const { nameInFile } = await open(LLAMA, (all) =>
      all.set('lm_head.weight', all.get(EMBEDDING)!),
    );
    expect(nameInFile.has('lm_head.weight')).toBe(false);
  });

  it('a head that is not used is named', async () => {
    const { remarks } = await open(BERT, (all) => all.set('qa_outputs.weight', f32([2, 6])));
    expect(remarks).toContainEqual({
      code: 'unused_tensors',
      fields: { tensors: 'qa_outputs.weight', count: 1 },
    });
  });
});

describe('names', () => {
  it.each(['_orig_mod.', 'module.', 'base_model.model.', 'model.', 'a.b.'])(
    'that all begin with %s are read without it',
    async (prefix) => {
      const tensors = new Map(
        [...tensorsOf(LLAMA)].map(([name, tensor]) => [`${prefix}${name}`, tensor]),
      );
      const opened = await openFolder(folderOf(LLAMA, tensors));
      expect(opened.remarks).toContainEqual({ code: 'prefix_removed', fields: { prefix } });
      const { weights } = await readFolder('x', opened);
      expect([...weights.keys()]).toEqual([...tensorsOf(LLAMA).keys()]);
    },
  );

  it('of which only some begin with it are refused', async () => {
    const change = (all: Map<string, TensorToWrite>) => {
      all.set(`module.${EMBEDDING}`, all.get(EMBEDDING)!);
      all.delete(EMBEDDING);
    };
    await expect(open(LLAMA, change)).rejects.toMatchObject({
      code: 'missing_tensor',
      fields: { tensor: EMBEDDING, count: 1 },
    });
  });

  it('that lack are listed and counted', async () => {
    await expect(
      openFolder(folderOf({ ...LLAMA, num_hidden_layers: 3 }, tensorsOf(LLAMA))),
    ).rejects.toMatchObject({ code: 'missing_tensor', fields: { count: 9 } });
  });
});

describe('weights that are no plain floats', () => {
  const whole = (dtype: 'I8' | 'U8' | 'F8_E4M3' | 'I64', size = 1) => ({
    dtype,
    shape: [260, 8],
    data: new Uint8Array(260 * 8 * size),
  });
  it.each(['I8', 'U8', 'F8_E4M3'] as const)('of type %s', async (dtype) => {
    const change = (all: Map<string, TensorToWrite>) => void all.set(EMBEDDING, whole(dtype));
    await expect(open(LLAMA, change)).rejects.toMatchObject({
      code: 'quantized_weights',
      fields: { method: dtype },
    });
  });

  it('packed into fewer bytes', async () => {
    const packed = { dtype: 'U8' as const, shape: [20, 1], data: new Uint8Array(20) };
    const change = (all: Map<string, TensorToWrite>) =>
      void all.set(`${LAYER}mlp.up_proj.weight`, packed);
    await expect(open(LLAMA, change)).rejects.toMatchObject({ code: 'quantized_weights' });
  });

  it('of type I64', async () => {
    const change = (all: Map<string, TensorToWrite>) => void all.set(EMBEDDING, whole('I64', 8));
    await expect(open(LLAMA, change)).rejects.toMatchObject({ code: 'quantized_weights' });
  });

  it.each([
    ['weight_scale', 'FP8'],
    ['weight_scale_inv', 'FP8'],
    ['input_scale', 'FP8'],
    ['SCB', 'bitsandbytes 8-bit'],
    ['weight.absmax', 'bitsandbytes 4-bit'],
    ['weight.quant_map', 'bitsandbytes 4-bit'],
    ['weight.quant_state.bitsandbytes__nf4', 'bitsandbytes 4-bit'],
    ['qweight', 'GPTQ or AWQ'],
    ['qzeros', 'GPTQ or AWQ'],
    ['g_idx', 'GPTQ or AWQ'],
    ['weight_packed', 'compressed-tensors'],
    ['codebooks', 'AQLM or QuIP#'],
  ])('with %s beside them', async (name, method) => {
    const change = (all: Map<string, TensorToWrite>) =>
      void all.set(`${LAYER}mlp.up_proj.${name}`, f32([1]));
    await expect(open(LLAMA, change)).rejects.toMatchObject({
      code: 'quantized_weights',
      fields: { method },
    });
  });

  it('as config.json says', async () => {
    const config = { ...LLAMA, quantization_config: { quant_method: 'fp8' } };
    await expect(openFolder(folderOf(config, tensorsOf(LLAMA)))).rejects.toMatchObject({
      code: 'unsupported_field',
      fields: { key: 'quantization_config', value: expect.stringContaining('fp8') as string },
    });
  });
});

describe('values', () => {
  const NAME = `${LAYER}mlp.up_proj.weight`;
  const with32 = (value: number) => (all: Map<string, TensorToWrite>) => {
    const values = new Float32Array(40).fill(0.5);
    values[3] = value;
    all.set(NAME, floatTensor([5, 8], values));
  };
  it.each([NaN, Infinity, -Infinity])('%d is reported with its tensor', async (value) => {
    await expect(open(LLAMA, with32(value))).rejects.toMatchObject({
      code: 'not_finite_weights',
      fields: { tensor: NAME, count: 1 },
    });
  });

  it.each(['F16', 'BF16'] as const)('too large for %s, too', async (dtype) => {
    const change = (all: Map<string, TensorToWrite>) => {
      const values = new Float32Array(40).fill(3.4e38);
      all.set(NAME, floatTensor([5, 8], values, dtype));
    };
    await expect(open(LLAMA, change)).rejects.toMatchObject({
      code: 'not_finite_weights',
      fields: { count: 40 },
    });
  });

  it('of 64 bits are read where float32 can hold them', async () => {
    const f64 = (value: number) => (all: Map<string, TensorToWrite>) =>
      void all.set(NAME, { dtype: 'F64', shape: [5, 8], data: new Float64Array(40).fill(value) });
    const { weights } = await readFolder('x', await open(LLAMA, f64(0.25)));
    expect(weights.get(NAME)).toEqual(new Float32Array(40).fill(0.25));
    await expect(open(LLAMA, f64(0.1))).rejects.toMatchObject({
      code: 'inexact_weights',
      fields: { tensor: NAME, count: 40 },
    });
  });
});

describe('shards', () => {
  const sharded = (
    map: Record<string, string>,
    shards: Record<string, [string, TensorToWrite][]>,
  ) => {
    const files = folderOf(LLAMA, new Map());
    files.delete('model.safetensors');
    files.set('model.safetensors.index.json', new Blob([JSON.stringify({ weight_map: map })]));
    for (const [name, list] of Object.entries(shards))
      files.set(name, new Blob(writeSafetensors(new Map(list))));
    return files;
  };
  const all = [...tensorsOf(LLAMA)];
  const map = Object.fromEntries(
    all.map(([name], i) => [name, i < 5 ? 'a.safetensors' : 'b.safetensors']),
  );

  it('of which the index names a missing one, or the wrong one', async () => {
    const [a, b] = [all.slice(0, 5), all.slice(5)];
    await expect(openFolder(sharded(map, { 'a.safetensors': a }))).rejects.toMatchObject({
      code: 'bad_index',
      message: expect.stringContaining('b.safetensors is missing') as string,
    });
    const swapped = sharded(map, { 'a.safetensors': b, 'b.safetensors': a });
    await expect(openFolder(swapped)).rejects.toMatchObject({ code: 'bad_index' });
  });

  it('hold tensors that the index does not list', async () => {
    const extra: [string, TensorToWrite] = [`${LAYER}self_attn.q_proj.bias`, f32([8])];
    const files = { 'a.safetensors': [...all.slice(0, 5), extra], 'b.safetensors': all.slice(5) };
    await expect(openFolder(sharded(map, files))).rejects.toMatchObject({
      code: 'leftover_tensors',
    });
    const twice = { 'a.safetensors': all.slice(0, 6), 'b.safetensors': all.slice(5) };
    await expect(openFolder(sharded(map, twice))).rejects.toMatchObject({ code: 'bad_index' });
  });

  it('without an index are refused', async () => {
    const files = folderOf(LLAMA, tensorsOf(LLAMA));
    files.set('x.safetensors', files.get('model.safetensors')!);
    files.set('y.safetensors', files.get('model.safetensors')!);
    files.delete('model.safetensors');
    await expect(openFolder(files)).rejects.toMatchObject({
      code: 'no_weights',
      fields: { files: 2 },
    });
  });
});

it('a classifier without an output layer over the vocabulary does not write', async () => {
  const config = {
    ...LLAMA,
    tie_word_embeddings: false,
    architectures: ['LlamaForSequenceClassification'],
  };
  const opened = await open(config, (all) => all.delete('lm_head.weight'));
  expect(opened.canWrite).toBe(false);
  expect(opened.shape.classifier?.labels).toEqual(['LABEL_0', 'LABEL_1']);
  expect((await open(config)).canWrite).toBe(true);
});

it('a classifier of BERT needs the pooler that its class looks at', async () => {
  const config = { ...BERT, architectures: ['BertForSequenceClassification'] };
  const change = (all: Map<string, TensorToWrite>) => {
    for (const name of Array.from(all.keys())) if (/pooler|^cls/.test(name)) all.delete(name);
  };
  await expect(open(config, change)).rejects.toMatchObject({
    code: 'missing_tensor',
    fields: { count: 2 },
  });
});
