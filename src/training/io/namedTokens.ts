// Special tokens that the configuration names and the vocabulary lacks: transformers adds them behind it.
// Those for which the model has no row are left out, and told.
import type { Remark } from '../formats/remark';
import { HuggingFaceTokenizer } from '../tokenizers/huggingface';
import { isObject, type JsonObject } from '../tokenizers/huggingface/component';
import { defaultNames, specialTokensInOrder } from '../tokenizers/huggingface/specialTokens';
import { listed } from './huggingface/special';

export interface TokenizerSource {
  readonly json: JsonObject;
  readonly config: JsonObject;
  /** The class that a file names, without `Tokenizer`: its special tokens are added, too. */
  readonly namedClass: string;
}

/** With `rows` of the model's embedding. */
export function withNamedTokens(
  { json, config, namedClass }: TokenizerSource,
  rows: number,
): { readonly tokenizer: HuggingFaceTokenizer; readonly remarks: readonly Remark[] } {
  const plain = new HuggingFaceTokenizer(json, config);
  const wanted = specialTokensInOrder(config, defaultNames(namedClass));
  const missing = new Map(
    wanted
      .filter(({ content }) => plain.idOf(content) === undefined)
      .map((token) => [token.content, token]),
  );
  const remarks = otherIds(json, config, plain);
  if (missing.size === 0) return { tokenizer: plain, remarks };
  const added = [...missing.values()].slice(0, Math.max(0, rows - plain.vocabSize));
  const left = [...missing.keys()].slice(added.length);
  if (left.length > 0)
    remarks.push({ code: 'tokens_without_row', fields: { tokens: listed(left), rows } });
  if (added.length === 0) return { tokenizer: plain, remarks };
  const before = isObject(config.added_tokens_decoder) ? config.added_tokens_decoder : {};
  const first = Object.keys(before).reduce((most, id) => Math.max(most, Number(id) + 1), 0);
  const entries = added.map(({ content, singleWord, lstrip, rstrip, normalized }, index) => [
    String(Math.max(plain.vocabSize, first) + index),
    { content, single_word: singleWord, lstrip, rstrip, normalized, special: true },
  ]);
  const decoder = { ...before, ...Object.fromEntries(entries) };
  const whole = { ...config, added_tokens_decoder: decoder };
  return { tokenizer: new HuggingFaceTokenizer(json, whole), remarks };
}

/** The tokenizers library numbers added tokens itself, whatever id stands beside them. */
function otherIds(json: JsonObject, config: JsonObject, tokenizer: HuggingFaceTokenizer): Remark[] {
  const list = Array.isArray(json.added_tokens) ? (json.added_tokens as unknown[]) : [];
  const added = list.filter(isObject).map((token) => [token.id, token.content, 'tokenizer.json']);
  const { added_tokens_decoder: byId } = config;
  const more = Object.entries(isObject(byId) ? byId : {}).map(([id, token]) => [
    Number(id),
    isObject(token) ? token.content : undefined,
    'tokenizer_config.json',
  ]);
  for (const [inFile, token, file] of [...added, ...more]) {
    const id = tokenizer.idOf(String(token));
    if (id === undefined || id === inFile) continue;
    const fields = { token: String(token), file: String(file), inFile: Number(inFile), id };
    return [{ code: 'other_token_id', fields }];
  }
  return [];
}
