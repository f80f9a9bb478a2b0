import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TRAINING_ARGUMENTS } from '../../../experiments/tune';
import { formatCount } from '../../kit/format';
import { useBench, useBenchStore, useLanguage } from '../../stores/context';
import styles from './tune.module.css';
import { readChoices, type ReadChoices } from './tuneRequest';
import { changeTuning } from './tuneActions';

/** The listing as it was read; null where it is no JSON. */
export function useArguments(): ReadChoices | null {
  const choices = useBenchStore(
    (stores) => stores.tune,
    (tune) => tune.choices,
  );
  const own = useBenchStore(
    (stores) => stores.tune,
    ({ brought }) => brought?.found,
  );
  return useMemo(() => {
    try {
      return readChoices(choices, own);
    } catch {
      return null;
    }
  }, [choices, own]);
}

/** The training as Hugging Face's TrainingArguments write it: the same text drives small and large. */
export function TuneArguments() {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const json = useBenchStore(
    (stores) => stores.tune,
    ({ choices }) => choices.json,
  );
  const read = useArguments();
  const problems = read
    ? [
        ...(read.leftOut.length > 0
          ? [t('tune.arguments.leftOut', { names: read.leftOut.join(', ') })]
          : []),
        ...read.refused.map((one) =>
          t('tune.arguments.refused', {
            name: one.name,
            reason: t(`arguments.reason.${one.code}`, one.fields),
          }),
        ),
        ...(read.warmup >= read.steps
          ? [t('tune.arguments.longWarmup', { warmup: read.warmup, steps: read.steps })]
          : []),
      ]
    : [t('tune.arguments.bad')];
  return (
    <details className={styles.more}>
      <summary>
        {t('tune.arguments.title')}
        {read && (
          <span>
            {t('tune.arguments.steps', {
              steps: formatCount(read.steps, language),
              warmup: formatCount(read.warmup, language),
              count: read.steps,
            })}
          </span>
        )}
      </summary>
      <p className={styles.help}>{t('tune.arguments.help')}</p>
      <textarea
        className={styles.json}
        aria-label={t('tune.arguments.title')}
        data-testid="tune-arguments"
        rows={8}
        spellCheck={false}
        value={json}
        onChange={(event) => changeTuning(bench, { json: event.target.value })}
      />
      {problems.map((problem) => (
        <p key={problem} role="alert" className={styles.error}>
          {problem}
        </p>
      ))}
      {read && read.ignored.length > 0 && (
        <p className={styles.help}>
          {t('tune.arguments.ignored', { names: read.ignored.map(({ name }) => name).join(', ') })}
        </p>
      )}
      {json !== TRAINING_ARGUMENTS && (
        <button
          type="button"
          className={styles.reset}
          onClick={() => changeTuning(bench, { json: TRAINING_ARGUMENTS })}
        >
          {t('tune.reset')}
        </button>
      )}
    </details>
  );
}
