import { ClipboardPaste, Download } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../kit/format';
import { useBench, useBenchStore } from '../stores/context';
import { downloadCorpus, loadDownloads, readOwnFile, readPasted } from '../stores/textActions';
import { OWN_FILE, type Reading } from '../stores/textStore';
import { Button } from '../kit/Button';
import { FileButton } from '../kit/FileButton';
import { ProgressBar } from '../kit/meters/ProgressBar';
import styles from './TextImport.module.css';

/** Where a text must be imported first: the user's own, or a download. */
export function TextImport({ corpus }: { corpus: string | undefined }) {
  const reading = useBenchStore('texts', (state) => state.reading);
  if (reading && reading.corpus === corpus) return <ReadingProgress reading={reading} />;
  if (corpus === OWN_FILE) return <OwnText />;
  return corpus === undefined ? null : <DownloadOffer corpus={corpus} />;
}

function OwnText() {
  const { t } = useTranslation();
  const bench = useBench();
  const text = useBenchStore('texts', (state) => state.texts[OWN_FILE]);
  const paste = async () => {
    const pasted = await navigator.clipboard.readText().catch(() => '');
    if (pasted === '') bench.notices.getState().show('clipboardEmpty');
    else await readPasted(bench, pasted, t('text.pasted'));
  };
  return (
    <section className={styles.box} data-ready={text !== undefined} data-testid="own-text">
      {text ? <TextFacts /> : <p className={styles.lead}>{t('text.drop')}</p>}
      <div className={styles.row}>
        <FileButton
          look={text ? 'plain' : 'signal'}
          onFile={(file) => void readOwnFile(bench, file)}
        >
          {text ? t('text.replace') : t('text.choose')}
        </FileButton>
        <Button
          look="quiet"
          icon={<ClipboardPaste size={15} aria-hidden />}
          onPress={() => void paste()}
        >
          {t('text.paste')}
        </Button>
      </div>
    </section>
  );
}

function TextFacts() {
  const { t } = useTranslation();
  const text = useBenchStore('texts', (state) => state.texts[OWN_FILE]);
  if (!text) return null;
  return (
    <div>
      <p className={styles.lead}>{t('text.ready', { name: text.name })}</p>
      <p className={styles.facts}>
        {t('text.facts', { chars: text.chars, lines: text.lines, distinct: text.distinctChars })}
      </p>
      {text.notes.map((note) => (
        <p key={note.code} className={styles.facts}>
          {note.code === 'bom_removed'
            ? t('text.noteBom')
            : note.code === 'newlines_normalized'
              ? t('text.noteNewlines', { n: note.count })
              : t('text.noteLongLine', { line: note.line, chars: note.chars })}
        </p>
      ))}
    </div>
  );
}

/** A file being read or a corpus coming in; it can be called off. */
function ReadingProgress({ reading }: { reading: Reading }) {
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

/** A corpus from elsewhere: size, source and licence stand here before anything is fetched. */
function DownloadOffer({ corpus }: { corpus: string }) {
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
