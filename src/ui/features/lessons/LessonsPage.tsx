import { useTranslation } from 'react-i18next';
import { EXPERIMENTS } from '../../../experiments/all';
import { Page } from '../../kit/Page';
import { LessonCards, LessonsNote } from './LessonCards';
import { ReadyCards } from './ReadyCards';
import styles from './lessons.module.css';
import { useDurations } from './useDurations';

const GROUPS = ['architectures', 'objectives', 'training', 'tasks'] as const;

/** Presets that each show one effect: what it teaches, on what model, and how long it takes here. */
export default function LessonsPage() {
  const { t } = useTranslation();
  const durations = useDurations(LESSONS);
  return (
    <Page title={t('lessons.title')} lead={t('lessons.lead')} className={styles.page}>
      <ReadyCards />
      {GROUPS.map((group) => (
        <section key={group} aria-labelledby={`lessons-${group}`}>
          <h2 id={`lessons-${group}`}>{t(`lessons.group.${group}`)}</h2>
          <LessonCards
            experiments={LESSONS.filter((lesson) => lesson.group === group)}
            durations={durations}
          />
        </section>
      ))}
      <LessonsNote durations={durations} />
    </Page>
  );
}

const LESSONS = EXPERIMENTS.filter(({ group = 'texts' }) => group !== 'texts');
