import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../host/compareResult';
import styles from './compare.module.css';
import {
  COSTS,
  metricOf,
  pointsOf,
  QUALITIES,
  wordsOf,
  type MetricId,
  type Point,
} from './metrics';
import { PlotArea } from './PlotArea';
import { useVariantName } from './useVariantName';
import { useVariantStory } from './useVariantStory';

/** Any cost against any quality, and the story of the point that is looked at. */
export function ParetoPlot({ rows }: { rows: readonly VariantRow[] }) {
  const { t } = useTranslation();
  const [cost, setCost] = useState<MetricId>('weights');
  const [quality, setQuality] = useState<MetricId>('loss');
  const [looked, setLooked] = useState<string | null>(null);
  const group = useRef<HTMLDivElement>(null);
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
    <section className={styles.section} aria-labelledby="compare-plot">
      <h2 id="compare-plot">{t('compare.plot.title')}</h2>
      <p className={styles.help}>{t('compare.plot.help')}</p>
      <div className={styles.axes}>
        <Axis label={t('compare.plot.cost')} ids={COSTS} value={cost} onChange={setCost} />
        <Axis
          label={t('compare.plot.quality')}
          ids={QUALITIES}
          value={quality}
          onChange={setQuality}
        />
      </div>
      <div ref={group} onKeyDown={walk} data-testid="compare-plot">
        {points.length > 0 ? (
          <PlotArea
            points={points}
            cost={cost}
            quality={quality}
            current={point?.row.id ?? null}
            onLook={setLooked}
          />
        ) : (
          <p className={styles.waiting}>
            {t(rows.length > 0 ? 'compare.plot.noValue' : 'compare.plot.waiting')}
          </p>
        )}
      </div>
      {point && <Story point={point} cost={cost} quality={quality} />}
    </section>
  );
}

function Axis(props: {
  label: string;
  ids: readonly MetricId[];
  value: MetricId;
  onChange: (id: MetricId) => void;
}) {
  const { t } = useTranslation();
  return (
    <label>
      {props.label}
      <select
        value={props.value}
        onChange={(event) => props.onChange(event.target.value as MetricId)}
      >
        {props.ids.map((id) => (
          <option key={id} value={id}>
            {t(`compare.metric.${id}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Story({ point, cost, quality }: { point: Point; cost: MetricId; quality: MetricId }) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const storyOf = useVariantStory();
  const { row, isDominated } = point;
  return (
    <div className={styles.story} data-testid="compare-story">
      <p>
        <strong>{nameOf(row)}</strong> <Label row={row} />{' '}
        {t(isDominated ? 'compare.plot.dominated' : 'compare.plot.frontier')}
      </p>
      <p>
        {t(`compare.metric.${cost}`)} {metricOf(cost).format(point.x)} ·{' '}
        {t(`compare.metric.${quality}`)} {wordsOf(quality, row)}
      </p>
      <p>{storyOf(row)}</p>
    </div>
  );
}

/** What may be said of the variant's form, and the steps that it was trained on for. */
export function Label({ row }: { row: VariantRow }) {
  const { t } = useTranslation();
  return (
    <span className={styles.label} data-honesty={row.honesty}>
      {t(`compare.honesty.${row.honesty}`)}
      {row.recoverySteps > 0 && ` · ${t('compare.recovered', { steps: row.recoverySteps })}`}
    </span>
  );
}
