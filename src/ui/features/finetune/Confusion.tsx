import { useTranslation } from 'react-i18next';
import { ConfusionTable } from '../study/ConfusionTable';
import { useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';

/** Which class the run at hand takes for which. */
export function Confusion() {
  const { t } = useTranslation();
  const classes = useBenchStore(
    'finetune',
    ({ update }) => update?.result.live?.evals.at(-1)?.classes,
  );
  if (!classes) return null;
  return (
    <section className={styles.section} aria-labelledby="finetune-confusion">
      <h2 id="finetune-confusion">{t('finetune.confusion.title')}</h2>
      <ConfusionTable classes={classes} />
    </section>
  );
}
