import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HubFile } from '../../training/data/sources/hub';
import { AskForm } from '../kit/AskForm';
import { Button } from '../kit/Button';
import { formatBytes } from '../kit/format';
import { useBench, useBenchStore } from '../stores/context';
import styles from '../kit/panel.module.css';
import { findHubFiles, openSource } from './dataActions';
import sourceStyles from './Source.module.css';

/** From the name of a data set to its files. */
export function Hub({ isBusy }: { isBusy: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const files = useBenchStore('data', (state) => state.hub);
  return (
    <>
      <AskForm
        label={t('data.source.hub')}
        placeholder="roneneldan/TinyStories"
        testId="data-hub"
        isBusy={isBusy}
        button={t('data.source.find')}
        buttonTestId="data-hub-find"
        onAsk={(name) => void findHubFiles(bench, name)}
      />
      {files.length > 0 && <HubFiles key={files[0]?.url} files={files} isBusy={isBusy} />}
    </>
  );
}

const AT_ONCE = 100;

/** Large sets have thousands of files: a part at a time, and those whose path holds a word. */
function HubFiles({ files, isBusy }: { files: readonly HubFile[]; isBusy: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [most, setMost] = useState(AT_ONCE);
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const found = files.filter(({ path }) => path.toLowerCase().includes(wanted));
  return (
    <>
      {files.length > AT_ONCE && (
        <div className={styles.field}>
          <label>
            {t('data.source.filter', { count: files.length })}
            <input
              type="search"
              value={filter}
              data-testid="data-hub-filter"
              onChange={(event) => {
                setFilter(event.target.value);
                setMost(AT_ONCE);
              }}
            />
          </label>
        </div>
      )}
      <ul className={sourceStyles.files} data-testid="data-hub-files">
        {found.slice(0, most).map(({ path, url, sizeBytes, checksum }) => (
          <li key={path}>
            <Button
              size="small"
              isDisabled={isBusy}
              onPress={() => void openSource(bench, { kind: 'url', url, checksum })}
            >
              {path}
            </Button>
            <span>{formatBytes(sizeBytes)}</span>
          </li>
        ))}
        {found.length === 0 && <li>{t('data.source.noneFound')}</li>}
        {found.length > most && (
          <li>
            <Button
              size="small"
              look="quiet"
              testId="data-hub-more"
              onPress={() => setMost(most + AT_ONCE)}
            >
              {t('data.source.moreFiles', { n: found.length - most })}
            </Button>
          </li>
        )}
      </ul>
    </>
  );
}
