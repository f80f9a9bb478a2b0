// Causal language modelling over augmented windows, which the CPU writes out; held-out windows are those of
// the plain objective, and stay as they are.
import type { LanguageModel } from '../../models/interfaces';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { augmentedAt, type Augmented } from '../augmented';
import { causalTerm } from './causal';
import { field, placeOf, writeRow, type LossTerm } from '../lossTerm';
import { exampleStream, type TextData } from '../source';

export function augmentedCausalTerm(
  model: LanguageModel,
  data: TextData,
  { augmentations, ...own }: Augmented & { evalWindows: number },
): LossTerm {
  const plain = causalTerm(model, data, own);
  const { name, weight } = own;
  return {
    name,
    weight,
    fields: ({ batch, seqLen }) => [
      field('ids', [batch, seqLen]),
      field('targets', [batch, seqLen], 'i32'),
    ],
    fill(draw, shape, words) {
      const { batch, seqLen } = shape;
      const starts = new Int32Array(batch);
      plain.fill(draw, shape, () => starts);
      for (let row = 0; row < batch; row++) {
        const place = placeOf(draw, row);
        const random = exampleStream(data, draw, row, batch);
        const window = { start: starts[row]!, length: seqLen + 1 };
        const { text, read } = augmentedAt(data, place, window, random, augmentations);
        writeRow(words('ids'), row, seqLen, read.slice(0, seqLen));
        writeRow(words('targets'), row, seqLen, text.slice(1, seqLen + 1));
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const { logits } = model.forward(parameter, { ids: of('ids'), training, recompute });
      const { loss, losses } = crossEntropy(logits, of('targets'));
      return { loss, score: { losses } };
    },
    examples: (place, shape) => plain.examples!(place, shape),
  };
}
