import {
  Bar,
  BarChart,
  CartesianGrid,
  ErrorBar,
  Rectangle,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
} from 'recharts';
import { AXIS, ChartTooltip, CURSOR, GRID, TICK, type Named } from './look';
import { distinctTicks } from './ticks';

export interface BarSeries extends Named {
  readonly id: string;
}

export interface BarRow {
  readonly id: string;
  readonly name: string;
  /** By the id of the series. */
  readonly values: Readonly<Record<string, number>>;
  /** Half the length of the whisker, by the id of the series. */
  readonly errors?: Readonly<Record<string, number>>;
  /** Of this row's bars, instead of the series'. */
  readonly color?: string;
}

/** Horizontal bars, a row each: beside each other, or one behind the other as parts of a whole. */
export default function BarsChart(props: {
  label: string;
  rows: readonly BarRow[];
  series: readonly BarSeries[];
  format: (value: number) => string;
  isStacked?: boolean;
  /** Neither axes nor names. */
  isBare?: boolean;
  /** Where the axis ends; behind the longest bar where left out. */
  end?: number;
  nameWidth?: number;
}) {
  const { label, rows, series, format, isStacked = false, isBare = false, nameWidth = 130 } = props;
  const longest = longestOf(rows, series, isStacked);
  const ticks = props.end === undefined ? distinctTicks([0, longest], format, { count: 5 }) : null;
  const end = isBare ? longest : (props.end ?? ticks?.at(-1) ?? longest);
  const hasErrors = rows.some(({ errors }) => errors);
  return (
    <ResponsiveContainer>
      <BarChart
        data={[...rows]}
        layout="vertical"
        title={label}
        margin={
          isBare
            ? { top: 0, right: 0, bottom: 0, left: 0 }
            : { top: 4, right: 18, bottom: 0, left: 0 }
        }
        barCategoryGap={isBare ? 0 : '22%'}
        barGap={1}
      >
        {!isBare && <CartesianGrid {...GRID} horizontal={false} />}
        <XAxis
          type="number"
          hide={isBare}
          domain={[Math.min(0, ...rows.flatMap(({ values }) => Object.values(values))), end]}
          {...(ticks && !isBare && { ticks })}
          tickFormatter={format}
          {...AXIS}
          height={22}
        />
        <YAxis
          type="category"
          dataKey="name"
          hide={isBare}
          {...AXIS}
          tick={{ ...TICK, fill: 'var(--ink-2)', fontSize: 'var(--text-small)' }}
          width={nameWidth}
          interval={0}
        />
        <Tooltip
          cursor={isBare ? false : CURSOR}
          isAnimationActive={false}
          allowEscapeViewBox={{ x: false, y: true }}
          wrapperStyle={{ zIndex: 5 }}
          content={({ active, label: name }) => {
            const row = active && (isBare ? rows[0] : rows.find((one) => one.name === name));
            return row ? (
              <ChartTooltip title={row.name} entries={entriesOf(row, series, format)} />
            ) : null;
          }}
        />
        {series.map((one) => barsOf(one, isStacked, hasErrors))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function longestOf(
  rows: readonly BarRow[],
  series: readonly BarSeries[],
  isStacked: boolean,
): number {
  const totals = rows.flatMap(({ values, errors }) => {
    const all = series.map(({ id }) => (values[id] ?? 0) + (errors?.[id] ?? 0));
    return isStacked ? [all.reduce((sum, value) => sum + value, 0)] : all;
  });
  return Math.max(0, ...totals);
}

const entriesOf = (row: BarRow, series: readonly BarSeries[], format: (value: number) => string) =>
  series.flatMap((one) => {
    const value = row.values[one.id];
    const error = row.errors?.[one.id];
    if (value === undefined) return [];
    const around = error ? ` ± ${format(error)}` : '';
    return [{ ...one, color: row.color ?? one.color, value: `${format(value)}${around}` }];
  });

const barsOf = ({ id, color }: BarSeries, isStacked: boolean, hasErrors: boolean) => (
  <Bar
    key={id}
    dataKey={({ values }: BarRow) => values[id]}
    name={id}
    {...(isStacked && { stackId: 'all' })}
    fill={color}
    stroke="var(--paper)"
    strokeWidth={isStacked ? 1 : 0}
    maxBarSize={22}
    isAnimationActive={false}
    shape={(bar: BarShapeProps) => (
      <Rectangle {...bar} fill={(bar.payload as BarRow).color ?? color} />
    )}
  >
    {hasErrors && (
      <ErrorBar
        dataKey={({ errors }: BarRow) => errors?.[id] ?? 0}
        width={4}
        stroke="var(--ink)"
        strokeWidth={1.5}
        isAnimationActive={false}
      />
    )}
  </Bar>
);
