import { FileText } from 'lucide-react';
import { useEffect } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useTranslation } from 'react-i18next';
import { suggestExampleMapping } from '../../training/data/exampleColumns';
import { KeyButton } from '../components/KeyButton';
import { useErrorWords } from '../components/useErrorWords';
import { openSource } from '../data/dataActions';
import { Hub } from '../data/Hub';
import { JobProgress } from '../data/JobProgress';
import { useData } from '../data/useData';
import { formatCount } from '../format';
import { useBench, useBenchStore, useLanguage } from '../stores/context';
import { ExampleColumns } from './ExampleColumns';
import styles from './tune.module.css';
import { isOwn } from './tuneRequest';
import { mapExamples } from './tuneStore';

/** IMDB, SST-2, the financial phrase bank. */
const KNOWN = ['stanfordnlp/imdb', 'stanfordnlp/sst2', 'takala/financial_phrasebank'];

/** A file or a data set of the hub, and its columns mapped by hand. */
export function OwnExamples() {
  const { t } = useTranslation();
  const bench = useBench();
  const isShown = useBenchStore(
    (stores) => stores.tune,
    ({ choices }) => isOwn(choices),
  );
  const isBusy = useData(({ job }) => job !== null);
  const source = useData((state) => state.source);
  const sourceId = useBenchStore(
    (stores) => stores.tune,
    ({ brought }) => brought?.sourceId,
  );
  useEffect(() => {
    if (!isShown || !source || source.sourceId === sourceId) return;
    const mapping = suggestExampleMapping(source.columns);
    if (mapping) void mapExamples(bench, source, mapping);
    else bench.tune.setState({ brought: null });
  }, [bench, isShown, source, sourceId]);
  if (!isShown) return null;
  return (
    <section className={styles.own} aria-labelledby="tune-own">
      <h2 id="tune-own">{t('tune.own.title')}</h2>
      <p className={styles.help}>{t('tune.own.lead')}</p>
      <FileTrigger
        acceptedFileTypes={['.csv', '.tsv', '.jsonl', '.ndjson', '.parquet', '.gz']}
        onSelect={(files) => {
          const file = files?.[0];
          if (file) void openSource(bench, { kind: 'file', file, name: file.name });
        }}
      >
        <KeyButton
          icon={<FileText size={15} aria-hidden />}
          isDisabled={isBusy}
          testId="tune-file"
          onPress={() => undefined}
        >
          {t('tune.own.choose')}
        </KeyButton>
      </FileTrigger>
      <Hub isBusy={isBusy} />
      <p className={styles.help}>{t('tune.own.known', { names: KNOWN.join(', ') })}</p>
      <JobProgress kinds={['opening', 'hub']} />
      {source && source.columns.length < 2 ? (
        <p role="alert" className={styles.error}>
          {t('tune.own.noColumns', { name: source.name })}
        </p>
      ) : (
        source && <ExampleColumns source={source} />
      )}
      <Found />
    </section>
  );
}

function Found() {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useErrorWords();
  const brought = useBenchStore(
    (stores) => stores.tune,
    (tune) => tune.brought,
  );
  if (!brought) return null;
  const { found, error } = brought;
  if (error) {
    return (
      <p role="alert" className={styles.error}>
        {words(error)}
      </p>
    );
  }
  if (!found) return <p className={styles.help}>{t('tune.own.reading')}</p>;
  const count = (value: number): string => formatCount(value, language);
  const facts = [
    t('tune.own.found', {
      n: count(found.examples.length),
      count: found.examples.length,
    }),
    ...(found.labels.length > 0
      ? [t('tune.own.labels', { labels: found.labels.slice(0, 12).join(', ') })]
      : []),
    ...(found.left > 0 ? [t('tune.own.left', { n: count(found.left), count: found.left })] : []),
  ];
  return (
    <p className={styles.help} data-testid="tune-found">
      {facts.join(' · ')}
    </p>
  );
}
