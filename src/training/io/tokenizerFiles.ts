// A folder's tokenizer from its files: Benchtop's own, tokenizer.json, or the older vocab files.
import { fieldError, FieldError, walkFields } from '../formats/fieldTable';
import { SPECIAL_TOKENS_MAP } from '../formats/tokenizerConfig';
import { HuggingFaceTokenizer } from '../tokenizers/huggingface';
import { classOf } from '../tokenizers/huggingface/specialTokens';
import { tokenizerFromJSON } from '../tokenizers/load';
import { TokenizerError, type Tokenizer, type TokenizerJson } from '../tokenizers/tokenizer';
import { addedBeside, byteLevelJson, wordPieceJson } from '../tokenizers/vocabFiles';
import { OWN_TOKENIZER_FILE } from './exportTokenizer';
import { HuggingFaceError } from './huggingfaceConfig';
import { readJsonFile } from './jsonFile';
import type { ModelFiles } from './weightFiles';

type Json = Readonly<Record<string, unknown>>;

/** @throws HuggingFaceError bad_tokenizer | no_tokenizer | bad_json_file */
export async function openTokenizer(files: ModelFiles): Promise<Tokenizer> {
  let found: Tokenizer | null;
  try {
    found = await readTokenizer(files);
  } catch (thrown) {
    if (!(thrown instanceof TokenizerError || thrown instanceof FieldError)) throw thrown;
    const text = `The tokenizer cannot be read: ${thrown.message}`;
    throw new HuggingFaceError('bad_tokenizer', text, { reason: thrown.message });
  }
  if (found) return found;
  throw new HuggingFaceError(
    'no_tokenizer',
    'The folder has no tokenizer.json, no vocab.json with merges.txt and no vocab.txt.',
  );
}

async function readTokenizer(files: ModelFiles): Promise<Tokenizer | null> {
  const own = await readJsonFile(files, OWN_TOKENIZER_FILE);
  if (own) return tokenizerFromJSON(own as TokenizerJson);
  const config = await configOf(files);
  const whole = await readJsonFile(files, 'tokenizer.json');
  const added = (await readJsonFile(files, 'added_tokens.json')) ?? {};
  if (whole) return new HuggingFaceTokenizer(whole, withAdded(whole, added, config));
  const vocab = await readJsonFile(files, 'vocab.json');
  const merges = await files.get('merges.txt')?.text();
  if (vocab && merges !== undefined)
    return new HuggingFaceTokenizer(byteLevelJson(vocab, merges, added, config), config);
  const words = await files.get('vocab.txt')?.text();
  if (words !== undefined)
    return new HuggingFaceTokenizer(wordPieceJson(words, added, config), config);
  const model = ['tokenizer.model', 'spiece.model', 'sentencepiece.bpe.model', 'tekken.json'].find(
    (name) => files.get(name),
  );
  if (model)
    throw fieldError(
      'unsupported_field',
      model,
      'format',
      'SentencePiece or tekken',
      'Save the tokenizer as tokenizer.json: AutoTokenizer.from_pretrained(…).save_pretrained(…).',
    );
  return null;
}

/** added_tokens.json counts where tokenizer_config.json has no added_tokens_decoder, as in transformers. */
function withAdded(whole: Json, added: Json, config: Json): Json {
  if ('added_tokens_decoder' in config) return config;
  const more = addedBeside(added, whole, config);
  return Object.keys(more).length === 0 ? config : { ...config, added_tokens_decoder: more };
}

/** tokenizer_config.json with what special_tokens_map.json and config.json add to it. */
async function configOf(files: ModelFiles): Promise<Json> {
  const config = (await readJsonFile(files, 'tokenizer_config.json')) ?? {};
  const model = (await readJsonFile(files, 'config.json')) ?? {};
  const merged: Record<string, unknown> = { ...config };
  if (!('added_tokens_decoder' in config)) {
    const map = (await readJsonFile(files, 'special_tokens_map.json')) ?? {};
    walkFields(SPECIAL_TOKENS_MAP, map);
    Object.assign(merged, map);
  }
  if (typeof merged.tokenizer_class !== 'string') {
    const named = typeof model.tokenizer_class === 'string' ? model.tokenizer_class : '';
    const known = named || classOf({}, model.model_type);
    if (known !== '') merged.tokenizer_class = known;
  }
  return merged;
}
