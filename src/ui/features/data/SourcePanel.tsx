import { ClipboardPaste, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { AskForm } from '../../kit/AskForm';
import { Button } from '../../kit/Button';
import { FileButton } from '../../kit/FileButton';
import { Remarks } from '../../kit/Remarks';
import { formatBytes } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import styles from '../../kit/panel.module.css';
import { unusedColumns } from '../../../training/data/sources/columns';
import { openSource } from '../../sources/dataActions';
import { DataCards } from '../../sources/DataCards';
import { Hub } from '../../sources/Hub';
import { JobProgress } from '../../sources/JobProgress';
import { PreviewTable } from './PreviewTable';
import { unusedRemark } from '../../sources/unusedRemark';
import { ReadingControls } from '../../sources/ReadingControls';

/** Where documents come from: a file, the clipboard, an address, the hub, or the lab's own stories. */
export function SourcePanel() {
  const { t } = useTranslation();
  const bench = useBench();
  const source = useBenchStore('data', (state) => state.source);
  const isBusy = useBenchStore('data', ({ job }) => job !== null);
  return (
    <section className={styles.panel} aria-labelledby="data-source">
      <h2 id="data-source">{t('common.source')}</h2>
      <p>{t('data.source.lead')}</p>
      <ImportButtons isBusy={isBusy} />
      <AskForm
        type="url"
        label={t('data.source.url')}
        placeholder="https://…/train.jsonl"
        testId="data-url"
        isBusy={isBusy}
        button={t('data.source.fetch')}
        buttonTestId="data-url-open"
        onAsk={(url) => void openSource(bench, { kind: 'url', url })}
      />
      <DataCards />
      <Hub isBusy={isBusy} />
      <JobProgress kinds={['opening', 'hub']} />
      {source && (
        <>
          <p className={styles.facts} data-testid="data-source-facts">
            <strong>{source.name}</strong> {formatBytes(source.sizeBytes)},{' '}
            {t(`data.format.${source.reading.format}`)}
            {source.heldOut &&
              `, ${t('cards.heldOutFile', {
                split: source.heldOut.split,
                size: formatBytes(source.heldOut.sizeBytes),
              })}`}
          </p>
          <SourceRemarks />
          <ReadingControls />
          <PreviewTable />
        </>
      )}
    </section>
  );
}

function ImportButtons({ isBusy }: { isBusy: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const paste = async () => {
    const text = await navigator.clipboard.readText().catch(() => '');
    if (text === '') bench.notices.getState().show('clipboardEmpty');
    else await openSource(bench, { kind: 'text', text, name: t('text.pasted') });
  };
  return (
    <div className={styles.row}>
      <FileButton
        look="signal"
        isDisabled={isBusy}
        onFile={(file) => void openSource(bench, { kind: 'file', file, name: file.name })}
      >
        {t('text.choose')}
      </FileButton>
      <Button
        icon={<ClipboardPaste size={15} aria-hidden />}
        isDisabled={isBusy}
        onPress={() => void paste()}
      >
        {t('text.paste')}
      </Button>
      <Button
        icon={<Sparkles size={15} aria-hidden />}
        isDisabled={isBusy}
        testId="data-sample"
        onPress={() => void openSource(bench, { kind: 'sample' })}
      >
        {t('data.source.sample')}
      </Button>
    </div>
  );
}

/** Of the open source, with the columns that the chosen mapping leaves out. */
function SourceRemarks() {
  const { source, reading } = useBenchStore('data', (state) => state);
  if (!source || !reading) return null;
  const unused = reading.format === 'text' ? [] : unusedColumns(source.columns, reading.mapping);
  return <Remarks remarks={[...source.remarks, ...unusedRemark(unused)]} />;
}
