import { Download } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { downloadCorpus, loadDownloads } from '../../stores/textActions';
import { Button } from '../../kit/Button';
import styles from './TextImport.module.css';

/** A corpus from elsewhere: size, source and licence stand here before anything is fetched. */
export function DownloadOffer({ corpus }: { corpus: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  useEffect(() => void loadDownloads(bench), [bench]);
  const facts = useBenchStore('texts', (state) =>
    state.downloads.find((offer) => offer.corpus === corpus),
  );
  const text = useBenchStore('texts', (state) => state.texts[corpus]);
  if (!facts) return null;
  return (
    <section className={styles.box} data-ready={text !== undefined} data-testid="download-offer">
      <dl className={styles.list}>
        <dt>{t('common.size')}</dt>
        <dd>{formatBytes(facts.sizeBytes)}</dd>
        <dt>{t('common.source')}</dt>
        <dd>{facts.source}</dd>
        <dt>{t('intro.licence')}</dt>
        <dd>{facts.licence}</dd>
      </dl>
      {text ? (
        <p className={styles.lead}>{t('text.downloaded', { chars: text.chars })}</p>
      ) : (
        <>
          <div className={styles.row}>
            {' '}
            <Button
              look="signal"

              icon={<Download size={15} aria-hidden />}
              testId="download"
              onPress={() => void downloadCorpus(bench, corpus)}
            >
              {t('text.download', { size: formatBytes(facts.sizeBytes) })}
            </Button>
          </div>
          <p className={styles.facts}>
            {t('text.downloadFirst', { host: new URL(facts.url).host })}
          </p>
        </>
      )}
    </section>
  );
}
