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

export function encodePrompt(tokenizer: Tokenizer, prompt: string): number[] {
  const unknown = new Set(unsayable(tokenizer, prompt));
  const parts = tokenizer instanceof WordTokenizer ? prompt.split(/(\s+)/) : [...prompt];
  const text = parts.filter((part) => !unknown.has(part)).join('');
  const ids = Array.from(tokenizer.encode(text));
  if (tokenizer.vocabSize === 0)
    throw new BenchtopError('empty_vocabulary', 'The tokeniser knows nothing.');
  return ids.length > 0 ? ids : [0];
}
