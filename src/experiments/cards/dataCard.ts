// What is known of a data set of the hub before anything is fetched, as its own card and files say it.
import type { ExampleMapping } from '../../training/data/examples/exampleColumns';
import type { Metric } from '../../training/evaluate/benchmarkMetrics';
import type { Words } from '../experiment';

export interface DataSplit {
  readonly name: string;
  readonly rows: number;
  /** How the paths of its files begin. */
  readonly files: string;
  /** Its labels are not published. */
  readonly isHidden?: true;
}

export interface TextUse {
  readonly kind: 'text';
  readonly column: string;
}

export interface ExampleUse {
  readonly kind: 'examples';
  readonly mapping: ExampleMapping;
  /** In the order of their numbers; none for answers and scores. */
  readonly labels: readonly string[];
  /** What the benchmark reports, most important first. */
  readonly metrics: readonly Metric[];
}

export interface DataCard {
  /** Its name on the command line. */
  readonly id: string;
  readonly title: string;
  readonly about: Words;
  readonly repository: string;
  /** As the repository names it. */
  readonly license: string;
  readonly language: 'en' | 'zh';
  /** Of the files of all its splits together. */
  readonly sizeBytes: number;
  /** The first is learned from; what is measured on is one of the others, else a share of the first. */
  readonly splits: readonly DataSplit[];
  readonly use: TextUse | ExampleUse;
}

/** Splits that can be measured on, the usual one first. */
export const heldOutSplits = ({ splits }: DataCard): readonly DataSplit[] =>
  splits.slice(1).filter(({ isHidden }) => !isHidden);

export const hubPageOf = ({ repository }: Pick<DataCard, 'repository'>): string =>
  `https://huggingface.co/datasets/${repository}`;
