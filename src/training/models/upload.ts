// A model's weights onto the GPU, parameter by parameter: no second copy of the whole on the way, and no
// single transfer of hundreds of megabytes.
import type { DeviceMemory } from '../../gpu/compute';
import type { BufferView } from '../../gpu/dispatch';
import type { ParameterSet } from '../parameters';

const PIECE_FLOATS = 8 * 2 ** 20;

/** Every parameter must be there, in its size: `ParameterSet.check` tells. */
export function uploadWeights(
  buffers: DeviceMemory,
  parameters: ParameterSet,
  weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>,
): void {
  parameters.check(weights);
  for (const { name, offset, sizeElements } of parameters.list) {
    const place = { offsetBytes: 4 * offset, sizeBytes: 4 * sizeElements };
    uploadInPieces(buffers, { ...parameters.weights, ...place }, weights.get(name)!);
  }
}

/** Values of four bytes. */
export function uploadInPieces(
  buffers: DeviceMemory,
  view: BufferView,
  values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
): void {
  for (let from = 0; from < values.length; from += PIECE_FLOATS) {
    const offsetBytes = view.offsetBytes + 4 * from;
    buffers.write({ ...view, offsetBytes }, values.subarray(from, from + PIECE_FLOATS));
  }
}
