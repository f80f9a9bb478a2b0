// What weights must hold before a model is made of them: finite numbers, exact in float32, and copies that
// are copies. Works on the stored bits, piece by piece, so that a large model is read once and never held.
import { HuggingFaceError } from './config';
import { leftoverError, type TensorCopy } from './locateParameters';
import { decodeTensor, type SafetensorsDtype } from '../safetensors/safetensors';
import type { WeightSource } from '../compressed/compressedFiles';

/**
 * @throws HuggingFaceError not_finite_weights | inexact_weights | leftover_tensors
 */
export async function checkWeights(
  weights: WeightSource,
  used: Iterable<string>,
  copies: readonly TensorCopy[],
): Promise<void> {
  const names = [...new Set(used)];
  const different: string[] = [];
  for (const { name, of } of copies) {
    if (!(await areEqual(weights, name, of))) different.push(name);
  }
  if (different.length > 0) throw leftoverError(different);
  for (const name of names) await checkValues(weights, name);
}

async function checkValues(weights: WeightSource, tensor: string): Promise<void> {
  const { dtype } = weights.entry(tensor);
  let notFinite = 0;
  let inexact = 0;
  for await (const piece of weights.pieces(tensor)) {
    notFinite += countNotFinite(dtype, piece);
    if (dtype === 'F64') inexact += countInexact(piece);
  }
  if (notFinite > 0) {
    throw new HuggingFaceError(
      'not_finite_weights',
      `${tensor} holds ${notFinite} values that are NaN or infinite: training has diverged, or a number was too large for its type.`,
      { tensor, count: notFinite },
    );
  }
  if (inexact > 0) {
    throw new HuggingFaceError(
      'inexact_weights',
      `${tensor} holds ${inexact} 64-bit numbers that float32 cannot hold exactly. Save the model in float32.`,
      { tensor, count: inexact },
    );
  }
}

/** Bits of the exponent, all of which are set in NaN and infinity. */
const EXPONENTS: Partial<Record<SafetensorsDtype, number>> = {
  F32: 0x7f800000,
  F16: 0x7c00,
  BF16: 0x7f80,
};

function countNotFinite(dtype: SafetensorsDtype, bytes: Uint8Array<ArrayBuffer>): number {
  const mask = EXPONENTS[dtype];
  let count = 0;
  if (mask === undefined) {
    for (const value of decodeTensor(dtype, bytes)) if (!Number.isFinite(Number(value))) count++;
    return count;
  }
  const { buffer, byteOffset, byteLength } = bytes;
  const codes =
    dtype === 'F32'
      ? new Uint32Array(buffer, byteOffset, byteLength / 4)
      : new Uint16Array(buffer, byteOffset, byteLength / 2);
  for (let i = 0; i < codes.length; i++) if ((codes[i]! & mask) === mask) count++;
  return count;
}

function countInexact(bytes: Uint8Array<ArrayBuffer>): number {
  const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
  let count = 0;
  for (const value of values) if (Math.fround(value) !== value && Number.isFinite(value)) count++;
  return count;
}

async function areEqual(weights: WeightSource, name: string, of: string): Promise<boolean> {
  const [one, other] = [weights.entry(name), weights.entry(of)];
  if (one.dtype !== other.dtype || one.shape.join() !== other.shape.join()) return false;
  const others = weights.pieces(of);
  for await (const piece of weights.pieces(name)) {
    const { value } = await others.next();
    if (!value || !sameBytes(piece, value)) return false;
  }
  return true;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
