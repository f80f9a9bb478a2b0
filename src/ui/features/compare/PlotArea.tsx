import { useTranslation } from 'react-i18next';
import { across, type Box, roundScale, upward } from '../../charts/plot';
import { Plot } from '../../charts/Plot';
import styles from './compare.module.css';
import { formatOf, type AxisId, type Point } from './metrics';
import { useVariantName } from '../study/useVariantName';

const BOX: Box = { width: 760, height: 380, left: 66, right: 170, top: 26, bottom: 46 };
const LABEL_GAP = 15;

/** The points with their names, the line of those that nothing dominates, and the axes. */
export function PlotArea(props: {
  points: readonly Point[];
  cost: AxisId;
  quality: AxisId;
  axisName: (id: AxisId) => string;
  current: string | null;
  onLook: (id: string) => void;
}) {
  const { points, cost, quality, axisName, current, onLook } = props;
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const x = roundScale(
    points.map((point) => point.x),
    across(BOX),
  );
  const y = roundScale(
    points.map((point) => point.y),
    upward(BOX),
  );
  const labels = labelHeights(points.map((point) => ({ x: x.at(point.x), y: y.at(point.y) })));
  const frontier = points.filter(({ isDominated }) => !isDominated);
  const steps = frontier.map((point, i) => {
    const before = frontier[i - 1];
    const corner = before ? `L${x.at(point.x)} ${y.at(before.y)}L` : 'M';
    return `${corner}${x.at(point.x)} ${y.at(point.y)}`;
  });
  return (
    <Plot
      label={t('compare.plot.title')}
      box={BOX}
      isGroup
      x={{ scale: x, format: formatOf(cost), name: axisName(cost) }}
      y={{ scale: y, format: formatOf(quality), name: axisName(quality) }}
    >
      <path className={styles.frontier} d={steps.join('')} aria-hidden />
      {points.map((point, i) => {
        const { id, honesty } = point.row;
        const place = t(point.isDominated ? 'compare.plot.dominated' : 'compare.plot.frontier');
        const words = {
          name: nameOf(point.row),
          x: `${axisName(cost)} ${formatOf(cost)(point.x)}`,
          y: `${axisName(quality)} ${formatOf(quality)(point.y)}`,
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
              {shortened(nameOf(point.row))}
            </text>
          </g>
        );
      })}
    </Plot>
  );
}

const LONGEST_NAME = 28;

/** Of a long chain of stages, as much of its end as fits. */
function shortened(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const stages = name.split(' → ');
  while (stages.length > 1 && stages.join(' → ').length + 3 > LONGEST_NAME) stages.shift();
  return `… → ${stages.join(' → ')}`;
}

/** Names of points that lie close together are moved apart. */
function labelHeights(places: readonly { readonly x: number; readonly y: number }[]): number[] {
  const heights = places.map(({ y }) => y);
  const order = places.map((_, i) => i).toSorted((a, b) => places[a]!.y - places[b]!.y);
  order.forEach((i, rank) => {
    for (const above of order.slice(0, rank)) {
      const isNear = Math.abs(places[above]!.x - places[i]!.x) < 170;
      const gap = heights[i]! - heights[above]!;
      if (isNear && gap < LABEL_GAP) heights[i] = heights[above]! + LABEL_GAP;
    }
  });
  // Pushed below the axis, a whole column moves up again.
  const over = Math.max(0, Math.max(...heights) - (BOX.height - BOX.bottom - 4));
  return over > 0 ? heights.map((height) => height - over) : heights;
}
