// Masks of a model's parameters as one arena of bits beside its weights, so that training goes on
// under them: TrainingState.kept. Written by the CPU when the masks change; 0 until then.
import type { BufferView } from '../../gpu/dispatch';
import { declareBuffer, wholeView } from '../../gpu/recorder';
import type { ParameterSet } from '../parameters';
import { inMask, type PruneMask } from './prune';

export const maskArena = ({ sizeElements }: ParameterSet): BufferView =>
  wholeView(declareBuffer('mask', Math.ceil(sizeElements / 32) * 4, 'weights', true));

/** The arena's content: parameters without a mask are kept whole. */
export function packMasks(
  parameters: ParameterSet,
  masks: ReadonlyMap<string, PruneMask>,
): PruneMask {
  const arena = new Uint32Array(Math.ceil(parameters.sizeElements / 32)).fill(0xffff_ffff);
  for (const [name, mask] of masks) {
    // Parameters start on multiples of 64 elements: whole words of bits.
    arena.set(mask, parameters.get(name).offset / 32);
  }
  return arena;
}

/** The weights under their mask, e.g. to start recovery from. */
export const masked = (weights: Float32Array, mask: PruneMask): Float32Array<ArrayBuffer> =>
  Float32Array.from(weights, (weight, i) => (inMask(mask, i) ? weight : 0));
