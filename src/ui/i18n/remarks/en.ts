// What a reader tells beside its result, by `code`.
export const enRemarks = {
  unknown_fields: '{{file}} has fields that are not supported and were not used: {{keys}}.',
  tokens_without_row:
    'The configuration names the special tokens {{tokens}}, which the vocabulary lacks; the model has {{rows}} embeddings and none for them. They were left out.',
  other_token_id:
    '{{file}} gives {{token}} the id {{said}}; as in the tokenizers library, it has the id {{id}}.',
  id_without_row:
    '{{file}}: {{key}} = {{id}} is beyond the vocabulary of {{rows}} tokens and was not used.',
  unused_tensors: '{{count}} tensors of heads that are not used here were left out: {{tensors}}.',
  other_class:
    'config.json names the class {{name}}, whose head is not supported: the model was loaded without it.',
  prefix_removed: 'All tensor names began with “{{prefix}}”; the prefix was removed.',
  one_dropout:
    'This model has a single dropout probability, so {{key}} = {{value}} is used everywhere (in the file: {{others}}). It matters for training only.',
  assumed: {
    other: '{{what}} is not in the files; {{value}} is used.',
    delimiter: 'Assumed: the cells are separated by {{value}}.',
    header: 'Assumed: the first row ({{value}}) names the columns.',
    one_column: 'Assumed: the file has one column ({{value}}); no delimiter cuts its rows alike.',
    open_header: 'A quote in the header ({{value}}) never closes: it is read as part of the name.',
    plain_text:
      'Assumed: plain text, learnt with its signs, although it looks like {{value}}. Choose another format if it holds rows.',
    skipped_lines: 'Assumed: the lines above the header ({{value}}) are no rows and were skipped.',
    skipped_blanks: 'Assumed: blanks behind a delimiter ({{value}}) are no part of the cells.',
    trailing_delimiter:
      'Assumed: the delimiter ({{value}}) at the end of each row has no cell behind it.',
    no_header: 'Assumed: there is no header, so the first row ({{value}}) is data.',
    quote_escapes: 'Assumed: quotes inside of cells are written as {{value}}.',
    index_column:
      'Assumed: the first cell of each row is an index, as there is one name fewer than there are cells.',
    rows_key: 'The rows are the list “{{value}}” of the file.',
    lists_are_columns: 'Assumed: each list of the file (“{{value}}”, …) is a column.',
    rows_by_key: 'Assumed: each key of the file ({{value}}, …) is a row.',
    answers_from_zero:
      'Assumed: answers count the choices from 0. No row of the file shows where they begin.',
  },
  left_lists: 'Read: {{key}}. Not read: {{left}}.',
  similar_labels: 'Classes of {{column}} that may be one and the same: {{labels}}.',
  repeated_texts:
    '{{count}} examples repeat the text of another; equal texts stay on one side of the split.',
  conflicting_labels: '{{count}} texts have different classes in different rows.',
  unused_columns: 'Columns that are not read: {{columns}}.',
  small_classes:
    '{{count}} classes have fewer than {{least}} examples: too few to learn and measure.',
  sampled: '{{kept}} of {{usable}} examples, drawn from the whole file.',
};
