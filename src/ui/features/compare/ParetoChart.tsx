import {
  CartesianGrid,
  DefaultZIndexes,
  ErrorBar,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
  ZIndexLayer,
} from 'recharts';
import { useTranslation } from 'react-i18next';
import { GRID, NAME, TICK } from '../../charts/look';
import { distinctTicks, logTicks, wantsLog } from '../../charts/ticks';
import styles from './ParetoChart.module.css';
import { errorOf, formatOf, type Axes, type AxisId, type Point } from './metrics';
import { ParetoPoint } from './ParetoPoint';
import { placeLabels } from './placeLabels';
import { useVariantName } from '../study/useVariantName';

interface Shown extends Point {
  readonly errorX: number;
  readonly errorY: number;
}

interface ParetoChartProps {
  points: readonly Point[];
  axes: Axes;
  /** Its id. */
  current: string | undefined;
  onLook: (id: string) => void;
}

/** The points with their standard errors and names, and the line of those that nothing dominates. */
export default function ParetoChart(props: ParetoChartProps) {
  const { points, axes } = props;
  const { cost, quality, nameOf } = axes;
  const { t } = useTranslation();
  const shown = points.map((point): Shown => {
    const error = (id: AxisId) => errorOf(id, point.row) ?? 0;
    return { ...point, errorX: error(cost), errorY: error(quality) };
  });
  const [formatX, formatY] = [formatOf(cost), formatOf(quality)];
  const ends = (value: number, error: number) => [value - error, value + error];
  const scaleX = scaleOf(
    shown.flatMap(({ x, errorX }) => ends(x, errorX)),
    formatX,
    5,
  );
  const scaleY = scaleOf(
    shown.flatMap(({ y, errorY }) => ends(y, errorY)),
    formatY,
  );
  const axis = { type: 'number', tick: TICK, tickLine: false, axisLine: false } as const;
  const whisker = { stroke: 'var(--ink-3)', strokeWidth: 1, isAnimationActive: false } as const;
  return (
    <ResponsiveContainer>
      <ScatterChart
        role="group"
        title={t('compare.plot.title')}
        accessibilityLayer={false}
        margin={{ top: 24, right: 22, bottom: 2, left: 2 }}
      >
        <CartesianGrid {...GRID} />
        <XAxis
          {...axis}
          dataKey="x"
          {...scaleX}
          tickFormatter={formatX}
          minTickGap={10}
          height={42}
          label={{ value: `${nameOf(cost)} →`, position: 'insideBottomLeft', ...NAME }}
        />
        <YAxis {...axis} dataKey="y" {...scaleY} tickFormatter={formatY} width="auto" />
        <Scatter
          data={cornersOf(points)}
          line={{ stroke: 'var(--signal)', strokeDasharray: '3 4', strokeWidth: 1.5 }}
          shape={() => <g />}
          isAnimationActive={false}
        />
        <Scatter data={shown} shape={() => <g />} isAnimationActive={false}>
          <ErrorBar dataKey="errorX" direction="x" width={3} {...whisker} />
          <ErrorBar dataKey="errorY" direction="y" width={3} {...whisker} />
        </Scatter>
        <text x={4} y={14} {...NAME} aria-hidden>
          ↑ {nameOf(quality)}
        </text>
        <ZIndexLayer zIndex={DefaultZIndexes.label}>
          <Points {...props} />
        </ZIndexLayer>
      </ScatterChart>
    </ResponsiveContainer>
  );
}

/** Logarithmic where the values ask for it. */
function scaleOf(values: readonly number[], format: (value: number) => string, count?: number) {
  const isLog = wantsLog(values);
  const ticks = isLog
    ? logTicks(values)
    : distinctTicks(values, format, { ...(count && { count }) });
  const domain = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  return { scale: isLog ? ('log' as const) : ('linear' as const), domain, ticks };
}

/** The frontier as steps: to have less of the one, one pays with the other. */
function cornersOf(points: readonly Point[]): { x: number; y: number }[] {
  const frontier = points.filter(({ isDominated }) => !isDominated);
  return frontier.flatMap(({ x, y }, i) => {
    const before = frontier[i - 1];
    return before
      ? [
          { x, y: before.y },
          { x, y },
        ]
      : [{ x, y }];
  });
}

const LETTER_PX = 6.7;
const WIDE_LETTER_PX = 12.5;

const widthOf = (name: string): number =>
  Array.from(name).reduce((sum, sign) => sum + (sign > '\u2e80' ? WIDE_LETTER_PX : LETTER_PX), 6);

function Points({ points, axes, current, onLook }: ParetoChartProps) {
  const nameOf = useVariantName();
  const [toX, toY, room] = [useXAxisScale(), useYAxisScale(), usePlotArea()];
  if (!toX || !toY || !room) return null;
  const boxes = points.map(({ row, x, y }) => {
    const name = shortened(nameOf(row));
    return { name, x: toX(x) ?? 0, y: toY(y) ?? 0, width: widthOf(name) };
  });
  // Names may stand over the margin at the right, and above the topmost line.
  const labels = placeLabels(boxes, { ...room, y: room.y - 8, width: room.width + 20 });
  return (
    <g className={styles.points}>
      {points.map((point, i) => (
        <ParetoPoint
          key={point.row.id}
          {...{ point, axes, onLook }}
          isCurrent={point.row.id === current}
          at={boxes[i]!}
          label={labels[i] ?? null}
        />
      ))}
    </g>
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
