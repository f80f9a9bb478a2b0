import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerFigures, VariantRow } from '../../../host/protocol/compare';
import type { LayerTime, LayerTimes } from '../../../training/inspect/layerTimes';
import type { BarSeries } from '../../charts/BarsChart';
import { ChartFrame } from '../../charts/ChartFrame';
import { BarsChart } from '../../charts/charts';
import { ChartLegend } from '../../charts/look';
import { Help, Section } from '../../kit/Section';
import { Segments } from '../../kit/Segments';
import { formatFigure } from '../../kit/format';
import styles from './compare.module.css';
import visible from '../../kit/visible.module.css';
import { useVariantName } from '../study/useVariantName';

type What = keyof LayerFigures;
const PROGRAMS: readonly What[] = ['decode', 'prefill'];
const KINDS = ['embedding', 'block', 'head', 'writing'] as const;

const COLORS = {
  embedding: 'var(--mem-activations)',
  block: 'var(--signal)',
  head: 'var(--mem-logits)',
  writing: 'var(--mem-workspace)',
} as const;

/** A bar a variant on one scale, cut where its layers end. */
export function LayerBars({ rows }: { rows: readonly VariantRow[] }) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const [chosen, setWhat] = useState<What>('decode');
  const programs = PROGRAMS.filter((id) => rows.some(({ layers }) => layers?.[id]));
  const what = programs.includes(chosen) ? chosen : 'decode';
  const timed = rows.flatMap((row) => {
    const times = row.layers?.[what];
    return times ? [{ row, times }] : [];
  });
  if (rows.every(({ layers }) => layers === null)) return null;
  const nameOfLayer = ({ kind, block }: Pick<LayerTime, 'kind' | 'block'>): string =>
    kind === 'writing' ? t('evalTasks.layers.writing') : t(`picture.${kind}`, { n: block + 1 });
  const method = timed[0]?.times.method;
  return (
    <Section id="compare-layers" title={t('evalTasks.layers.title')}>
      <div className={styles.axes}>
        {programs.length > 1 && (
          <Segments
            label={t('evalTasks.layers.program')}
            value={what}
            onChange={setWhat}
            segments={programs.map((id) => ({ id, label: t(`evalTasks.layers.${id}`) }))}
          />
        )}
      </div>
      <ChartLegend
        entries={KINDS.filter((kind) =>
          timed.some(({ times }) => times.layers.some((layer) => layer.kind === kind)),
        ).map((kind) => ({
          name: kind === 'block' ? t('evalTasks.layers.blocks') : nameOfLayer({ kind, block: 0 }),
          color: COLORS[kind],
          mark: 'bar' as const,
        }))}
      />
      <ChartFrame
        label={t('evalTasks.layers.title')}
        height={32 * timed.length + 34}
        testId="compare-layers"
      >
        <BarsChart
          label={t('evalTasks.layers.title')}
          isStacked
          rows={timed.map(({ row, times }) => ({
            id: row.id,
            name: nameOf(row),
            values: Object.fromEntries(
              times.layers.map((layer) => [keyOf(layer), layer.elapsedMs]),
            ),
          }))}
          series={seriesOf(timed, nameOfLayer)}
          format={(value) => `${formatFigure(value)} ms`}
          nameWidth={140}
        />
      </ChartFrame>
      <ul className={visible.hidden}>
        {timed.map(({ row, times }) => (
          <li key={row.id}>
            {nameOf(row)}:{' '}
            {times.layers
              .map((layer) =>
                t('evalTasks.layers.segment', {
                  name: nameOfLayer(layer),
                  ms: formatFigure(layer.elapsedMs),
                }),
              )
              .join('; ')}
          </li>
        ))}
      </ul>
      <Help>
        {method && t(`evalTasks.layers.${method}`)}{' '}
        {what === 'prefill' && t('evalTasks.layers.prefillHelp')}
      </Help>
    </Section>
  );
}

const keyOf = ({ kind, block }: Pick<LayerTime, 'kind' | 'block'>): string => `${kind} ${block}`;

/** The layers of all variants in the order in which data flows; blocks take turns in two colors. */
function seriesOf(
  timed: readonly { readonly times: LayerTimes }[],
  nameOf: (layer: LayerTime) => string,
): BarSeries[] {
  const layers = new Map<string, LayerTime>();
  for (const { times } of timed)
    for (const layer of times.layers)
      if (!layers.has(keyOf(layer))) layers.set(keyOf(layer), layer);
  return [...layers.values()]
    .toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.block - b.block)
    .map((layer) => ({
      id: keyOf(layer),
      name: nameOf(layer),
      color:
        layer.kind === 'block' && layer.block % 2 === 1
          ? 'var(--signal-strong)'
          : COLORS[layer.kind],
    }));
}
