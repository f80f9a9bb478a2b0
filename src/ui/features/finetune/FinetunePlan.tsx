import { useTranslation } from 'react-i18next';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatAmount, formatBytes, formatPercent } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import styles from './finetune.module.css';
import { configOf } from '../../../host/studies/finetune/request';
import { sizeOf } from '../study/study';

/** What is trained and what it needs, exactly, before anything is allocated. */
export function FinetunePlan() {
  const { t } = useTranslation();
  const bench = useBench();
  const words = useErrorWords();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const method = choices.runs === 'compare' ? 'full' : choices.method;
  const plan = useAnswer(JSON.stringify([choices, isReady]), () =>
    bench.lab.plan(configOf(choices, method, sizeOf(bench))),
  );
  if (!plan) return <p className={styles.help}>{t('finetune.plan.waiting')}</p>;
  if ('code' in plan) {
    return (
      <p role="alert" className={styles.error}>
        {words(plan)}
      </p>
    );
  }
  const { parameters: trained, frozenParameters: frozen = 0, totalBytes } = plan;
  // With LoRA the frozen ones are the whole model; with other methods the rest of it.
  const isBeside = choices.method === 'lora' && choices.runs !== 'compare';
  const all = isBeside ? frozen : trained + frozen;
  return (
    <p className={styles.help} data-testid="finetune-plan">
      {t('finetune.plan.trained', {
        trained: formatAmount(trained),
        all: formatAmount(all),
        share: formatPercent(trained / all),
      })}
      {' · '}
      {t('finetune.plan.memory', { size: formatBytes(totalBytes) })}
    </p>
  );
}
