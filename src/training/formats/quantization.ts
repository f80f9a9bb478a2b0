// config.json's quantization_config, as the library compressed-tensors writes it, and the tensors that stand
// for a compressed weight.
import { honoured, ignored, refused, type FieldTable, type FieldValues } from './fieldTable';

const REFERENCE = 'compressed-tensors 0.6 to 0.13';
export const ELSEWHERE =
  'Load the model in its own library, dequantize it and save it again, or take the unquantized original.';

export const isObject = (value: unknown): value is FieldValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

const isNames = (value: unknown): boolean =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

/** In which integers are stored. */
export const FORMATS = ['int-quantized', 'pack-quantized', 'naive-quantized'];

export const QUANTIZATION_TABLE: FieldTable = {
  id: 'quantization',
  file: 'config.json, quantization_config',
  title: 'quantization_config of compressed-tensors',
  reference: `QuantizationConfig of ${REFERENCE}`,
  unknown: 'refused',
  fields: {
    quant_method: honoured('Other methods are refused.', ['compressed-tensors']),
    config_groups: honoured(
      'Schemes under any name. A list of targets instead of a scheme, whose name means a preset, is refused.',
      (value) => isObject(value) && Object.values(value).every(isObject),
    ),
    format: honoured(
      `How weights are stored: int-quantized and naive-quantized as I8, pack-quantized as I32; mixed-precision: as each group says. FP8, FP4 and 2:4 sparse formats are not read. ${ELSEWHERE}`,
      [...FORMATS, 'dense', 'mixed-precision'],
    ),
    ignore: honoured(
      'Modules that are not quantized: names, classes, or re: and a regular expression.',
      isNames,
    ),
    sparsity_config: honoured('See its own table.', isObject),
    quantization_status: honoured('Only compressed: weights in another state are not packed.', [
      'compressed',
    ]),
    kv_cache_scheme: refused(
      'A quantized KV cache is not supported: keys and values stay in float32.',
    ),
    transform_config: refused(
      'Weight transforms such as Hadamard rotations are not undone.',
      isEmpty,
    ),
    global_compression_ratio: ignored('A figure of the writer.'),
    version: ignored('Of the library that wrote the file.'),
    run_compressed: ignored('Weights are always executed as they are stored.'),
  },
};

export const SCHEME_TABLE: FieldTable = {
  id: 'quantization.scheme',
  file: 'config.json, quantization_config.config_groups',
  title: 'A scheme of quantization_config',
  reference: `QuantizationScheme of ${REFERENCE}`,
  unknown: 'refused',
  fields: {
    targets: honoured(
      'Modules that are quantized: Linear, Embedding, names, or re: and a pattern that their names begin with. The first group that names a module counts. Conv1D is this page’s addition: the layers of a GPT-2, stored as [outputs, inputs].',
      isNames,
    ),
    weights: honoured('See the table of weights.', isObject),
    input_activations: honoured(
      'INT8, dynamic, symmetric, one scale a token, with INT8 weights that have a scale a channel or one in all: products are computed in INT8. The scale is max |x| / 127; the library’s observer divides by 127.5. Others are refused.',
      isDynamicInt8,
    ),
    output_activations: refused('Outputs stay float32.'),
    format: honoured('Overrides the format of the whole configuration.', FORMATS),
  },
};

function isDynamicInt8(value: unknown, { weights }: FieldValues): boolean {
  if (!isObject(value) || !isObject(weights)) return false;
  const {
    num_bits = 8,
    type = 'int',
    symmetric = true,
    strategy,
    dynamic,
    observer: _observer,
    observer_kwargs: _kwargs,
    scale_dtype: _scales,
    zp_dtype: _zeros,
    ...rest
  } = value;
  const isPlain = Object.values(rest).every((other) => other === null);
  const isInt8 = num_bits === 8 && type === 'int' && symmetric === true;
  const isWide = (weights.num_bits ?? 8) === 8 && (weights.group_size ?? -1) === -1;
  return isPlain && isInt8 && isWide && strategy === 'token' && dynamic === true;
}

const GROUP_OF_BYTES = 8;

const isGroup = (value: unknown, { num_bits = 8 }: FieldValues): boolean =>
  Number.isInteger(value) &&
  (value === -1 || (Number(value) > 0 && (num_bits === 4 || Number(value) % GROUP_OF_BYTES === 0)));

export const WEIGHTS_TABLE: FieldTable = {
  id: 'quantization.weights',
  file: 'config.json, quantization_config, weights',
  title: 'Weights of a scheme',
  reference: `QuantizationArgs of ${REFERENCE}`,
  unknown: 'refused',
  fields: {
    num_bits: honoured('8 by default.', [4, 8]),
    type: honoured(`FP8 and FP4 are not read. ${ELSEWHERE}`, ['int']),
    symmetric: honoured(
      'Where it is absent, true. Zero points are read for 4 bits.',
      (value, { num_bits = 8 }) => value === true || (value === false && num_bits === 4),
    ),
    strategy: honoured(
      'One scale for all (tensor), one an output (channel), or one for group_size inputs of an output (group). Where it is absent, group_size decides.',
      ['tensor', 'channel', 'group'],
    ),
    group_size: honoured(
      'Number of inputs that share a scale; −1: all of them. With 8 bits a multiple of 8. The last group of a row may be shorter in files of this page; the library refuses such a row.',
      isGroup,
    ),
    block_structure: refused('Block-wise scales over several outputs are not read.'),
    dynamic: refused(
      'The weights in the file are quantized already; dynamic does not apply to them.',
      [false],
    ),
    actorder: refused(
      'Inputs in another order (weight_g_idx) are not read; weight and static leave the order alone.',
      [false, 'weight', 'static'],
    ),
    scale_dtype: ignored('The tensor of the scales has a type of its own.'),
    zp_dtype: ignored('The tensor of the zero points has a type of its own.'),
    observer: ignored('How the scales were found.'),
    observer_kwargs: ignored('How the scales were found.'),
  },
};

export const SPARSITY_TABLE: FieldTable = {
  id: 'quantization.sparsity',
  file: 'config.json, quantization_config.sparsity_config',
  title: 'sparsity_config of quantization_config',
  reference: `SparsityCompressionConfig of ${REFERENCE}`,
  unknown: 'refused',
  fields: {
    format: honoured('Which weights are sparse is read from their tensors.', [
      'dense',
      'sparse-bitmask',
    ]),
    targets: ignored('Which weights are sparse is read from their tensors.'),
    ignore: ignored('Which weights are sparse is read from their tensors.'),
    global_sparsity: ignored('A figure of the writer.'),
    sparsity_structure: ignored('The bitmask says which values are left.'),
    registry_requires_subclass: ignored('A setting of the library.'),
  },
};

/** Not fields of a file: the tensors, by the end of their names behind the module. */
const COMPRESSED_TENSORS_TABLE: FieldTable = {
  id: 'quantization.tensors',
  file: 'model.safetensors',
  title: 'Tensors of a compressed weight',
  reference: `compressors of ${REFERENCE}; left and right: this page`,
  unknown: 'reported',
  fields: {
    weight: honoured(
      'Of int-quantized: I8 [outputs, inputs]; w = (q − zero point) · scale. Also of a GPT-2, whose float weights are [inputs, outputs].',
    ),
    weight_scale: honoured(
      'F32, F16 or BF16: [1] (tensor), [outputs, 1] (channel), [outputs, ⌈inputs / group_size⌉] (group). Multiplied in float32.',
    ),
    weight_packed: honoured(
      'Of pack-quantized: I32 [outputs, ⌈inputs · num_bits / 32⌉]: q + 2^(num_bits − 1), the first input in the low bits, each row padded with 0.',
    ),
    weight_shape: honoured('I64 or I32 [2]: outputs and inputs of weight_packed.'),
    weight_zero_point: honoured(
      'Of pack-quantized: I32 [⌈outputs · num_bits / 32⌉, groups], packed along the outputs as weight_packed is along the inputs; of int-quantized: I8, as weight_scale.',
    ),
    weight_g_idx: refused('Reordered inputs (activation ordering) are not read.'),
    compressed: honoured(
      'Of sparse-bitmask: the values of the weight that are not 0, row by row, as F32, F16, BF16 or I8.',
    ),
    bitmask: honoured(
      'U8 [rows, ⌈columns / 8⌉]: which values they are, the first in the low bit; each row begins a byte.',
    ),
    row_offsets: honoured('I64 [rows]: values before each row.'),
    shape: honoured('I64 [2]: of the whole weight.'),
    'left.weight, right.weight': honoured(
      'Written by this page: a weight that is left · right, [first, rank] · [rank, second]; of a Linear [outputs, rank] and [rank, inputs], of a Conv1D [inputs, rank] and [rank, outputs]. Each may be packed or sparse itself. factored_layers in config.json lists the modules.',
    ),
  },
};

export const QUANTIZATION_TABLES: readonly FieldTable[] = [
  QUANTIZATION_TABLE,
  SCHEME_TABLE,
  WEIGHTS_TABLE,
  SPARSITY_TABLE,
  COMPRESSED_TENSORS_TABLE,
];
