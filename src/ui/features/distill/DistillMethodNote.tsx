import { useTranslation } from 'react-i18next';
import type { DistillMethod } from '../../../host/protocol/distill';
import { formatCount } from '../../kit/format';
import styles from './distill.module.css';

/** How it was done, so that it can be done again. */
export function DistillMethodNote({ method }: { method: DistillMethod }) {
  const { t } = useTranslation();
  const { config, teacherName, teacherModel, studentModel } = method;
  return (
    <section className={styles.section} aria-labelledby="distill-method">
      <h2 id="distill-method">{t('distill.method.title')}</h2>
      <ul className={styles.method}>
        <li>{t('distill.method.models', { teacherName, teacherModel, studentModel })}</li>
        <Reads method={method} />
        <li>
          {t(`distill.method.loss_${config.form}`, {
            temperature: config.temperature,
            alpha: config.alpha,
            rest: Number((1 - config.alpha).toFixed(3)),
          })}
        </li>
        <li>{t('distill.method.adapter', { adapter: method.adapter })}</li>
      </ul>
    </section>
  );
}

/** What was learned from, how the teacher was asked, and what all were evaluated on. */
function Reads({ method: { config, reads } }: { method: DistillMethod }) {
  const { t } = useTranslation();
  const count = (value: number): string => formatCount(value);
  const { max_steps, per_device_train_batch_size, gradient_accumulation_steps } = config.training;
  const steps = {
    steps: count(max_steps),
    batch: count(per_device_train_batch_size * gradient_accumulation_steps),
  };
  if (reads.kind === 'examples') {
    const { labels, labeled, unlabeled, heldOut } = reads;
    const counts = { labeled: count(labeled), unlabeled: count(unlabeled), ...steps };
    return (
      <>
        <li>{t('distill.method.examples', { ...counts, labels: labels.join(' / ') })}</li>
        <li>{t('distill.method.evaluatedExamples', { examples: count(heldOut) })}</li>
      </>
    );
  }
  const { tokens, windows, readyLogits, heldOutWindows, windowTokens } = reads;
  return (
    <>
      <li>
        {t('distill.method.data', { tokens: count(tokens), windows: count(windows), ...steps })}
      </li>
      <li>{t(readyLogits ? 'distill.method.cached' : 'distill.method.inStep')}</li>
      <li>
        {t('distill.method.evaluated', {
          windows: count(heldOutWindows),
          tokens: count(windowTokens),
        })}
      </li>
    </>
  );
}
