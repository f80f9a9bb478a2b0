// A loaded model's row as it is stored.
import type { LoadedModel } from '../models';

export interface LoadedEntry extends LoadedModel {
  /** Name in the model's folder, and in the storage. */
  readonly files: readonly { readonly name: string; readonly file: string }[];
  /** Deleted, and can be brought back until the page is left or room is needed. */
  readonly isRemoved: boolean;
}

export const publicModel = ({ files: _files, isRemoved: _removed, ...model }: LoadedEntry) =>
  model satisfies LoadedModel;
