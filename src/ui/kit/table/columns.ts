// How a table's columns and rows are reported.
import type { ReactNode } from 'react';

export type SortValue = number | string | null | undefined;

export interface Column<Row> {
  readonly id: string;
  /** Null above buttons. */
  readonly header: ReactNode;
  /** Explains the header. */
  readonly title?: string;
  /** Figures stand to the right, text to the left, code also in the letters of code. */
  readonly kind?: 'text' | 'code';
  /** The cell that names its row. */
  readonly isRowHeader?: true;
  /** What rows are sorted by; a column without it does not sort. No value stands last, either way. */
  readonly value?: (row: Row) => SortValue;
  /** The value where left out. */
  readonly cell?: (row: Row, index: number) => ReactNode;
  /** Data attributes of the cell. */
  readonly facts?: (row: Row) => Readonly<Record<`data-${string}`, string | number | undefined>>;
  readonly className?: string | undefined;
  /** In a table whose rows are virtual, where no column can grow with what it holds. */
  readonly width?: string;
}

type Member<Row, Key extends keyof Row> = Partial<Column<Row>> & {
  /** How the value is written; as it is where left out. */
  readonly format?: (value: NonNullable<Row[Key]>) => ReactNode;
};

/** Makes columns that show and sort by one member of their rows; no value is a dash. */
export const columnsOf =
  <Row>() =>
  <Key extends keyof Row & string>(
    id: Key,
    header: ReactNode,
    { format = String, ...more }: Member<Row, Key> = {},
  ): Column<Row> => ({
    id,
    header,
    value: (row) => row[id] as SortValue,
    cell: (row) => (row[id] == null ? '–' : format(row[id])),
    ...more,
  });

export interface RowLook {
  readonly testId?: string;
  readonly isChosen?: boolean;
  readonly isFailed?: boolean;
  /** More data attributes. */
  readonly facts?: Readonly<Record<`data-${string}`, string | number | undefined>>;
}

export interface DataTableProps<Row> {
  caption: string;
  /** Words above the table instead of a caption for screen readers alone. */
  isCaptionShown?: boolean;
  className?: string | undefined;
  testId?: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string;
  lookOf?: (row: Row) => RowLook;
  /** Stands in place of all cells but the row's name, e.g. what went wrong. */
  insteadOf?: (row: Row) => ReactNode;
  /** Below the row, over its whole width. */
  detailOf?: (row: Row) => ReactNode;
  /** Above all others, however they are sorted. */
  lead?: Row;
}
