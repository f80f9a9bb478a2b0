import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { Button } from '../../../kit/Button';
import { columnsOf } from '../../../kit/table/columns';
import { DataTable } from '../../../kit/table/DataTable';
import { formatBytes, formatCompact, formatLoss, formatPercent } from '../../../kit/format';
import { LossFigure } from '../../../kit/meters/LossFigure';
import { useBench } from '../../../stores/context';
import { modelAddress } from '../../../stores/models/address';
import { lossScaleOfModel } from '../../../stores/models/lossScaleOfModel';
import type { ModelRecord } from '../../../stores/models/record';
import { modelList } from '../../../stores/models/tags';
import { canRemove, removeRecord } from '../recordActions';
import { useModelWords } from '../useModelWords';
import { familyOf, tagsOf } from './shownModels';
import styles from './list.module.css';

/** The same in rows, for many. */
export function ModelTable({ models }: { models: readonly ModelRecord[] }) {
  const { t } = useTranslation();
  const words = useModelWords();
  const { tags } = useStore(modelList);
  const sizeBytes = models.reduce((sum, model) => sum + (model.sizeBytes ?? 0), 0);
  const column = columnsOf<ModelRecord>();
  return (
    <DataTable
      isCaptionShown
      caption={t('models.all', { size: formatBytes(sizeBytes) })}
      rows={models}
      keyOf={({ key }) => key}
      lookOf={({ steps, key }) => ({
        testId: 'model-row',
        facts: { 'data-step': steps, 'data-key': key },
      })}
      columns={[
        column('name', t('common.name'), {
          kind: 'text',
          isRowHeader: true,
          cell: ({ base, name }) => <Link href={modelAddress(base)}>{name}</Link>,
        }),
        {
          id: 'family',
          header: t('setting.family.label'),
          kind: 'text',
          value: (model) => familyOf(model) || null,
        },
        column('parameters', t('common.parameters'), { format: formatCompact }),
        column('loss', t('run.loss'), {
          cell: (model) =>
            model.loss === null ? (
              '–'
            ) : (
              <LossFigure loss={model.loss} scale={lossScaleOfModel(model)} />
            ),
        }),
        column('floor', t('models.floor'), { format: formatLoss }),
        column('accuracy', t('compare.metric.accuracy'), { format: formatPercent }),
        column('sizeBytes', t('common.size'), { format: formatBytes }),
        { id: 'origin', header: t('models.originLabel'), kind: 'text', value: words.origin },
        column('dateMs', t('models.date'), {
          kind: 'text',
          cell: (model) => words.date(model),
        }),
        {
          id: 'tags',
          header: t('models.tags'),
          kind: 'text',
          value: (model) => tagsOf(tags, model).join(', ') || null,
        },
        { id: 'keys', header: null, cell: (model) => <Keys model={model} /> },
      ]}
      className={styles.table}
    />
  );
}

function Keys({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const bench = useBench();
  if (!canRemove(model)) return null;
  return (
    <Button
      size="small"
      look="quiet"
      icon={<Trash2 size={14} aria-hidden />}
      label={t('common.delete', { name: model.name })}
      testId="model-delete"
      onPress={() => void removeRecord(bench, model)}
    />
  );
}
