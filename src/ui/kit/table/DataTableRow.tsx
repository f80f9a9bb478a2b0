import type { DataTableProps } from './columns';
import styles from './DataTable.module.css';

/** One row with its cells, and what stands below it. */
export function DataTableRow<Row>(
  props: Pick<DataTableProps<Row>, 'columns' | 'lookOf' | 'insteadOf' | 'detailOf'> & {
    row: Row;
    /** Its place before it was sorted. */
    index: number;
    /** Its place among all rows, where only some are drawn. */
    rowIndex?: number;
  },
) {
  const { columns, row, index, rowIndex } = props;
  const { testId, isChosen, isFailed, facts } = props.lookOf?.(row) ?? {};
  const instead = props.insteadOf?.(row) ?? null;
  const detail = props.detailOf?.(row) || null;
  const shown = instead === null ? columns : columns.filter(({ isRowHeader }) => isRowHeader);
  return (
    <>
      <tr
        data-testid={testId}
        data-chosen={isChosen || undefined}
        data-failed={isFailed || undefined}
        aria-rowindex={rowIndex}
        {...facts}
      >
        {shown.map(({ id, kind, isRowHeader, value, cell, className, facts: factsOf }) => {
          const Cell = isRowHeader ? 'th' : 'td';
          return (
            <Cell
              key={id}
              scope={isRowHeader && 'row'}
              className={className}
              data-kind={kind}
              {...factsOf?.(row)}
            >
              {cell ? cell(row, index) : value?.(row)}
            </Cell>
          );
        })}
        {instead !== null && (
          <td colSpan={columns.length - shown.length} data-kind="text" className={styles.instead}>
            {instead}
          </td>
        )}
      </tr>
      {detail !== null && (
        <tr className={styles.detail}>
          <td colSpan={columns.length}>{detail}</td>
        </tr>
      )}
    </>
  );
}
