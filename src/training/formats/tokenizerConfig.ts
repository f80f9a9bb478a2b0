// tokenizer_config.json and special_tokens_map.json: what transformers reads of them beside tokenizer.json.
import { honoured, ignored, refused, type FieldRule, type FieldTable } from './fieldTable';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isToken = (value: unknown): boolean =>
  typeof value === 'string' || (isObject(value) && typeof value.content === 'string');
const isTokens = (value: unknown): boolean =>
  (Array.isArray(value) || isObject(value)) && Object.values(value).every(isToken);
/** By id, as transformers writes them. */
const isTokensById = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).every(
    ([id, token]) => /^\d+$/.test(id) && isObject(token) && isToken(token),
  );
const FLAGS = [true, false];
const TOKEN = 'Write the token, or an object with its content and flags; null: none.';

const ROLE = honoured(TOKEN, isToken);
export const ROLES = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'] as const;

const roles = Object.fromEntries(ROLES.map((role) => [`${role}_token`, ROLE]));
const lists: Readonly<Record<string, FieldRule>> = {
  additional_special_tokens: honoured('Special tokens without a role: a list of them.', isTokens),
  extra_special_tokens: honoured('The same, as a list or by name.', isTokens),
};
const CALL = ignored('A default of calls that Benchtop makes itself.');

export const TOKENIZER_CONFIG: FieldTable = {
  id: 'tokenizer_config',
  file: 'tokenizer_config.json',
  title: 'Tokenizer: tokenizer_config.json',
  reference: 'transformers 4.57 and 5, PreTrainedTokenizerFast and TokenizersBackend',
  unknown: 'reported',
  fields: {
    ...roles,
    ...lists,
    tokenizer_class: honoured(
      'Gives the special tokens that the file leaves out; with vocab files, which tokenizer they are. With tokenizer.json the tokenizer itself is read from there. Llama, CodeLlama and Gemma put bos in front where tokenizer.json has no post_processor.',
      (value) => typeof value === 'string',
    ),
    added_tokens_decoder: honoured(
      'Tokens by their ids, added after those of tokenizer.json; their flags win.',
      isTokensById,
    ),
    add_bos_token: honoured(
      'True or false: with add_eos_token it takes the place of the post_processor.',
      FLAGS,
    ),
    add_eos_token: honoured(
      'True or false: with add_bos_token it takes the place of the post_processor.',
      FLAGS,
    ),
    add_prefix_space: honoured('True or false, of a pre_tokenizer that is ByteLevel alone.', FLAGS),
    do_lower_case: honoured('True or false, of BERT classes; missing: true with vocab.txt.', FLAGS),
    strip_accents: honoured('True or false, of BERT classes.', FLAGS),
    tokenize_chinese_chars: honoured(
      'True or false, of BERT classes; missing: true with vocab.txt.',
      FLAGS,
    ),
    never_split: honoured('With vocab.txt: a list of words that are kept whole.', Array.isArray),
    do_basic_tokenize: refused('Only true is supported.', [true]),
    split_special_tokens: honoured(
      'Where it is true, special tokens in a text are read as text.',
      FLAGS,
    ),
    model_max_length: ignored('The length of the model comes from config.json.'),
    max_len: ignored('An old name of model_max_length.'),
    max_length: CALL,
    stride: CALL,
    padding_side: CALL,
    truncation_side: CALL,
    truncation_strategy: CALL,
    pad_to_multiple_of: CALL,
    pad_token_type_id: CALL,
    model_input_names: CALL,
    clean_up_tokenization_spaces: ignored(
      'Decoding gives exactly the text of the tokens: no blank is taken away afterwards.',
    ),
    spaces_between_special_tokens: ignored('Of Python tokenizers alone.'),
    legacy: ignored('The outcome is in tokenizer.json.'),
    from_slow: ignored('The outcome is in tokenizer.json.'),
    sp_model_kwargs: ignored('Of SentencePiece alone; the outcome is in tokenizer.json.'),
    extra_ids: ignored('How many sentinels a T5 has: they stand in tokenizer.json.'),
    errors: ignored('Broken UTF-8 is always shown as U+FFFD.'),
    chat_template: honoured(
      'A Jinja template, or a list of named ones; chat_template.jinja wins over it.',
      (value) => typeof value === 'string' || typeof value === 'object',
    ),
    use_default_system_prompt: ignored('Of templates that older classes had in their code.'),
    backend: ignored('Which library transformers would use.'),
    is_local: ignored('Where the files came from.'),
    name_or_path: ignored('Where the files came from.'),
    special_tokens_map_file: ignored('Where the files came from.'),
    tokenizer_file: ignored('Where the files came from.'),
    auto_map: ignored('Python code is not run; tokenizer.json is read.'),
    processor_class: ignored('Images and sound are not read.'),
    processor_type: ignored('Images and sound are not read.'),
    image_token: honoured(TOKEN, isToken),
    boi_token: honoured(TOKEN, isToken),
    eoi_token: honoured(TOKEN, isToken),
    trim_offsets: ignored('Changes offsets alone.'),
  },
};

export const SPECIAL_TOKENS_MAP: FieldTable = {
  id: 'special_tokens_map',
  file: 'special_tokens_map.json',
  title: 'Tokenizer: special_tokens_map.json',
  reference:
    'transformers 4.57: read where tokenizer_config.json has no added_tokens_decoder, and wins then',
  unknown: 'reported',
  fields: { ...roles, ...lists },
};
