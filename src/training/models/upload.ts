// A model's weights onto the GPU, parameter by parameter: no second copy of the whole on the way, and no
// single transfer of hundreds of megabytes.
import type { DeviceMemory } from '../../gpu/compute';
import type { ParameterSet } from '../parameters';

const PIECE_FLOATS = 8 * 2 ** 20;

/** Every parameter must be there, in its size: `ParameterSet.check` tells. */
export function uploadWeights(
  buffers: DeviceMemory,
  parameters: ParameterSet,
  weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>,
): void {
  parameters.check(weights);
  for (const { name, offset } of parameters.list) {
    const values = weights.get(name)!;
    for (let from = 0; from < values.length; from += PIECE_FLOATS) {
      const piece = values.subarray(from, from + PIECE_FLOATS);
      const view = { ...parameters.weights, offsetBytes: 4 * (offset + from) };
      buffers.write(view, piece);
    }
  }
}
