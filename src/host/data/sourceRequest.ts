// What the page or the command line asks to be opened: a file, a text, an address, a data set by its card.
import type { ClassNames } from '../../training/data/examples/classNames';
import type { ExampleMapping } from '../../training/data/examples/exampleColumns';
import type { Checksum } from '../../training/data/sources/remote';
import type { Metric } from '../../training/evaluate/benchmarkMetrics';

interface RemotePart {
  url: string;
  checksum?: Checksum;
}

export interface RemoteFile extends RemotePart {
  /** Further files of the same rows, in their order. */
  parts?: readonly RemotePart[];
}

/** What is known of a data set's rows before they are read; otherwise it is guessed from them. */
export interface SourcePreset {
  /** The data set's card. */
  card: string;
  /** The column of plain text. */
  text?: string;
  examples?: ExampleMapping;
  classNames?: ClassNames;
  /** What the benchmark reports. */
  metrics?: readonly Metric[];
}

export interface RemoteRequest extends RemoteFile {
  kind: 'url';
  /** The split to be measured on. */
  heldOut?: RemoteFile & { split: string };
  preset?: SourcePreset;
}

export type SourceRequest =
  | { kind: 'file'; file: Blob; name: string }
  | { kind: 'text'; text: string; name: string }
  | RemoteRequest
  /** A data set of the hub by its card; `heldOut`: a split, where it is not the usual one. */
  | { kind: 'card'; card: string; heldOut?: string }
  /** Generated, for trying the page. */
  | { kind: 'sample' };

export type ReadRequest = Exclude<SourceRequest, { kind: 'card' }>;
