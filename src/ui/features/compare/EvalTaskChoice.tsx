import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { EvalTaskRequest } from '../../../host/protocol/evalTask';
import {
  EVAL_TASK_IDS,
  evalTaskOfCorpus,
  type EvalTaskId,
} from '../../../training/data/corpora/evalTaskIds';
import type { Remark } from '../../../training/formats/remark';
import { FileButton } from '../../kit/FileButton';
import { useErrorWords } from '../../kit/useErrorWords';
import { Remarks } from '../../kit/Remarks';
import { useBench, useBenchStore, useRun } from '../../stores/context';
import styles from './EvalTaskChoice.module.css';
import { useEvalTaskName } from './words';

/** The evaluation tasks of the next comparison: those of the run's text until something is chosen. */
function useEvalTasks() {
  const { compare } = useBench();
  const chosen = useBenchStore('compare', ({ evalTasks }) => evalTasks);
  const config = useRun((run) => run?.config);
  const corpora = config
    ? [config.data.corpus, ...(config.data.more ?? []).map(({ corpus }) => corpus)]
    : [];
  const fitting = [...new Set(corpora.flatMap((corpus) => evalTaskOfCorpus(corpus) ?? []))];
  const evalTasks: readonly EvalTaskRequest[] =
    chosen ?? fitting.map((id) => ({ id, kind: 'built_in' }));
  return {
    evalTasks,
    choose: (next: readonly EvalTaskRequest[]) => compare.setState({ evalTasks: next }),
  };
}

/** Which questions the next comparison asks: the lab's own, and those of a file. */
export function EvalTaskChoice() {
  const { t } = useTranslation();
  const evalTaskName = useEvalTaskName();
  const { evalTasks, choose } = useEvalTasks();
  const has = (id: EvalTaskId): boolean => evalTasks.some((evalTask) => evalTask.id === id);
  const toggle = (id: EvalTaskId): void =>
    choose(
      has(id)
        ? evalTasks.filter((evalTask) => evalTask.id !== id)
        : [...evalTasks, { id, kind: 'built_in' }],
    );
  const names = evalTasks.map((evalTask) =>
    evalTaskName({ id: evalTask.id, name: evalTask.kind === 'own' ? evalTask.name : null }),
  );
  return (
    <details className={styles.choice} data-testid="eval-task-choice">
      <summary>
        {t('evalTasks.title')}: <span>{names.join(', ') || t('settings.choice.none')}</span>
      </summary>
      <p>
        {t('evalTasks.choose.help')} {t('evalTasks.choose.next')}
      </p>
      <ul>
        {EVAL_TASK_IDS.map((id) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={has(id)} onChange={() => toggle(id)} />
              {t(`evalTasks.name.${id}`)}
            </label>
            <small>{t(`evalTasks.about.${id}`)}</small>
          </li>
        ))}
      </ul>
      <OwnQuestions {...{ evalTasks, choose }} />
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

function OwnQuestions({ evalTasks, choose }: ReturnType<typeof useEvalTasks>) {
  const { t } = useTranslation();
  const { lab } = useBench();
  const words = useErrorWords();
  const [reading, setReading] = useState<Reading | null>(null);
  const read = async (file: File): Promise<void> => {
    const { name } = file;
    const nothing = { name, left: 0, remarks: [], error: null };
    setReading({ ...nothing, isDone: false });
    try {
      const { evalTask, left, remarks } = await lab.readQuestions(file, name);
      const id = `file ${name}`;
      choose([...evalTasks.filter((one) => one.id !== id), { id, kind: 'own', name, evalTask }]);
      setReading({ ...nothing, left, remarks, isDone: true });
    } catch (thrown) {
      setReading({ ...nothing, error: toErrorData(thrown), isDone: true });
    }
  };
  return (
    <div className={styles.own}>
      {evalTasks.map((evalTask) => {
        if (evalTask.kind !== 'own') return null;
        const { id, name } = evalTask;
        return (
          <p key={id} data-testid="eval-task-own">
            {t('evalTasks.choose.found', { name, count: evalTask.evalTask.questions.length })}
            <button
              type="button"
              aria-label={t('evalTasks.choose.remove', { name })}
              onClick={() => choose(evalTasks.filter((one) => one.id !== id))}
            >
              <X size={13} aria-hidden />
            </button>
          </p>
        );
      })}
      <FileButton
        size="small"
        accept={['.json', '.jsonl', '.ndjson', '.csv', '.tsv', '.parquet', '.gz']}
        testId="eval-task-file"
        onFile={(file) => void read(file)}
      >
        {t('evalTasks.choose.own')}
      </FileButton>
      <small>{t('evalTasks.choose.ownHelp')}</small>
      {reading && (
        <p role={reading.error ? 'alert' : 'status'} data-failed={reading.error !== null}>
          {reading.error && words(reading.error)}
          {!reading.isDone && t('evalTasks.choose.reading', { name: reading.name })}
          {reading.left > 0 && t('evalTasks.choose.left', { count: reading.left })}
        </p>
      )}
      {reading && <Remarks remarks={reading.remarks} />}
    </div>
  );
}
