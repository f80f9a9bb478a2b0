// A prompt as ids: the model's beginning token, and what the tokenizer can say of the text.
import { BenchtopError } from '../../gpu/errors';
import { CharTokenizer } from '../tokenizers/char';
import { idsToContinue } from '../tokenizers/frame';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { WordTokenizer } from '../tokenizers/words';

/** Characters (or words of a task) of the prompt that the model's text never uses, each once: they are left out. */
export function unencodable(tokenizer: Tokenizer, prompt: string): string[] {
  if (tokenizer instanceof WordTokenizer) return tokenizer.unknownWords(prompt);
  return tokenizer instanceof CharTokenizer ? tokenizer.unknownCharacters(prompt) : [];
}

/** The text without what the tokenizer can't say. */
export function encodable(tokenizer: Tokenizer, text: string): string {
  const unknown = new Set(unencodable(tokenizer, text));
  if (unknown.size === 0) return text;
  const parts = tokenizer instanceof WordTokenizer ? text.split(/(\s+)/) : [...text];
  return parts.filter((part) => !unknown.has(part)).join('');
}

/** With the beginning token where the model's post-processor puts one. */
export function encodePrompt(
  tokenizer: Tokenizer,
  prompt: string,
  addSpecialTokens = true,
): number[] {
  const text = encodable(tokenizer, prompt);
  const ids = addSpecialTokens
    ? idsToContinue(tokenizer, text)
    : Array.from(tokenizer.encode(text));
  if (tokenizer.vocabSize === 0)
    throw new BenchtopError('empty_vocabulary', 'The tokenizer has an empty vocabulary.');
  return ids.length > 0 ? ids : [startOf(tokenizer).id];
}

/**
 * What an empty prompt is: the beginning token. A model that has none starts with its end token, which
 * stands between the texts that it has read, or else with its first token; `isAssumed` says so.
 */
function startOf({ special }: Pick<Tokenizer, 'special'>): {
  readonly id: number;
  readonly isAssumed: boolean;
} {
  if (special?.bos !== undefined) return { id: special.bos, isAssumed: false };
  return { id: special?.eos ?? 0, isAssumed: true };
}

/** The token that an empty prompt was taken for, where the model does not say one. */
export function assumedStart(tokenizer: Tokenizer, prompt: string): string | undefined {
  if (idsToContinue(tokenizer, encodable(tokenizer, prompt)).length > 0) return undefined;
  const { id, isAssumed } = startOf(tokenizer);
  return isAssumed ? tokenizer.tokenText(id) : undefined;
}
