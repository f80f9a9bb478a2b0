// A folder's tokenizer from its files: Benchtop's own, tokenizer.json, or the older vocab files.
import { fieldError, walkFields } from '../formats/fieldTable';
import { isReason } from '../formats/reasons';
import type { Remark } from '../formats/remark';
import { SPECIAL_TOKENS_MAP, TOKENIZER_CONFIG } from '../formats/tokenizerConfig';
import { classOf } from '../tokenizers/huggingface/specialTokens';
import { unreadFields } from '../tokenizers/huggingface/unreadFields';
import { tokenizerFromJSON } from '../tokenizers/load';
import { TokenizerError, type Tokenizer, type TokenizerJson } from '../tokenizers/tokenizer';
import { addedBeside, byteLevelJson, wordPieceJson } from '../tokenizers/vocabFiles';
import { OWN_TOKENIZER_FILE } from './exportTokenizer';
import { HuggingFaceError, withoutOwnForm } from './huggingface/config';
import { unknownFields } from './huggingface/special';
import { readJsonFile, readTextFile } from './jsonFile';
import { withNamedTokens } from './namedTokens';
import type { ModelFiles } from './huggingface/weightFiles';

export const CHAT_TEMPLATE_FILE = 'chat_template.jinja';

type Json = Readonly<Record<string, unknown>>;

export interface OpenedTokenizer {
  readonly tokenizer: Tokenizer;
  /** What was left out or assumed. */
  readonly remarks: readonly Remark[];
}

/**
 * `rows` of the model's embedding: special tokens that only a configuration names are left out beyond them.
 * @throws FieldError, HuggingFaceError bad_tokenizer | no_tokenizer | bad_json_file
 */
export async function openTokenizer(files: ModelFiles, rows = Infinity): Promise<OpenedTokenizer> {
  let found: OpenedTokenizer | null;
  try {
    found = await readTokenizer(files, rows);
  } catch (thrown) {
    if (!(thrown instanceof TokenizerError)) throw thrown;
    const { code, fields, message } = thrown;
    const reason = isReason(fields.reason) ? fields.reason : isReason(code) ? code : 'bad_json';
    throw new HuggingFaceError('bad_tokenizer', `The tokenizer cannot be read: ${message}`, {
      file: 'tokenizer.json',
      ...fields,
      reason,
    });
  }
  if (found) return found;
  throw new HuggingFaceError(
    'no_tokenizer',
    'The folder has no tokenizer.json, no vocab.json with merges.txt and no vocab.txt.',
  );
}

async function readTokenizer(files: ModelFiles, rows: number): Promise<OpenedTokenizer | null> {
  const own = await readJsonFile(files, OWN_TOKENIZER_FILE);
  if (own) return { tokenizer: tokenizerFromJSON(own as TokenizerJson), remarks: [] };
  const { config, namedClass, remarks } = await configOf(files);
  const withRemarks = (json: Json, own: Json, usualClass: string): OpenedTokenizer => {
    const source = { json, config: own, namedClass: namedClass || usualClass };
    const named = withNamedTokens(source, rows);
    return { tokenizer: named.tokenizer, remarks: [...remarks, ...named.remarks] };
  };
  const whole = await readJsonFile(files, 'tokenizer.json');
  const added = (await readJsonFile(files, 'added_tokens.json')) ?? {};
  if (whole) {
    const full = withBos(whole, withAdded(whole, added, config), namedClass);
    const opened = withRemarks(whole, full, '');
    const unread = unknownFields('tokenizer.json', unreadFields(whole));
    return { ...opened, remarks: [...unread, ...opened.remarks] };
  }
  const vocab = await readJsonFile(files, 'vocab.json');
  const merges = await readTextFile(files, 'merges.txt');
  if (vocab && merges !== undefined)
    return withRemarks(byteLevelJson(vocab, merges, added, config), config, 'GPT2');
  const words = await readTextFile(files, 'vocab.txt');
  if (words !== undefined) return withRemarks(wordPieceJson(words, added, config), config, 'Bert');
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

/** Classes that put bos in front themselves where neither file says what stands around a text. */
const BOS_CLASSES = ['Llama', 'CodeLlama', 'Gemma'];

function withBos(whole: Json, config: Json, namedClass: string): Json {
  const isOpen =
    BOS_CLASSES.includes(namedClass) &&
    (whole.post_processor ?? null) === null &&
    typeof config.add_bos_token !== 'boolean';
  return isOpen ? { ...config, add_bos_token: true } : config;
}

interface ReadConfig {
  readonly config: Json;
  /** '' where no file names a class. */
  readonly namedClass: string;
  readonly remarks: readonly Remark[];
}

/** tokenizer_config.json with what special_tokens_map.json and config.json add to it. */
async function configOf(files: ModelFiles): Promise<ReadConfig> {
  const config = (await readJsonFile(files, 'tokenizer_config.json')) ?? {};
  const model = withoutOwnForm((await readJsonFile(files, 'config.json')) ?? {});
  const chat = await readTextFile(files, CHAT_TEMPLATE_FILE);
  // The file of its own wins, as in transformers.
  const merged: Record<string, unknown> = { ...config, ...(chat && { chat_template: chat }) };
  const { unknown } = walkFields(TOKENIZER_CONFIG, config);
  const remarks = unknownFields(TOKENIZER_CONFIG.file, unknown);
  if (!('added_tokens_decoder' in config)) {
    const map = (await readJsonFile(files, 'special_tokens_map.json')) ?? {};
    const { unknown: others } = walkFields(SPECIAL_TOKENS_MAP, map);
    remarks.push(...unknownFields(SPECIAL_TOKENS_MAP.file, others));
    Object.assign(merged, map);
  }
  const { tokenizer_class: named = model.tokenizer_class } = merged;
  if (typeof named === 'string') merged.tokenizer_class = named;
  const namedClass = classOf(merged);
  if (namedClass === '') {
    const known = classOf({}, model.model_type);
    if (known !== '') merged.tokenizer_class = known;
  }
  return { config: merged, namedClass, remarks };
}
