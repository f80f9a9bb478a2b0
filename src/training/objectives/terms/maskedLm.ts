// Masked language modelling (Devlin et al. 2019): some tokens are hidden, and the model says which they
// were. Of those chosen 80 % become [MASK], 10 % any token, 10 % stay.
import { drawIndex, shuffled } from '../../data/augment';
import type { RandomStream } from '../../data/random';
import type { EncoderModel } from '../../models/interfaces';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { field, IGNORED, placeOf, writeRow, type LossTerm } from '../lossTerm';
import { augmentedWindow, type Augmented } from '../augmented';
import { exampleStream, type TextData } from '../source';

export interface Masking {
  readonly mlm_probability: number;
  readonly whole_words: boolean;
}

export interface MaskedSequence {
  readonly ids: number[];
  /** The original where it is to be found, else IGNORED. */
  readonly targets: number[];
}

/** Places that are hidden together: single tokens, or all pieces of a word. */
function units(
  ids: ArrayLike<number>,
  wholeWords: boolean,
  continuesWord: TextData['continuesWord'],
): number[][] {
  const result: number[][] = [];
  for (let position = 0; position < ids.length; position++) {
    if (wholeWords && position > 0 && continuesWord(ids[position - 1]!, ids[position]!))
      result.at(-1)!.push(position);
    else result.push([position]);
  }
  return result;
}

/** Hides a fixed share of the tokens, at least one. `read`: what stands in their places otherwise. */
export function maskTokens(
  window: ArrayLike<number>,
  { mlm_probability, whole_words }: Masking,
  {
    continuesWord,
    special,
    ownIds,
  }: Pick<TextData, 'continuesWord' | 'special'> & { ownIds: number },
  random: RandomStream,
  read: ArrayLike<number> = window,
): MaskedSequence {
  const ids = Array.from(read);
  const targets = ids.map(() => IGNORED);
  const wanted = Math.max(1, Math.round(mlm_probability * ids.length));
  let hidden = 0;
  for (const positions of shuffled(units(window, whole_words, continuesWord), random)) {
    if (hidden >= wanted) break;
    hidden += positions.length;
    for (const position of positions) {
      targets[position] = window[position]!;
      const kind = random.next();
      if (kind < 0.8) ids[position] = special.mask;
      else if (kind < 0.9) ids[position] = drawIndex(random, ownIds);
    }
  }
  return { ids, targets };
}

export function maskedLmTerm(
  model: EncoderModel,
  data: TextData,
  { name, weight, augmentations, ...masking }: Masking & Augmented,
): LossTerm {
  const { cls, sep } = data.special;
  const ownIds = data.endsSentence.length;
  return {
    name,
    weight,
    targets: 'targets',
    predicted: 'targets',
    fields: ({ batch, seqLen }) => [
      field('ids', [batch, seqLen]),
      field('targets', [batch, seqLen], 'i32'),
    ],
    fill(draw, { batch, seqLen }, words) {
      for (let row = 0; row < batch; row++) {
        const random = exampleStream(data, draw, row, batch);
        const place = placeOf(draw, row);
        const { text, read } = augmentedWindow(data, place, seqLen - 2, random, augmentations);
        const { ids, targets } = maskTokens(text, masking, { ...data, ownIds }, random, read);
        writeRow(words('ids'), row, seqLen, [cls, ...ids, sep]);
        writeRow(words('targets'), row, seqLen, [IGNORED, ...targets, IGNORED]);
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const { logits } = model.forward(parameter, { ids: of('ids'), training, recompute });
      const { loss, losses } = crossEntropy(logits!, of('targets'));
      return { loss, score: { losses }, logits: logits! };
    },
  };
}
