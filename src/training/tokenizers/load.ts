/** A tokeniser back from its JSON, by kind. */
import { BpeTokenizer } from './bpe';
import { ByteTokenizer } from './byte';
import { CharTokenizer } from './char';
import { TokenizerError, type Tokenizer, type TokenizerJson } from './tokenizer';

export function tokenizerFromJSON(json: TokenizerJson): Tokenizer {
  switch (json.kind) {
    case 'char':
      return CharTokenizer.fromJSON(json);
    case 'byte':
      return new ByteTokenizer();
    case 'bpe':
      return BpeTokenizer.fromJSON(json);
    default:
      throw new TokenizerError('bad_json', { kind: String(json.kind) });
  }
}
