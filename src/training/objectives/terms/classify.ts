// A class, or a number, for each sequence or pair of them. Sequences are filled up behind their end, where no
// decoder looks; encoders get its position.
import type { EncoderModel, LanguageInputs, LanguageModel } from '../../models/interfaces';
import {
  classifierParameters,
  classLoss,
  scoreLoss,
  type ClassifierInputs,
} from '../../nn/classifier';
import { isRegression } from '../../data/examples/examples';
import type { ParameterLookup } from '../../nn/weights';
import type { PoolMode } from '../../ops/pool';
import type { ModelConfig } from '../../run/config';
import type { Tensor } from '../../tensor';
import { gapsOf } from '../accuracy';
import { exampleOrder, fitted, type EncodedExample, type ExampleData } from '../exampleData';
import { field, writeRow, type LossTerm } from '../lossTerm';

export type ClassReader =
  | { readonly kind: 'decoder'; readonly model: LanguageModel }
  | { readonly kind: 'encoder'; readonly model: EncoderModel };

/** What the output layer looks at. `ids`, `mask` and `segments` are u32 [B, T]. */
export function lastStates(
  reader: ClassReader,
  parameter: ParameterLookup,
  { mask, segments, ...pass }: LanguageInputs & Record<'mask' | 'segments', Tensor>,
): Pick<ClassifierInputs, 'final' | 'pooled'> {
  if (reader.kind === 'decoder') return { final: reader.model.forward(parameter, pass).final };
  const { final, pooled } = reader.model.forward(parameter, { ...pass, keyMask: mask, segments });
  return { final, pooled };
}

interface Classify {
  readonly name: string;
  readonly weight: number;
  readonly pooling: PoolMode;
  /** Decides the output layer. */
  readonly config: Pick<ModelConfig, 'family' | 'n_embd'>;
  readonly seed: number;
  /** Of the names of the output layer's weights. */
  readonly prefix?: string | undefined;
  /** In place of the examples in their order. */
  readonly exampleAt?: ReturnType<typeof exampleOrder> | undefined;
}

/** Of one row: ids filled up to the length, marks of the real ones, and which text they belong to. */
export function writeExample(
  example: EncodedExample,
  row: number,
  seqLen: number,
  words: (name: string) => Int32Array,
): void {
  const { ids, secondAt, typeIds } = fitted(example, seqLen);
  const positions = Array.from({ length: seqLen }, (_, position) => position);
  writeRow(
    words('ids'),
    row,
    seqLen,
    positions.map((position) => ids[position] ?? 0),
  );
  writeRow(
    words('mask'),
    row,
    seqLen,
    positions.map((position) => Number(position < ids.length)),
  );
  const typeOf = (position: number): number =>
    typeIds ? (typeIds[position] ?? 0) : Number(position >= secondAt && position < ids.length);
  writeRow(words('segments'), row, seqLen, positions.map(typeOf));
}

/** Batches are words of 32 bits. */
const bitsOf = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0]!;

export function classifyTerm(
  reader: ClassReader,
  data: ExampleData,
  {
    name,
    weight,
    pooling,
    config,
    seed,
    prefix = '',
    exampleAt = exampleOrder(data, seed),
  }: Classify,
): LossTerm {
  const isScore = isRegression(data);
  return {
    name,
    weight,
    hasAccuracy: !isScore,
    ...(!isScore && { predicted: 'labels' }),
    classifier: { labels: data.labels, pooling },
    parameters: classifierParameters(config, data.labels.length).map((spec) => ({
      ...spec,
      name: prefix + spec.name,
    })),
    fields: ({ batch, seqLen }) => [
      field('ids', [batch, seqLen]),
      field('mask', [batch, seqLen]),
      field('segments', [batch, seqLen]),
      field('labels', [batch], isScore ? 'f32' : 'i32'),
    ],
    fill(draw, { batch, seqLen }, words) {
      for (let row = 0; row < batch; row++) {
        const example = exampleAt(draw, batch, row);
        writeExample(example, row, seqLen, words);
        words('labels')[row] = isScore ? bitsOf(example.score ?? 0) : example.label;
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const head: ParameterLookup = (one) => parameter(prefix + one);
      const pass = { ids: of('ids'), training, recompute };
      const mask = of('mask');
      const states = lastStates(reader, parameter, { ...pass, mask, segments: of('segments') });
      const inputs = { ...states, mask, labels: of('labels') };
      if (isScore) {
        const { logits, losses, loss } = scoreLoss(inputs, head, pooling);
        return { loss, score: { losses, logits } };
      }
      const { logits, result } = classLoss(inputs, head, pooling);
      const score = { losses: result.losses, gaps: gapsOf(logits, result), logits };
      return { loss: result.loss, score, logits };
    },
    examples: ({ split }) => data[split].length,
  };
}
