// A class for each sequence or pair of them. Sequences are filled up behind their end, where no
// decoder looks; encoders are told where it is.
import type { EncoderModel, LanguageModel } from '../models/interfaces';
import { classifierParameters, classLoss } from '../nn/classifier';
import type { PoolMode } from '../ops/pool';
import { gapsOf } from './accuracy';
import { exampleOrder, type EncodedExample, type ExampleData } from './exampleData';
import { field, writeRow, type Part } from './part';

type Reader =
  | { readonly kind: 'decoder'; readonly model: LanguageModel }
  | { readonly kind: 'encoder'; readonly model: EncoderModel };

interface Classify {
  readonly name: string;
  readonly weight: number;
  readonly pooling: PoolMode;
  readonly width: number;
  readonly seed: number;
}

/** Of one row: ids filled up to the length, marks of the real ones, and which text they belong to. */
function writeExample(
  { ids, secondAt }: EncodedExample,
  row: number,
  seqLen: number,
  words: (name: string) => Int32Array,
): void {
  const places = Array.from({ length: seqLen }, (_, place) => place);
  writeRow(
    words('ids'),
    row,
    seqLen,
    places.map((place) => ids[place] ?? 0),
  );
  writeRow(
    words('mask'),
    row,
    seqLen,
    places.map((place) => Number(place < ids.length)),
  );
  const isSecond = (place: number): boolean => place >= secondAt && place < ids.length;
  writeRow(
    words('segments'),
    row,
    seqLen,
    places.map((place) => Number(isSecond(place))),
  );
}

export function classifyPart(
  reader: Reader,
  data: ExampleData,
  { name, weight, pooling, width, seed }: Classify,
): Part {
  const exampleAt = exampleOrder(data, seed);
  return {
    name,
    weight,
    hasAccuracy: true,
    classes: data.labels,
    parameters: classifierParameters(data.labels.length, width),
    fields: ({ batch, seqLen }) => [
      field('ids', [batch, seqLen]),
      field('mask', [batch, seqLen]),
      field('segments', [batch, seqLen]),
      field('labels', [batch], 'i32'),
    ],
    fill(draw, { batch, seqLen }, words) {
      for (let row = 0; row < batch; row++) {
        const example = exampleAt(draw, batch, row);
        writeExample(example, row, seqLen, words);
        words('labels')[row] = example.label;
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const pass = { ids: of('ids'), training, recompute };
      const mask = of('mask');
      const { final } =
        reader.kind === 'decoder'
          ? reader.model.forward(parameter, pass)
          : reader.model.forward(parameter, { ...pass, keyMask: mask, segments: of('segments') });
      const { logits, result } = classLoss(
        { final, mask, labels: of('labels') },
        parameter,
        pooling,
      );
      const score = { losses: result.losses, gaps: gapsOf(logits, result), logits };
      return { loss: result.loss, score };
    },
    examples: ({ split }) => data[split].length,
  };
}
