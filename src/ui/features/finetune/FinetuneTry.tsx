import { useTranslation } from 'react-i18next';
import { TryClassifier } from '../study/TryClassifier';
import { useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';

const STARTS = ['reviews', 'reviews_zh', 'finance'] as const;

/** The classifier that was tuned last answers what is typed. */
export function FinetuneTry() {
  const { t } = useTranslation();
  const isOver = useBenchStore('finetune', ({ state }) => state === 'done');
  const live = useBenchStore('finetune', ({ update }) => update?.result.live);
  const set = useBenchStore('finetune', ({ choices }) => choices.set);
  if (!isOver || !live?.evals.at(-1)?.classes || live.arm === null) return null;
  const known = STARTS.find((id) => id === set);
  return (
    <section className={styles.section} aria-labelledby="finetune-try">
      <h2 id="finetune-try">{t('finetune.try.title')}</h2>
      <p className={styles.help}>{t('finetune.try.lead')}</p>
      <TryClassifier
        key={live.runId}
        base={{ kind: 'run', runId: live.runId }}
        start={known ? t(`finetune.try.start.${known}`) : ''}
      />
    </section>
  );
}
