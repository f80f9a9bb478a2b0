import { useTranslation } from 'react-i18next';
import type { VariantId } from '../../host/compareResult';
import styles from './compare.module.css';
import { metricOf, type MetricId, type Point } from './metrics';
import { useVariantName } from './useVariantName';

const WIDTH = 760;
const HEIGHT = 380;
const LEFT = 66;
const RIGHT = 110;
const TOP = 18;
const BOTTOM = 46;
const TICKS = 5;
const LABEL_GAP = 15;

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Round steps over the values, with some air. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least || Math.abs(most) || 1;
  const rough = (span * 1.2) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const low = Math.floor((least - span * 0.06) / step) * step;
  const start = least >= 0 ? Math.max(0, low) : low;
  const end = Math.ceil((most + span * 0.06) / step) * step;
  const count = Math.round((end - start) / step);
  return {
    at: (value) => from + ((value - start) / (end - start)) * (to - from),
    ticks: Array.from({ length: count + 1 }, (_, i) => start + i * step),
  };
}

/** The points with their names, the line of those that nothing dominates, and the axes. */
export function PlotArea(props: {
  points: readonly Point[];
  cost: MetricId;
  quality: MetricId;
  current: VariantId | null;
  onLook: (id: VariantId) => void;
}) {
  const { points, cost, quality, current, onLook } = props;
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const x = scaleOf(
    points.map((point) => point.x),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = scaleOf(
    points.map((point) => point.y),
    HEIGHT - BOTTOM,
    TOP,
  );
  const labels = labelHeights(points.map((point) => ({ x: x.at(point.x), y: y.at(point.y) })));
  const frontier = points.filter(({ isDominated }) => !isDominated);
  const steps = frontier.map((point, i) => {
    const before = frontier[i - 1];
    const corner = before ? `L${x.at(point.x)} ${y.at(before.y)}L` : 'M';
    return `${corner}${x.at(point.x)} ${y.at(point.y)}`;
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={t('compare.plot.title')}>
      {x.ticks.map((tick) => (
        <g key={tick} className={styles.tick} aria-hidden>
          <line x1={x.at(tick)} x2={x.at(tick)} y1={TOP} y2={HEIGHT - BOTTOM} />
          <text x={x.at(tick)} y={HEIGHT - BOTTOM + 17} textAnchor="middle">
            {metricOf(cost).format(tick)}
          </text>
        </g>
      ))}
      {y.ticks.map((tick) => (
        <g key={tick} className={styles.tick} aria-hidden>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y.at(tick)} y2={y.at(tick)} />
          <text x={LEFT - 8} y={y.at(tick) + 4} textAnchor="end">
            {metricOf(quality).format(tick)}
          </text>
        </g>
      ))}
      <text className={styles.axisName} x={LEFT} y={HEIGHT - 6} aria-hidden>
        {t(`compare.metric.${cost}`)} →
      </text>
      <text className={styles.axisName} x={LEFT} y={TOP - 6} aria-hidden>
        ↑ {t(`compare.metric.${quality}`)}
      </text>
      <path className={styles.frontier} d={steps.join('')} aria-hidden />
      {points.map((point, i) => {
        const { id, honesty } = point.row;
        const place = t(point.isDominated ? 'compare.plot.dominated' : 'compare.plot.frontier');
        const words = {
          name: nameOf(id),
          x: `${t(`compare.metric.${cost}`)} ${metricOf(cost).format(point.x)}`,
          y: `${t(`compare.metric.${quality}`)} ${metricOf(quality).format(point.y)}`,
          place,
        };
        const isCurrent = id === current;
        return (
          <g
            key={id}
            className={styles.point}
            role="img"
            tabIndex={isCurrent ? 0 : -1}
            aria-label={t('compare.plot.point', words)}
            data-variant={id}
            data-testid="compare-point"
            data-honesty={honesty}
            data-dominated={point.isDominated || undefined}
            data-current={isCurrent || undefined}
            onFocus={() => onLook(id)}
            onPointerEnter={() => onLook(id)}
            onClick={() => onLook(id)}
          >
            <circle className={styles.reach} cx={x.at(point.x)} cy={y.at(point.y)} r={16} />
            <circle cx={x.at(point.x)} cy={y.at(point.y)} r={isCurrent ? 8 : 6} />
            <text x={x.at(point.x) + 12} y={labels[i]! + 4}>
              {nameOf(id)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Names of points that lie close together are moved apart. */
function labelHeights(places: readonly { readonly x: number; readonly y: number }[]): number[] {
  const heights = places.map(({ y }) => y);
  const order = places.map((_, i) => i).toSorted((a, b) => places[a]!.y - places[b]!.y);
  order.forEach((i, rank) => {
    for (const above of order.slice(0, rank)) {
      const isNear = Math.abs(places[above]!.x - places[i]!.x) < 120;
      const gap = heights[i]! - heights[above]!;
      if (isNear && gap < LABEL_GAP) heights[i] = heights[above]! + LABEL_GAP;
    }
  });
  // Pushed below the axis, a whole column moves up again.
  const over = Math.max(0, Math.max(...heights) - (HEIGHT - BOTTOM - 4));
  return over > 0 ? heights.map((height) => height - over) : heights;
}
