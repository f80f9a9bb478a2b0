// A loaded model's row as it is stored.
import type { LoadedModel } from '../protocol/models';

export interface LoadedEntry extends LoadedModel {
  /** Name in the model's folder, and in the storage. */
  readonly files: readonly { readonly name: string; readonly file: string }[];
  /** By adapter. */
  readonly adapterFiles: Readonly<Record<string, LoadedEntry['files']>>;
  /** Deleted, and can be brought back until the page is left or room is needed. */
  readonly isRemoved: boolean;
}

export function publicModel(entry: LoadedEntry): LoadedModel {
  const { files: _files, adapterFiles: _adapterFiles, isRemoved: _isRemoved, ...model } = entry;
  return model;
}
