import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { apart, shortened } from './endLabels';
import type { ChartLine, Level } from './lines';
import { TICK } from './look';

const LINE = 15;
const LEADER = 12;
const MOST = 150;
/** Of a letter and of a character of Chinese, in px at the size of ticks. */
const NARROW = 6.4;
const WIDE = 12.5;

const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? WIDE : NARROW), 0);

const isNamed = (curve: ChartLine | Level): boolean =>
  curve.axis !== 'x' && !('isQuiet' in curve && curve.isQuiet);

/** Room at the right for the longest name. */
export const endMargin = (lines: readonly ChartLine[], levels: readonly Level[]): number =>
  Math.min(
    MOST,
    LEADER +
      6 +
      Math.max(0, ...[...lines, ...levels].filter(isNamed).map(({ name }) => widthOf(name))),
  );

/** The names of lines and levels where they end, none upon another; inside a chart. */
export function ChartEnds(props: { lines: readonly ChartLine[]; levels: readonly Level[] }) {
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale('left');
  if (!area || !x || !y) return null;
  const right = area.x + area.width;
  const room = endMargin(props.lines, props.levels) - LEADER - 2;
  const ends = [
    ...props.lines.filter(isNamed).flatMap(({ name, color, points }) => {
      const last = points.at(-1);
      return last ? [{ name, color, x: x(last.x) ?? right, y: y(last.y) ?? area.y }] : [];
    }),
    ...props.levels
      .filter(isNamed)
      .map(({ name, color, at }) => ({ name, color, x: right, y: y(at) ?? area.y })),
  ];
  const positions = apart(
    ends.map((end) => end.y),
    { gap: LINE, low: area.y + 5, high: area.y + area.height - 5 },
  );
  return (
    <g aria-hidden>
      {ends.map(({ name, color, ...end }, index) => (
        <g key={name}>
          <path
            d={`M${end.x + 2} ${end.y}L${end.x + LEADER - 2} ${positions[index]}`}
            stroke={color}
            strokeWidth={1.5}
          />
          <text
            {...TICK}
            x={end.x + LEADER}
            y={positions[index]}
            dominantBaseline="central"
            fill="var(--ink-2)"
            stroke="var(--paper)"
            strokeWidth={4}
            strokeLinejoin="round"
            paintOrder="stroke"
          >
            {shortened(name, (text) => widthOf(text) <= room)}
          </text>
        </g>
      ))}
    </g>
  );
}
