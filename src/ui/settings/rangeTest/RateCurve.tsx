import { useTranslation } from 'react-i18next';
import { smoothed, type RatePoint } from '../../../training/run/lrRangeTest';
import { ChartFrame } from '../../charts/ChartFrame';
import { LinesChart } from '../../charts/charts';
import { formatLoss, formatSetting } from '../../kit/format';

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
  const most = Math.max(10 * FROM, ...points.map(({ learningRate }) => learningRate));
  const decades = Math.ceil(Math.log10(most / FROM) - 1e-9);
  const powers = Array.from({ length: decades + 1 }, (_, decade) =>
    Number((FROM * 10 ** decade).toPrecision(1)),
  );
  const label =
    suggestion === null
      ? t('finder.chartEmpty')
      : t('finder.chart', { rate: formatSetting(suggestion) });
  const at = (values: readonly number[]) =>
    points.map(({ learningRate }, index) => {
      const loss = values[index]!;
      return { x: learningRate, y: Number.isFinite(loss) ? Math.min(high, loss) : high };
    });
  return (
    <ChartFrame label={label} height={130} testId="finder-curve">
      <LinesChart
        label={label}
        x={{
          format: (rate) => formatSetting(Number(rate.toPrecision(2))),
          isLog: true,
          domain: [FROM, powers.at(-1)!],
          ticks: powers,
        }}
        y={{ format: formatLoss }}
        levels={
          suggestion === null
            ? []
            : [{ name: 'suggestion', at: suggestion, axis: 'x', color: 'var(--signal)' }]
        }
        lines={[
          {
            id: 'raw',
            name: 'raw',
            color: 'var(--line-strong)',
            isQuiet: true,
            points: at(points.map(({ loss }) => loss)),
          },
          { id: 'loss', name: t('chart.train'), color: 'var(--ink)', points: at(losses) },
        ]}
      />
    </ChartFrame>
  );
}
