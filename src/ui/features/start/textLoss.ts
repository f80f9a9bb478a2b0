// The loss of a model over a text, beside the least that any model can have on the same tokens.
import type { Reading } from './writing';

export interface TextLoss {
  readonly tokens: number;
  /** Mean of −ln p, in nats a token: of the model, and of the true probabilities. */
  readonly model: number;
  readonly floor: number;
}

/** Of the tokens of which both are known; null where there is none. */
export function textLoss({ model, truth }: Reading): TextLoss | null {
  if (!truth) return null;
  const { prompt } = model;
  // A beginning token stands before the text's own; a long text has lost its first ones.
  const shift = truth.tokens.length - prompt.length;
  let [count, own, least] = [0, 0, 0];
  for (const [index, { id, probability }] of prompt.entries()) {
    const known = truth.tokens[index + shift];
    if (probability === undefined || known?.id !== id || !known.probability) continue;
    count += 1;
    own -= Math.log(probability);
    least -= Math.log(known.probability);
  }
  return count === 0 ? null : { tokens: count, model: own / count, floor: least / count };
}
