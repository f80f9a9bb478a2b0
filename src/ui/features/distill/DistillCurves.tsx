import { useTranslation } from 'react-i18next';
import type { DistillCurve, DistillRow } from '../../../host/protocol/distill';
import { across, BOX, pathOf, roundScale, stepScale, upward } from '../../charts/plot';
import { Plot, PlotLegend, PlotLine } from '../../charts/Plot';
import { formatLoss } from '../../kit/format';
import styles from './distill.module.css';
import { FIGURES } from '../../../host/studies/distill/figures';

const LOOKS = {
  alone: { color: 'var(--held)', mark: 'line' },
  distilled: { color: 'var(--signal)', mark: 'line' },
  teacher: { color: 'var(--floor)', mark: 'dashed' },
} as const;

/** Held-out loss of every student while it learns; the teacher as a line below. */
export function DistillCurves(props: {
  curves: readonly DistillCurve[];
  rows: readonly DistillRow[];
}) {
  const { t } = useTranslation();
  const students = props.curves.filter(({ id, points }) => id !== 'teacher' && points.length > 0);
  if (students.length === 0) return null;
  const row = props.rows.find(({ id }) => id === 'teacher');
  return (
    <section className={styles.section} aria-labelledby="distill-curves">
      <h2 id="distill-curves">{t('distill.curves.title')}</h2>
      <p className={styles.help}>{t('distill.curves.help')}</p>
      <PlotLegend
        entries={(['alone', 'distilled', 'teacher'] as const).map((id) => ({
          name: t(`distill.row.${id}`),
          ...LOOKS[id],
        }))}
      />
      <Lines students={students} teacher={(row && FIGURES.loss.of(row)?.mean) ?? null} />
    </section>
  );
}

function Lines({
  students,
  teacher,
}: {
  students: readonly DistillCurve[];
  teacher: number | null;
}) {
  const { t } = useTranslation();
  const points = students.flatMap((curve) => curve.points);
  const losses = points.map(({ loss }) => loss);
  const last = Math.max(...points.map(({ step }) => step));
  const x = stepScale(last, across(BOX));
  const y = roundScale(teacher === null ? losses : [...losses, teacher], upward(BOX));
  return (
    <Plot
      label={t('distill.curves.title')}
      x={{
        scale: x,
        format: (step) => String(Math.round(step)),
        name: t('distill.curves.steps'),
      }}
      y={{ scale: y, format: formatLoss }}
    >
      {teacher !== null && (
        <PlotLine d={pathOf(across(BOX).map((edge) => [edge, y.at(teacher)]))} {...LOOKS.teacher} />
      )}
      {students.map((curve) => (
        <PlotLine
          key={`${curve.id}-${curve.seed}`}
          d={pathOf(curve.points.map(({ step, loss }) => [x.at(step), y.at(loss)]))}
          color={LOOKS[curve.id === 'distilled' ? 'distilled' : 'alone'].color}
        />
      ))}
    </Plot>
  );
}
