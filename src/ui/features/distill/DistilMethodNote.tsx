import { useTranslation } from 'react-i18next';
import type { DistilMethod } from '../../../host/protocol/distill';
import { formatCount } from '../../kit/format';
import { useLanguage } from '../../stores/context';
import styles from './distil.module.css';

/** How it was done, so that it can be done again. */
export function DistilMethodNote({ method }: { method: DistilMethod }) {
  const { t } = useTranslation();
  const { config, teacherName, teacherModel, studentModel } = method;
  return (
    <section className={styles.section} aria-labelledby="distil-method">
      <h2 id="distil-method">{t('distil.method.title')}</h2>
      <ul className={styles.method}>
        <li>{t('distil.method.models', { teacherName, teacherModel, studentModel })}</li>
        <Reads method={method} />
        <li>
          {t(`distil.method.loss_${config.form}`, {
            temperature: config.temperature,
            alpha: config.alpha,
            rest: Number((1 - config.alpha).toFixed(3)),
          })}
        </li>
        <li>{t('distil.method.adapter', { adapter: method.adapter })}</li>
      </ul>
    </section>
  );
}

/** What was learnt from, how the teacher was asked, and what all were judged on. */
function Reads({ method: { config, reads } }: { method: DistilMethod }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const count = (value: number): string => formatCount(value, language);
  const { max_steps, per_device_train_batch_size, gradient_accumulation_steps } = config.training;
  const steps = {
    steps: count(max_steps),
    batch: count(per_device_train_batch_size * gradient_accumulation_steps),
  };
  if (reads.kind === 'examples') {
    const { labels, labelled, unlabelled, heldOut } = reads;
    const counts = { labelled: count(labelled), unlabelled: count(unlabelled), ...steps };
    return (
      <>
        <li>{t('distil.method.examples', { ...counts, labels: labels.join(' / ') })}</li>
        <li>{t('distil.method.judgedExamples', { examples: count(heldOut) })}</li>
      </>
    );
  }
  const { tokens, windows, readyLogits, heldOutWindows, windowTokens } = reads;
  return (
    <>
      <li>
        {t('distil.method.reads', { tokens: count(tokens), windows: count(windows), ...steps })}
      </li>
      <li>{t(readyLogits ? 'distil.method.ready' : 'distil.method.inStep')}</li>
      <li>
        {t('distil.method.judged', {
          windows: count(heldOutWindows),
          tokens: count(windowTokens),
        })}
      </li>
    </>
  );
}
