import { useTranslation } from 'react-i18next';
import type { WriterMethod } from '../../../host/protocol/writer';
import { Section } from '../../kit/Section';
import styles from './recipes.module.css';

/** How it was done, so that it can be done again. */
export function WriterMethodNote({ method }: { method: WriterMethod }) {
  const { t } = useTranslation();
  const { baseName, model, student, adapter, steps, studentTokens } = method;
  const { temperature, alpha, windows, windowTokens } = method;
  return (
    <Section id="writer-method" title={t('distill.method.title')}>
      <ul className={styles.method}>
        <li>
          {t(steps.base > 0 ? 'writer.method.trained' : 'writer.method.chosen', {
            name: baseName,
            model,
            count: steps.base,
          })}
        </li>
        <li>{t('writer.method.finetuned', { count: steps.finetuned })}</li>
        <li>
          {t('writer.method.students', {
            student,
            count: steps.student,
            tokens: studentTokens,
            temperature,
            alpha,
          })}
        </li>
        <li>{t('writer.method.evaluated', { windows, tokens: windowTokens })}</li>
        <li>{t('distill.method.adapter', { adapter })}</li>
      </ul>
    </Section>
  );
}
