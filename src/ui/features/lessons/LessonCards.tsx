import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../../experiments/experiment';
import { LessonCard } from './LessonCard';
import styles from './lessons.module.css';
import type { useDurations } from './useDurations';

type Durations = ReturnType<typeof useDurations>;

export function LessonCards(props: { experiments: readonly Experiment[]; durations: Durations }) {
  const { experiments, durations } = props;
  return (
    <ul className={styles.cards}>
      {experiments.map((experiment) => (
        <LessonCard
          key={experiment.id}
          experiment={experiment}
          durationMs={durations.durationOf(experiment.id)}
        />
      ))}
    </ul>
  );
}

export function LessonsNote({ durations }: { durations: Durations }) {
  const { t } = useTranslation();
  return (
    <p className={styles.note}>
      {t(durations.isMeasured ? 'lessons.measured' : 'lessons.guessed')}
    </p>
  );
}
