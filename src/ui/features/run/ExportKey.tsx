import { ExportKeys } from '../study/ExportKeys';
import { useRun } from '../../stores/context';

/** The run's model as it is now. */
export function ExportKey() {
  const runId = useRun((run) => run?.runId);
  const name = useRun((run) => run?.config.name);
  const hasAdapter = useRun((run) => run?.config.tuning?.method === 'lora');
  const hasModel = useRun(
    (run) => run?.plan != null && run.state !== 'preparing' && run.state !== 'failed',
  );
  if (!hasModel || runId === undefined || name === undefined) return null;
  return <ExportKeys testId="run-export" {...{ runId, name, hasAdapter }} />;
}
