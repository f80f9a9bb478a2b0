import { ClipboardPaste, FileText } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useTranslation } from 'react-i18next';
import { useBench, useBenchStore } from '../../stores/context';
import { readOwnFile, readPasted } from '../../stores/textActions';
import { OWN_FILE } from '../../stores/textStore';
import { DownloadOffer } from './DownloadOffer';
import { Button } from '../../kit/Button';
import { ReadingProgress } from './ReadingProgress';
import styles from './TextImport.module.css';

/** Where an experiment's text must be imported first: the user's own, or a download. */
export function TextImport({ experimentId }: { experimentId: string }) {
  const corpus = useBenchStore('drafts', (state) => state.drafts[experimentId]?.config.data.corpus);
  const reading = useBenchStore('texts', (state) => state.reading);
  if (reading && reading.corpus === corpus) return <ReadingProgress reading={reading} />;
  if (corpus === OWN_FILE) return <OwnText />;
  return corpus === 'tiny_shakespeare' ? <DownloadOffer corpus={corpus} /> : null;
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
        <FileTrigger
          onSelect={(files) => {
            const file = files?.[0];
            if (file) void readOwnFile(bench, file);
          }}
        >
          <Button
            look={text ? 'plain' : 'signal'}
            icon={<FileText size={15} aria-hidden />}
            onPress={() => undefined}
          >
            {text ? t('text.replace') : t('text.choose')}
          </Button>
        </FileTrigger>
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
