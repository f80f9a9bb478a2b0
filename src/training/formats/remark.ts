// What a reader tells beside its result: a part that it left out, or something that it had to assume. The
// page translates by `code`.

export type RemarkCode =
  /** Fields of a file that are not known here. Fields: file, keys. */
  | 'unknown_fields'
  /** Special tokens that the configuration names and for which the model has no row. Fields: tokens, rows. */
  | 'tokens_without_row'
  /** The file gives a token another id than the one that it gets. Fields: token, file, inFile, id. */
  | 'other_token_id'
  /** A special id is beyond the vocabulary. Fields: file, key, id, rows. */
  | 'id_without_row'
  /** Tensors that the model has no place for and that change nothing. Fields: tensors, count. */
  | 'unused_tensors'
  /** The class of config.json has layers that are not read. Fields: name. */
  | 'other_class'
  /** All tensor names began with this, and it was taken off. Fields: prefix. */
  | 'prefix_removed'
  /** The class has several dropouts, the model here one. Fields: key, value, others. */
  | 'one_dropout'
  /** Values were assumed. Fields: what, value. */
  | 'assumed'
  /** Lists of an object of JSON beside the one that was read. Fields: key, left. */
  | 'left_lists'
  /** Classes that differ in capitals alone, or are ways of writing yes or no. Fields: column, labels. */
  | 'similar_labels'
  /** Examples whose text stands there already. Fields: count. */
  | 'repeated_texts'
  /** Texts that have different classes in different rows. Fields: count. */
  | 'conflicting_labels'
  /** Columns that are not read. Fields: columns. */
  | 'unused_columns'
  /** Classes with too few examples to learn and measure. Fields: count, least. */
  | 'small_classes'
  /** A sample of the file's rows. Fields: kept, usable. */
  | 'sampled';

export interface Remark {
  readonly code: RemarkCode;
  readonly fields: Readonly<Record<string, string | number>>;
}
