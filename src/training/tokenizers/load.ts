/** A tokenizer back from its JSON, by kind. */
import { BpeTokenizer } from './bpe';
import { ByteTokenizer } from './byte';
import { CharTokenizer } from './char';
import { HuggingFaceTokenizer } from './huggingface';
import { isObject } from './huggingface/component';
import { TokenizerError, type Tokenizer, type TokenizerJson } from './tokenizer';
import { byteLevelJson } from './vocabFiles';
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
      return gpt2FromJSON(json);
    case 'tokenizer_json':
      return HuggingFaceTokenizer.fromJSON(json);
    case 'words':
      return WordTokenizer.fromJSON(json);
    default:
      throw new TokenizerError('bad_json', { kind: String(json.kind) });
  }
}

/** Runs that were kept with GPT-2's two files. */
function gpt2FromJSON({ kind, vocab, merges }: TokenizerJson): Tokenizer {
  if (!isObject(vocab) || typeof merges !== 'string')
    throw new TokenizerError('bad_json', { kind });
  const config = { tokenizer_class: 'GPT2Tokenizer' };
  return new HuggingFaceTokenizer(byteLevelJson(vocab, merges, {}, config), config);
}
