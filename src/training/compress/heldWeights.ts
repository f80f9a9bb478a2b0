// A weight on the device in the form in which it is executed: written there as a file has it, and read back.
import type { ComputeContext } from '../../gpu/compute';
import type { BufferView } from '../../gpu/dispatch';
import { quantizedLayout } from '../../gpu/kernels/matmul/quantize';
import { declareBuffer, wholeView } from '../../gpu/recorder';
import { uploadInPieces } from '../models/upload';
import type { ParameterSpec } from '../parameters';
import { leaf, sizeOf, type Shape, type Tensor } from '../tensor';
import type { PackedForm, PackedValues, StoredWeights } from './packedValues';
import { dequantized, type PackedWeight } from './quantized';

export interface HeldWeight {
  /** What stands for it in the graph. */
  readonly tensor: Tensor;
  readonly buffers: readonly BufferView[];
  /** Where it is packed as a whole; its tensors are leaves. */
  readonly packed?: (PackedForm & PackedWeight) | undefined;
}

export function weightBuffer(name: string, shape: Shape, dtype: Tensor['dtype']): Tensor {
  const into = wholeView(declareBuffer(name, sizeOf(shape) * 4, 'weights', true));
  return leaf(name, shape, dtype, into);
}

export function uploaded(
  { buffers }: ComputeContext,
  { name, shape, layout }: ParameterSpec,
  { weights, packed }: StoredWeights,
): HeldWeight {
  const put = (
    values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
    own: Shape,
    dtype: Tensor['dtype'],
  ): Tensor => {
    const tensor = weightBuffer(name, own, dtype);
    uploadInPieces(buffers, tensor.leaf!, values);
    return tensor;
  };
  const values = packed.get(name);
  if (!values) {
    const tensor = put(weights.get(name)!, shape, 'f32');
    return { tensor, buffers: [tensor.leaf!] };
  }
  const { format, activations } = values;
  const { rowWords, scales, zeroWords } = quantizedLayout(format);
  const own: PackedWeight = {
    format,
    words: put(values.words, [format.rows, rowWords], 'u32'),
    scales: put(values.scales, [scales], 'f32'),
    zeros: zeroWords > 0 ? put(values.zeros, [zeroWords], 'u32') : undefined,
  };
  return {
    tensor: dequantized(own, layout !== 'conv1d', activations),
    buffers: [own.words, own.scales, own.zeros].flatMap((part) => part?.leaf ?? []),
    packed: { ...own, activations },
  };
}

export async function readPacked(
  { buffers }: ComputeContext,
  { format, activations, words, scales, zeros }: PackedForm & PackedWeight,
): Promise<PackedValues> {
  const read = async (part: Tensor | undefined): Promise<ArrayBuffer> =>
    part?.leaf ? buffers.read(part.leaf) : new ArrayBuffer(0);
  return {
    format,
    activations,
    words: new Uint32Array(await read(words)),
    scales: new Float32Array(await read(scales)),
    zeros: new Uint32Array(await read(zeros)),
  };
}
