// Why a file cannot be read: a code with fields, and a clause in English. The page has the same codes in
// its other languages.

export const REASONS = {
  // JSON
  json_syntax: 'it is not valid JSON ({{detail}})',
  json_bytes: 'it has {{bytes}} bytes',
  json_array: 'it is an array',
  json_value: 'it is {{value}}',
  // tokenizers
  bad_json: 'it does not describe a tokenizer',
  no_tokens: 'there is no token in the vocabulary',
  no_vocab: '{{what}} has no vocab, or one that is not an object',
  too_many_tokens: '{{what}} has {{count}} tokens',
  same_id: '{{what}}: {{first}} and {{second}} have the same id, {{id}}',
  token_id: '{{what}}: the id of {{token}} is {{id}}',
  token_with_id: '{{what}}: {{key}} is not a token with its id',
  token_with_score: '{{what}}: entry {{id}} of vocab is not a token with a score: {{value}}',
  unknown_id: '{{what}}: unk_id {{id}} is outside the vocabulary',
  lacks_unknown: 'it lacks the unknown token {{token}}',
  lacks_special: 'the vocabulary lacks {{tokens}}, which this class puts around a text',
  next_id: '{{token}} has id {{id}}, but {{next}} is the next one',
  same_added_token: 'two added tokens are the same after normalization, or one is empty: {{token}}',
  merge_tokens: 'the merge {{merge}} has a part or a result that is not a token',
  merge_form: '{{merge}} is not a merge of two tokens',
  merge_line: 'line {{line}} ({{merge}}) is not a merge: two tokens with one space between them',
  not_object: '{{what}} is not an object: {{value}}',
  not_list: '{{what}} is not a list',
  no_field: '{{what}} has no {{key}}',
  no_text: '{{what}}: {{key}} is not a string: {{value}}',
  no_character: '{{what}}: {{key}} is not a single character: {{value}}',
  no_boolean: '{{what}}: {{key}} is not true or false: {{value}}',
  no_count: '{{what}}: {{key}} is not a whole number of at least 0: {{value}}',
  no_list: '{{what}}: {{key}} is not a list: {{value}}',
  no_choice: '{{what}}: {{key}} is {{value}}, which is none of {{choices}}',
  no_pattern: '{{what}}: {{key}} is not a pattern with String or Regex: {{value}}',
  too_deep: '{{what}} is nested too deeply',
  too_many_steps: '{{what}} has {{count}} steps',
  unknown_step: '{{what}} is not known',
  charsmap: '{{what}}: precompiled_charsmap is damaged',
  no_length: '{{what}} has length 0',
  prefix_space: '{{what}}: add_prefix_space is false and prepend_scheme is not never',
  several_adding_steps: '{{what}} has more than one step that adds tokens',
  template_second_text: '{{what}}: single has a second text',
  template_text: '{{what}}: single does not have the text (A) exactly once',
  template_piece: '{{what}}: {{value}} is not a piece of a template',
  template_type: '{{what}}: type_id is {{id}}; the maximum is 255',
  template_token: '{{what}}: {{token}} is not among its special tokens',
  unsupported_pattern:
    'the regular expression {{pattern}} is not supported: {{what}} at character {{at}}',
  // model.safetensors.index.json
  no_weight_map: 'it has no weight_map',
  outside_folder: '"{{tensor}}" is in {{target}}, which is not a safetensors file of this folder',
  shard_missing: '{{target}} is missing',
  shard_lacks: '{{target}} has no tensor "{{tensor}}"',
  two_shards: '"{{tensor}}" is in {{target}} and in another shard',
  // config.json
  one_label: 'one label cannot tell classes apart',
  many_quantities: 'a regression of {{count}} numbers at once is not read, only of one',
  no_label: 'it has {{count}} entries and no name for class {{id}}; classes count from 0',
  same_label: 'two classes are called "{{label}}"',
  above: '{{key}} is above {{most}}',
  below: '{{key}} is below {{least}}',
  not_accepted: '{{key}} has a value that is not accepted',
  // compressed weights
  packed_unnamed:
    'it is stored compressed, and quantization_config names no scheme for it or ignores it',
  packed_float: 'quantization_config says that it is quantized, and it is stored as floats',
  packed_lacks: 'there is no {{tensor}}',
  packed_shape: '{{tensor}} is [{{got}}] and should be [{{expected}}]',
  packed_type: '{{tensor}} is of type {{got}} and should be {{expected}}',
  packed_range: '{{tensor}} has a value outside of {{bits}} bits',
  bitmask_values: 'bitmask, row_offsets and compressed do not belong together',
  // zip
  zip_end: 'it has no directory at its end; it may be cut off',
  zip_parts: 'it is one part of several',
  zip_cut: 'it is cut off',
  zip64: 'archives beyond 4 GiB (zip64) are not supported',
  zip_twice: 'it has two files called {{name}}',
  zip_outside: '{{name}} leads out of its folder',
  zip_overlap: '{{name}} shares bytes with another file',
  zip_directory: 'its directory is damaged',
  zip_encrypted: 'it is encrypted',
  zip_damaged: '{{name}} is damaged',
  zip_method: '{{name}} is packed in a way that is not supported',
};

export type ReasonCode = keyof typeof REASONS;
export type ReasonFields = Readonly<Record<string, string | number>>;

export const isReason = (code: unknown): code is ReasonCode =>
  typeof code === 'string' && Object.hasOwn(REASONS, code);

/** The clause in English. */
export const reasonText = (code: ReasonCode, fields: ReasonFields = {}): string =>
  REASONS[code].replaceAll(/\{\{(\w+)\}\}/g, (_blank, name: string) => String(fields[name]));
