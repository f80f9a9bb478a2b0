import { useMemo, useState, type Dispatch, type SetStateAction } from 'react';
import { useTranslation } from 'react-i18next';
import type { KernelRow } from '../../../host/protocol/run';
import { useRole, type KernelGroup } from './kernelGroups';
import { DataTable } from '../../kit/table/DataTable';
import type { Column } from '../../kit/table/columns';
import { useFigureColumns } from './figureColumns';
import { KernelSource } from './KernelSource';
import styles from './KernelsPage.module.css';

/** Kernels with their work, traffic and share: of the time where it was measured, else of the work. */
export function KernelTable(props: {
  rows: readonly KernelGroup[];
  /** The whole step, for shares. */
  of: readonly KernelRow[];
  isGrouped: boolean;
}) {
  const { rows, of, isGrouped } = props;
  const { t } = useTranslation();
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const figures = useFigureColumns(of, rows);
  const columns = useColumns({ figures, isGrouped, opened, setOpened });
  return (
    <DataTable
      caption={t('kernels.caption')}
      testId="kernel-table"
      className={styles.table}
      rows={rows}
      keyOf={({ index }) => String(index)}
      columns={columns}
      detailOf={({ index }) => opened.has(index) && <KernelSource index={index} />}
    />
  );
}

interface Shown {
  readonly figures: readonly Column<KernelGroup>[];
  readonly isGrouped: boolean;
  readonly opened: ReadonlySet<number>;
  readonly setOpened: Dispatch<SetStateAction<ReadonlySet<number>>>;
}

function useColumns({ figures, isGrouped, opened, setOpened }: Shown): Column<KernelGroup>[] {
  const { t } = useTranslation();
  const roleOf = useRole();
  return useMemo(
    (): Column<KernelGroup>[] => [
      {
        id: 'index',
        header: isGrouped ? t('kernels.calls') : t('common.number'),
        className: styles.index,
        width: '4.2em',
        value: ({ calls, index }) => calls ?? index,
        cell: ({ calls, index }) => calls ?? index + 1,
      },
      {
        id: 'label',
        header: isGrouped ? t('kernels.shader') : t('kernels.label'),
        kind: 'code',
        isRowHeader: true,
        className: styles.name,
        width: '20%',
        value: ({ label }) => label,
        cell: ({ label, shader, index }) => (
          <button
            type="button"
            className={styles.open}
            aria-expanded={opened.has(index)}
            title={t('kernels.showSource')}
            data-testid="kernel-open"
            onClick={() =>
              setOpened((before) => {
                const after = new Set(before);
                if (!after.delete(index)) after.add(index);
                return after;
              })
            }
          >
            {label}
            {!isGrouped && label !== shader && <small>{shader}</small>}
          </button>
        ),
      },
      ...(isGrouped
        ? []
        : [
            {
              id: 'layer',
              header: t('kernels.layer'),
              kind: 'text' as const,
              width: '7.4em',
              // In the order in which data flows.
              value: ({ layer, block }: KernelGroup) => LAYERS.indexOf(layer) * 1000 + block,
              cell: (row: KernelGroup) => roleOf.layer(row),
            },
            {
              id: 'role',
              header: t('kernels.role'),
              kind: 'text' as const,
              width: '15%',
              value: (row: KernelGroup) => roleOf.role(row),
              cell: (row: KernelGroup) => (
                <span title={row.weight ?? undefined}>
                  {roleOf.role(row)}
                  {row.weight !== null && <code>{shortName(row.weight)}</code>}
                </span>
              ),
            },
            {
              id: 'grid',
              header: t('kernels.grid'),
              width: '8.4em',
              value: ({ grid }: KernelGroup) => grid[0] * grid[1] * grid[2],
              cell: ({ grid }: KernelGroup) => grid.join(' × '),
            },
          ]),
      ...figures,
    ],
    [t, isGrouped, figures, opened, setOpened, roleOf],
  );
}

const LAYERS: readonly KernelRow['layer'][] = ['embedding', 'block', 'head', 'run'];

/** `attn.c_attn.weight`: the block stands in a column of its own. */
const shortName = (weight: string): string => weight.replace(/^.*?\.\d+\./, '');
