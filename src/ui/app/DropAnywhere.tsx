import { useEffect, useState } from 'react';
import { FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { findExperiment, homeExperiment } from '../../experiments/all';
import { OWN_TEXT } from '../../experiments/ownText';
import { openSource } from '../sources/dataActions';
import { droppedFiles, looksLikeModel } from '../features/models/droppedFiles';
import { OWN_EXAMPLES } from '../../training/data/examples/exampleSets';
import { importModel } from '../features/models/modelActions';
import type { Bench } from '../stores/bench';
import { useBench } from '../stores/context';
import { changeFinetuning } from '../features/finetune/finetuneActions';
import { readOwnFile, readPasted, takeArgumentsFile } from '../stores/textActions';
import styles from './DropAnywhere.module.css';
import { experimentAddress } from '../stores/addresses';
import { modelAddress } from '../stores/models/address';
import { preferences } from '../stores/preferences';

const SHORTEST_PASTE = 40;
/** There a file or a text is a source to look at and clean first. */
const DATA_PAGE = '/data';
/** Pages that read rows: a .json holds rows there, too. */
const DATA_PAGES = [DATA_PAGE, '/finetune'];

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

function isEditing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
  );
}

/** There everything that is dropped is a model. */
const MODELS_PAGE = '/models';

const dropHint = (location: string) =>
  location === MODELS_PAGE
    ? 'text.dropNowModel'
    : DATA_PAGES.includes(location)
      ? 'text.dropNowData'
      : 'text.dropNowAny';

/** A text file dropped, or a text pasted, anywhere on the page becomes "your own text". */
export function DropAnywhere() {
  const bench = useBench();
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  const [isOver, setOver] = useState(false);
  useEffect(
    () => listen(bench, t('text.pasted'), setOver, location, navigate),
    [bench, location, navigate, t],
  );
  if (!isOver) return null;
  return (
    <div className={styles.cover}>
      <div className={styles.sheet}>
        <FileText size={40} strokeWidth={1.25} aria-hidden />
        <p className={styles.now}>{t('text.dropNow')}</p>
        <p>{t(dropHint(location))}</p>
      </div>
    </div>
  );
}

type Navigate = (address: string) => void;

/**
 * On pages of data a file holds rows. Elsewhere a .json holds TrainingArguments for the experiment on the
 * page, and any other file is a text to read.
 */
function importFile(bench: Bench, file: File, location: string, navigate: Navigate): void {
  if (DATA_PAGES.includes(location)) {
    if (location !== DATA_PAGE) changeFinetuning(bench, { set: OWN_EXAMPLES });
    void openSource(bench, { kind: 'file', file, name: file.name });
  } else if (file.name.toLowerCase().endsWith('.json')) {
    const requested = location.replace('/experiment/', '');
    const experiment =
      findExperiment(requested) ?? findExperiment(bench.run.getState().run?.experimentId);
    const { id } = experiment ?? homeExperiment(preferences.getState().language);
    // There its settings are in sight.
    navigate(experimentAddress(id));
    void takeArgumentsFile(bench, file, id);
  } else void readOwnFile(bench, file).then((isRead) => isRead && showOwnText(navigate));
}

const showOwnText = (navigate: Navigate) => navigate(experimentAddress(OWN_TEXT.id));

function listen(
  bench: Bench,
  pastedName: string,
  setOver: (isOver: boolean) => void,
  location: string,
  navigate: Navigate,
): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  window.addEventListener('dragenter', over, { signal });
  window.addEventListener('dragover', over, { signal });
  window.addEventListener(
    'dragleave',
    (event) => {
      if (event.relatedTarget === null) setOver(false);
    },
    { signal },
  );
  window.addEventListener(
    'drop',
    (event) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const data = event.dataTransfer;
      if (data && (location === MODELS_PAGE || looksLikeModel(data))) {
        navigate(MODELS_PAGE);
        void droppedFiles(data)
          .then((imported) => importModel(bench, imported))
          .then((id) => id !== null && navigate(modelAddress({ kind: 'loaded', id })));
        return;
      }
      const files = data?.files;
      const file = files?.[0];
      if (!file) return;
      if ((files?.length ?? 0) > 1) bench.notices.getState().show('oneFile');
      importFile(bench, file, location, navigate);
    },
    { signal },
  );
  window.addEventListener(
    'paste',
    (event) => {
      if (isEditing(event.target)) return;
      const file = event.clipboardData?.files[0];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file && text === '') importFile(bench, file, location, navigate);
      else if (text !== '' && location === DATA_PAGE)
        void openSource(bench, { kind: 'text', text, name: pastedName });
      else if (text.length >= SHORTEST_PASTE)
        void readPasted(bench, text, pastedName).then((isRead) => isRead && showOwnText(navigate));
    },
    { signal },
  );
  return () => listeners.abort();
}
