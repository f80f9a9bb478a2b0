import { ExportButtons } from '../study/ExportButtons';
import { useRun } from '../../stores/context';

/** The run's model as it is now. */
export function ExportButton() {
  const runId = useRun((run) => run?.runId);
  const name = useRun((run) => run?.config.name);
  const hasAdapter = useRun((run) => run?.config.tuning?.method === 'lora');
  const hasModel = useRun(
    (run) => run?.plan != null && run.state !== 'preparing' && run.state !== 'failed',
  );
  if (!hasModel || runId === undefined || name === undefined) return null;
  return <ExportButtons testId="run-export" {...{ runId, name, hasAdapter }} />;
}
