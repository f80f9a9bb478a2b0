// What is kept of runs, as plain data: the list's rows, and what a saved run shows when it is opened.
import type { RunFacts } from './runFacts';
import type { DataConfig } from '../../training/run/config';

export interface SavedRun {
  readonly id: string;
  readonly name: string;
  /** Runs with a name of the user's own are never dropped to make room. */
  readonly isNamed: boolean;
  readonly experimentId: string;
  readonly keptAtMs: number;
  readonly step: number;
  readonly maxSteps: number;
  /** Held-out loss in nats per token where there is one, else the last step's; null before both. */
  readonly loss: number | null;
  readonly sizeBytes: number;
  /** What it reads; absent of runs that an earlier version kept. */
  readonly data?: DataConfig | undefined;
  /** Absent of runs that an earlier version kept. */
  readonly facts?: RunFacts | undefined;
}

/** A row as it is stored. */
export interface SavedRunEntry extends SavedRun {
  /** The checkpoint that is whole. A new one is written beside it, then this is switched over. */
  readonly file: string;
  /** Without the text, which is written once. */
  readonly fileBytes: number;
  readonly text: {
    readonly name: string;
    readonly isWhole: boolean;
    readonly files: string[];
  } | null;
  /** Of a run on the user's own examples, written once. */
  readonly examplesFile?: string | undefined;
  /** Deleted, and can be brought back until room is needed or the page is left. */
  readonly isRemoved: boolean;
}

/** Where what is kept is: files, and the list of them. */
export interface Storage<Entry = SavedRunEntry> {
  /** Chunks are taken one by one, as they are written; a failure leaves what was there before. */
  write(file: string, chunks: Iterable<BlobPart>): Promise<void>;
  read(file: string): Promise<Blob>;
  remove(file: string): Promise<void>;
  entries(): Promise<Entry[]>;
  get(id: string): Promise<Entry | undefined>;
  put(entry: Entry): Promise<void>;
  drop(id: string): Promise<void>;
  /** Bytes that all saved runs together may take. */
  limitBytes(): Promise<number>;
  /** Removes what a killed write has left behind. */
  tidy?(): Promise<void>;
  /** Tells the other tabs that the list has changed, and hears of their changes. */
  readonly changes?: { tell(): void; watch(onChange: () => void): void };
  /** Resolves to what lets go again, or to null where another tab holds it; a patient one waits for it. */
  hold?(id: string, isPatient?: boolean): Promise<(() => void) | null>;
}

/** The row without what only the library needs. */
export const publicRow = (entry: SavedRunEntry): SavedRun => {
  const { file: _file, fileBytes: _bytes, text: _text, examplesFile: _set, ...rest } = entry;
  const { isRemoved: _isRemoved, ...row } = rest;
  return row;
};
