import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LoadedModel } from '../../../host/protocol/models';
import { DataTable } from '../../kit/DataTable';
import { Button } from '../../kit/Button';
import { NameField } from '../../kit/NameField';
import { formatBytes, formatCompact } from '../../kit/format';
import { useLanguage } from '../../i18n/useLanguage';
import { useBench } from '../../stores/context';
import { removeModel, renameModel } from './modelActions';
import styles from './models.module.css';
import { familyName } from './words';

const COLUMNS = ['name', 'family', 'parameters', 'size', 'source', 'date'] as const;
const SOURCES = {
  hub: 'models.fromHub',
  files: 'models.fromFiles',
  run: 'models.fromRun',
  variant: 'models.fromVariant',
} as const;
const FIGURES: ReadonlySet<string> = new Set(['parameters', 'size']);

export function ModelTable(props: { models: readonly LoadedModel[]; shownId: string }) {
  const { models, shownId } = props;
  const { t } = useTranslation();
  const sizeBytes = models.reduce((sum, model) => sum + model.sizeBytes, 0);
  return (
    <DataTable
      isCaptionShown
      className={styles.table}
      caption={t('models.all', { size: formatBytes(sizeBytes) })}
    >
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" data-kind={FIGURES.has(column) ? undefined : 'text'}>
              {t(`models.${column}`)}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <ModelRow key={model.id} model={model} isShown={model.id === shownId} />
        ))}
      </tbody>
    </DataTable>
  );
}

function ModelRow({ model, isShown }: { model: LoadedModel; isShown: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const { id, name, config, parameters, sizeBytes, source, addedAtMs } = model;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(addedAtMs);
  return (
    <tr data-testid="model-row" aria-selected={isShown}>
      <td data-kind="text">
        <NameField
          label={t('models.name')}
          name={name}
          onChange={(wanted) => void renameModel(bench, id, wanted)}
        />
      </td>
      <td data-kind="text">{familyName(config)}</td>
      <td>{formatCompact(parameters)}</td>
      <td>{formatBytes(sizeBytes)}</td>
      <td data-kind="text">{t(SOURCES[source.kind], { name: source.name })}</td>
      <td data-kind="text">{date}</td>
      <td>
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
            label={t('models.delete', { name })}
            testId="model-delete"
            onPress={() => void removeModel(bench, model)}
          />
        </span>
      </td>
    </tr>
  );
}
