import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../kit/format';
import { useBench } from '../../stores/context';
import type { Reading } from '../../stores/textStore';
import { OWN_FILE } from '../../stores/textStore';
import { Button } from '../../kit/Button';
import { ProgressBar } from '../../kit/ProgressBar';
import styles from './TextImport.module.css';

/** A file being read or a corpus coming in; it can be called off. */
export function ReadingProgress({ reading }: { reading: Reading }) {
  const { t } = useTranslation();
  const bench = useBench();
  const { readBytes, totalBytes, corpus, name } = reading;
  const share = totalBytes ? Math.min(1, readBytes / totalBytes) : undefined;
  const words = corpus === OWN_FILE ? t('text.reading', { name }) : t('text.downloading');
  return (
    <section className={styles.box}>
      <p className={styles.lead}>{words}</p>
      <ProgressBar label={words} share={share} />
      <div className={styles.row}>
        <span className={styles.facts}>
          {formatBytes(readBytes)}
          {totalBytes ? ` / ${formatBytes(totalBytes)}` : ''}
        </span>
        <Button size="small" onPress={() => void bench.lab.abortReading()}>
          {t('common.cancel')}
        </Button>
      </div>
    </section>
  );
}
