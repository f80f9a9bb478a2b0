import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { SuiteRequest } from '../../../host/protocol/suite';
import { SUITE_IDS, suiteOfCorpus, type SuiteId } from '../../../training/data/corpora/suiteIds';
import type { Remark } from '../../../training/formats/remark';
import { FileButton } from '../../kit/FileButton';
import { useErrorWords } from '../../kit/useErrorWords';
import { Remarks } from '../../kit/Remarks';
import { useBench, useBenchStore, useRun } from '../../stores/context';
import styles from './SuiteChoice.module.css';
import { useSuiteName } from './words';

/** The suites of the next comparison: those of the run's text until something is chosen. */
function useSuites() {
  const { compare } = useBench();
  const chosen = useBenchStore('compare', ({ suites }) => suites);
  const config = useRun((run) => run?.config);
  const corpora = config
    ? [config.data.corpus, ...(config.data.more ?? []).map(({ corpus }) => corpus)]
    : [];
  const fitting = [...new Set(corpora.flatMap((corpus) => suiteOfCorpus(corpus) ?? []))];
  const suites: readonly SuiteRequest[] = chosen ?? fitting.map((id) => ({ id, kind: 'built_in' }));
  return {
    suites,
    choose: (next: readonly SuiteRequest[]) => compare.setState({ suites: next }),
  };
}

/** Which questions the next comparison asks: the lab's own, and those of a file. */
export function SuiteChoice() {
  const { t } = useTranslation();
  const suiteName = useSuiteName();
  const { suites, choose } = useSuites();
  const has = (id: SuiteId): boolean => suites.some((suite) => suite.id === id);
  const toggle = (id: SuiteId): void =>
    choose(
      has(id) ? suites.filter((suite) => suite.id !== id) : [...suites, { id, kind: 'built_in' }],
    );
  const names = suites.map((suite) =>
    suiteName({ id: suite.id, name: suite.kind === 'own' ? suite.name : null }),
  );
  return (
    <details className={styles.choice} data-testid="suite-choice">
      <summary>
        {t('suites.title')}: <span>{names.join(', ') || '–'}</span>
      </summary>
      <p>
        {t('suites.choose.help')} {t('suites.choose.next')}
      </p>
      <ul>
        {SUITE_IDS.map((id) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={has(id)} onChange={() => toggle(id)} />
              {t(`suites.name.${id}`)}
            </label>
            <small>{t(`suites.about.${id}`)}</small>
          </li>
        ))}
      </ul>
      <OwnQuestions {...{ suites, choose }} />
    </details>
  );
}

interface Reading {
  readonly name: string;
  readonly left: number;
  readonly remarks: readonly Remark[];
  readonly error: LabErrorData | null;
  readonly isDone: boolean;
}

function OwnQuestions({ suites, choose }: ReturnType<typeof useSuites>) {
  const { t } = useTranslation();
  const { lab } = useBench();
  const words = useErrorWords();
  const [reading, setReading] = useState<Reading | null>(null);
  const read = async (file: File): Promise<void> => {
    const { name } = file;
    const nothing = { name, left: 0, remarks: [], error: null };
    setReading({ ...nothing, isDone: false });
    try {
      const { suite, left, remarks } = await lab.readQuestions(file, name);
      const id = `file ${name}`;
      choose([...suites.filter((one) => one.id !== id), { id, kind: 'own', name, suite }]);
      setReading({ ...nothing, left, remarks, isDone: true });
    } catch (thrown) {
      setReading({ ...nothing, error: toErrorData(thrown), isDone: true });
    }
  };
  return (
    <div className={styles.own}>
      {suites.map((suite) => {
        if (suite.kind !== 'own') return null;
        const { id, name } = suite;
        return (
          <p key={id} data-testid="suite-own">
            {t('suites.choose.found', { name, count: suite.suite.questions.length })}
            <button
              type="button"
              aria-label={t('suites.choose.remove', { name })}
              onClick={() => choose(suites.filter((one) => one.id !== id))}
            >
              <X size={13} aria-hidden />
            </button>
          </p>
        );
      })}
      <FileButton
        size="small"
        accept={['.json', '.jsonl', '.ndjson', '.csv', '.tsv', '.parquet', '.gz']}
        testId="suite-file"
        onFile={(file) => void read(file)}
      >
        {t('suites.choose.own')}
      </FileButton>
      <small>{t('suites.choose.ownHelp')}</small>
      {reading && (
        <p role={reading.error ? 'alert' : 'status'} data-failed={reading.error !== null}>
          {reading.error && words(reading.error)}
          {!reading.isDone && t('suites.choose.reading', { name: reading.name })}
          {reading.left > 0 && t('suites.choose.left', { count: reading.left })}
        </p>
      )}
      {reading && <Remarks remarks={reading.remarks} />}
    </div>
  );
}
