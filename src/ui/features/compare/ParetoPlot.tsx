import { lazy, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompareMethod, VariantRow } from '../../../host/protocol/compare';
import type { EvalTaskFacts } from '../../../host/protocol/evalTask';
import { InlineSelect } from '../../kit/Field';
import { Help, Section } from '../../kit/Section';
import { useSteadyHeight } from '../../kit/useSteadyHeight';
import { ChartFrame } from '../../charts/ChartFrame';
import { ChartLegend } from '../../charts/look';
import styles from './compare.module.css';
import {
  costsOf,
  formatOf,
  foundIn,
  methodOf,
  METHODS,
  pointsOf,
  QUALITIES,
  wordsOf,
  type Axes,
  type AxisId,
  type Method,
  type Point,
  type ShownId,
} from './metrics';
import { Recommendations } from './Recommendations';
import { useVariantName } from '../study/useVariantName';
import { Label } from './variantCells';
import { useAxisName, useVariantStory } from './words';

const ParetoChart = lazy(() => import('./ParetoChart'));

/** Any cost against any quality, and the story of the point that is looked at. */
export function ParetoPlot(props: {
  rows: readonly VariantRow[];
  evalTasks: readonly EvalTaskFacts[];
  objective: CompareMethod['objective'];
}) {
  const { rows, evalTasks, objective } = props;
  const { t } = useTranslation();
  const [chosenCost, setCost] = useState<AxisId>('weights');
  const [chosenQuality, setQuality] = useState<AxisId>('loss');
  const nameOf = useAxisName(evalTasks);
  const option = (id: AxisId) => ({ value: id, name: nameOf(id) });
  const costs = costsOf(objective);
  const qualities = [
    ...foundIn(QUALITIES, rows),
    ...evalTasks.map(({ id }): AxisId => `task:${id}`),
  ];
  // Another comparison may have asked other questions, or be of another kind.
  const cost = costs.includes(chosenCost as ShownId) ? chosenCost : 'weights';
  const quality = qualities.includes(chosenQuality) ? chosenQuality : 'loss';
  const [looked, setLooked] = useState<string | null>(null);
  const group = useRef<HTMLDivElement>(null);
  const axes = { cost, quality, nameOf };
  const points = pointsOf(rows, cost, quality);
  const point = points.find(({ row }) => row.id === looked) ?? points[0];
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined || !point) return;
    event.preventDefault();
    const next = points[(points.indexOf(point) + by + points.length) % points.length]!;
    setLooked(next.row.id);
    group.current?.querySelector<SVGGElement>(`[data-variant="${next.row.id}"]`)?.focus();
  };
  return (
    <Section id="compare-plot" title={t('compare.plot.title')}>
      <div className={styles.axes}>
        <InlineSelect
          label={t('compare.table.cost')}
          value={cost}
          options={costs.map(option)}
          onChange={setCost}
        />
        <InlineSelect
          label={t('compare.table.quality')}
          value={quality}
          options={qualities.map(option)}
          onChange={setQuality}
        />
      </div>
      <MethodLegend points={points} />
      <div ref={group} onKeyDown={walk} data-testid="compare-plot">
        {points.length > 0 ? (
          <ChartFrame label={t('compare.plot.title')} height={340}>
            <ParetoChart {...{ points, axes }} current={point?.row.id} onLook={setLooked} />
          </ChartFrame>
        ) : (
          <p className={styles.waiting}>
            {t(rows.length > 0 ? 'compare.plot.noValue' : 'compare.plot.waiting')}
          </p>
        )}
      </div>
      <Help>{t('compare.plot.help')}</Help>
      {point && <Story {...{ point, axes }} />}
      <Recommendations rows={rows} />
    </Section>
  );
}

const COLORS: Readonly<Record<Method, string>> = {
  none: 'var(--ink)',
  quantized: 'var(--signal)',
  low_rank: 'var(--floor)',
  pruned: 'var(--held)',
  trained: 'var(--mem-optimizer)',
};

function MethodLegend({ points }: { points: readonly Point[] }) {
  const { t } = useTranslation();
  const shown = METHODS.filter((method) => points.some(({ row }) => methodOf(row) === method));
  if (shown.length < 2) return null;
  const entries = shown.map((method) => ({
    name: t(`compare.plot.methods.${method}`),
    color: COLORS[method],
    mark: 'bar' as const,
  }));
  return <ChartLegend entries={entries} />;
}

function Story({ point, axes }: { point: Point; axes: Axes }) {
  const { cost, quality } = axes;
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const storyOf = useVariantStory();
  const box = useSteadyHeight<HTMLDivElement>();
  const { row, isDominated } = point;
  return (
    <div ref={box} className={styles.story} data-testid="compare-story">
      <p>
        <strong>{nameOf(row)}</strong> <Label row={row} />{' '}
        {t(isDominated ? 'compare.plot.dominated' : 'compare.plot.frontier')}
      </p>
      <p>
        {axes.nameOf(cost)} {formatOf(cost)(point.x)} · {axes.nameOf(quality)}{' '}
        {wordsOf(quality, row)}
      </p>
      <p>{storyOf(row)}</p>
    </div>
  );
}
