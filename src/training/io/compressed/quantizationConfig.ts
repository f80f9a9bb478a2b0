// quantization_config of config.json: which modules are packed, and how. The library is compressed-tensors;
// what it can say and this page cannot do is refused by the tables of formats/quantization.ts.
import {
  fieldError,
  walkFields,
  type FieldTable,
  type FieldValues,
} from '../../formats/fieldTable';
import {
  FORMATS,
  isObject,
  QUANTIZATION_TABLE,
  SCHEME_TABLE,
  SPARSITY_TABLE,
  WEIGHTS_TABLE,
} from '../../formats/quantization';
import type { PackedForm } from '../../compress/packedValues';
import type { Activations } from '../../compress/quantized';
import type { ConfigValues } from '../huggingface/config';
import { nameTest } from '../peft/modulePatterns';
import type { ModuleKind } from './modules';

export interface Scheme {
  readonly bits: 4 | 8;
  readonly symmetric: boolean;
  /** As QuantizedFormat has it: 0: a scale an output, −1: one for all. */
  readonly group: number;
  readonly activations: Activations;
  /** I8 a weight, or several in an I32. */
  readonly storage: 'int' | 'pack';
}

export interface Quantization {
  /** Undefined where the module stays in floats. */
  readonly schemeOf: (module: string, kind: ModuleKind) => Scheme | undefined;
  readonly isSparse: boolean;
}

const FILE = QUANTIZATION_TABLE.file;

/** @throws FieldError */
export function readQuantization(config: ConfigValues): Quantization | undefined {
  const { quantization_config: values } = config;
  if (!isObject(values)) return undefined;
  walkFields(QUANTIZATION_TABLE, values);
  const { config_groups: groups, format, ignore, sparsity_config: sparsity } = values;
  if (isObject(sparsity)) walkFields(SPARSITY_TABLE, sparsity);
  const schemes = Object.values(isObject(groups) ? groups : {}).map((group) =>
    readGroup(group as FieldValues, format),
  );
  const isIgnored = moduleTest('ignore', ignore);
  return {
    schemeOf: (module, kind) =>
      isIgnored(module, kind)
        ? undefined
        : schemes.find(({ isTarget }) => isTarget(module, kind))?.scheme,
    isSparse: isObject(sparsity) && sparsity.format === 'sparse-bitmask',
  };
}

function readGroup(group: FieldValues, format: unknown) {
  walkFields(SCHEME_TABLE, group);
  const { targets, weights, input_activations: inputs, format: own } = group;
  requireField(SCHEME_TABLE, group, 'targets');
  requireField(SCHEME_TABLE, group, 'weights');
  const storage = own ?? format ?? 'absent';
  if (!FORMATS.some((one) => one === storage)) {
    const note = 'A scheme needs int-quantized, naive-quantized or pack-quantized.';
    throw fieldError('unsupported_field', FILE, 'format', storage, note);
  }
  const scheme: Scheme = {
    ...readWeights(weights as FieldValues),
    activations: isObject(inputs) ? 'int8' : 'float',
    storage: storage === 'pack-quantized' ? 'pack' : 'int',
  };
  return { scheme, isTarget: moduleTest('targets', targets) };
}

function readWeights(values: FieldValues): Pick<Scheme, 'bits' | 'symmetric' | 'group'> {
  walkFields(WEIGHTS_TABLE, values);
  const size = (values.group_size ?? null) as number | null;
  const inferred = size === null ? 'tensor' : size > 0 ? 'group' : 'channel';
  const strategy = values.strategy ?? inferred;
  if ((strategy === 'group') !== (size !== null && size > 0)) {
    const note = 'group_size belongs to the strategy group, and to no other.';
    throw fieldError('unsupported_field', WEIGHTS_TABLE.file, 'group_size', size, note);
  }
  return {
    bits: (values.num_bits ?? 8) as 4 | 8,
    symmetric: values.symmetric !== false,
    group: strategy === 'group' ? size! : strategy === 'channel' ? 0 : -1,
  };
}

function requireField({ file }: FieldTable, values: FieldValues, key: string): void {
  if (values[key] === undefined || values[key] === null)
    throw fieldError('unsupported_field', file, key, 'absent', 'The library demands it.');
}

/** Names, classes, and patterns that a name begins with (Python's re.match). */
function moduleTest(key: string, names: unknown): (module: string, kind: ModuleKind) => boolean {
  const tests = ((names ?? []) as readonly string[]).map((name) => {
    if (!name.startsWith('re:'))
      return (module: string, kind: ModuleKind) => name === module || name === kind;
    const matches = nameTest(FILE, key, `(?:${name.slice(3)}).*`);
    return (module: string) => matches(module);
  });
  return (module, kind) => tests.some((test) => test(module, kind));
}

export interface WrittenModule {
  readonly module: string;
  readonly kind: ModuleKind;
  /** Null of floats. */
  readonly form: PackedForm | null;
}

const argsOf = (
  bits: number,
  strategy: string,
  { symmetric = true, group = null as number | null, dynamic = false } = {},
) => ({
  actorder: null,
  block_structure: null,
  dynamic,
  group_size: group,
  num_bits: bits,
  observer: dynamic ? null : 'minmax',
  observer_kwargs: {},
  strategy,
  symmetric,
  type: 'int',
});

/** Fields as the library's model_dump has them. */
function groupOf({ format, activations }: PackedForm, kinds: readonly ModuleKind[]) {
  const { bits, group, asymmetric } = format;
  const strategy = group > 0 ? 'group' : group === 0 ? 'channel' : 'tensor';
  return {
    input_activations: activations === 'int8' ? argsOf(8, 'token', { dynamic: true }) : null,
    output_activations: null,
    targets: kinds,
    weights: argsOf(bits, strategy, { symmetric: !asymmetric, group: group > 0 ? group : null }),
  };
}

/** Null where no module is packed or sparse. All packed ones have one form but for their sizes. */
export function writeQuantization(
  modules: readonly WrittenModule[],
  sparse: ReadonlySet<string>,
  sparsity: number,
): ConfigValues | null {
  const first = modules.find(({ form }) => form !== null)?.form;
  if (!first && sparse.size === 0) return null;
  const listed = (isIn: (one: WrittenModule) => boolean) => {
    const kinds = [...new Set(modules.filter(isIn).map(({ kind }) => kind))].toSorted();
    const ignore = modules.filter((one) => kinds.includes(one.kind) && !isIn(one));
    return { targets: kinds, ignore: ignore.map(({ module }) => module) };
  };
  const packed = listed(({ form }) => form !== null);
  return {
    ...(first && {
      config_groups: { group_0: groupOf(first, packed.targets) },
      format: first.format.bits === 4 ? 'pack-quantized' : 'int-quantized',
      global_compression_ratio: null,
      ignore: packed.ignore,
      kv_cache_scheme: null,
      quantization_status: 'compressed',
    }),
    quant_method: 'compressed-tensors',
    ...(sparse.size > 0 && {
      sparsity_config: {
        format: 'sparse-bitmask',
        global_sparsity: sparsity,
        ...listed(({ module }) => sparse.has(module)),
        registry_requires_subclass: false,
        sparsity_structure: 'unstructured',
      },
    }),
  };
}
