import { useTranslation } from 'react-i18next';
import { createRandomStream } from '../../training/data/random';
import { formatPercent } from '../kit/format';
import styles from './pictures.module.css';

const COUNT = 32;
const WIDTH = 640;
const HEIGHT = 26;
const SCALE_BYTES = 4;

interface Form {
  readonly id: 'fp32' | 'int8' | 'int4' | 'pruned';
  /** As the model would compute with them. */
  readonly weights: readonly number[];
  /** Of all of them together. */
  readonly bytes: number;
}

/** Bell-shaped, as trained weights mostly are. */
const WEIGHTS = Array.from({ length: COUNT }, (_, i) => {
  const stream = createRandomStream(7, i);
  const radius = Math.sqrt(-2 * Math.log(1 - stream.next()));
  return radius * Math.cos(2 * Math.PI * stream.next());
});
const MOST = Math.max(...WEIGHTS.map(Math.abs));

/** To the nearest of `levels` steps on each side of 0. */
const rounded = (levels: number): number[] =>
  WEIGHTS.map((weight) => (Math.round((weight / MOST) * levels) / levels) * MOST);

function pruned(share: number): number[] {
  const sizes = WEIGHTS.map(Math.abs).toSorted((a, b) => a - b);
  const least = sizes[Math.round(share * COUNT)]!;
  return WEIGHTS.map((weight) => (Math.abs(weight) < least ? 0 : weight));
}

const FORMS: readonly Form[] = [
  { id: 'fp32', weights: WEIGHTS, bytes: 4 * COUNT },
  { id: 'int8', weights: rounded(127), bytes: COUNT + SCALE_BYTES },
  { id: 'int4', weights: rounded(7), bytes: COUNT / 2 + SCALE_BYTES },
  // A bit for each place, and the values that are left.
  { id: 'pruned', weights: pruned(0.2), bytes: COUNT / 8 + 4 * Math.round(0.8 * COUNT) },
];

/** Root of the mean square of what changed, against that of the weights. */
function errorOf(weights: readonly number[]): number {
  const power = (values: readonly number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
  return Math.sqrt(power(weights.map((value, i) => value - WEIGHTS[i]!)) / power(WEIGHTS));
}

/** The same few weights in each form, on one line of numbers. */
export function Rounding() {
  const { t } = useTranslation();
  const x = (weight: number): number => WIDTH / 2 + (weight / MOST) * (WIDTH / 2 - 8);
  return (
    <figure className={styles.picture} data-testid="rounding">
      <h2>{t('pictures.rounding.title', { count: COUNT })}</h2>
      <ul className={styles.forms}>
        {FORMS.map(({ id, weights, bytes }) => (
          <li key={id}>
            <b>{t(`pictures.rounding.form.${id}`)}</b>
            <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
              <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
              {weights.map((weight, i) => (
                <rect key={i} x={x(weight) - 1.5} y={3} width={3} height={HEIGHT - 6} />
              ))}
            </svg>
            <span>
              {t('pictures.rounding.figures', { bytes, error: formatPercent(errorOf(weights)) })}
            </span>
          </li>
        ))}
      </ul>
      <figcaption>{t('pictures.rounding.caption')}</figcaption>
    </figure>
  );
}
