import {
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
import { AXIS, ChartTooltip, CURSOR, GRID, NAME, TICK, type Named } from './look';
import { distinctTicks } from './ticks';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface ChartLine extends Named {
  readonly id: string;
  readonly points: readonly Point[];
  /** Each point is a dot. */
  readonly hasDots?: boolean;
  readonly axis?: 'left' | 'right';
  /** Not named at the pointer. */
  readonly isQuiet?: boolean;
}

export interface Level extends Named {
  readonly at: number;
  readonly axis?: 'left' | 'right' | 'x';
}

interface Axis {
  readonly format: (value: number) => string;
  readonly name?: string;
  /** Ends of the axis; around the values where left out. */
  readonly domain?: readonly [number, number];
  readonly ticks?: readonly number[];
  readonly isLog?: boolean;
  /** Counts something: no tick between two whole numbers. */
  readonly isWhole?: boolean;
  readonly width?: number;
}

const DASHES = { dashed: '5 4', dotted: '2 4', line: undefined, ring: undefined, bar: undefined };

/** A few curves of few points, and straight lines at levels that matter; loss curves are LossPlot's. */
export default function LinesChart(props: {
  label: string;
  lines: readonly ChartLine[];
  levels?: readonly Level[];
  x: Axis;
  y: Axis;
  right?: Axis | undefined;
}) {
  const { label, lines, levels = [], x, y, right } = props;
  const rows = useMemo(() => rowsOf(lines), [lines]);
  const yTicks = y.ticks ?? distinctTicks(leftValues(lines, levels), y.format);
  const xTicks = ticksAlong(x, rows);
  const xDomain = x.domain ?? [xTicks?.[0] ?? 0, xTicks?.at(-1) ?? 1];
  return (
    <ResponsiveContainer>
      <ComposedChart
        data={rows}
        title={label}
        margin={{ top: y.name === undefined ? 8 : 22, right: right ? 0 : 16, bottom: 0, left: 0 }}
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
            const row = active ? rows.find((one) => one.x === at) : undefined;
            return row ? (
              <ChartTooltip
                title={`${x.name ?? ''} ${x.format(row.x ?? 0)}`}
                entries={entriesOf(row, lines, { y, right })}
              />
            ) : null;
          }}
        />
        {levels.map(levelOf)}
        {lines.map(lineOf)}
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

const lineOf = ({ id, color, mark = 'line', hasDots, axis = 'left' }: ChartLine) => (
  <Line
    key={id}
    dataKey={id}
    yAxisId={axis}
    stroke={mark === 'ring' ? 'none' : color}
    strokeWidth={mark === 'line' ? 2 : 1.5}
    {...(DASHES[mark] && { strokeDasharray: DASHES[mark] })}
    dot={
      mark === 'ring'
        ? { r: 5.5, stroke: color, strokeWidth: 2.5, fill: 'none' }
        : (hasDots ?? false) && { r: 3, fill: color, stroke: 'none' }
    }
    activeDot={{ r: 4, fill: color }}
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
  { ticks, isLog, domain, format, isWhole = false }: Axis,
  rows: readonly Row[],
): readonly number[] | undefined {
  if (ticks || isLog) return ticks;
  return distinctTicks([...(domain ?? []), ...rows.map(({ x = 0 }) => x)], format, { isWhole });
}

const entriesOf = (
  row: Row,
  lines: readonly ChartLine[],
  { y, right }: { readonly y: Axis; readonly right: Axis | undefined },
) =>
  lines.flatMap(({ id, isQuiet, axis, ...line }) => {
    const value = row[id];
    if (value === undefined || isQuiet) return [];
    const { format } = (axis === 'right' && right) || y;
    return [{ ...line, value: format(value) }];
  });

type Row = Readonly<Record<string, number>>;

/** All curves' values at one x together, by the curves' ids. */
function rowsOf(lines: readonly ChartLine[]): Row[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { id, points } of lines)
    for (const { x, y } of points) {
      const row = rows.get(x) ?? { x };
      row[id] = y;
      rows.set(x, row);
    }
  return [...rows.values()].sort((a, b) => (a.x ?? 0) - (b.x ?? 0));
}
