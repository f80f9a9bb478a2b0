import { useTranslation } from 'react-i18next';
import type { DistilMethod } from '../../host/distilResult';
import { formatCount } from '../format';
import { useLanguage } from '../stores/context';
import styles from './distil.module.css';

/** How it was done, so that it can be done again. */
export function DistilMethodNote({ method }: { method: DistilMethod }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { config, teacherName, teacherModel, studentModel, tokens, trainWindows } = method;
  const count = (value: number): string => formatCount(value, language);
  return (
    <section className={styles.section} aria-labelledby="distil-method">
      <h2 id="distil-method">{t('distil.method.title')}</h2>
      <ul className={styles.method}>
        <li>{t('distil.method.models', { teacherName, teacherModel, studentModel })}</li>
        <li>
          {t('distil.method.reads', {
            tokens: count(tokens),
            windows: count(trainWindows),
            steps: count(config.training.max_steps),
            batch: count(config.training.per_device_train_batch_size),
          })}
        </li>
        <li>
          {t(`distil.method.loss_${config.form}`, {
            temperature: config.temperature,
            alpha: config.alpha,
            rest: Number((1 - config.alpha).toFixed(3)),
          })}
        </li>
        <li>{t(method.readyLogits ? 'distil.method.ready' : 'distil.method.inStep')}</li>
        <li>
          {t('distil.method.judged', {
            windows: count(method.heldOutWindows),
            tokens: count(method.windowTokens),
          })}
        </li>
        <li>{t('distil.method.adapter', { adapter: method.adapter })}</li>
      </ul>
    </section>
  );
}
