// Preference pairs: a prompt with a chosen and a rejected completion. The model reads both, and so does the
// one that it started from; log-probabilities count completions alone. Metrics are named as TRL names them.
import { greater, maximum, sub } from '../../ops/binary';
import { constant } from '../../ops/layout/constant';
import { slice } from '../../ops/layout/slice';
import { dpoLoss, sequenceLogps, type DpoOptions, type PairLogps } from '../../ops/losses/dpo';
import { mean } from '../../ops/reduce';
import { scale } from '../../ops/unary';
import type { LanguageModel } from '../../models/interfaces';
import type { ParameterLookup } from '../../nn/weights';
import { answerRow } from './answer';
import { exampleOrder, type EncodedAnswer, type ExampleData } from '../exampleData';
import { field, writeRow, type LossTerm } from '../lossTerm';

interface Dpo extends DpoOptions {
  readonly name: string;
  readonly weight: number;
  readonly seed: number;
}

/** Rows [0, batch) are chosen, the others rejected. */
export function dpoTerm(model: LanguageModel, data: ExampleData, config: Dpo): LossTerm {
  const { name, weight, seed } = config;
  const exampleAt = exampleOrder(data, seed);
  return {
    name,
    weight,
    hasAccuracy: true,
    needsReference: true,
    fields: ({ batch, seqLen }) => [
      field('ids', [2 * batch, seqLen]),
      field('targets', [2 * batch, seqLen], 'i32'),
    ],
    fill(draw, { batch, seqLen }, words) {
      const write = (example: EncodedAnswer, row: number): void => {
        const { ids, targets } = answerRow(example, seqLen);
        writeRow(words('ids'), row, seqLen, ids);
        writeRow(words('targets'), row, seqLen, targets);
      };
      for (let row = 0; row < batch; row++) {
        const example = exampleAt(draw, batch, row);
        write(example, row);
        write(example.rejected!, batch + row);
      }
    },
    build({ field: of, parameter, reference, training, recompute }) {
      const [ids, targets] = [of('ids'), of('targets')];
      const batch = ids.shape[0]! / 2;
      const logpsOf = (weights: ParameterLookup, isTrained: boolean): PairLogps => {
        const pass = isTrained ? { ids, training, recompute } : { ids, training: false };
        const logps = sequenceLogps(model.forward(weights, pass).logits, targets);
        return { chosen: slice(logps, 0, 0, batch), rejected: slice(logps, 0, batch) };
      };
      const policy = logpsOf(parameter, true);
      const { loss, losses, rewards } = dpoLoss(policy, logpsOf(reference!, false), config);
      const { chosen, rejected } = rewards;
      // Equal rewards, as at the start, prefer nothing.
      const isRight = maximum(scale(greater(chosen, rejected), 2, -1), constant([], 0));
      return {
        loss,
        score: { losses, gaps: scale(isRight, -1, 1) },
        metrics: {
          'rewards/chosen': mean(chosen),
          'rewards/rejected': mean(rejected),
          'rewards/accuracies': mean(isRight),
          'rewards/margins': mean(sub(chosen, rejected)),
        },
      };
    },
    examples: ({ split }) => data[split].length,
  };
}
