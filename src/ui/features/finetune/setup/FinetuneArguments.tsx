import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TRAINING_ARGUMENTS } from '../../../../experiments/finetune';
import { Alert } from '../../../kit/ErrorText';
import { Help } from '../../../kit/Section';
import { useBench, useBenchStore } from '../../../stores/context';
import styles from '../finetune.module.css';
import study from '../../study/study.module.css';
import { readChoices, type ReadChoices } from '../../../../host/studies/finetune/request';
import { changeFinetuning } from '../finetuneActions';

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
  const problems: string[] = [];
  if (!read) problems.push(t('finetune.arguments.bad'));
  else {
    const { leftOut, refused, warmup, steps } = read;
    if (leftOut.length > 0)
      problems.push(t('finetune.arguments.leftOut', { names: leftOut.join(', ') }));
    for (const { name, code, fields } of refused) {
      const reason = t(`arguments.reason.${code}`, fields);
      problems.push(t('finetune.arguments.refused', { name, reason }));
    }
    if (warmup >= steps) problems.push(t('finetune.arguments.longWarmup', { warmup, steps }));
  }
  return (
    <details className={styles.more}>
      <summary>
        {t('arguments.title')}
        {read && (
          <span>{t('finetune.arguments.steps', { warmup: read.warmup, count: read.steps })}</span>
        )}
      </summary>
      <Help>{t('finetune.arguments.help')}</Help>
      <textarea
        className={styles.json}
        aria-label={t('arguments.title')}
        data-testid="finetune-arguments"
        rows={8}
        spellCheck={false}
        value={json}
        onChange={(event) => changeFinetuning(bench, { json: event.target.value })}
      />
      {problems.map((problem) => (
        <Alert key={problem}>{problem}</Alert>
      ))}
      {read && read.ignored.length > 0 && (
        <Help>
          {t('finetune.arguments.ignored', {
            names: read.ignored.map(({ name }) => name).join(', '),
          })}
        </Help>
      )}
      {json !== TRAINING_ARGUMENTS && (
        <button
          type="button"
          className={study.reset}
          onClick={() => changeFinetuning(bench, { json: TRAINING_ARGUMENTS })}
        >
          {t('common.reset')}
        </button>
      )}
    </details>
  );
}
