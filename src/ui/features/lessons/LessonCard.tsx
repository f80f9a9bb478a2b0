import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Experiment } from '../../../experiments/experiment';
import { useObjectiveName } from '../../settings/useObjectiveName';
import { weightsOf } from '../../settings/objectives';
import { useLanguage } from '../../i18n/useLanguage';
import { experimentAddress } from '../../stores/addresses';
import { useBenchStore } from '../../stores/context';
import { durationWords } from '../../kit/durationWords';
import styles from './lessons.module.css';

/** One preset; the whole card leads to it. */
export function LessonCard(props: { experiment: Experiment; durationMs: number | null }) {
  const { experiment, durationMs } = props;
  const { id, title, tagline, about } = experiment;
  const { t } = useTranslation();
  const language = useLanguage();
  const objectiveName = useObjectiveName();
  const draft = useBenchStore('drafts', ({ drafts }) => drafts[id]);
  if (!draft) return null;
  const { model, training } = draft.config;
  const objectives = weightsOf(draft.config);
  return (
    <li className={styles.card}>
      <h3>
        <Link href={experimentAddress(id)} data-testid={`lesson-${id}`}>
          {title[language]}
        </Link>
      </h3>
      <p className={styles.tagline}>{tagline[language]}</p>
      <p>{about[language]}</p>
      <p className={styles.facts}>
        <span>{t(`settings.choice.${model.family}`)}</span>
        {objectives.length > 0 && (
          <span>{objectives.map(({ name }) => objectiveName(name)).join(' + ')}</span>
        )}
        <span>
          <Clock size={12} aria-hidden />
          {draft.autoSize
            ? t('lessons.sized')
            : durationMs === null
              ? t('lessons.steps', { count: training.max_steps })
              : t('lessons.about', { time: durationWords(durationMs, language) })}
        </span>
      </p>
    </li>
  );
}
