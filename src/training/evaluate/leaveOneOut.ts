// What each word of a text does for a prediction: how it changes where that word is left out.
import { logSoftmaxRow } from './logSoftmax';

/** A piece of the text; all of them, joined, are the text. */
export interface TextPart {
  readonly text: string;
  /** Blanks and punctuation are left as they are. */
  readonly isWord: boolean;
}

export interface WordEffect {
  /** Of the prediction: its log-odds, or the number of a regression, less what they are without the word. */
  readonly effect: number;
  /** Of the predicted class without the word; none of a regression. */
  readonly probability?: number;
}

export function partsOf(text: string): TextPart[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return [...segmenter.segment(text)].map(({ segment, isWordLike = false }) => ({
    text: segment,
    isWord: isWordLike,
  }));
}

/** The text without one of its parts; of two blanks that then meet one stays. */
export function without(parts: readonly TextPart[], left: number): string {
  const before = parts
    .slice(0, left)
    .map(({ text }) => text)
    .join('');
  const after = parts
    .slice(left + 1)
    .map(({ text }) => text)
    .join('');
  const meets = before === '' || /\s$/.test(before);
  return before + (meets ? after.replace(/^\s/, '') : after);
}

/** ln(p / (1 − p)) of one class, from the logits of all; finite also where p rounds to 1. */
export function logOdds(logits: Float32Array, label: number): number {
  const others = logits.filter((_logit, index) => index !== label);
  const most = Math.max(...others);
  const sum = others.reduce((total, logit) => total + Math.exp(logit - most), 0);
  return logits[label]! - most - Math.log(sum);
}

/** `logits` of the whole text, and of the text without a word. */
export function effectOf(
  whole: Float32Array,
  other: Float32Array,
  label: number | null,
): WordEffect {
  if (label === null) return { effect: whole[0]! - other[0]! };
  const logShares = new Float64Array(other.length);
  logSoftmaxRow(other, 0, logShares);
  const probability = Math.exp(logShares[label]!);
  return { effect: logOdds(whole, label) - logOdds(other, label), probability };
}
