// Writes under a constraint as a model without any sense does: random scores for every token.
import {
  compileConstraint,
  type ConstraintSpec,
} from '../../src/training/generate/constraints/compile';
import { ConstraintProcessor } from '../../src/training/generate/constraints/constraintProcessor';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import type { Random } from './randomSchemas';

export interface Written {
  readonly text: string;
  readonly tokens: number;
  /** By the end token or because nothing else could follow. */
  readonly isEnded: boolean;
}

/** `room`: tokens beyond those of the shortest text; a model has one token more than its tokenizer: its end. */
export function writeConstrained(
  spec: ConstraintSpec,
  tokenizer: Tokenizer,
  random: Random,
  room: number,
): Written {
  const endId = tokenizer.vocabSize;
  const constraint = compileConstraint(spec, tokenizer, [endId]);
  const maxNewTokens = constraint.shortest + room;
  const lengths = { promptTokens: 2, maxNewTokens, endIds: [endId] };
  const processor = new ConstraintProcessor(constraint, lengths);
  const ids = [0, 0];
  let isEnded = processor.isDone(ids);
  while (!isEnded && ids.length < 2 + maxNewTokens) {
    const scores = Float32Array.from({ length: endId + 1 }, () => random() * 4);
    processor.process(ids, scores);
    const best = scores.indexOf(Math.max(...scores));
    if (best === endId) isEnded = true;
    else {
      ids.push(best);
      isEnded = processor.isDone(ids);
    }
  }
  return { text: tokenizer.decode(ids.slice(2)), tokens: ids.length - 2, isEnded };
}
