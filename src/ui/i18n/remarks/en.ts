// What a reader tells beside its result, by `code`.
export const enRemarks = {
  unknown_fields: '{{file}} has fields that are not supported and were not used: {{keys}}.',
  tokens_without_row:
    'The special tokens {{tokens}} in the configuration are not in the vocabulary, and the model’s {{rows}} embedding rows have none for them. They were ignored.',
  other_token_id:
    '{{file}} gives {{token}} the ID {{inFile}}; its ID is {{id}}, as in the tokenizers library.',
  id_without_row:
    '{{file}}: {{key}} = {{id}} exceeds the vocabulary of {{rows}} tokens and was ignored.',
  unused_tensors: '{{count}} tensors of unused heads were ignored: {{tensors}}.',
  other_class:
    'config.json specifies the class {{name}}, whose head is not supported: the model was loaded without it.',
  prefix_removed: 'All tensor names began with “{{prefix}}”; the prefix was removed.',
  one_dropout:
    'This model has a single dropout probability: {{key}} = {{value}} is used everywhere (in the file: {{others}}). This affects training only.',
  assumed: {
    other: '{{what}} is not in the files; {{value}} is used.',
    delimiter: 'Assumed: the delimiter is {{value}}.',
    header: 'Assumed: the first row ({{value}}) is the header.',
    one_column:
      'Assumed: the file has one column ({{value}}); no delimiter splits its rows consistently.',
    open_header: 'A quote in the header ({{value}}) is not closed: it is read as part of the name.',
    plain_text:
      'Assumed: plain text, used as it is, although it looks like {{value}}. Choose another format if it contains rows.',
    skipped_lines: 'Assumed: the lines above the header ({{value}}) are not rows and were skipped.',
    skipped_blanks: 'Assumed: spaces after a delimiter ({{value}}) are not part of the cells.',
    trailing_delimiter:
      'Assumed: the delimiter ({{value}}) at the end of each row is not followed by a cell.',
    no_header: 'Assumed: there is no header; the first row ({{value}}) is data.',
    mmlu_columns:
      'Assumed: the table has no header; its columns are {{value}}, as in the files of MMLU.',
    quote_escapes: 'Assumed: quotes inside cells are written as {{value}}.',
    index_column:
      'Assumed: the first cell of each row is an index, because there is one column name fewer than cells.',
    rows_key: 'The rows are read from the list “{{value}}”.',
    lists_are_columns: 'Assumed: each list in the file (“{{value}}”, …) is a column.',
    rows_by_key: 'Assumed: each key in the file ({{value}}, …) is a row.',
    answers_from_zero: 'Assumed: answer indices start at 0. No row of the file shows otherwise.',
  },
  left_lists: 'Read: {{key}}. Not read: {{left}}.',
  similar_labels: 'Classes of {{column}} that may be the same: {{labels}}.',
  repeated_texts:
    '{{count}} examples have duplicate texts; duplicates are kept on the same side of the split.',
  conflicting_labels: '{{count}} texts have conflicting labels.',
  unused_columns: 'Ignored columns: {{columns}}.',
  small_classes:
    '{{count}} classes have fewer than {{least}} examples: too few for training and evaluation.',
  sampled: '{{kept}} of {{usable}} examples were sampled from the whole file.',
};
