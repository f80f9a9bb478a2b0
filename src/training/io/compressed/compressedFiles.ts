// Weight files of which some tensors stand for others: packed integers with scales, values with a bitmask, two
// factors. Seen from here every weight is there under its own name, as float32; what it is stored as can be
// asked for.
import { floatsOf, type PackedValues } from '../../compress/packedValues';
import type { ModelConfig } from '../../run/config';
import type { ConfigValues } from '../huggingface/config';
import type { WeightFiles } from '../huggingface/weightFiles';
import type { TensorEntry } from '../safetensors/safetensors';
import { factorsOf, kindOf, moduleOf, weightOf } from './modules';
import {
  badPacked,
  packedShape,
  readPacked,
  readSparse,
  sparseShape,
  type Matrix,
  type Parts,
} from './parts';
import { readQuantization, type Quantization, type Scheme } from './quantizationConfig';

/** What a loader asks of weights, whatever form they have. */
export type WeightSource = Pick<WeightFiles, 'names' | 'has' | 'entry' | 'pieces' | 'floats'>;

type Stored =
  /** `shape` as the model has it, outputs first or last. */
  | {
      readonly as: 'packed';
      readonly parts: Parts;
      readonly scheme: Scheme;
      readonly shape: Matrix;
      readonly outputsFirst: boolean;
    }
  | { readonly as: 'sparse'; readonly parts: Parts; readonly shape: Matrix }
  | { readonly as: 'factors'; readonly factors: readonly [string, string]; readonly shape: Matrix };

const PARTS =
  /\.(?:weight_(?:packed|shape|scale|zero_point)|compressed|bitmask|row_offsets|shape)$/;

export class CompressedFiles implements WeightSource {
  readonly names: string[];
  readonly #files: WeightFiles;
  readonly #stored: ReadonlyMap<string, Stored>;

  /** `parts`: tensors that are no weights of their own. */
  private constructor(
    files: WeightFiles,
    stored: ReadonlyMap<string, Stored>,
    parts: ReadonlySet<string>,
  ) {
    this.#files = files;
    this.#stored = stored;
    const all = new Set([...files.names, ...stored.keys()]);
    this.names = [...all].filter((name) => !parts.has(name));
  }

  /** @throws FieldError, HuggingFaceError bad_packed */
  static async open(
    files: WeightFiles,
    config: ConfigValues,
    family: ModelConfig['family'],
  ): Promise<CompressedFiles> {
    const quantization = readQuantization(config);
    const parts = new Set(quantization ? files.names.filter((name) => PARTS.test(name)) : []);
    const stored = new Map<string, Stored>();
    for (const module of new Set([...parts].map((name) => name.replace(PARTS, '')))) {
      stored.set(weightOf(module), await storedOf(files, module, quantization!, family));
    }
    if (quantization) checkAllPacked(files, stored, quantization, family);
    for (const module of (config.factored_layers ?? []) as readonly string[]) {
      const factors = factorsOf(module);
      const shapes = factors.map((name) => {
        if (!stored.has(name) && !files.has(name))
          throw badPacked(module, 'packed_lacks', { tensor: name });
        parts.add(name);
        return stored.get(name)?.shape ?? files.entry(name).shape;
      });
      stored.set(weightOf(module), { as: 'factors', factors, shape: productShape(module, shapes) });
    }
    return new CompressedFiles(files, stored, parts);
  }

  has(name: string): boolean {
    return this.#stored.has(name) || this.#files.has(name);
  }

  entry(name: string): TensorEntry {
    const stored = this.#stored.get(name);
    return stored
      ? { name, dtype: 'F32', shape: stored.shape, begin: 0, end: 0 }
      : this.#files.entry(name);
  }

  async *pieces(name: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    if (!this.#stored.has(name)) yield* this.#files.pieces(name);
    else yield new Uint8Array((await this.floats(name)).buffer);
  }

  async floats(name: string): Promise<Float32Array<ArrayBuffer>> {
    const stored = this.#stored.get(name);
    switch (stored?.as) {
      case undefined:
        return this.#files.floats(name);
      case 'sparse':
        return readSparse(stored.parts, stored.shape);
      case 'packed': {
        const packed = (await this.packed(name))!;
        return floatsOf(packed, stored.outputsFirst);
      }
      case 'factors': {
        const [left, right] = await Promise.all(stored.factors.map((one) => this.floats(one)));
        return product(left!, right!, stored.shape);
      }
    }
  }

  /** As it is executed; undefined of floats. */
  async packed(name: string): Promise<PackedValues | undefined> {
    const stored = this.#stored.get(name);
    return stored?.as === 'packed' ? readPacked(stored.parts, stored.scheme) : undefined;
  }

  factors(name: string): readonly [left: string, right: string] | undefined {
    const stored = this.#stored.get(name);
    return stored?.as === 'factors' ? stored.factors : undefined;
  }

  /** In words: `INT8`, `F16`, … */
  storedAs(name: string): string {
    const stored = this.#stored.get(name);
    switch (stored?.as) {
      case undefined:
        return this.#files.entry(name).dtype;
      case 'sparse':
        return `${this.#files.entry(`${stored.parts.module}.compressed`).dtype} sparse`;
      case 'packed':
        return `INT${stored.scheme.bits}`;
      case 'factors':
        return `${this.storedAs(stored.factors[0])} factors`;
    }
  }
}

async function storedOf(
  files: WeightFiles,
  module: string,
  { schemeOf, isSparse }: Quantization,
  family: ModelConfig['family'],
): Promise<Stored> {
  const kind = kindOf(module, family);
  const parts: Parts = { files, module };
  const scheme = schemeOf(module, kind);
  const isPacked = ['weight_scale', 'weight_packed'].some((end) => files.has(`${module}.${end}`));
  const isListed = isPacked ? scheme : true;
  if (!isListed || (files.has(`${module}.compressed`) && !isSparse))
    throw badPacked(module, 'packed_unnamed');
  if (!isPacked) return { as: 'sparse', parts, shape: await sparseShape(parts) };
  const [rows, columns] = await packedShape(parts, scheme!);
  const outputsFirst = kind !== 'Conv1D';
  const shape: Matrix = outputsFirst ? [rows, columns] : [columns, rows];
  return { as: 'packed', parts, scheme: scheme!, shape, outputsFirst };
}

/** What a scheme is for must be packed: floats in its place would be other weights than the writer meant. */
function checkAllPacked(
  files: WeightFiles,
  stored: ReadonlyMap<string, Stored>,
  { schemeOf }: Quantization,
  family: ModelConfig['family'],
): void {
  for (const name of files.names) {
    const isMatrix = files.entry(name).shape.length === 2 && name === weightOf(moduleOf(name));
    if (!isMatrix || stored.get(name)?.as === 'packed') continue;
    const module = moduleOf(name);
    if (schemeOf(module, kindOf(module, family))) throw badPacked(module, 'packed_float');
  }
}

function productShape(module: string, shapes: readonly (readonly number[])[]): Matrix {
  const [[first, rank] = [], [inner, second] = []] = shapes;
  if (shapes.every(({ length }) => length === 2) && rank === inner) return [first!, second!];
  const [left, right] = shapes.map((shape) => shape.join('×'));
  throw badPacked(module, 'packed_shape', { tensor: 'right', got: right!, expected: `${left} ·` });
}

/** [a, rank] · [rank, b] */
function product(
  left: Float32Array,
  right: Float32Array,
  [a, b]: Matrix,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(a * b);
  const rank = left.length / a;
  const row = new Float64Array(b);
  for (let i = 0; i < a; i++) {
    row.fill(0);
    for (let k = 0; k < rank; k++) {
      const factor = left[i * rank + k]!;
      for (let j = 0; j < b; j++) row[j]! += factor * right[k * b + j]!;
    }
    out.set(row, i * b);
  }
  return out;
}
