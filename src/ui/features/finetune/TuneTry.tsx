import { useTranslation } from 'react-i18next';
import { TryClassifier } from '../study/TryClassifier';
import { useBenchStore } from '../../stores/context';
import styles from './tune.module.css';

const STARTS = ['reviews', 'reviews_zh', 'finance'] as const;

/** The classifier that was tuned last answers what is typed. */
export function TuneTry() {
  const { t } = useTranslation();
  const isOver = useBenchStore(
    (stores) => stores.tune,
    ({ state }) => state === 'done',
  );
  const live = useBenchStore(
    (stores) => stores.tune,
    ({ update }) => update?.live,
  );
  const set = useBenchStore(
    (stores) => stores.tune,
    ({ choices }) => choices.set,
  );
  if (!isOver || !live?.evals.at(-1)?.classes || live.arm === null) return null;
  const known = STARTS.find((id) => id === set);
  return (
    <section className={styles.section} aria-labelledby="tune-try">
      <h2 id="tune-try">{t('tune.try.title')}</h2>
      <p className={styles.help}>{t('tune.try.lead')}</p>
      <TryClassifier
        key={live.runId}
        base={{ kind: 'run', runId: live.runId }}
        start={known ? t(`tune.try.start.${known}`) : ''}
      />
    </section>
  );
}
