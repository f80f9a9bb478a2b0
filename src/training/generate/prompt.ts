// A prompt as ids: what the tokeniser can't say is left out, and an empty prompt becomes one token.
import { BenchtopError } from '../../gpu/errors';
import { CharTokenizer } from '../tokenizers/char';
import type { Tokenizer } from '../tokenizers/tokenizer';

export function encodePrompt(tokenizer: Tokenizer, prompt: string): number[] {
  let text = prompt;
  if (tokenizer instanceof CharTokenizer) {
    const unknown = new Set(tokenizer.unknownCharacters(prompt));
    text = [...prompt].filter((character) => !unknown.has(character)).join('');
  }
  const ids = Array.from(tokenizer.encode(text));
  if (tokenizer.vocabSize === 0)
    throw new BenchtopError('empty_vocabulary', 'The tokeniser knows nothing.');
  return ids.length > 0 ? ids : [0];
}
