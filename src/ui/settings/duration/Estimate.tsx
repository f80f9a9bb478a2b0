import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/useLanguage';
import { useBenchStore } from '../../stores/context';
import { durationWords } from '../../kit/durationWords';
import styles from './Estimate.module.css';

/** Beside a button that starts something long: how long that takes here, as far as it is known. */
export function Estimate(props: { timeMs: number | null; isMost?: boolean }) {
  const { timeMs, isMost = false } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const waiting = useBenchStore(
    'jobs',
    ({ jobs }) => jobs?.filter(({ state }) => state === 'waiting').length ?? 0,
  );
  const time = timeMs === null ? null : durationWords(timeMs, language);
  return (
    <span className={styles.estimate} data-testid="estimate">
      <Clock size={13} aria-hidden />
      {time === null
        ? t('jobs.estimate.unknown')
        : t(isMost ? 'jobs.estimate.most' : 'jobs.estimate.about', { time })}
      {waiting > 0 && ` · ${t('jobs.estimate.behind', { count: waiting })}`}
    </span>
  );
}
