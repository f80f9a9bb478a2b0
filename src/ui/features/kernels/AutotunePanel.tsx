import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { telling } from '../../stores/notices';
import type { AutotuneRow } from '../../../host/protocol/lab';
import { Button } from '../../kit/Button';
import { formatFigure } from '../../kit/format';
import { useBench, useDevice, useIsOnCpu } from '../../stores/context';
import { columnsOf } from '../../kit/table/columns';
import { DataTable } from '../../kit/table/DataTable';
import { Section } from '../../kit/Section';
import styles from './KernelsPage.module.css';

/** Which variant of a matrix product suits this GPU: measured at the first start, again at a press. */
export function AutotunePanel() {
  const { t } = useTranslation();
  const bench = useBench();
  const device = useDevice();
  const isOnCpu = useIsOnCpu();
  const [isMeasuring, setMeasuring] = useState(false);
  const [rows, setRows] = useState<readonly AutotuneRow[] | null>(null);
  const measure = async () => {
    setMeasuring(true);
    setRows((await telling(bench, () => bench.lab.autotuneAgain())) ?? rows);
    setMeasuring(false);
  };
  // Its kernels have no variants.
  if (isOnCpu) return null;
  return (
    <Section id="tuning-title" title={t('autotune.title')} help={t('autotune.lead')}>
      <div className={styles.measure}>
        <Button
          icon={<SlidersHorizontal size={15} aria-hidden />}
          testId="tuning-measure"
          isDisabled={isMeasuring || device.status !== 'ready'}
          onPress={() => void measure()}
        >
          {t('autotune.again')}
        </Button>
        <p role="status">
          {isMeasuring
            ? t('autotune.measuring')
            : rows && t('autotune.done', { n: rows.length, count: rows.length })}
        </p>
      </div>
      {rows && rows.length > 0 && <Choices rows={rows} />}
    </Section>
  );
}

const column = columnsOf<AutotuneRow>();

/** Fastest first; a variant with wrong numbers here is struck out. */
function Choices({ rows }: { rows: readonly AutotuneRow[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('autotune.title')}
      rows={rows}
      keyOf={({ shapeClass }) => shapeClass}
      columns={[
        {
          id: 'shape',
          header: t('check.shape'),
          kind: 'code',
          isRowHeader: true,
          value: ({ shape }) => shape.m * shape.n * shape.k,
          cell: ({ shape }) =>
            `${shape.m} × ${shape.n} × ${shape.k} ${shape.transA ? 'T' : 'N'}${shape.transB ? 'T' : 'N'}`,
        },
        column('variant', t('autotune.chosen'), { kind: 'text' }),
        {
          id: 'time',
          header: t('kernels.time'),
          value: ({ measured, variant }) => measured[variant],
          cell: ({ measured, variant }) => `${formatFigure(measured[variant] ?? NaN)} ms`,
        },
        {
          id: 'others',
          header: t('autotune.others'),
          kind: 'text',
          className: styles.others,
          cell: ({ measured, variant }) =>
            othersOf(measured, variant).map(([name, elapsedMs]) => (
              <span key={name}>
                {elapsedMs === null ? <s>{name}</s> : `${name} ${formatFigure(elapsedMs)}`}
              </span>
            )),
        },
      ]}
    />
  );
}

function othersOf(measured: AutotuneRow['measured'], variant: string): [string, number | null][] {
  return Object.entries(measured)
    .filter(([name]) => name !== variant)
    .toSorted(([, a], [, b]) => (a ?? Infinity) - (b ?? Infinity));
}
