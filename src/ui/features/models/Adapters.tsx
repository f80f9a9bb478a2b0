import { Layers, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { LoadedModel } from '../../../host/protocol/models';
import { adaptedId } from '../../../training/models/baseModel';
import { Button } from '../../kit/Button';
import { FileButton } from '../../kit/FileButton';
import data from '../../kit/panel.module.css';
import { Section } from '../../kit/Section';
import { formatBytes } from '../../kit/format';
import { useBench } from '../../stores/context';
import { modelAddress } from '../../stores/models/address';
import { pickedFiles } from './droppedFiles';
import { addAdapter, removeAdapter } from './modelActions';

/** LoRA folders beside a model's weights; with each of them it is a model of its own. */
export function Adapters({ model: { id, adapters } }: { model: LoadedModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  return (
    <Section id="model-adapters" title={t('models.adapters')} help={t('models.adaptersLead')}>
      {adapters.map((adapter) => (
        <div key={adapter.id} className={data.row} data-testid="model-adapter">
          <Link href={modelAddress({ kind: 'loaded', id: adaptedId(id, adapter.id) })}>
            {adapter.name}
          </Link>
          <span className={data.facts}>
            {t('models.adapterFacts', {
              r: adapter.r,
              modules: adapter.target_modules.join(', '),
            })}
            , {formatBytes(adapter.sizeBytes)}
          </span>
          <Button
            size="small"
            look="quiet"
            icon={<Trash2 size={14} aria-hidden />}
            label={t('common.delete', { name: adapter.name })}
            onPress={() => void removeAdapter(bench, id, adapter.id)}
          />
        </div>
      ))}
      <FileButton
        isFolder
        size="small"
        icon={<Layers size={14} aria-hidden />}
        testId="model-add-adapter"
        onFile={(_first, files) => void addAdapter(bench, id, pickedFiles(files))}
      >
        {t('models.addAdapter')}
      </FileButton>
    </Section>
  );
}
