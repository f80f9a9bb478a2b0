// Prompts with answers: a decoder reads both, and the loss counts the answer alone. An answer is
// right when each of its tokens is the likeliest one behind those before it.
import type { LanguageModel } from '../../models/interfaces';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { gapsOf } from '../accuracy';
import { exampleOrder, type ExampleData } from '../exampleData';
import { field, IGNORED, writeRow, type LossTerm } from '../lossTerm';

/** What is too long loses the start of its prompt. */
export function answerRow(
  { ids, secondAt }: { readonly ids: readonly number[]; readonly secondAt: number },
  seqLen: number,
): { ids: number[]; targets: number[] } {
  const cut = Math.max(0, ids.length - 1 - seqLen);
  const read = ids.slice(cut);
  const positions = Array.from({ length: seqLen }, (_, position) => position);
  return {
    ids: positions.map((position) => (position + 1 < read.length ? read[position]! : 0)),
    targets: positions.map((position) =>
      position + 1 + cut >= secondAt && position + 1 < read.length ? read[position + 1]! : IGNORED,
    ),
  };
}

interface AnswerSettings {
  readonly name: string;
  readonly weight: number;
  readonly seed: number;
  /** In place of the examples in their order. */
  readonly exampleAt?: ReturnType<typeof exampleOrder> | undefined;
}

export function answerTerm(
  model: LanguageModel,
  data: ExampleData,
  { name, weight, seed, exampleAt = exampleOrder(data, seed) }: AnswerSettings,
): LossTerm {
  return {
    name,
    weight,
    targets: 'targets',
    predicted: 'targets',
    hasAccuracy: true,
    fields: ({ batch, seqLen }) => [
      field('ids', [batch, seqLen]),
      field('targets', [batch, seqLen], 'i32'),
    ],
    fill(draw, { batch, seqLen }, words) {
      for (let row = 0; row < batch; row++) {
        const { ids, targets } = answerRow(exampleAt(draw, batch, row), seqLen);
        writeRow(words('ids'), row, seqLen, ids);
        writeRow(words('targets'), row, seqLen, targets);
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const { logits } = model.forward(parameter, { ids: of('ids'), training, recompute });
      const result = crossEntropy(logits, of('targets'));
      const score = { losses: result.losses, gaps: gapsOf(logits, result) };
      return { loss: result.loss, score, logits };
    },
    examples: ({ split }) => data[split].length,
  };
}
