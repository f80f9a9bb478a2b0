import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Column } from './columns';
import styles from './DataTable.module.css';

type Order = 'asc' | 'desc' | null;

const DIRECTIONS = { asc: 'ascending', desc: 'descending' } as const;

/** Names of the columns; a press sorts: rising, falling, as given. */
export function DataTableHead<Row>(props: {
  columns: readonly Column<Row>[];
  orderOf: (id: string) => Order;
  onSort: (id: string) => void;
}) {
  const { columns, orderOf, onSort } = props;
  return (
    <thead>
      <tr>
        {columns.map(({ id, header, title, kind, value, className }) => {
          if (header === null) return <td key={id} className={className} />;
          const order = orderOf(id);
          return (
            <th
              key={id}
              scope="col"
              className={className}
              data-kind={kind}
              title={title}
              aria-sort={value && (order ? DIRECTIONS[order] : 'none')}
            >
              {value ? (
                <button type="button" className={styles.sort} onClick={() => onSort(id)}>
                  {header}
                  <span className={styles.arrow}>
                    {order === 'asc' && <ArrowUp size={12} aria-hidden />}
                    {order === 'desc' && <ArrowDown size={12} aria-hidden />}
                  </span>
                </button>
              ) : (
                header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
