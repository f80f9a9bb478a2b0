import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { unusedExampleColumns } from '../../../../training/data/examples/exampleColumns';
import type { FoundExamples } from '../../../../training/data/examples/exampleRows';
import type { RefusedCode } from '../../../../training/data/sources/types';
import type { Remark } from '../../../../training/formats/remark';
import { Alert, ErrorText } from '../../../kit/ErrorText';
import { FileButton } from '../../../kit/FileButton';
import { Help } from '../../../kit/Section';
import { openSource } from '../../../sources/dataActions';
import { DataCards } from '../../../sources/DataCards';
import { Hub } from '../../../sources/Hub';
import { JobProgress } from '../../../sources/JobProgress';
import { Remarks } from '../../../kit/Remarks';
import { unusedRemark } from '../../../sources/unusedRemark';
import { formatCount } from '../../../kit/format';
import { useBench, useBenchStore } from '../../../stores/context';
import { ExampleColumns } from './ExampleColumns';
import styles from '../finetune.module.css';
import { isOwn } from '../../../../host/studies/finetune/request';
import { mapExamples } from '../finetuneActions';

/** A file or a data set of the hub, and its columns mapped by hand. */
export function OwnExamples() {
  const { t } = useTranslation();
  const bench = useBench();
  const isShown = useBenchStore('finetune', ({ choices }) => isOwn(choices));
  const isBusy = useBenchStore('data', ({ job }) => job !== null);
  const source = useBenchStore('data', (state) => state.source);
  const mapped = useBenchStore('finetune', ({ imported }) => imported?.source);
  useEffect(() => {
    if (!isShown || !source || source === mapped) return;
    const { examples } = source;
    if (examples) void mapExamples(bench, source, examples);
    else bench.finetune.setState({ imported: null });
  }, [bench, isShown, source, mapped]);
  if (!isShown) return null;
  return (
    <section className={styles.own} aria-labelledby="finetune-own">
      <h2 id="finetune-own">{t('finetune.own.title')}</h2>
      <Help>{t('finetune.own.lead')}</Help>
      <FileButton
        accept={['.csv', '.tsv', '.json', '.jsonl', '.ndjson', '.parquet', '.gz']}
        isDisabled={isBusy}
        testId="finetune-file"
        onFile={(file) => void openSource(bench, { kind: 'file', file, name: file.name })}
      >
        {t('text.choose')}
      </FileButton>
      <DataCards examplesOnly />
      <Hub isBusy={isBusy} />
      <JobProgress kinds={['opening', 'hub']} />
      {source && !source.examples ? (
        <Alert>
          {t('finetune.own.noColumns', {
            name: source.name,
            columns: source.columns.join(', ') || t('settings.choice.none'),
          })}
        </Alert>
      ) : (
        source && <ExampleColumns source={source} />
      )}
      <Found />
    </section>
  );
}

function Found() {
  const { t } = useTranslation();
  const factsOf = useFacts();
  const source = useBenchStore('data', (state) => state.source);
  const imported = useBenchStore('finetune', (finetune) => finetune.imported);
  if (!imported || !source) return null;
  const { found, error, mapping } = imported;
  if (error) return <ErrorText error={error} />;
  if (!found) return <Help>{t('data.job.opening')}</Help>;
  const unused = unusedRemark(unusedExampleColumns(source.columns, mapping));
  return (
    <>
      <Help testId="finetune-found">{factsOf(found).join(' · ')}</Help>
      <Remarks remarks={[...source.remarks, ...found.remarks, ...smallClasses(found), ...unused]} />
    </>
  );
}

const SHOWN_LABELS = 12;
/** One to learn from and one to be measured on, and a few more for chance. */
const LEAST_A_CLASS = 5;

function smallClasses({ counts }: FoundExamples): Remark[] {
  const few = counts.filter((count) => count < LEAST_A_CLASS).length;
  return few === 0 ? [] : [{ code: 'small_classes', fields: { count: few, least: LEAST_A_CLASS } }];
}

const OWN_REASONS = ['no_text', 'no_label', 'no_number', 'hidden_label', 'no_pair'] as const;
const isOwnReason = (reason: string): reason is (typeof OWN_REASONS)[number] =>
  OWN_REASONS.some((own) => own === reason);

/** How many there are, of which classes, and what was left out and why. */
function useFacts(): (found: FoundExamples) => string[] {
  const { t } = useTranslation();
  const split = useBenchStore('data', ({ source }) => source?.heldOut?.split);
  const heldOutWords = ({ heldOut, usableHeldOut = 0 }: FoundExamples): string[] => {
    if (!heldOut || split === undefined) return [];
    const count = heldOut.length;
    if (usableHeldOut === count) return [t('finetune.own.heldOut', { count, split })];
    return [t('finetune.own.heldOutSampled', { count, split, all: usableHeldOut })];
  };
  const reasonOf = (reason: string): string => {
    return isOwnReason(reason)
      ? t(`finetune.own.reason.${reason}`)
      : t(`data.refused.${reason as RefusedCode}`);
  };
  return (found) => {
    const { examples, usable, labels, counts, left, leftOut, rows } = found;
    const named = labels
      .slice(0, SHOWN_LABELS)
      .map((label, index) => `${label} (${formatCount(counts[index] ?? 0)})`)
      .join(', ');
    const more = labels.length - SHOWN_LABELS;
    const classes = more > 0 ? `${named} ${t('finetune.own.moreLabels', { n: more })}` : named;
    const reasons = Object.entries(leftOut)
      .map(([reason, n]) => `${reasonOf(reason)} (${formatCount(n)})`)
      .join(', ');
    return [
      usable > examples.length
        ? t('finetune.own.sampled', { all: usable, count: examples.length })
        : t('finetune.own.found', { count: examples.length }),
      ...heldOutWords(found),
      ...(labels.length > 1 ? [t('finetune.own.labels', { labels: classes })] : []),
      ...(labels.length === 1 ? [t('finetune.own.scored', { label: labels[0] })] : []),
      ...(left > 0 ? [t('finetune.own.left', { all: rows, reasons, count: left })] : []),
    ];
  };
}
