import { useTranslation } from 'react-i18next';
import { smoothed, type RatePoint } from '../../../training/run/lrRangeTest';
import { formatSetting } from '../../kit/format';
import styles from './RangeTest.module.css';

const WIDTH = 280;
const HEIGHT = 118;
const LEFT = 26;
const BOTTOM = 18;
const TOP = 6;
const FROM = 1e-5;

/** Loss over the learning rate, the rate in powers of ten; the suggestion is a line. */
export function RateCurve(props: { points: readonly RatePoint[]; suggestion: number | null }) {
  const { points, suggestion } = props;
  const { t } = useTranslation();
  const losses = smoothed(points);
  const low = Math.min(...losses);
  const [first = 1] = losses;
  // What climbs out of the picture on the right has said enough.
  const high = Math.max(first, low + 1e-3) + 0.25 * (first - low);
  const decades = Math.ceil(Math.log10(Math.max(1, ...points.map((p) => p.learningRate)) / FROM));
  const x = (rate: number): number =>
    LEFT + ((WIDTH - LEFT - 4) * Math.log10(rate / FROM)) / decades;
  const y = (loss: number): number =>
    TOP + ((HEIGHT - TOP - BOTTOM) * (high - Math.min(high, loss))) / Math.max(1e-3, high - low);
  const line = (values: readonly number[]): string =>
    values
      .map((loss, index) => `${x(points[index]!.learningRate).toFixed(1)},${y(loss).toFixed(1)}`)
      .join(' ');
  const label =
    suggestion === null
      ? t('finder.chartEmpty')
      : t('finder.chart', { rate: formatSetting(suggestion) });
  return (
    <svg
      className={styles.curve}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      data-testid="finder-curve"
    >
      {Array.from({ length: decades + 1 }, (_, decade) => FROM * 10 ** decade).map((rate) => (
        <g key={rate}>
          <line className={styles.grid} x1={x(rate)} x2={x(rate)} y1={TOP} y2={HEIGHT - BOTTOM} />
          <text x={x(rate)} y={HEIGHT - 5} textAnchor="middle">
            {formatSetting(Number(rate.toPrecision(1)))}
          </text>
        </g>
      ))}
      {[high, low].map((loss) => (
        <text key={loss} x={LEFT - 4} y={y(loss) + 4} textAnchor="end">
          {loss.toFixed(1)}
        </text>
      ))}
      <polyline
        className={styles.raw}
        points={line(points.map(({ loss }) => (Number.isFinite(loss) ? loss : high)))}
      />
      <polyline className={styles.line} points={line(losses)} />
      {suggestion !== null && (
        <line
          className={styles.mark}
          x1={x(suggestion)}
          x2={x(suggestion)}
          y1={TOP}
          y2={HEIGHT - BOTTOM}
        />
      )}
    </svg>
  );
}
