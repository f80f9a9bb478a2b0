import { useTranslation } from 'react-i18next';
import type { DistilCurve, DistilRow } from '../../host/distilResult';
import { formatLoss } from '../format';
import styles from './distil.module.css';
import { lossOf } from './figures';

const WIDTH = 760;
const HEIGHT = 300;
const LEFT = 52;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 38;
const LINES = 5;

/** Held-out loss of every student while it learns; the teacher as a line below. */
export function DistilCurves(props: {
  curves: readonly DistilCurve[];
  rows: readonly DistilRow[];
}) {
  const { t } = useTranslation();
  const students = props.curves.filter(({ id, points }) => id !== 'teacher' && points.length > 0);
  if (students.length === 0) return null;
  const teacherRow = props.rows.find(({ id }) => id === 'teacher');
  const teacher = (teacherRow && lossOf(teacherRow)?.mean) ?? null;
  const losses = students.flatMap(({ points }) => points.map(({ loss }) => loss));
  const low = Math.min(...losses, teacher ?? Infinity);
  const high = Math.max(...losses);
  const room = (high - low || 1) * 0.06;
  const last = Math.max(...students.flatMap(({ points }) => points.map(({ step }) => step)));
  const x = (step: number): number => LEFT + (step / last) * (WIDTH - LEFT - RIGHT);
  const y = (loss: number): number =>
    TOP + ((high + room - loss) / (high - low + 2 * room)) * (HEIGHT - TOP - BOTTOM);
  const path = ({ points }: DistilCurve): string =>
    points.map(({ step, loss }, i) => `${i === 0 ? 'M' : 'L'}${x(step)} ${y(loss)}`).join('');
  const ticks = Array.from({ length: LINES }, (_, i) => low + ((high - low) * i) / (LINES - 1));
  return (
    <section className={styles.section} aria-labelledby="distil-curves">
      <h2 id="distil-curves">{t('distil.curves.title')}</h2>
      <p className={styles.help}>{t('distil.curves.help')}</p>
      <ul className={styles.legend} aria-hidden>
        {(['alone', 'distilled', 'teacher'] as const).map((id) => (
          <li key={id} data-id={id}>
            {t(`distil.row.${id}`)}
          </li>
        ))}
      </ul>
      <div className={styles.plot}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('distil.curves.title')}>
          {ticks.map((tick) => (
            <g key={tick} className={styles.tick}>
              <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
              <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
                {formatLoss(tick)}
              </text>
            </g>
          ))}
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <text
              key={share}
              className={styles.axis}
              x={x(share * last)}
              y={HEIGHT - BOTTOM + 18}
              textAnchor={share === 1 ? 'end' : 'middle'}
            >
              {Math.round(share * last)}
            </text>
          ))}
          <text className={styles.axis} x={LEFT} y={HEIGHT - 4}>
            {t('distil.curves.steps')} →
          </text>
          {teacher !== null && (
            <line
              className={styles.curve}
              data-id="teacher"
              x1={LEFT}
              x2={WIDTH - RIGHT}
              y1={y(teacher)}
              y2={y(teacher)}
            />
          )}
          {students.map((curve) => (
            <path
              key={`${curve.id}-${curve.seed}`}
              className={styles.curve}
              data-id={curve.id}
              d={path(curve)}
            />
          ))}
        </svg>
      </div>
    </section>
  );
}
