// Options of tokenizer_config.json that change parts of a tokenizer.json in transformers.
import { isObject, type JsonObject } from './component';
import { BERT_CLASSES, classOf } from './specialTokens';

const BERT_OPTIONS = {
  do_lower_case: 'lowercase',
  strip_accents: 'strip_accents',
  tokenize_chinese_chars: 'handle_chinese_chars',
} as const;

export function configuredComponents(json: JsonObject, config: JsonObject): JsonObject {
  const components = { ...json };
  const { normalizer, pre_tokenizer: preTokenizer } = json;
  if (BERT_CLASSES.includes(classOf(config)) && isObject(normalizer)) {
    if (normalizer.type === 'BertNormalizer')
      components.normalizer = { ...normalizer, ...bertOptions(config) };
  }
  const { add_prefix_space: addsBlank } = config;
  if (typeof addsBlank === 'boolean' && isObject(preTokenizer) && preTokenizer.type === 'ByteLevel')
    components.pre_tokenizer = { ...preTokenizer, add_prefix_space: addsBlank };
  return components;
}

const bertOptions = (config: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(BERT_OPTIONS)
      .filter(([key]) => typeof config[key] === 'boolean')
      .map(([key, option]) => [option, config[key]]),
  );
