// What a reader tells beside its result: a part that it left out, or something that it had to assume. The
// page translates by `code`.

export type RemarkCode =
  /** Fields of a file that are not known here. Fields: file, keys. */
  | 'unknown_fields'
  /** Tensors that the model has no place for and that change nothing. Fields: tensors, count. */
  | 'unused_tensors'
  /** Values were assumed. Fields: what, value. */
  | 'assumed';

export interface Remark {
  readonly code: RemarkCode;
  readonly fields: Readonly<Record<string, string | number>>;
}
