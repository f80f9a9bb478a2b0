import { useTranslation } from 'react-i18next';
import { EXPERIMENTS } from '../../../experiments/all';
import type { ExperimentGroup } from '../../../experiments/experiment';
import { Page } from '../../kit/Page';
import { LessonCard } from './LessonCard';
import styles from './lessons.module.css';
import { useDurations } from './useDurations';

const GROUPS = ['texts', 'architectures', 'objectives', 'training', 'tasks'] as const;

const ofGroup = (group: ExperimentGroup) =>
  EXPERIMENTS.filter((experiment) => (experiment.group ?? 'texts') === group);

/** Every preset: what it teaches, on what model, and how long it takes here. */
export default function LessonsPage() {
  const { t } = useTranslation();
  const { durationOf, isMeasured } = useDurations(EXPERIMENTS);
  return (
    <Page title={t('lessons.title')} lead={t('lessons.lead')} className={styles.page}>
      {GROUPS.map((group) => (
        <section key={group} aria-labelledby={`lessons-${group}`}>
          <h2 id={`lessons-${group}`}>{t(`lessons.group.${group}`)}</h2>
          <ul className={styles.cards}>
            {ofGroup(group).map((experiment) => (
              <LessonCard
                key={experiment.id}
                experiment={experiment}
                durationMs={durationOf(experiment.id)}
              />
            ))}
          </ul>
        </section>
      ))}
      <p className={styles.note}>{t(isMeasured ? 'lessons.measured' : 'lessons.guessed')}</p>
    </Page>
  );
}
