// Every way in which a safetensors file can be refused, one code a rule.
import { BenchtopError } from '../../../gpu/errors';

export type SafetensorsCode =
  /** Fewer than 8 bytes. */
  | 'header_too_small'
  /** The header claims more than 100 MB. */
  | 'header_too_large'
  /** The header ends after the file. */
  | 'header_past_end'
  | 'header_not_utf8'
  /** The header does not begin with `{`. */
  | 'header_not_object'
  | 'header_not_json'
  | 'duplicate_key'
  /** `__metadata__` is not a map from strings to strings. */
  | 'bad_metadata'
  /** An entry lacks dtype, shape or data_offsets, or one of them has the wrong type. */
  | 'bad_tensor_entry'
  | 'unknown_dtype'
  /** A shape's product, or its bytes, exceed 64 bits or what a number can hold exactly. */
  | 'shape_overflow'
  | 'begin_after_end'
  /** Bytes that belong to no tensor. */
  | 'hole'
  /** Bytes that belong to two tensors. */
  | 'overlap'
  /** data_offsets do not span what shape and dtype need. */
  | 'size_mismatch'
  /** The tensors end after the file. */
  | 'offset_past_end'
  /** The file goes on after the last tensor. */
  | 'trailing_data'
  /** The file is sound, but has no tensor of that name. */
  | 'no_such_tensor'
  /** The tensor's values can't be had in the asked form (an I64 that does not fit 32 bits). */
  | 'value_out_of_range'
  /** model.safetensors.index.json is malformed, or disagrees with the shards. */
  | 'bad_index'
  /** What was to be written is not consistent. */
  | 'bad_write';

export class SafetensorsError extends BenchtopError {
  override readonly name = 'SafetensorsError';
  declare readonly code: SafetensorsCode;

  constructor(
    code: SafetensorsCode,
    message: string,
    fields: Record<string, string | number> = {},
  ) {
    super(code, message, fields);
  }
}
