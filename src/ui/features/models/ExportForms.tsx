import { FolderDown, Package } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportChoice, ExportForm, LoadedModel } from '../../../host/protocol/models';
import type { StoredRef } from '../../../training/models/baseModel';
import { Button } from '../../kit/Button';
import { SelectField } from '../../kit/Field';
import { formatBytes } from '../../kit/format';
import data from '../../kit/panel.module.css';
import { canPickFolder, pickFolder, writeInto } from '../../kit/saveAs';
import { useBench } from '../../stores/context';
import { attempt, saveModelZip } from './modelActions';

/** In which form the model leaves: what its file holds, and how large it is. `base`: with an adapter, where it has one. */
export function ExportForms({ model, base }: { model: LoadedModel; base: StoredRef }) {
  const { t } = useTranslation();
  const bench = useBench();
  const choices = useChoices(base, model.sizeBytes);
  const [wanted, setWanted] = useState<ExportForm>('stored');
  const [saved, setSaved] = useState<number | null>(null);
  const form = (choices.find((one) => one.form === wanted) ?? choices[0])?.form ?? 'stored';
  const isConv1D = model.config.family === 'gpt' && form.startsWith('int');
  const notes = isConv1D ? [t('models.exportConv1D')] : [];
  const saveFolder = () => {
    setSaved(null);
    return attempt(bench, async () => {
      const folder = await pickFolder();
      if (!folder) return;
      const files = await bench.lab.models.files(base, form);
      await writeInto(folder, model.name, files);
      setSaved(files.length);
    });
  };
  return (
    <>
      <SelectField
        label={t('models.exportForm')}
        help={[t(`models.exportHelp.${form}`), ...notes].join(' ')}
        testId="export-form"
        value={form}
        options={choices.map(({ form: value, sizeBytes }) => ({
          value,
          name: t(`models.exportAs.${value}`, { size: formatBytes(sizeBytes) }),
        }))}
        onChange={setWanted}
      />
      <div className={data.row}>
        <Button
          icon={<Package size={15} aria-hidden />}
          testId="model-zip"
          onPress={() => void saveModelZip(bench, base, model.name, form)}
        >
          {t('models.saveZip')}
        </Button>
        {canPickFolder() && (
          <Button
            icon={<FolderDown size={15} aria-hidden />}
            testId="model-folder"
            onPress={() => void saveFolder()}
          >
            {t('models.saveFolder')}
          </Button>
        )}
        <span role="status" className={data.facts}>
          {saved !== null && t('models.saved', { count: saved })}
        </span>
      </div>
    </>
  );
}

/** Until all are known the files as they are, so that no button moves under a press. */
function useChoices(base: StoredRef, sizeBytes: number): readonly ExportChoice[] {
  const bench = useBench();
  const { kind, id } = base;
  const [known, setKnown] = useState<{ id: string; choices: readonly ExportChoice[] } | null>(null);
  useEffect(() => {
    let isOver = false;
    void attempt(bench, async () => {
      const choices = await bench.lab.models.exportChoices({ kind, id });
      if (!isOver) setKnown({ id, choices });
    });
    return () => {
      isOver = true;
    };
  }, [bench, kind, id]);
  if (known?.id === id && known.choices.length > 0) return known.choices;
  return [{ form: 'stored', sizeBytes }];
}
