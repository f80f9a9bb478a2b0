// Next-sentence prediction (Devlin et al. 2019): does B follow A in the text, or does it come from
// elsewhere? Half and half.
import { BenchtopError } from '../../../gpu/errors';
import { drawIndex } from '../../data/augment';
import type { RandomStream } from '../../data/random';
import type { EncoderModel } from '../../models/interfaces';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { gapsOf } from '../accuracy';
import { field, placeOf, writeRow, type LossTerm, type Place } from '../lossTerm';
import { exampleStream, rangeOf, type TextData } from '../source';

export interface SentencePair {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly follows: boolean;
}

/** Sentences from `start` on while they fit; a single one that is too long is cut. */
function sentences(data: TextData, place: Place, start: number, room: number): number[] {
  const { to } = rangeOf(data, place);
  const tokens = data[place.split];
  let end = start;
  const limit = Math.min(to, start + room);
  for (let position = start; position < limit; position++)
    if (data.endsSentence[tokens[position]!]) end = position + 1;
  return Array.from(tokens.subarray(start, end > start ? end : limit));
}

/** The first place of a sentence, at random. */
function sentenceStart(data: TextData, place: Place, room: number, random: RandomStream): number {
  const { from, to } = rangeOf(data, place);
  const tokens = data[place.split];
  const start = from + drawIndex(random, Math.max(1, to - from - room));
  for (let position = start; position < to - room; position++) {
    if (data.endsSentence[tokens[position]!]) return position + 1;
  }
  return start;
}

export function sentencePair(
  data: TextData,
  place: Place,
  seqLen: number,
  random: RandomStream,
): SentencePair {
  const room = Math.floor((seqLen - 3) / 2);
  const at = sentenceStart(data, place, 2 * room, random);
  const first = sentences(data, place, at, room);
  const follows = random.next() < 0.5;
  const next = follows ? at + first.length : sentenceStart(data, place, room, random);
  return { first, second: sentences(data, place, next, room), follows };
}

export function nextSentenceTerm(
  model: EncoderModel,
  data: TextData,
  { name, weight }: { name: string; weight: number },
): LossTerm {
  const { cls, sep, pad } = data.special;
  return {
    name,
    weight,
    hasAccuracy: true,
    predicted: 'labels',
    fields: ({ batch, seqLen }) => [
      ...['ids', 'segments', 'mask'].map((sentence) => field(sentence, [batch, seqLen])),
      field('labels', [batch], 'i32'),
    ],
    fill(draw, { batch, seqLen }, words) {
      for (let row = 0; row < batch; row++) {
        const random = exampleStream(data, draw, row, batch);
        const { first, second, follows } = sentencePair(data, placeOf(draw, row), seqLen, random);
        const ids = [cls, ...first, sep, ...second, sep];
        const positions = Array.from({ length: seqLen }, (_, position) => position);
        writeRow(
          words('ids'),
          row,
          seqLen,
          positions.map((position) => ids[position] ?? pad),
        );
        writeRow(
          words('mask'),
          row,
          seqLen,
          positions.map((position) => Number(position < ids.length)),
        );
        const second0 = first.length + 2;
        writeRow(
          words('segments'),
          row,
          seqLen,
          positions.map((position) => Number(position >= second0 && position < ids.length)),
        );
        words('labels')[row] = follows ? 0 : 1;
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const { nextSentence } = model.forward(parameter, {
        ids: of('ids'),
        segments: of('segments'),
        keyMask: of('mask'),
        training,
        recompute,
      });
      if (!nextSentence) {
        throw new BenchtopError(
          'no_sentence_head',
          'The model has no head that tells whether a sentence follows. BERT has one.',
        );
      }
      const result = crossEntropy(nextSentence, of('labels'));
      return {
        loss: result.loss,
        score: { losses: result.losses, gaps: gapsOf(nextSentence, result) },
        logits: nextSentence,
      };
    },
  };
}
