import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataTableProps, SortValue } from './columns';
import styles from './DataTable.module.css';
import { DataTableHead } from './DataTableHead';
import { DataTableRow } from './DataTableRow';
import { useVirtualRows } from './useVirtualRows';
import visible from '../visible.module.css';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** Numbers by size, words by the alphabet of the page's language, with the numbers in them as numbers. */
function compareValues(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), document.documentElement.lang, { numeric: true });
}

/** Narrower, a table scrolls sideways. */
const COLUMN_PX = 104;

/** Of a number, what can be put in an order. */
const sortable = (value: SortValue): number | string | undefined =>
  value === null || (typeof value === 'number' && Number.isNaN(value)) ? undefined : value;

/** A table that sorts by any column with a value, scrolls by itself, and draws only rows in sight where they are many. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, isCaptionShown = false, className = '', testId, columns, rows, keyOf } = props;
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const definitions = useMemo(
    () =>
      columns.map(({ id, value }) => ({
        id,
        accessorFn: (row: { of: Row }) => sortable(value?.(row.of)),
        enableSorting: value !== undefined,
        sortDescFirst: false,
        sortUndefined: 'last' as const,
        sortFn: (
          a: { getValue: (id: string) => unknown },
          b: { getValue: (id: string) => unknown },
          columnId: string,
        ) => compareValues(a.getValue(columnId) as SortValue, b.getValue(columnId) as SortValue),
      })),
    [columns],
  );
  const data = useMemo(() => rows.map((of, index) => ({ of, index })), [rows]);
  const table = useTable({ features, columns: definitions, data });
  const sorted = table.getRowModel().rows.map(({ original }) => original);
  const virtual = useVirtualRows(scroll, sorted.length);
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      data-many={virtual.isOn || undefined}
      tabIndex={0}
      role="region"
      aria-label={t('common.table', { caption })}
    >
      <table
        className={`${styles.table} ${className}`}
        data-testid={testId}
        style={virtual.isOn ? { minWidth: columns.length * COLUMN_PX } : undefined}
        aria-rowcount={virtual.isOn ? sorted.length + 1 : undefined}
      >
        <caption className={isCaptionShown ? styles.shown : visible.hidden}>{caption}</caption>
        {virtual.isOn && (
          <colgroup>
            {columns.map(({ id, width }) => (
              <col key={id} style={{ width }} />
            ))}
          </colgroup>
        )}
        <DataTableHead
          columns={columns}
          orderOf={(id) => table.getColumn(id)?.getIsSorted() || null}
          onSort={(id) => table.getColumn(id)?.toggleSorting()}
        />
        {props.lead !== undefined && (
          <tbody>
            <DataTableRow {...props} row={props.lead} index={-1} />
          </tbody>
        )}
        <Space height={virtual.before} columns={columns.length} />
        {virtual.isOn ? (
          virtual.items.map(({ index }) => {
            const { of, index: sourceIndex } = sorted[index]!;
            return (
              // A body a row: what is below a row is measured with it.
              <tbody key={keyOf(of, sourceIndex)} ref={virtual.measure} data-index={index}>
                <DataTableRow {...props} row={of} index={sourceIndex} rowIndex={index + 2} />
              </tbody>
            );
          })
        ) : (
          <tbody>
            {sorted.map(({ of, index }) => (
              <DataTableRow key={keyOf(of, index)} {...props} row={of} index={index} />
            ))}
          </tbody>
        )}
        <Space height={virtual.after} columns={columns.length} />
      </table>
    </div>
  );
}

/** The room of rows that are not drawn. */
function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden>
      <tr className={styles.space}>
        <td colSpan={columns} style={{ height }} />
      </tr>
    </tbody>
  );
}
