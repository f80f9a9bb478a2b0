// Weights that are no plain floats: integers or 8-bit floats with scales beside them. Each library has its
// own way of multiplying them out; none is read, all are refused by name.
import type { SafetensorsDtype } from '../safetensors/safetensors';
import { HuggingFaceError } from './config';
import { listed } from './special';
import type { TensorSource } from '../safetensors/sharded';

/** What tensors beside a weight belong to which method. */
const COMPANIONS: readonly (readonly [pattern: RegExp, method: string])[] = [
  [/\.(?:SCB|weight_format)$/, 'bitsandbytes 8-bit'],
  [/\.(?:nested_)?(?:absmax|quant_map)$|\.quant_state\b|\.bitsandbytes__/, 'bitsandbytes 4-bit'],
  [/\.(?:qweight|qzeros|g_idx)$/, 'GPTQ or AWQ'],
  [/\.(?:weight_packed|weight_shape|weight_zero_point|weight_g_idx)$/, 'compressed-tensors'],
  [/\.(?:weight_scale(?:_inv|_2)?|input_scale|output_scale|[kv]_scale)$/, 'FP8'],
  [/\.(?:codebooks|codes|Qidxs|SU|SV)$/, 'AQLM or QuIP#'],
  [/\.(?:W_q|scale_quantized|zero_quantized)$|\.meta$/, 'HQQ'],
  [/\._(?:data|scale|zeropoint)$/, 'quanto'],
  [/_blocks$|_scales$/, 'MXFP4'],
];

const FLOATS: ReadonlySet<SafetensorsDtype> = new Set(['F16', 'BF16', 'F32', 'F64']);

/** @throws HuggingFaceError quantized_weights */
export function checkNotQuantized({ names }: Pick<TensorSource, 'names'>): void {
  for (const [pattern, method] of COMPANIONS) {
    const found = names.filter((name) => pattern.test(name));
    if (found.length > 0) throw quantized(method, found);
  }
}

/** @throws HuggingFaceError quantized_weights where a parameter of the model is of such a type. */
export function checkFloats(names: Iterable<string>, source: Pick<TensorSource, 'entry'>): void {
  const byType = new Map<SafetensorsDtype, string[]>();
  for (const name of names) {
    const { dtype } = source.entry(name);
    if (!FLOATS.has(dtype)) byType.set(dtype, [...(byType.get(dtype) ?? []), name]);
  }
  for (const [dtype, found] of byType) throw quantized(dtype, found);
}

function quantized(method: string, names: readonly string[]): HuggingFaceError {
  const fields = { method, tensors: listed(names), count: names.length };
  return new HuggingFaceError(
    'quantized_weights',
    `These weights are quantized (${method}: ${fields.tensors}). Only float weights are read: dequantize the model where it was made and save it again, or take the original.`,
    fields,
  );
}
