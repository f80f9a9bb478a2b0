import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TRAINING_ARGUMENTS } from '../../../experiments/finetune';
import { formatCount } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';
import { readChoices, type ReadChoices } from '../../../host/studies/finetune/request';
import { changeFinetuning } from './finetuneActions';

/** The listing as it was read; null where it is no JSON. */
export function useArguments(): ReadChoices | null {
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const own = useBenchStore('finetune', ({ imported }) => imported?.found);
  return useMemo(() => {
    try {
      return readChoices(choices, own);
    } catch {
      return null;
    }
  }, [choices, own]);
}

/** The training as Hugging Face's TrainingArguments write it: the same text drives small and large. */
export function FinetuneArguments() {
  const { t } = useTranslation();
  const bench = useBench();
  const json = useBenchStore('finetune', ({ choices }) => choices.json);
  const read = useArguments();
  const problems = read
    ? [
        ...(read.leftOut.length > 0
          ? [t('finetune.arguments.leftOut', { names: read.leftOut.join(', ') })]
          : []),
        ...read.refused.map((one) =>
          t('finetune.arguments.refused', {
            name: one.name,
            reason: t(`arguments.reason.${one.code}`, one.fields),
          }),
        ),
        ...(read.warmup >= read.steps
          ? [t('finetune.arguments.longWarmup', { warmup: read.warmup, steps: read.steps })]
          : []),
      ]
    : [t('finetune.arguments.bad')];
  return (
    <details className={styles.more}>
      <summary>
        {t('finetune.arguments.title')}
        {read && (
          <span>
            {t('finetune.arguments.steps', {
              steps: formatCount(read.steps),
              warmup: formatCount(read.warmup),
              count: read.steps,
            })}
          </span>
        )}
      </summary>
      <p className={styles.help}>{t('finetune.arguments.help')}</p>
      <textarea
        className={styles.json}
        aria-label={t('finetune.arguments.title')}
        data-testid="finetune-arguments"
        rows={8}
        spellCheck={false}
        value={json}
        onChange={(event) => changeFinetuning(bench, { json: event.target.value })}
      />
      {problems.map((problem) => (
        <p key={problem} role="alert" className={styles.error}>
          {problem}
        </p>
      ))}
      {read && read.ignored.length > 0 && (
        <p className={styles.help}>
          {t('finetune.arguments.ignored', {
            names: read.ignored.map(({ name }) => name).join(', '),
          })}
        </p>
      )}
      {json !== TRAINING_ARGUMENTS && (
        <button
          type="button"
          className={styles.reset}
          onClick={() => changeFinetuning(bench, { json: TRAINING_ARGUMENTS })}
        >
          {t('finetune.reset')}
        </button>
      )}
    </details>
  );
}
