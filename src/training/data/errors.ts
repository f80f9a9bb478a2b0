/** What can be wrong with data that a person brings; the UI translates by `code` and `fields`. */

export type DataErrorCode =
  | 'empty_file'
  | 'binary_file'
  | 'not_utf8'
  | 'too_large'
  | 'too_short'
  | 'unreadable'
  | 'offline'
  | 'http'
  | 'aborted'
  | 'bad_address'
  | 'hub_name'
  | 'hub_kind'
  | 'hub_gated'
  | 'hub_private'
  | 'hub_missing'
  | 'hub_no_revision'
  | 'hub_busy'
  | 'hub_down'
  | 'hub_no_files'
  /** The labels of a benchmark's split are not published. */
  | 'hidden_split'
  | 'unknown_split'
  | 'unknown_card'
  /** Something answered that is not the hub. */
  | 'hub_answer'
  | 'bad_gzip'
  | 'hash_mismatch'
  | 'bad_parquet'
  | 'bad_pattern'
  | 'no_documents'
  /** A header, or an empty list, and nothing below it. */
  | 'no_data_rows'
  /** A text without rows where rows are needed. */
  | 'no_rows'
  /** Git LFS left its pointer in place of the file. */
  | 'lfs_pointer'
  | 'web_page'
  | 'json_in_table'
  /** A JSON object that holds no rows in a known form. */
  | 'json_shape'
  | 'json_error_page'
  | 'parquet_stalled';

export type DataErrorFields = Readonly<Record<string, string | number>>;

export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;
  readonly fields: DataErrorFields;

  constructor(code: DataErrorCode, fields: DataErrorFields = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(fields)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.fields = fields;
  }
}

export type GrammarErrorCode =
  | 'unbound_feature'
  | 'missing_field'
  | 'missing_case'
  | 'shadowed_feature'
  | 'bad_weight'
  | 'separator_in_text';

/** A mistake in a grammar, found when it is defined and not while it generates. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError';
  readonly code: GrammarErrorCode;
  readonly fields: DataErrorFields;

  constructor(code: GrammarErrorCode, fields: DataErrorFields) {
    super(`${code} ${JSON.stringify(fields)}`);
    this.code = code;
    this.fields = fields;
  }
}
