// A prompt as ids: what the tokeniser can't say is left out, and an empty prompt becomes one token.
import { BenchtopError } from '../../gpu/errors';
import { CharTokenizer } from '../tokenizers/char';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { WordTokenizer } from '../tokenizers/words';

/** Characters (or words of a task) of the prompt that the model's text never uses, each once: they are left out. */
export function unsayable(tokenizer: Tokenizer, prompt: string): string[] {
  if (tokenizer instanceof WordTokenizer) return tokenizer.unknownWords(prompt);
  return tokenizer instanceof CharTokenizer ? tokenizer.unknownCharacters(prompt) : [];
}

/** The text without what the tokeniser can't say. */
export function sayable(tokenizer: Tokenizer, text: string): string {
  const unknown = new Set(unsayable(tokenizer, text));
  if (unknown.size === 0) return text;
  const parts = tokenizer instanceof WordTokenizer ? text.split(/(\s+)/) : [...text];
  return parts.filter((part) => !unknown.has(part)).join('');
}

export function encodePrompt(tokenizer: Tokenizer, prompt: string): number[] {
  const ids = Array.from(tokenizer.encode(sayable(tokenizer, prompt)));
  if (tokenizer.vocabSize === 0)
    throw new BenchtopError('empty_vocabulary', 'The tokeniser knows nothing.');
  return ids.length > 0 ? ids : [0];
}
