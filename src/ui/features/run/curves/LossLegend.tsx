import { useTranslation } from 'react-i18next';
import type { EvalPoint } from '../../../../host/protocol/run';
import { formatCount, formatLoss } from '../../../kit/format';
import { useBenchStore, useRun } from '../../../stores/context';
import { CURVE_TOKENS } from '../../../charts/chartColors';
import type { TermCurve } from '../../../charts/lossData';
import { overlaysOf, termsOf, textAbout } from './chartData';
import styles from './LossChart.module.css';
import { indexAt } from '../../../charts/lossHistory';
import { useObjectiveName } from '../../../settings/useObjectiveName';

interface Toggles {
  hidden: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

function nearest<P extends { readonly step: number }>(
  points: readonly P[],
  step: number | null,
): P | undefined {
  if (step === null) return points.at(-1);
  const distance = (point: P) => Math.abs(point.step - step);
  return points.reduce<P | undefined>(
    (best, point) => (best && distance(best) <= distance(point) ? best : point),
    undefined,
  );
}

/** Names, colors and values: of the newest point, or of the step under the pointer. A press hides one. */
export function LossLegend({ hover, ...toggles }: { hover: number | null } & Toggles) {
  const { t } = useTranslation();
  const objectiveName = useObjectiveName();
  const run = useRun((view) => view);
  const overlays = useBenchStore('overlays', ({ shown }) => shown);
  if (!run) return null;
  const { history, floor, earlier, config } = run;
  const at = hover === null ? history.steps.length - 1 : indexAt(history.steps, hover);
  const terms = termsOf(history);
  const about = textAbout(config);
  const item = (name: string, label: string, value: string, look: string | undefined) => (
    <LegendItem {...toggles} {...{ name, label, value, look }} />
  );
  return (
    <div className={styles.legend}>
      {item(
        'train',
        t(history.terms.size > 0 ? 'curves.total' : 'chart.train'),
        lossWords(history.means[at]),
        styles.train,
      )}
      {item(
        'held',
        about ? t('curves.heldOutOf', { corpus: objectiveName(about) }) : t('run.heldOut'),
        heldOutWords(nearest(history.evals, hover)),
        styles.held,
      )}
      {terms.map((term) => (
        <TermItem key={term.name} {...toggles} {...{ term, at, hover }} />
      ))}
      {overlaysOf(overlays, terms.length).map((overlay, index) => (
        <LegendItem
          key={overlay.name}
          {...toggles}
          name={overlay.name}
          label={overlays[index]?.name ?? ''}
          value={lossWords(nearest(overlay.evals, hover)?.loss)}
          color={colorOf(overlay)}
          look={styles.dashed}
        />
      ))}
      {floor !== null && item('floor', t('chart.floorShort'), formatLoss(floor), styles.floor)}
      {earlier.length > 0 &&
        item('earlier', t('chart.previous'), countWords(earlier.length), styles.previous)}
      <span className={styles.at}>
        {hover !== null && history.steps.length > 0
          ? `${t('chart.step')} ${formatCount(history.steps[at] ?? 0)}`
          : t('run.natsPerToken')}
      </span>
    </div>
  );
}

function TermItem(props: { term: TermCurve; at: number; hover: number | null } & Toggles) {
  const { term, at, hover, ...toggles } = props;
  const { t } = useTranslation();
  const objectiveName = useObjectiveName();
  const { name, means, evals } = term;
  const held = nearest(evals, hover)?.loss;
  const words = objectiveName(name);
  return (
    <LegendItem
      {...toggles}
      name={name}
      label={means ? words : t('curves.heldOutOf', { corpus: words })}
      value={[means?.[at], held]
        .filter((loss) => loss !== undefined)
        .map(lossWords)
        .join(' / ')}
      color={colorOf(term)}
      look={means ? undefined : styles.dashed}
    />
  );
}

const colorOf = ({ color }: TermCurve): string =>
  `var(${CURVE_TOKENS[color % CURVE_TOKENS.length]})`;

const lossWords = (loss: number | undefined): string =>
  loss === undefined ? '–' : formatLoss(loss);

const heldOutWords = (point: EvalPoint | undefined): string =>
  point ? `${formatLoss(point.validationLoss)} ± ${point.standardError.toFixed(3)}` : '–';

const countWords = (count: number): string => (count > 1 ? String(count) : '');

/** A curve's name, color and value; a press hides the curve and brings it back. */
function LegendItem(
  props: Toggles & { name: string; label: string; value: string; look?: string; color?: string },
) {
  const { name, label, value, hidden, onToggle, look = '', color } = props;
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={styles.item}
      aria-pressed={!hidden.has(name)}
      title={t('curves.show', { name: label })}
      data-testid={`curve-${name}`}
      onClick={() => onToggle(name)}
    >
      <i className={look} style={color === undefined ? undefined : { borderColor: color }} />
      {label}
      {value !== '' && <b>{value}</b>}
    </button>
  );
}
