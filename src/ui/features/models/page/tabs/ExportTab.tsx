import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../../kit/Button';
import data from '../../../../kit/panel.module.css';
import { Help } from '../../../../kit/Section';
import { useBench } from '../../../../stores/context';
import type { ModelRecord } from '../../../../stores/models/record';
import { openSavedRun } from '../../../../stores/savedRunActions';
import { ExportButtons } from '../../../study/ExportButtons';
import { Adapters } from '../../Adapters';
import { ExportForms } from '../../ExportForms';

/** The ways out: a Hugging Face folder in several forms, an adapter. */
export default function ExportTab({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const { loaded, base, saved, name, origin } = model;
  return (
    <div className={`${data.page} ${data.panel}`} style={{ marginTop: 0 }}>
      <Help>{t('models.exportLead')}</Help>
      {loaded && (base.kind === 'loaded' || base.kind === 'ready') && (
        <ExportForms model={loaded} base={base} />
      )}
      {loaded && origin !== 'adapter' && origin !== 'ready' && <Adapters model={loaded} />}
      {base.kind === 'run' && (
        <div className={data.row}>
          <ExportButtons
            testId="model-export"
            runId={base.runId}
            name={name}
            hasAdapter={saved?.facts?.method === 'lora'}
          />
        </div>
      )}
      {base.kind === 'kept' && saved && <OpenFirst model={model} />}
    </div>
  );
}

/** What is exported of a run is what it is at: it is opened for that, and stands still. */
function OpenFirst({ model: { saved } }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const bench = useBench();
  return (
    <div className={data.row}>
      <Help>{t('models.openToExport')}</Help>
      <Button
        icon={<FolderOpen size={15} aria-hidden />}
        testId="saved-run-open"
        onPress={() => void openSavedRun(bench, saved!)}
      >
        {t('savedRuns.open')}
      </Button>
    </div>
  );
}
