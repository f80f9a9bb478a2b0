/** A tokeniser back from its JSON, by kind. */
import { BpeTokenizer } from './bpe';
import { ByteTokenizer } from './byte';
import { CharTokenizer } from './char';
import { Gpt2Tokenizer } from './gpt2';
import { HuggingFaceTokenizer } from './huggingface';
import { TokenizerError, type Tokenizer, type TokenizerJson } from './tokenizer';
import { WordPieceTokenizer } from './wordpiece';
import { WordTokenizer } from './words';

export function tokenizerFromJSON(json: TokenizerJson): Tokenizer {
  switch (json.kind) {
    case 'char':
      return CharTokenizer.fromJSON(json);
    case 'byte':
      return new ByteTokenizer();
    case 'bpe':
      return BpeTokenizer.fromJSON(json);
    case 'wordpiece':
      return WordPieceTokenizer.fromJSON(json);
    case 'gpt2':
      return Gpt2Tokenizer.fromJSON(json);
    case 'tokenizer_json':
      return HuggingFaceTokenizer.fromJSON(json);
    case 'words':
      return WordTokenizer.fromJSON(json);
    default:
      throw new TokenizerError('bad_json', { kind: String(json.kind) });
  }
}
