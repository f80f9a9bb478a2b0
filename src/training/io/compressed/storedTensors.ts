// A model's weights as tensors of a file, in the form in which they are executed: packed by compressed-tensors'
// layouts, pruned ones with a bitmask where that is smaller, factors as factors, shared layers once. Sizes are
// known without the values.
import {
  integersOf,
  zeroPointsOf,
  type PackedForm,
  type PackedValues,
} from '../../compress/packedValues';
import { factorNames } from '../../compress/factoredModel';
import { quantizedLayout } from '../../../gpu/kernels/matmul/quantize';
import { sharedName, sharesLayers } from '../../models/sharedLayers';
import type { ConfigValues, ModelShape } from '../huggingface/config';
import { writtenFamily } from '../huggingface/families';
import { parameterShapes, writtenShapes } from '../huggingface/huggingface';
import { float32ToF16 } from '../safetensors/floats';
import type { TensorLayout, TensorToWrite } from '../safetensors/safetensorsWriter';
import { bitmaskBytes, bitmaskData, bitmaskLayouts, remainingValues } from './bitmask';
import { packedSize, packInt32 } from './int32';
import { kindOf, moduleOf, nameInFile } from './modules';
import { writeQuantization, type WrittenModule } from './quantizationConfig';

export interface StoredForm {
  /** Of a weight that is packed; 16 bits: halves. Undefined of floats. */
  readonly formOf: (name: string) => PackedForm | undefined;
  /** Factors in place of what they are factors of. Of packed weights too where their sizes alone are asked. */
  readonly weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  readonly packed: ReadonlyMap<string, PackedValues>;
  /** Zeros in its layers are pruned weights. */
  readonly isPruned: boolean;
}

type Data = Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int8Array<ArrayBuffer>;
type Planned = TensorLayout & { readonly data: () => TensorToWrite['data'] };

interface Matrix {
  readonly dtype: 'F32' | 'F16' | 'I8';
  readonly size: readonly [number, number];
  readonly data: () => Data;
  /** Values that are not 0. */
  readonly remaining: () => number;
}

export interface StoredTensors {
  readonly tensors: ReadonlyMap<string, Planned>;
  readonly quantization: ConfigValues | null;
  /** Modules whose weight is a product. */
  readonly factored: readonly string[];
  /** No class of transformers reads it. */
  readonly isOwnForm: boolean;
}

export function storedTensors(shape: ModelShape, form: StoredForm): StoredTensors {
  const { model } = shape;
  const factored = [...parameterShapes(shape).keys()].filter((name) => {
    const [left] = factorNames(name);
    return form.weights.has(left) || form.packed.has(left);
  });
  const isOwnForm = factored.length > 0 || sharesLayers(model);
  const wanted = isOwnForm ? parameterShapes(shape) : writtenShapes(shape);
  const writer = new Writer(shape, form);
  for (const [name, dims] of wanted) {
    const own = sharedName(model, name);
    if (!factored.includes(own)) writer.add(name, own, dims);
    else writer.addFactors(own, dims);
  }
  return { ...writer.written(), factored: factored.map(moduleOf), isOwnForm };
}

class Writer {
  readonly #shape: ModelShape;
  readonly #form: StoredForm;
  readonly #tensors = new Map<string, Planned>();
  readonly #modules: WrittenModule[] = [];
  readonly #sparse = new Set<string>();
  #values = 0;
  #remaining = 0;

  constructor(shape: ModelShape, form: StoredForm) {
    this.#shape = shape;
    this.#form = form;
  }

  addFactors(name: string, dims: readonly number[]): void {
    const [left, right] = factorNames(name);
    const { rows, cols } = this.#form.formOf(left)?.format ?? { rows: 1, cols: 1 };
    const size = this.#form.weights.get(left)?.length ?? rows * cols;
    const rank = size / dims[0]!;
    const rest = dims.slice(1).reduce((product, dim) => product * dim, 1);
    this.add(left, left, [dims[0]!, rank]);
    this.add(right, right, [rank, rest]);
  }

  add(name: string, own: string, dims: readonly number[]): void {
    const file = nameInFile(name);
    const module = moduleOf(file);
    const form = this.#form.formOf(own);
    if (dims.length === 2) {
      const isInteger = form && form.format.bits < 16;
      const kind = kindOf(module, this.#shape.model.family);
      this.#modules.push({ module, kind, form: isInteger ? form : null });
    }
    if (form?.format.bits === 4) return this.#addNibbles(module, own, form);
    if (form?.format.bits === 8) return this.#addBytes(module, file, own, form);
    const dtype = form ? 'F16' : 'F32';
    const data = (): Data => {
      const floats = this.#form.weights.get(own) ?? new Float32Array(dims[0]!);
      return form ? float32ToF16(floats) : floats;
    };
    const [rows, columns] = dims;
    const remaining = (): number => remainingValues(this.#floats(own));
    if (dims.length !== 2) this.#tensors.set(file, { dtype, shape: dims, data });
    else this.#addMatrix(module, file, { dtype, size: [rows!, columns!], data, remaining });
  }

  #floats(name: string): Float32Array<ArrayBuffer> {
    return this.#form.weights.get(name)!;
  }

  #valuesOf(name: string): PackedValues {
    return this.#form.packed.get(name)!;
  }

  #addBytes(module: string, file: string, own: string, { format }: PackedForm): void {
    const { rows, cols, group } = format;
    const data = (): Data => integersOf(this.#valuesOf(own));
    const packed = this.#form.packed.has(own);
    const remaining = (): number => remainingValues(packed ? data() : this.#floats(own));
    this.#addMatrix(module, file, { dtype: 'I8', size: [rows, cols], data, remaining });
    this.#addScales(module, own, group, rows, quantizedLayout(format).groups);
  }

  #addScales(module: string, own: string, group: number, rows: number, groups: number): void {
    const shape = group < 0 ? [1] : [rows, groups];
    const data = () => this.#valuesOf(own).scales;
    this.#tensors.set(`${module}.weight_scale`, { dtype: 'F32', shape, data });
  }

  #addNibbles(module: string, own: string, { format }: PackedForm): void {
    const { rows, cols, group, asymmetric } = format;
    const { groups } = quantizedLayout(format);
    const weight = { bits: 4, size: [rows, cols], axis: 1 } as const;
    this.#tensors.set(`${module}.weight_packed`, {
      dtype: 'I32',
      shape: packedSize(weight),
      data: () => packInt32(integersOf(this.#valuesOf(own)), weight),
    });
    this.#tensors.set(`${module}.weight_shape`, {
      dtype: 'I64',
      shape: [2],
      data: () => BigInt64Array.of(BigInt(rows), BigInt(cols)),
    });
    this.#addScales(module, own, group, rows, groups);
    if (!asymmetric) return;
    const zeros = { bits: 4, size: [rows, groups], axis: 0 } as const;
    this.#tensors.set(`${module}.weight_zero_point`, {
      dtype: 'I32',
      shape: packedSize(zeros),
      data: () => packInt32(zeroPointsOf(this.#valuesOf(own))!, zeros),
    });
  }

  #addMatrix(module: string, file: string, { dtype, size, data, remaining }: Matrix): void {
    const [rows, columns] = size;
    const elementBytes = { F32: 4, F16: 2, I8: 1 }[dtype];
    const left = this.#form.isPruned ? remaining() : Infinity;
    if (bitmaskBytes(size, left, elementBytes) >= rows * columns * elementBytes) {
      this.#tensors.set(file, { dtype, shape: size, data });
      return;
    }
    this.#sparse.add(module);
    this.#values += rows * columns;
    this.#remaining += left;
    let made: ReturnType<typeof bitmaskData> | undefined;
    for (const [end, layout] of bitmaskLayouts(dtype, size, left)) {
      const own = () => (made ??= bitmaskData(data(), size))[end];
      this.#tensors.set(`${module}.${end}`, { ...layout, data: own });
    }
  }

  written(): Pick<StoredTensors, 'tensors' | 'quantization'> {
    const tied = (writtenFamily(this.#shape.model)?.tied ?? []).map(([copy]) => copy);
    const heads = tied
      .filter((name) => name.endsWith('.weight') && !this.#tensors.has(name))
      .map((name): WrittenModule => {
        const module = moduleOf(name);
        return { module, kind: kindOf(module, this.#shape.model.family), form: null };
      });
    const sparsity = this.#values === 0 ? 0 : 1 - this.#remaining / this.#values;
    const quantization = writeQuantization([...this.#modules, ...heads], this.#sparse, sparsity);
    return { tensors: this.#tensors, quantization };
  }
}
