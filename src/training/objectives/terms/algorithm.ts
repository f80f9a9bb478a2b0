// Algorithmic tasks: the loss counts the answer only, and an answer is right when all of it is.
import { BLANK, type AlgorithmicTask } from '../../data/corpora/tasks';
import type { LanguageModel } from '../../models/interfaces';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { WordTokenizer } from '../../tokenizers/words';
import { gapsOf } from '../accuracy';
import { field, IGNORED, writeRow, type LossTerm } from '../lossTerm';

export const taskTokenizer = ({ vocabulary }: AlgorithmicTask): WordTokenizer =>
  new WordTokenizer([...vocabulary, BLANK]);

/** Examples of an endless task that an evaluation reads. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

export function algorithmTerm(
  model: LanguageModel,
  task: AlgorithmicTask,
  { name, weight }: { name: string; weight: number },
): LossTerm {
  const tokenizer = taskTokenizer(task);
  const ids = new Map(tokenizer.words.map((word, id) => [word, id]));
  const blank = ids.get(BLANK)!;
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
    fill({ split, index }, { batch, seqLen }, words) {
      for (let row = 0; row < batch; row++) {
        const { prompt, answer } = task.example(split, index * batch + row);
        const whole = [...prompt, ...answer].map((word) => ids.get(word)!);
        const positions = Array.from({ length: seqLen }, (_, position) => position);
        writeRow(
          words('ids'),
          row,
          seqLen,
          positions.map((position) => whole[position] ?? blank),
        );
        const isRequested = (position: number): boolean =>
          position >= prompt.length - 1 && position + 1 < whole.length;
        writeRow(
          words('targets'),
          row,
          seqLen,
          positions.map((position) => (isRequested(position) ? whole[position + 1]! : IGNORED)),
        );
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const { logits } = model.forward(parameter, { ids: of('ids'), training, recompute });
      const result = crossEntropy(logits, of('targets'));
      const score = { losses: result.losses, gaps: gapsOf(logits, result) };
      return { loss: result.loss, score, logits };
    },
    examples: ({ split }) => task.counts?.[split] ?? ENDLESS,
  };
}
