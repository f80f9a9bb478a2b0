// Contrastive learning (InfoNCE: van den Oord et al. 2018; pairs as SimCSE, Gao et al. 2021): two
// augmented views of a text must find each other among all of the batch.
import { augment } from '../../data/augment';
import type { EncoderModel } from '../../models/interfaces';
import { iota } from '../../ops/layout/counting';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { symmetric } from '../../ops/losses/infoNce';
import { pool } from '../../ops/pool';
import { slice } from '../../ops/layout/slice';
import type { AugmentationConfig } from '../../run/objectiveConfig';
import { gapsOf } from '../accuracy';
import { field, placeOf, writeRow, type LossTerm } from '../lossTerm';
import { drawWindow, exampleStream, type TextData } from '../source';

interface Contrastive {
  readonly name: string;
  readonly weight: number;
  readonly temperature: number;
  readonly augmentations: readonly AugmentationConfig[];
}

export function contrastiveTerm(
  model: Pick<EncoderModel, 'forward'>,
  data: TextData,
  { name, weight, temperature, augmentations }: Contrastive,
): LossTerm {
  const { cls, pad, mask } = data.special;
  const isSentenceEnd = (id: number): boolean => data.endsSentence[id] ?? false;
  return {
    name,
    weight,
    hasAccuracy: true,
    fields: ({ batch, seqLen }) => [
      field('ids', [2 * batch, seqLen]),
      field('mask', [2 * batch, seqLen]),
    ],
    fill(draw, { batch, seqLen }, words) {
      const vocabulary = { maskId: mask, isSentenceEnd, corpus: data[draw.split] };
      for (let row = 0; row < batch; row++) {
        const random = exampleStream(data, draw, row, batch);
        const window = Array.from(drawWindow(data, placeOf(draw, row), seqLen - 1, random));
        for (const view of [row, row + batch]) {
          const changed = augmentations.reduce<readonly number[]>(
            (ids, one) => augment(ids, one, vocabulary, random),
            window,
          );
          const ids = [cls, ...changed];
          const positions = Array.from({ length: seqLen }, (_, position) => position);
          writeRow(
            words('ids'),
            view,
            seqLen,
            positions.map((position) => ids[position] ?? pad),
          );
          writeRow(
            words('mask'),
            view,
            seqLen,
            positions.map((position) => Number(position < ids.length)),
          );
        }
      }
    },
    build({ field: of, shape: { batch }, parameter, training, recompute }) {
      const keyMask = of('mask');
      const { final } = model.forward(parameter, { ids: of('ids'), keyMask, training, recompute });
      const pooled = pool(final, 'mean', keyMask); // [2B, C]
      const first = slice(pooled, 0, 0, batch);
      const second = slice(pooled, 0, batch, 2 * batch);
      const { loss, sim } = symmetric(first, second, temperature);
      const found = crossEntropy(sim, iota(batch, 'i32'));
      return { loss, score: { losses: found.losses, gaps: gapsOf(sim, found) } };
    },
  };
}
