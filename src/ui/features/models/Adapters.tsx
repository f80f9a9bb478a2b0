import { Layers, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LoadedAdapter, LoadedModel } from '../../../host/protocol/models';
import { Button } from '../../kit/Button';
import { FileButton } from '../../kit/FileButton';
import data from '../../kit/panel.module.css';
import visible from '../../kit/visible.module.css';
import { formatBytes } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { pickedFiles } from './droppedFiles';
import { addAdapter, chooseAdapter, removeAdapter } from './modelActions';
import styles from './models.module.css';

/** LoRA folders beside a model's weights: which takes part, add, delete. */
export function Adapters({ model: { id, adapters } }: { model: LoadedModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const chosen = useBenchStore('models', (state) => state.adapters[id] ?? null);
  return (
    <details className={styles.adapters} open={adapters.length > 0}>
      <summary data-testid="model-adapters">{t('models.adapters')}</summary>
      <p>{t('models.adaptersLead')}</p>
      {adapters.length > 0 && (
        <fieldset className={styles.choices}>
          <legend className={visible.hidden}>{t('models.adapters')}</legend>
          <label>
            <input
              type="radio"
              name="adapter"
              checked={chosen === null}
              onChange={() => chooseAdapter(bench, id, null)}
            />
            {t('models.noAdapter')}
          </label>
          {adapters.map((adapter) => (
            <Choice
              key={adapter.id}
              modelId={id}
              adapter={adapter}
              isChosen={chosen === adapter.id}
            />
          ))}
        </fieldset>
      )}
      <FileButton
        isFolder
        size="small"
        icon={<Layers size={14} aria-hidden />}
        testId="model-add-adapter"
        onFile={(_first, files) => void addAdapter(bench, id, pickedFiles(files))}
      >
        {t('models.addAdapter')}
      </FileButton>
    </details>
  );
}

function Choice(props: { modelId: string; adapter: LoadedAdapter; isChosen: boolean }) {
  const { modelId, adapter, isChosen } = props;
  const { id, name, r, target_modules, sizeBytes } = adapter;
  const { t } = useTranslation();
  const bench = useBench();
  const facts = t('models.adapterFacts', { r, modules: target_modules.join(', ') });
  return (
    <div className={data.row} data-testid="model-adapter">
      <label>
        <input
          type="radio"
          name="adapter"
          checked={isChosen}
          onChange={() => chooseAdapter(bench, modelId, id)}
        />
        {name}
      </label>
      <span className={data.facts}>
        {facts}, {formatBytes(sizeBytes)}
      </span>
      <Button
        size="small"
        look="quiet"
        icon={<Trash2 size={14} aria-hidden />}
        label={t('common.delete', { name })}
        onPress={() => void removeAdapter(bench, modelId, id)}
      />
    </div>
  );
}
