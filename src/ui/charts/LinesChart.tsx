import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useMemo } from 'react';
import { ChartEnds, endMargin } from './ChartEnds';
import { AXIS, ChartTooltip, CURSOR, GRID, NAME, TICK } from './look';
import { bandKey, rowsOf, shownAt, type LineAxis, type LineRow } from './lineRows';
import type { ChartLine, Level } from './lines';
import { distinctTicks } from './ticks';

const DASHES = { dashed: '5 4', dotted: '2 4', line: undefined, ring: undefined, bar: undefined };

/** A few curves of few points, and straight lines at levels that matter; loss curves are LossPlot's. */
export default function LinesChart(props: {
  label: string;
  lines: readonly ChartLine[];
  levels?: readonly Level[];
  x: LineAxis;
  y: LineAxis;
  right?: LineAxis | undefined;
  /** Each line and level bears its name at its end. */
  hasNamedEnds?: boolean;
}) {
  const { label, lines, levels = [], x, y, right, hasNamedEnds = false } = props;
  const rows = useMemo(() => rowsOf(lines), [lines]);
  const yTicks = y.ticks ?? distinctTicks(leftValues(lines, levels), y.format);
  const xTicks = ticksAlong(x, rows);
  const xDomain = x.domain ?? [xTicks?.[0] ?? 0, xTicks?.at(-1) ?? 1];
  return (
    <ResponsiveContainer>
      <ComposedChart
        data={rows}
        title={label}
        margin={{
          top: y.name === undefined ? 8 : 22,
          right: hasNamedEnds ? endMargin(lines, levels) : right ? 0 : 16,
          bottom: 0,
          left: 0,
        }}
      >
        <CartesianGrid {...GRID} yAxisId="left" />
        <XAxis
          dataKey="x"
          type="number"
          scale={x.isLog ? 'log' : 'linear'}
          domain={[...xDomain]}
          allowDataOverflow
          {...(xTicks && {
            ticks: xTicks.filter((tick) => tick >= xDomain[0] && tick <= xDomain[1]),
          })}
          tickFormatter={x.format}
          {...AXIS}
          minTickGap={14}
          height={x.name === undefined ? 22 : 40}
          {...(x.name !== undefined && {
            label: { value: `${x.name} →`, position: 'insideBottomLeft', ...NAME },
          })}
        />
        <YAxis
          yAxisId="left"
          domain={[yTicks[0] ?? 0, yTicks.at(-1) ?? 1]}
          allowDataOverflow
          ticks={yTicks}
          tickFormatter={y.format}
          {...AXIS}
          width={y.width ?? 'auto'}
        />
        {right && (
          <YAxis
            yAxisId="right"
            orientation="right"
            domain={[...(right.domain ?? [0, 1])]}
            {...(right.ticks && { ticks: [...right.ticks] })}
            tickFormatter={right.format}
            {...AXIS}
            tick={{ ...TICK, fill: 'var(--held)' }}
            width="auto"
          />
        )}
        <Tooltip
          cursor={CURSOR}
          isAnimationActive={false}
          content={({ active, label: at }) => {
            const shown = active ? shownAt(rows, Number(at), { lines, x, y, right }) : null;
            return shown && <ChartTooltip {...shown} />;
          }}
        />
        {levels.map(levelOf)}
        {lines.map(bandOf)}
        {lines.map(lineOf)}
        {hasNamedEnds && <ChartEnds {...{ lines, levels }} />}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

const levelOf = ({ name, at, axis = 'left', color, mark = 'dashed' }: Level) => (
  <ReferenceLine
    key={name}
    {...(axis === 'x' ? { x: at, yAxisId: 'left' } : { y: at, yAxisId: axis })}
    stroke={color}
    strokeWidth={1.5}
    strokeDasharray={DASHES[mark]}
  />
);

const bandOf = ({ id, color, band, axis = 'left' }: ChartLine) =>
  band && (
    <Area
      key={bandKey(id)}
      dataKey={({ values }: LineRow) => values[bandKey(id)] as [number, number] | undefined}
      yAxisId={axis}
      stroke="none"
      fill={color}
      fillOpacity={0.16}
      activeDot={false}
      connectNulls
      isAnimationActive={false}
    />
  );

const lineOf = ({ id, color, mark = 'line', hasDots, isFaint, axis = 'left' }: ChartLine) => (
  <Line
    key={id}
    dataKey={({ values }: LineRow) => values[id]}
    yAxisId={axis}
    stroke={mark === 'ring' ? 'none' : color}
    strokeWidth={isFaint ? 1 : mark === 'line' ? 2 : 1.5}
    {...(isFaint && { strokeOpacity: 0.4 })}
    {...(DASHES[mark] && { strokeDasharray: DASHES[mark] })}
    dot={
      mark === 'ring'
        ? { r: 5.5, stroke: color, strokeWidth: 2.5, fill: 'none' }
        : (hasDots ?? false) && { r: 3, fill: color, stroke: 'none' }
    }
    activeDot={!isFaint && { r: 4, fill: color }}
    connectNulls
    isAnimationActive={false}
  />
);

/** What the left axis must show. */
function leftValues(lines: readonly ChartLine[], levels: readonly Level[]): number[] {
  const isLeft = ({ axis = 'left' }: ChartLine | Level): boolean => axis === 'left';
  return [
    ...lines.filter(isLeft).flatMap(({ points }) => points.map(({ y }) => y)),
    ...levels.filter(isLeft).map(({ at }) => at),
  ];
}

/** Undefined where the chart chooses them. */
function ticksAlong(
  { ticks, isLog, domain, format, isWhole = false }: LineAxis,
  rows: readonly LineRow[],
): readonly number[] | undefined {
  if (ticks || isLog) return ticks;
  return distinctTicks([...(domain ?? []), ...rows.map(({ x }) => x)], format, { isWhole });
}
