import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CleanText } from '../../../host/data/dataLibrary';
import type { CleaningExample, StepReport } from '../../../training/data/cleaning/cleaning';
import type { RefusedCode } from '../../../training/data/sources/types';
import { Button } from '../../kit/Button';
import { formatBytes, formatCount, formatDuration, formatPercent } from '../../kit/format';
import { useBench } from '../../stores/context';
import { columnsOf } from '../../kit/table/columns';
import { DataTable } from '../../kit/table/DataTable';
import cleaning from './Cleaning.module.css';
import visible from '../../kit/visible.module.css';
import { saveSplit } from '../../sources/dataActions';

const SPLITS = ['train', 'validation', 'test'] as const;

/** What each step removed and changed, with examples, and the splits that came of it. */
export function CleaningReport({ clean }: { clean: CleanText }) {
  const { t } = useTranslation();
  const { documents, steps, refused, elapsedMs } = clean.result;
  const rows = Object.entries(refused) as [RefusedCode, number][];
  return (
    <div className={cleaning.report} data-testid="data-report">
      <p>{t('data.report.read', { documents, time: formatDuration(elapsedMs) })}</p>
      {rows.length > 0 && (
        <p>
          {t('data.report.refused')}{' '}
          {rows.map(([code, n]) => `${t(`data.refused.${code}`)} (${formatCount(n)})`).join(', ')}
        </p>
      )}
      <ol className={cleaning.funnel}>
        {steps.map((step) => (
          <StepRow key={step.kind} step={step} documents={documents} />
        ))}
      </ol>
      <Splits clean={clean} />
    </div>
  );
}

function StepRow({ step, documents }: { step: StepReport; documents: number }) {
  const { t } = useTranslation();
  const { kind, documentsIn, documentsOut, charsIn, charsOut, changed, examples } = step;
  const removed = documentsIn - documentsOut;
  return (
    <li data-testid={`data-step-${kind}`}>
      <span className={cleaning.funnelName}>{t(`data.step.${kind}`)}</span>
      <span className={cleaning.funnelBar}>
        <span style={{ transform: `scaleX(${documentsOut / Math.max(1, documents)})` }} />
      </span>
      <span>
        {t('data.report.removed', {
          removed,
          share: formatPercent(removed / Math.max(1, documentsIn)),
          chars: charsIn - charsOut,
        })}
        {changed > 0 && ` ${t('data.report.changed', { changed })}`}
      </span>
      {examples.length > 0 && (
        <details className={cleaning.examples}>
          <summary>{t('data.report.examples')}</summary>
          <ul>
            {examples.map((example, i) => (
              <Example key={i} kind={kind} example={example} />
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Example({ kind, example }: { kind: StepReport['kind']; example: CleaningExample }) {
  const { t } = useTranslation();
  const { before, after, detail } = example;
  const why =
    typeof detail === 'number' && kind === 'near_duplicates' ? formatPercent(detail) : detail;
  return (
    <li>
      <q>{before}</q>
      {why !== undefined && <span className={cleaning.why}>{why}</span>}
      {after !== undefined && (
        <>
          <span className={cleaning.why}>
            {t(kind === 'near_duplicates' ? 'data.report.like' : 'data.report.became')}
          </span>
          <q>{after}</q>
        </>
      )}
    </li>
  );
}

function Splits({ clean }: { clean: CleanText }) {
  const { t } = useTranslation();
  const bench = useBench();
  const rows = SPLITS.map((split) => ({ split, ...clean.result.sizes[split] }));
  const column = columnsOf<(typeof rows)[number]>();
  return (
    <DataTable
      caption={t('data.split.caption')}
      rows={rows}
      keyOf={({ split }) => split}
      columns={[
        {
          id: 'name',
          header: t('data.split.name'),
          kind: 'text',
          isRowHeader: true,
          cell: ({ split }) => t(`data.split.${split}`),
        },
        column('documents', t('data.split.documents'), { format: formatCount }),
        column('chars', t('data.split.chars'), { format: formatCount }),
        column('sizeBytes', t('common.size'), { format: formatBytes }),
        {
          id: 'save',
          header: <span className={visible.hidden}>{t('data.split.save')}</span>,
          cell: ({ split, documents }) => (
            <Button
              size="small"
              look="quiet"
              icon={<Download size={14} aria-hidden />}
              label={`${t('data.split.save')}: ${t(`data.split.${split}`)}`}
              isDisabled={documents === 0}
              onPress={() => void saveSplit(bench, split)}
            />
          ),
        },
      ]}
    />
  );
}
