// Causal language modelling over windows that the GPU gathers: the CPU only writes where they start.
import { randomUint32 } from '../../data/random';
import type { LanguageModel } from '../../models/interfaces';
import { causalLanguageModelling, windowStarts } from '../../run/objective';
import { placeOf, type LossTerm } from '../lossTerm';
import { blockStarts } from '../beginnings';
import { rangeOf, type TextData } from '../source';

/** Window starts spread evenly over a text, so that every evaluation reads the same. */
export function spread(tokens: number, wanted: number, seqLen: number): Int32Array {
  const whole = Math.max(1, Math.floor(tokens / seqLen));
  const count = Math.min(wanted, whole);
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * whole) / count) * seqLen);
}

export function causalTerm(
  model: LanguageModel,
  data: TextData,
  { name, weight, evalWindows }: { name: string; weight: number; evalWindows: number },
): LossTerm {
  const objective = causalLanguageModelling(model);
  const { block } = data;
  const heldOut = (source: number, seqLen: number): Int32Array => {
    const { from, to } = rangeOf(data, { split: 'validation', source });
    if (block) return blockStarts(to - from, block, evalWindows).map((start) => from + start);
    return spread(to - from - seqLen, evalWindows, seqLen).map((start) => from + start);
  };
  return {
    name,
    weight,
    fields: ({ batch }) => [windowStarts(batch)],
    fill(draw, { batch, seqLen }, words) {
      const { split, index } = draw;
      const offsets = words('offsets');
      const starts = split === 'validation' ? heldOut(draw.sourceOf(0), seqLen) : undefined;
      for (let row = 0; row < batch; row++) {
        const { from, to } = rangeOf(data, placeOf(draw, row));
        const uniform = randomUint32(data.seed, index, row) / 2 ** 32;
        const drawn = block
          ? block * Math.floor(uniform * Math.floor((to - from) / block))
          : Math.floor(uniform * (to - from - seqLen));
        offsets[row] = starts?.[(index * batch + row) % starts.length] ?? from + drawn;
      }
    },
    build(inputs) {
      const { loss, scores } = objective(inputs);
      return { loss, score: scores!.loss! };
    },
    examples: ({ source }, { seqLen }) => heldOut(source, seqLen).length,
  };
}
