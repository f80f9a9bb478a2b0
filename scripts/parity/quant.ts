// Compression cases: integers of quantized weights and activations, their products on every path that
// is executed, pruning masks, low-rank approximations. Which of them a case is, its tensors say.
import { DOT_VARIANTS, int8DotMatmul } from '../../src/gpu/kernels/matmul/int8Dot';
import { dequantMatmul } from '../../src/gpu/kernels/matmul/int8Matmul';
import {
  quantizedLayout,
  quantizeRows,
  type QuantizedFormat,
} from '../../src/gpu/kernels/matmul/quantize';
import { inMask, pruneEach, pruneTogether } from '../../src/training/compress/prune';
import {
  dequantized,
  quantizeWeight,
  type PackedWeight,
} from '../../src/training/compress/quantized';
import type { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { linear } from '../../src/training/ops/matmul';
import { apply, applyOne, type Op, type Tensor } from '../../src/training/tensor';
import { caseTensors, NotYet, type Case, type Environment, type Prepared } from './case';
import type { Numbers } from './numbers';
import { compareAll, expectation, type Expected } from './compare';
import { GraphCase, type Engine } from './engine';
import { op } from './ops';
import { Params } from './opTable';

export async function quant(testCase: Case, environment: Environment): Promise<Prepared> {
  const file = caseTensors(testCase);
  if (file.has('in.x')) return integers(testCase, file, await environment.engine());
  if (file.names.some((name) => name.startsWith('layer.'))) return masks(testCase, file);
  // The same numbers as a case of the op.
  const json = { ...testCase.json, op: 'svd_lowrank' };
  if (file.has('out.s')) return op({ ...testCase, json }, environment);
  throw new NotYet('quant');
}

function masks({ json }: Case, file: SafetensorsFile): Prepared {
  const amount = new Params(json.params).number('amount');
  const names = file.names.filter((name) => name.startsWith('in.')).map((name) => name.slice(3));
  const tensors = names.map((name) => file.floats(`in.${name}`));
  return {
    run() {
      const results = new Map<string, Numbers>();
      const each = pruneEach(tensors, amount);
      const together = pruneTogether(tensors, amount);
      names.forEach((name, index) => {
        const flags = (mask: (typeof each)[number]): Numbers =>
          Int32Array.from(tensors[index]!, (_, i) => Number(inMask(mask, i)));
        results.set(`layer.${name}`, flags(each[index]!));
        results.set(`global.${name}`, flags(together[index]!));
      });
      return compareAll(results, expectations(json, file));
    },
  };
}

function expectations(json: Case['json'], file: SafetensorsFile): Map<string, Expected> {
  const wanted = file.names.filter((name) => !name.startsWith('in.'));
  return new Map(wanted.map((name) => [name, expectation(file, name, json.check?.[name])]));
}

/** Weight [n, k] and input [m, k] of a case. */
interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

interface PackedResult {
  readonly format: QuantizedFormat;
  /** Added to each stored integer, e.g. -8 for signed nibbles. */
  readonly offset: number;
}

/** A graph under construction, with what is needed to read its packed targets. */
interface IntegerCase {
  readonly graph: GraphCase;
  readonly packed: Map<string, PackedResult>;
  readonly sizes: Sizes;
  readonly engine: Engine;
  readonly x: Tensor;
  readonly w: Tensor;
  readonly bias: Tensor | undefined;
}

async function integers({ json }: Case, file: SafetensorsFile, engine: Engine): Promise<Prepared> {
  const [n, k] = file.entry('in.w').shape as [number, number];
  const [m] = file.entry('in.x').shape as [number, number];
  const graph = new GraphCase(engine);
  const leaf = (name: string, shape: number[]): Tensor =>
    graph.leaf(name, shape, 'f32', file.floats(`in.${name}`));
  const testCase: IntegerCase = {
    graph,
    packed: new Map(),
    sizes: { m, n, k },
    engine,
    x: leaf('x', [m, k]),
    w: leaf('w', [n, k]),
    bias: file.has('in.bias') ? leaf('bias', [n]) : undefined,
  };
  addInt8(testCase);
  addInt4(testCase, new Params(json.params).number('int4_group'));
  const compiled = await graph.compile();
  const expected = expectationsOfIntegers(json, file, testCase);
  return {
    async run() {
      const results = unpackAll(await compiled.run(), testCase);
      for (const name of results.keys()) if (!expected.has(name)) results.delete(name);
      return compareAll(results, expected);
    },
    destroy: () => compiled.destroy(),
  };
}

function addInt8({ graph, packed, sizes, engine, x, w, bias }: IntegerCase): void {
  const { m, n, k } = sizes;
  const perRow: QuantizedFormat = { bits: 8, rows: n, cols: k, group: 0, asymmetric: false };
  const add = (name: string, format: QuantizedFormat, words: Tensor): void => {
    packed.set(name, { format, offset: 0 });
    graph.target(name, words);
  };
  const away = { rounding: 'away' } as const;
  for (const [name, format] of [
    ['pc', perRow],
    ['pt', { ...perRow, group: -1 }],
  ] as const) {
    const even = quantizeWeight(w, format, true);
    add(`${name}.q_even`, format, even.words);
    add(`${name}.q_away`, format, quantizeWeight(w, format, true, away).words);
    graph.target(`${name}.scale`, even.scales!);
    graph.target(`${name}.deq`, dequantized(even, true));
  }
  const activations = { ...perRow, rows: m };
  add('act.q_away', activations, quantizeWeight(x, activations, true, away).words);
  const [words, scales] = apply(quantizeRowsOp, { x }, sizes).outputs as [Tensor, Tensor];
  add('act.q_even', activations, words);
  graph.target('act.scale', scales);
  graph.target('mm.y_float', linear(x, w, bias));
  const weight = quantizeWeight(w, perRow, true);
  for (const path of dotPaths(engine)) {
    graph.target(`mm.y ${nameOf(path)}`, productOf(weight, x, bias, sizes, path));
    graph.target(`mm.acc ${nameOf(path)}`, productOf(weight, x, undefined, sizes, path));
  }
  addFloatPaths('pc', weight, { graph, sizes, x, bias });
}

function addInt4({ graph, packed, sizes, x, w, bias }: IntegerCase, group: number): void {
  const { n, k } = sizes;
  for (const [name, asymmetric] of [
    ['int4', false],
    ['uint4', true],
  ] as const) {
    const weight = quantizeWeight(w, { bits: 4, rows: n, cols: k, group, asymmetric }, true);
    packed.set(`${name}.q`, { format: weight.format, offset: asymmetric ? 0 : -8 });
    graph.target(`${name}.q`, weight.words);
    graph.target(`${name}.scale`, weight.scales!);
    graph.target(`${name}.deq`, dequantized(weight, true));
    if (weight.zeros) graph.target(`${name}.zero`, weight.zeros);
    addFloatPaths(name, weight, { graph, sizes, x, bias });
  }
}

const FLOAT_VARIANTS = ['plain', 'matvec'];

/** Products with float activations: their reference is the dequantized weight. */
function addFloatPaths(
  name: string,
  weight: PackedWeight,
  { graph, sizes, x, bias }: Pick<IntegerCase, 'graph' | 'sizes' | 'x' | 'bias'>,
): void {
  for (const variant of FLOAT_VARIANTS) {
    const path = { variant, dot: false, emulate: false };
    graph.target(`${name}.deq y ${variant}`, productOf(weight, x, bias, sizes, path));
  }
}

/** One executed way to a product. */
interface Path {
  readonly variant: string;
  readonly dot: boolean;
  readonly emulate: boolean;
}

const nameOf = ({ variant, emulate }: Path): string => (emulate ? `${variant} emulated` : variant);

function dotPaths(engine: Engine): Path[] {
  const native = engine.context.open.limits.dot4 ? [false] : [];
  return DOT_VARIANTS.flatMap((variant) =>
    [...native, true].map((emulate) => ({ variant, dot: true, emulate })),
  );
}

interface ProductInputs {
  readonly [key: string]: Tensor | undefined;
  readonly x: Tensor;
  readonly words: Tensor;
  readonly scales: Tensor;
  readonly zeros?: Tensor | undefined;
  readonly bias?: Tensor | undefined;
}

const productOp: Op<ProductInputs, Sizes & Path & { format: QuantizedFormat }> = {
  name: 'product',
  outputs: (_inputs, { m, n }) => [{ shape: [m, n] }],
  lower({ inputs, attrs, outputs }, context) {
    (attrs.dot ? int8DotMatmul : dequantMatmul)(context.sink, {
      x: context.view(inputs.x),
      words: context.view(inputs.words),
      scales: context.view(inputs.scales),
      zeros: context.viewOf(inputs.zeros),
      bias: context.viewOf(inputs.bias),
      out: context.view(outputs[0]!),
      ...attrs,
    });
  },
};

const productOf = (
  { format, words, scales, zeros }: PackedWeight,
  x: Tensor,
  bias: Tensor | undefined,
  sizes: Sizes,
  path: Path,
): Tensor =>
  applyOne(productOp, { x, words, scales: scales!, zeros, bias }, { ...sizes, ...path, format });

const quantizeRowsOp: Op<{ x: Tensor }, Sizes> = {
  name: 'quantize_rows',
  outputs: (_inputs, { m, k }) => [
    { shape: [m, Math.ceil(k / 8) * 2], dtype: 'u32' },
    { shape: [m] },
  ],
  lower({ inputs, attrs: { m, k }, outputs }, context) {
    const [words, scales] = outputs.map((output) => context.view(output)) as [
      ReturnType<typeof context.view>,
      ReturnType<typeof context.view>,
    ];
    const rowWords = Math.ceil(k / 8) * 2;
    quantizeRows(context.sink, {
      inp: context.view(inputs.x),
      words,
      scales,
      rows: m,
      cols: k,
      rowWords,
    });
  },
};

/** The case's own tensors; products once for each path, and those of packed weights as floats. */
function expectationsOfIntegers(
  json: Case['json'],
  file: SafetensorsFile,
  { sizes, engine }: IntegerCase,
): Map<string, Expected> {
  const expected = expectations(json, file);
  const zeroRows = new Set(json.zero_rows as number[] | undefined);
  const scales = expected.get('pc.scale');
  if (scales) expected.set('pc.scale', { ...scales, counts: (row) => !zeroRows.has(row) });
  for (const name of ['mm.y', 'mm.acc']) {
    const own = expected.get(name);
    expected.delete(name);
    for (const path of own ? dotPaths(engine) : []) expected.set(`${name} ${nameOf(path)}`, own!);
  }
  for (const name of ['pc', 'int4', 'uint4']) {
    if (!file.has(`${name}.deq`)) continue;
    const want = floatProduct(file, file.floats(`${name}.deq`), sizes);
    const check = json.check?.['mm.y_float'] ?? { atol: 1e-5, rtol: 2e-5 };
    for (const variant of FLOAT_VARIANTS) expected.set(`${name}.deq y ${variant}`, { want, check });
  }
  return expected;
}

/** x · wᵀ + bias in float64. */
function floatProduct(
  file: SafetensorsFile,
  w: Float32Array,
  { m, n, k }: Sizes,
): Float32Array<ArrayBuffer> {
  const x = file.floats('in.x');
  const bias = file.has('in.bias') ? file.floats('in.bias') : undefined;
  return Float32Array.from({ length: m * n }, (_, i) => {
    const [row, col] = [Math.floor(i / n) * k, (i % n) * k];
    let sum = bias?.[i % n] ?? 0;
    for (let j = 0; j < k; j++) sum += x[row + j]! * w[col + j]!;
    return sum;
  });
}

/** Words to integers, and sums back from what they were scaled to. */
function unpackAll(
  raw: ReadonlyMap<string, Float32Array<ArrayBuffer>>,
  { packed, sizes: { n } }: IntegerCase,
): Map<string, Numbers> {
  const results = new Map<string, Numbers>();
  const wordsOf = (name: string): Uint32Array => new Uint32Array(raw.get(name)!.buffer);
  const scaleOf = (i: number): number =>
    Math.fround(raw.get('act.scale')![Math.floor(i / n)]! * raw.get('pc.scale')![i % n]!);
  for (const [name, values] of raw) {
    const own = packed.get(name);
    if (own) results.set(name, unpack(wordsOf(name), own));
    else if (name.startsWith('mm.acc')) {
      results.set(
        name,
        Int32Array.from(values, (y, i) => Math.round(y / scaleOf(i))),
      );
    } else results.set(name, values);
  }
  const zeros = wordsOf('uint4.zero');
  const unpacked = raw.get('uint4.scale')!.map((_, group) => nibble(zeros, group));
  results.set('uint4.zero', unpacked);
  for (const name of ['int4', 'uint4']) {
    const { format } = packed.get(`${name}.q`)!;
    results.set(`${name}.packed`, packedBytes(wordsOf(`${name}.q`), format));
  }
  return results;
}

const nibble = (words: Uint32Array, i: number): number => (words[i >>> 3]! >>> ((i & 7) * 4)) & 15;

function unpack(words: Uint32Array, { format, offset }: PackedResult): Int32Array<ArrayBuffer> {
  const { rows, cols, bits } = format;
  const { line } = quantizedLayout(format);
  const bytes = new Int8Array(words.buffer);
  return Int32Array.from({ length: rows * cols }, (_, i) => {
    const at = Math.floor(i / cols) * line + (i % cols);
    return bits === 8 ? bytes[at]! : nibble(words, at) + offset;
  });
}

/** As the reference packs 4 bits: rows of ceil(k / 2) bytes. */
function packedBytes(words: Uint32Array, format: QuantizedFormat): Int32Array<ArrayBuffer> {
  const { rows, cols } = format;
  const { rowWords } = quantizedLayout(format);
  const bytes = new Uint8Array(words.buffer);
  const width = Math.ceil(cols / 2);
  return Int32Array.from(
    { length: rows * width },
    (_, i) => bytes[Math.floor(i / width) * rowWords * 4 + (i % width)]!,
  );
}
