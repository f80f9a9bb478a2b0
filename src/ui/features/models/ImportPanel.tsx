import { Download, FileText, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import data from '../../kit/panel.module.css';
import { formatBytes } from '../../kit/format';
import { useBench } from '../../stores/context';
import { pickedFiles } from './droppedFiles';
import { askHub, importModel, downloadModel } from './modelActions';
import { ModelError } from './ModelError';
import { ModelJob } from './ModelJob';
import styles from './models.module.css';
import { useModels } from './useModels';

/** Where models come from: files, a folder, the hub. */
export function ImportPanel() {
  const { t } = useTranslation();
  const isBusy = useModels(({ job }) => job !== null);
  return (
    <section className={data.panel} aria-labelledby="models-bring">
      <h2 id="models-bring">{t('models.import')}</h2>
      <p>{t('models.importLead')}</p>
      <Choosers isBusy={isBusy} />
      <Hub isBusy={isBusy} />
      <ModelJob />
      <ModelError />
    </section>
  );
}

function Choosers({ isBusy }: { isBusy: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const take = (files: FileList | null) => {
    if (files && files.length > 0) void importModel(bench, pickedFiles(files));
  };
  return (
    <div className={data.row}>
      <FileTrigger acceptDirectory onSelect={take}>
        <Button
          look="signal"
          icon={<FolderOpen size={15} aria-hidden />}
          isDisabled={isBusy}
          testId="models-folder"
          onPress={() => undefined}
        >
          {t('models.folder')}
        </Button>
      </FileTrigger>
      <FileTrigger allowsMultiple onSelect={take}>
        <Button
          icon={<FileText size={15} aria-hidden />}
          isDisabled={isBusy}
          testId="models-files"
          onPress={() => undefined}
        >
          {t('models.files')}
        </Button>
      </FileTrigger>
    </div>
  );
}

function Hub({ isBusy }: { isBusy: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [name, setName] = useState('');
  const canAsk = !isBusy && name.trim() !== '';
  return (
    <>
      <form
        className={data.field}
        onSubmit={(event) => {
          event.preventDefault();
          if (canAsk) void askHub(bench, name);
        }}
      >
        <label>
          {t('models.hub')}
          <input
            value={name}
            placeholder="openai-community/gpt2"
            autoComplete="off"
            spellCheck={false}
            data-testid="models-hub"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <Button isDisabled={!canAsk} testId="models-find" onPress={() => void askHub(bench, name)}>
          {t('models.find')}
        </Button>
      </form>
      <Offer />
    </>
  );
}

function Offer() {
  const { t } = useTranslation();
  const bench = useBench();
  const offer = useModels((state) => state.offer);
  const isBusy = useModels(({ job }) => job !== null);
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
            onPress={() => void downloadModel(bench, address)}
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
