import { useTranslation } from 'react-i18next';
import type { DistillCurve, DistillRow } from '../../../host/protocol/distill';
import { ChartFrame } from '../../charts/ChartFrame';
import { LinesChart } from '../../charts/charts';
import { seedLines } from '../../charts/seedCurves';
import { formatLoss, formatStep } from '../../kit/format';
import { Section } from '../../kit/Section';
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
  const teacher = row && FIGURES.loss.of(row)?.mean;
  return (
    <Section id="distill-curves" title={t('distill.curves.title')} help={t('distill.curves.help')}>
      <ChartFrame label={t('distill.curves.title')} height={290}>
        <LinesChart
          label={t('distill.curves.title')}
          x={{ isWhole: true, format: formatStep, name: t('settings.unit.steps') }}
          y={{ format: formatLoss }}
          levels={
            teacher === undefined
              ? []
              : [{ name: t('distill.row.teacher'), at: teacher, ...LOOKS.teacher }]
          }
          lines={(['alone', 'distilled'] as const).flatMap((id) =>
            seedLines(
              id,
              { name: t(`distill.row.${id}`), color: LOOKS[id].color },
              students
                .filter((student) => student.id === id)
                .map(({ seed, points }) => ({
                  seed,
                  points: points.map(({ step, loss }) => ({ x: step, y: loss })),
                })),
            ),
          )}
          hasNamedEnds
        />
      </ChartFrame>
    </Section>
  );
}
