// Files as compressed-tensors writes them: packed here by hand, read, executed and held against the floats
// that they stand for; what cannot be read is refused by name.
import { describe, expect, it } from 'vitest';
import { floatsOf } from '../../src/training/compress/packedValues';
import { exportFolder, folderBlobs } from '../../src/training/io/exportFolder';
import { openFolder, readFolder } from '../../src/training/io/huggingface/modelFolder';
import {
  parameterShapes,
  toHuggingFaceConfig,
} from '../../src/training/io/huggingface/huggingface';
import {
  writeSafetensors,
  type TensorToWrite,
} from '../../src/training/io/safetensors/safetensorsWriter';
import { modelSchema } from '../../src/training/run/config';
import { tinyFolder } from '../support/tinyModel';

const model = modelSchema.parse({
  family: 'llama',
  n_layer: 1,
  n_head: 1,
  n_kv_head: 1,
  n_embd: 10,
  n_inner: 13,
  n_positions: 8,
  tie_word_embeddings: true,
});
const shape = { model, vocabSize: 260 };
const LAYER = 'model.layers.0.';
const UP = `${LAYER}mlp.up_proj`;

type Tensors = Map<string, TensorToWrite>;
const bytes = (dtype: 'F32' | 'I8' | 'I32' | 'I64' | 'U8', dims: number[], data: ArrayBufferView) =>
  ({ dtype, shape: dims, data }) as TensorToWrite;
const f32 = (dims: number[], values: readonly number[]) =>
  bytes('F32', dims, Float32Array.from(values));
const sizeOf = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);

/** Every linear layer as integers of a pattern, packed by `pack`; what is left is float. */
function tensorsOf(pack: (module: string, out: number, inp: number) => Tensors): Tensors {
  const all: Tensors = new Map();
  for (const [name, dims] of parameterShapes(shape)) {
    const isLinear = name.startsWith(LAYER) && dims.length === 2;
    const values = Array.from({ length: sizeOf(dims) }, (_, i) => Math.fround(Math.sin(i)));
    if (!isLinear) all.set(name, f32([...dims], values));
    else for (const one of pack(name.replace('.weight', ''), dims[0]!, dims[1]!)) all.set(...one);
  }
  return all;
}

const integer = (row: number, column: number, bits: number): number =>
  ((row * 7 + column * 5) % 2 ** bits) - 2 ** (bits - 1);
const scale = (row: number, group: number): number => Math.fround(0.01 * (1 + row) + 0.001 * group);
const zero = (row: number, group: number): number => ((row + 3 * group) % 16) - 8;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const grid = <T>(rows: number, columns: number, of: (row: number, column: number) => T): T[] =>
  range(rows).flatMap((row) => range(columns).map((column) => of(row, column)));

const int8 = (module: string, out: number, inp: number): Tensors =>
  new Map([
    [
      `${module}.weight`,
      bytes('I8', [out, inp], Int8Array.from(grid(out, inp, (r, c) => integer(r, c, 8)))),
    ],
    [
      `${module}.weight_scale`,
      f32(
        [out, 1],
        range(out).map((r) => scale(r, 0)),
      ),
    ],
  ]);

function packed(bits: 4 | 8, group: number, asymmetric = false) {
  return (module: string, out: number, inp: number): Tensors => {
    const each = 32 / bits;
    const groups = group > 0 ? Math.ceil(inp / group) : 1;
    const word = (codes: readonly number[]): number =>
      codes.reduce((sum, code, i) => sum | ((code + 2 ** (bits - 1)) << (bits * i)), 0);
    const words = grid(out, Math.ceil(inp / each), (r, w) =>
      word(range(Math.min(each, inp - w * each)).map((i) => integer(r, w * each + i, bits))),
    );
    const zeros = grid(Math.ceil(out / each), groups, (w, g) =>
      word(range(Math.min(each, out - w * each)).map((i) => zero(w * each + i, g))),
    );
    const all: Tensors = new Map([
      [
        `${module}.weight_packed`,
        bytes('I32', [out, Math.ceil(inp / each)], Int32Array.from(words)),
      ],
      [`${module}.weight_shape`, bytes('I64', [2], BigInt64Array.of(BigInt(out), BigInt(inp)))],
      [`${module}.weight_scale`, f32([out, groups], grid(out, groups, scale))],
    ]);
    if (asymmetric)
      all.set(
        `${module}.weight_zero_point`,
        bytes('I32', [Math.ceil(out / each), groups], Int32Array.from(zeros)),
      );
    return all;
  };
}

const WEIGHTS = { num_bits: 8, type: 'int', symmetric: true, strategy: 'channel', dynamic: false };
const configOf = (weights: object, format: string, more: object = {}, scheme: object = {}) => ({
  ...toHuggingFaceConfig(shape),
  quantization_config: {
    quant_method: 'compressed-tensors',
    format,
    quantization_status: 'compressed',
    ignore: ['lm_head'],
    config_groups: {
      group_0: {
        targets: ['Linear'],
        weights: { ...WEIGHTS, ...weights },
        input_activations: null,
        ...scheme,
      },
    },
    ...more,
  },
});

function folderOf(config: object, tensors: Tensors): Map<string, Blob> {
  const files = tinyFolder();
  files.set('config.json', new Blob([JSON.stringify(config)]));
  return files.set('model.safetensors', new Blob(writeSafetensors(tensors)));
}

const open = (config: object, tensors: Tensors) => openFolder(folderOf(config, tensors));

describe('what the library writes', () => {
  const cases = [
    [
      'int-quantized, a scale an output',
      configOf({}, 'int-quantized'),
      int8,
      (r: number, c: number) => integer(r, c, 8) * scale(r, 0),
    ],
    [
      'pack-quantized, 8 bits',
      configOf({}, 'pack-quantized'),
      packed(8, 0),
      (r: number, c: number) => integer(r, c, 8) * scale(r, 0),
    ],
    [
      'pack-quantized, groups of 4',
      configOf({ num_bits: 4, strategy: 'group', group_size: 4 }, 'pack-quantized'),
      packed(4, 4),
      (r: number, c: number) => integer(r, c, 4) * scale(r, c >> 2),
    ],
    [
      'pack-quantized with zero points',
      configOf(
        { num_bits: 4, symmetric: false, strategy: 'group', group_size: 8, zp_dtype: 'torch.int8' },
        'pack-quantized',
      ),
      packed(4, 8, true),
      (r: number, c: number) => (integer(r, c, 4) - zero(r, c >> 3)) * scale(r, c >> 3),
    ],
  ] as const;
  it.each(cases)('%s', async (_, config, pack, valueOf) => {
    const opened = await open(config, tensorsOf(pack));
    const { weights, stored } = await readFolder('x', opened);
    const wanted = grid(13, 10, valueOf).map(Math.fround);
    expect([...weights.get(`${UP}.weight`)!]).toEqual(wanted);
    const own = stored!.packed.get(`${UP}.weight`)!;
    expect([...floatsOf(own, true)]).toEqual(wanted);
    expect(stored!.packed.size).toBe(7);
    expect(opened.dtype).toContain(`INT${own.format.bits}`);
  });

  it.each(cases)('%s is written as it was read', async (_, config, pack) => {
    const tensors = tensorsOf(pack);
    const opened = await open(config, tensors);
    const { config: read, vocabSize, tokenizer, weights, stored } = await readFolder('x', opened);
    const { packed: values, weights: floats } = stored!;
    const form = { formOf: (name: string) => values.get(name), isPruned: false };
    const files = folderBlobs(
      exportFolder({
        shape: { model: read, vocabSize },
        tokenizer,
        weights,
        stored: { ...form, weights: new Map(floats), packed: values },
        generation: { temperature: 1, top_k: 0, max_new_tokens: 1 },
      }),
    );
    const written = JSON.parse(await files.get('config.json')!.text()) as Record<string, unknown>;
    const { model_type, quantization_config: quantization } = written;
    const isInt = quantization && (quantization as { format: string }).format === 'int-quantized';
    expect(model_type).toBe('llama');
    expect(quantization).toMatchObject({
      ignore: ['lm_head'],
      config_groups: { group_0: { targets: ['Linear'] } },
    });
    const again = await readFolder('y', await openFolder(files));
    expect(again.stored).toEqual(stored);
    // INT8 is written as I8, whatever it was.
    if (isInt && pack !== int8) return;
    const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
    expect(await bytesOf(files.get('model.safetensors')!)).toEqual(
      await bytesOf(new Blob(writeSafetensors(tensors))),
    );
  });

  it('dynamic INT8 activations', async () => {
    const inputs = {
      num_bits: 8,
      type: 'int',
      symmetric: true,
      strategy: 'token',
      dynamic: true,
      observer: null,
    };
    const config = configOf({}, 'int-quantized', {}, { input_activations: inputs });
    const { stored } = await readFolder('x', await open(config, tensorsOf(int8)));
    expect(stored!.packed.get(`${UP}.weight`)!.activations).toBe('int8');
  });

  it('sparse weights beside others', async () => {
    const sparse = (module: string, out: number, inp: number): Tensors => {
      const values = grid(out, inp, (r, c) => ((r + c) % 3 === 0 ? r + c + 1 : 0));
      const remaining = values.filter((value) => value !== 0);
      const line = Math.ceil(inp / 8);
      const mask = grid(out, line, (r, b) =>
        range(8).reduce(
          (sum, i) => sum | ((8 * b + i < inp && values[r * inp + 8 * b + i] !== 0 ? 1 : 0) << i),
          0,
        ),
      );
      const before = range(out).map((r) =>
        BigInt(values.slice(0, r * inp).filter((v) => v !== 0).length),
      );
      return new Map([
        [`${module}.compressed`, f32([remaining.length], remaining)],
        [`${module}.bitmask`, bytes('U8', [out, line], Uint8Array.from(mask))],
        [`${module}.row_offsets`, bytes('I64', [out], BigInt64Array.from(before))],
        [`${module}.shape`, bytes('I64', [2], BigInt64Array.of(BigInt(out), BigInt(inp)))],
      ]);
    };
    const config = {
      ...toHuggingFaceConfig(shape),
      quantization_config: {
        quant_method: 'compressed-tensors',
        version: '0.9.1',
        sparsity_config: {
          format: 'sparse-bitmask',
          targets: ['Linear'],
          ignore: ['lm_head'],
          sparsity_structure: '0:0',
          global_sparsity: 0.6,
          registry_requires_subclass: false,
        },
      },
    };
    const tensors = tensorsOf(sparse);
    const { weights, stored } = await readFolder('x', await open(config, tensors));
    expect([...weights.get(`${UP}.weight`)!]).toEqual(
      grid(13, 10, (r, c) => ((r + c) % 3 === 0 ? r + c + 1 : 0)),
    );
    expect(stored).toBeUndefined();
    tensors.set(`${UP}.row_offsets`, bytes('I64', [13], BigInt64Array.from(range(13), BigInt)));
    await expect(open(config, tensors)).rejects.toMatchObject({
      code: 'bad_packed',
      fields: { module: UP, reason: 'bitmask_values' },
    });
  });
});

describe('what is refused', () => {
  const refused = (key: string) => ({ code: 'unsupported_field', fields: { key } });
  it.each(['gptq', 'awq', 'bitsandbytes', 'fp8', 'mxfp4', 'quanto', 'hqq'])(
    '%s, by name',
    async (quant_method) => {
      const config = {
        ...toHuggingFaceConfig(shape),
        quantization_config: { quant_method, bits: 4 },
      };
      const found = await open(config, tensorsOf(int8)).catch((thrown: Error) => thrown);
      expect(found).toMatchObject({ fields: { key: 'quantization_config' } });
      expect((found as Error).message).toContain(quant_method);
      expect((found as Error).message).toContain('dequantize it');
    },
  );

  it.each([
    ['num_bits', configOf({ num_bits: 3 }, 'pack-quantized')],
    ['type', configOf({ type: 'float' }, 'int-quantized')],
    ['symmetric', configOf({ symmetric: false }, 'int-quantized')],
    ['strategy', configOf({ strategy: 'block' }, 'int-quantized')],
    ['group_size', configOf({ strategy: 'group', group_size: 12 }, 'int-quantized')],
    ['group_size', configOf({ strategy: 'channel', group_size: 16 }, 'int-quantized')],
    ['actorder', configOf({ actorder: 'group' }, 'int-quantized')],
    ['dynamic', configOf({ dynamic: true }, 'int-quantized')],
    ['format', configOf({}, 'nvfp4-pack-quantized')],
    ['format', configOf({}, 'dense')],
    ['quantization_status', configOf({}, 'int-quantized', { quantization_status: 'frozen' })],
    ['kv_cache_scheme', configOf({}, 'int-quantized', { kv_cache_scheme: { num_bits: 8 } })],
    ['transform_config', configOf({}, 'int-quantized', { transform_config: { u: {} } })],
    ['config_groups', configOf({}, 'int-quantized', { config_groups: { W4A16: ['Linear'] } })],
    [
      'input_activations',
      configOf(
        {},
        'int-quantized',
        {},
        { input_activations: { num_bits: 8, strategy: 'tensor', dynamic: false } },
      ),
    ],
    [
      'output_activations',
      configOf({}, 'int-quantized', {}, { output_activations: { num_bits: 8 } }),
    ],
  ])('%s of quantization_config (%#)', async (key, config) => {
    await expect(open(config, tensorsOf(int8))).rejects.toMatchObject(refused(key));
  });

  it('a field that is not known', async () => {
    const config = configOf({ rotation: 1 }, 'int-quantized');
    await expect(open(config, tensorsOf(int8))).rejects.toMatchObject({
      code: 'unknown_field',
      fields: { key: 'rotation' },
    });
  });

  const change = (name: string, tensor?: TensorToWrite) => {
    const tensors = tensorsOf(int8);
    if (tensor) tensors.set(name, tensor);
    else tensors.delete(name);
    return tensors;
  };
  it.each([
    ['packed_lacks', change(`${UP}.weight`), {}],
    ['packed_float', change(`${UP}.weight_scale`), {}],
    ['packed_shape', change(`${UP}.weight_scale`, f32([10, 1], range(10))), {}],
    [
      'packed_type',
      change(`${UP}.weight_scale`, bytes('I32', [13, 1], Int32Array.from(range(13)))),
      {},
    ],
    ['packed_unnamed', tensorsOf(int8), { ignore: [UP] }],
    ['packed_unnamed', tensorsOf(int8), { ignore: ['re:.*up_proj'] }],
  ])('%s (%#)', async (reason, tensors, more) => {
    await expect(open(configOf({}, 'int-quantized', more), tensors)).rejects.toMatchObject({
      code: 'bad_packed',
      fields: { module: UP, reason },
    });
  });

  it('integers that the bits do not hold, and scales that are no numbers', async () => {
    const config = configOf({ num_bits: 4 }, 'int-quantized');
    await expect(open(config, tensorsOf(int8))).rejects.toMatchObject({
      fields: { reason: 'packed_range' },
    });
    const tensors = change(
      `${UP}.weight_scale`,
      f32(
        [13, 1],
        range(13).map(() => NaN),
      ),
    );
    await expect(open(configOf({}, 'int-quantized'), tensors)).rejects.toMatchObject({
      code: 'not_finite_weights',
    });
  });

  it.each(['weight_g_idx', 'input_scale'])('%s beside a weight', async (end) => {
    const tensors = change(`${UP}.${end}`, f32([1], [1]));
    await expect(open(configOf({}, 'int-quantized'), tensors)).rejects.toMatchObject({
      code: 'quantized_weights',
    });
  });
});
