import { useTranslation } from 'react-i18next';
import type { MemoryBreakdown } from '../../host/protocol/run';
import { formatBytes } from '../kit/format';
import { MEMORY_KINDS } from '../kit/meters/memory';
import { ChartFrame } from './ChartFrame';
import { BarsChart } from './charts';

/** GPU memory by kind, each kind with its bytes at the pointer. The table beside it has them all. */
export function MemoryChart(props: { memory: MemoryBreakdown; totalBytes: number }) {
  const { memory, totalBytes } = props;
  const { t } = useTranslation();
  const label = t('memory.bar', { total: formatBytes(totalBytes) });
  return (
    <ChartFrame isBare label={label} height={20}>
      <BarsChart
        isBare
        isStacked
        label={label}
        rows={[{ id: 'memory', name: formatBytes(totalBytes), values: memory }]}
        series={MEMORY_KINDS.filter((kind) => memory[kind] > 0).map((kind) => ({
          id: kind,
          name: t(`memory.${kind}`),
          color: `var(--mem-${kind})`,
        }))}
        format={formatBytes}
      />
    </ChartFrame>
  );
}
