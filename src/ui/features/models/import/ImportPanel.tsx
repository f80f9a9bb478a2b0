import { Download, FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { modelAddress } from '../../../stores/models/address';
import { AskForm } from '../../../kit/AskForm';
import { Button } from '../../../kit/Button';
import { FileButton } from '../../../kit/FileButton';
import data from '../../../kit/panel.module.css';
import { formatBytes } from '../../../kit/format';
import { useBench, useBenchStore } from '../../../stores/context';
import { pickedFiles } from '../droppedFiles';
import { askHub, importModel, downloadModel } from '../modelActions';
import { HubModels } from './HubModels';
import { ModelError } from './ModelError';
import { ModelJob } from './ModelJob';
import styles from '../models.module.css';

/** Where models come from: files, a folder, the hub. */
export function ImportPanel() {
  const { t } = useTranslation();
  const bench = useBench();
  const isBusy = useBenchStore('models', ({ job }) => job !== null);
  return (
    <section className={data.panel} aria-labelledby="models-bring">
      <h2 id="models-bring">{t('models.import')}</h2>
      <p>{t('models.importLead')}</p>
      <Choosers isBusy={isBusy} />
      <HubModels />
      <AskForm
        label={t('models.hub')}
        placeholder="openai-community/gpt2"
        testId="models-hub"
        isBusy={isBusy}
        button={t('models.find')}
        buttonTestId="models-find"
        onAsk={(name) => void askHub(bench, name)}
      />
      <Offer />
      <ModelJob />
      <ModelError />
    </section>
  );
}

function Choosers({ isBusy }: { isBusy: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const open = useOpenModel();
  const take = (_first: File, files: readonly File[]) =>
    void importModel(bench, pickedFiles(files)).then(open);
  return (
    <div className={data.row}>
      <FileButton
        isFolder
        look="signal"
        icon={<FolderOpen size={15} aria-hidden />}
        isDisabled={isBusy}
        testId="models-folder"
        onFile={take}
      >
        {t('models.folder')}
      </FileButton>
      <FileButton isMany isDisabled={isBusy} testId="models-files" onFile={take}>
        {t('models.files')}
      </FileButton>
    </div>
  );
}

function Offer() {
  const { t } = useTranslation();
  const open = useOpenModel();
  const bench = useBench();
  const offer = useBenchStore('models', (state) => state.offer);
  const isBusy = useBenchStore('models', ({ job }) => job !== null);
  if (!offer) return null;
  const { name, files, address } = offer;
  const size = formatBytes(offer.sizeBytes);
  return (
    <div className={styles.offer} data-testid="models-offer">
      <p>{t('models.offer', { name, count: files.length, size })}</p>
      {!isBusy && (
        <div className={data.row}>
          <Button
            look="signal"
            icon={<Download size={15} aria-hidden />}
            testId="models-download"
            onPress={() => void downloadModel(bench, address).then(open)}
          >
            {t('text.download', { size })}
          </Button>
          <Button look="quiet" onPress={() => bench.models.setState({ offer: null })}>
            {t('common.cancel')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What came is shown at once. */
function useOpenModel(): (id: string | null) => void {
  const [, go] = useLocation();
  return (id) => id !== null && go(modelAddress({ kind: 'loaded', id }));
}
