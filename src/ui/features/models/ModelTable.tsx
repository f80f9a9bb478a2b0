import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LoadedModel } from '../../../host/protocol/models';
import { columnsOf } from '../../kit/table/columns';
import { DataTable } from '../../kit/table/DataTable';
import { Button } from '../../kit/Button';
import { NameField } from '../../kit/NameField';
import { formatBytes, formatCompact } from '../../kit/format';
import { useLanguage } from '../../i18n/useLanguage';
import { useBench } from '../../stores/context';
import { removeModel, renameModel } from './modelActions';
import styles from './models.module.css';
import { familyName } from './words';

export function ModelTable(props: { models: readonly LoadedModel[]; shownId: string }) {
  const { models, shownId } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const all = models.reduce((sum, model) => sum + model.sizeBytes, 0);
  const sourceOf = ({ source }: LoadedModel): string =>
    t(`models.from.${source.kind}`, { name: source.name });
  const column = columnsOf<LoadedModel>();
  return (
    <DataTable
      isCaptionShown
      caption={t('models.all', { size: formatBytes(all) })}
      rows={models}
      keyOf={({ id }) => id}
      lookOf={({ id }) => ({ testId: 'model-row', isChosen: id === shownId })}
      columns={[
        column('name', t('common.name'), {
          kind: 'text',
          cell: ({ id, name }) => (
            <NameField
              label={t('common.name')}
              name={name}
              onChange={(wanted) => void renameModel(bench, id, wanted)}
            />
          ),
        }),
        {
          id: 'family',
          header: t('setting.family.label'),
          kind: 'text',
          value: ({ config }) => familyName(config),
        },
        column('parameters', t('common.parameters'), { format: formatCompact }),
        column('sizeBytes', t('common.size'), { format: formatBytes }),
        { id: 'source', header: t('common.source'), kind: 'text', value: sourceOf },
        column('addedAtMs', t('models.date'), {
          kind: 'text',
          format: (addedAtMs) => date.format(addedAtMs),
        }),
        {
          id: 'keys',
          header: null,
          cell: (model) => <ModelKeys model={model} isShown={model.id === shownId} />,
        },
      ]}
    />
  );
}

/** Shows and deletes a model. */
function ModelKeys({ model, isShown }: { model: LoadedModel; isShown: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const { id, name } = model;
  return (
    <span className={styles.keys}>
      {!isShown && (
        <Button
          size="small"
          testId="model-show"
          onPress={() => bench.models.setState({ selected: id })}
        >
          {t('models.open')}
        </Button>
      )}
      <Button
        size="small"
        look="quiet"
        icon={<Trash2 size={14} aria-hidden />}
        label={t('common.delete', { name })}
        testId="model-delete"
        onPress={() => void removeModel(bench, model)}
      />
    </span>
  );
}
