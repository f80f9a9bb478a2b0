import { useTranslation } from 'react-i18next';
import type { DistillMethod } from '../../../host/protocol/distill';
import { Section } from '../../kit/Section';
import { TextRead } from '../study/text/TextRead';
import styles from './distill.module.css';

/** How it was done, so that it can be done again. */
export function DistillMethodNote({ method }: { method: DistillMethod }) {
  const { t } = useTranslation();
  const { config, teacherName, teacherModel, studentModel } = method;
  return (
    <Section id="distill-method" title={t('distill.method.title')}>
      <ul className={styles.method}>
        <li>{t('distill.method.models', { teacherName, teacherModel, studentModel })}</li>
        <li>
          <TextRead text={method.text} />
        </li>
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
    </Section>
  );
}

/** What was learned from, how the teacher was asked, and what all were evaluated on. */
function Reads({ method: { config, reads } }: { method: DistillMethod }) {
  const { t } = useTranslation();
  const { max_steps, per_device_train_batch_size, gradient_accumulation_steps } = config.training;
  const steps = {
    steps: max_steps,
    batch: per_device_train_batch_size * gradient_accumulation_steps,
  };
  if (reads.kind === 'examples') {
    const { labels, labeled, unlabeled, heldOut } = reads;
    return (
      <>
        <li>
          {t('distill.method.examples', {
            labeled,
            unlabeled,
            ...steps,
            labels: labels.join(' / '),
          })}
        </li>
        <li>{t('distill.method.evaluatedExamples', { examples: heldOut })}</li>
      </>
    );
  }
  if (reads.kind === 'objective') {
    const { objective, examples, heldOut, positions } = reads;
    return (
      <>
        <li>{t('distill.method.objective', { objective, examples, ...steps })}</li>
        <li>{t('distill.method.evaluatedObjective', { examples: heldOut, positions })}</li>
      </>
    );
  }
  const { tokens, windows, readyLogits, heldOutWindows, windowTokens } = reads;
  return (
    <>
      <li>{t('distill.method.data', { tokens, windows, ...steps })}</li>
      <li>{t(readyLogits ? 'distill.method.cached' : 'distill.method.inStep')}</li>
      <li>{t('distill.method.evaluated', { windows: heldOutWindows, tokens: windowTokens })}</li>
    </>
  );
}
