import { useTranslation } from 'react-i18next';
import {
  learnedText,
  textResultRows,
  type TextRowFigures,
} from '../../../../host/studies/finetune/figures';
import type { FinetunedMethod } from '../../../../host/studies/finetune/request';
import { formatCompact, formatDuration, formatLoss } from '../../../kit/format';
import { Section } from '../../../kit/Section';
import { columnsOf } from '../../../kit/table/columns';
import { DataTable } from '../../../kit/table/DataTable';
import { useBenchStore } from '../../../stores/context';

const column = columnsOf<TextRowFigures>();

const withSpread = ({ after: { mean, spread }, seeds }: TextRowFigures): string =>
  seeds > 1 ? `${formatLoss(mean)} ± ${formatLoss(spread)}` : formatLoss(mean);

/** Every way of continued pretraining: what was learned of the new text, and what was forgotten. */
export function FinetuneTextResults() {
  const { t } = useTranslation();
  const result = useBenchStore('finetune', ({ update }) => update?.result);
  if (!result || !learnedText(result)) return null;
  const floor = result.live?.floor ?? null;
  const nameOf = (id: string): string => t(`finetune.method.${id as FinetunedMethod}`);
  return (
    <Section
      id="finetune-text-results"
      title={t('common.results')}
      help={[
        t('finetune.textResults.help'),
        ...(floor === null ? [] : [t('finetune.textResults.floor', { loss: formatLoss(floor) })]),
      ].join(' ')}
    >
      <DataTable
        caption={t('finetune.textResults.caption')}
        testId="finetune-text-results"
        rows={textResultRows(result)}
        keyOf={({ id }) => id}
        columns={[
          column('id', t('finetune.field.method'), {
            kind: 'text',
            isRowHeader: true,
            value: ({ id }) => nameOf(id),
            format: nameOf,
          }),
          column('before', t('finetune.textResults.before'), { format: formatLoss }),
          column('after', t('finetune.textResults.after'), {
            value: ({ after }) => after.mean,
            cell: withSpread,
          }),
          column('generalBefore', t('finetune.textResults.generalBefore'), { format: formatLoss }),
          column('generalAfter', t('finetune.textResults.generalAfter'), { format: formatLoss }),
          column('trained', t('finetune.results.trained'), { format: formatCompact }),
          column('seeds', t('finetune.results.seeds')),
          column('elapsedMs', t('finetune.results.time'), { format: formatDuration }),
        ]}
      />
    </Section>
  );
}
