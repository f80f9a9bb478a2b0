// What a model's post-processor puts around a text, and texts that are to be continued: they get what
// stands in front, not what closes them.
import type { Tokenizer } from './tokenizer';

export interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

type Encodes = Pick<Tokenizer, 'encode' | 'encodeForModel'>;

const NONE: Frame = { before: [], after: [] };
/** Texts that nearly every vocabulary can say. */
const PROBES = ['a', '0', '.', '的'];

const known = new WeakMap<Encodes, Frame>();

/** Nothing for tokenizers that came without a model. */
export function frameOf(tokenizer: Encodes): Frame {
  let frame = known.get(tokenizer);
  if (!frame) known.set(tokenizer, (frame = probe(tokenizer)));
  return frame;
}

function probe(tokenizer: Encodes): Frame {
  if (!tokenizer.encodeForModel) return NONE;
  for (const text of PROBES) {
    const plain = tokenizer.encode(text);
    if (plain.length === 0) continue;
    const whole = Array.from(tokenizer.encodeForModel(text).ids);
    for (let from = 0; from + plain.length <= whole.length; from++) {
      if (!plain.every((id, index) => whole[from + index] === id)) continue;
      return { before: whole.slice(0, from), after: whole.slice(from + plain.length) };
    }
  }
  return NONE;
}

/** A text that the model is to continue. A beginning token that the text spells out is not put there twice. */
export function idsToContinue(tokenizer: Encodes, text: string): number[] {
  const { before } = frameOf(tokenizer);
  const ids = Array.from(tokenizer.encode(text));
  const isThere = before.every((id, index) => ids[index] === id);
  return isThere ? ids : [...before, ...ids];
}
