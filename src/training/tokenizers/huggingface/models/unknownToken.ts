import { TokenizerError } from '../../tokenizer';

/** The reference fails there, too. */
export function noUnknownToken(text: string): TokenizerError {
  const shown = text.length > 20 ? `${text.slice(0, 20)}…` : text;
  return new TokenizerError(
    'no_unknown_token',
    { text: shown },
    `The text holds ${shown}, which the vocabulary does not have, and the tokenizer has no unknown token.`,
  );
}
