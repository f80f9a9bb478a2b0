import { useTranslation } from 'react-i18next';
import type { WriterResult } from '../../../host/protocol/writer';
import { Section } from '../../kit/Section';
import styles from './recipes.module.css';

/** What each stage writes behind the same prompt. */
export function WriterTexts({ result: { prompt, rows } }: { result: WriterResult }) {
  const { t } = useTranslation();
  return (
    <Section id="writer-texts" title={t('writer.texts.title')} help={t('writer.texts.help')}>
      <p className={styles.prompt} data-testid="writer-prompt">
        {prompt}
      </p>
      <ul className={styles.stages}>
        {rows.map(({ id, texts }) => (
          <li key={id} data-testid="writer-texts">
            <h3>{t(`writer.stage.${id}`)}</h3>
            <ol>
              {texts.map((text, index) => (
                // Two may be the same, and they never move.
                <li key={index}>{text.trim()}</li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </Section>
  );
}
