import { useTranslation } from 'react-i18next';
import { EXPERIMENTS, homeExperiment } from '../../../experiments/all';
import { useLanguage } from '../../i18n/useLanguage';
import { Page } from '../../kit/Page';
import { LessonCards, LessonsNote } from './LessonCards';
import styles from './lessons.module.css';
import { useDurations } from './useDurations';

const EVERY = EXPERIMENTS.filter(({ group = 'texts' }) => group === 'texts');

/** The texts to grow a writer on; the one in the page's language first. */
export default function ExperimentsPage() {
  const { t } = useTranslation();
  const first = homeExperiment(useLanguage());
  const durations = useDurations(EVERY);
  return (
    <Page
      title={t('lessons.experiments.title')}
      lead={t('lessons.experiments.lead')}
      className={styles.page}
    >
      <LessonCards
        experiments={[first, ...EVERY.filter((experiment) => experiment !== first)]}
        durations={durations}
      />
      <LessonsNote durations={durations} />
    </Page>
  );
}
