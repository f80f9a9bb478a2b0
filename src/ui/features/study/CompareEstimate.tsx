import type { BaseRef } from '../../../training/models/baseModel';
import { useBenchStore, useRun } from '../../stores/context';
import { useComparedModel } from './CompareButton';
import { Estimate } from '../../settings/duration/Estimate';
import { useModelText } from './text/modelText';
import { asRun, recoveryTrainings, type Training } from '../../settings/duration/trainings';
import { useTrainingTime } from '../../settings/duration/useTrainingTime';

/** Evaluating and timing, in ms: of every form, however small the model is. */
const MEASURING_MS = { compare: 60_000, pruning: 20_000 } as const;

/** The retraining of the forms that need it; as a run has its settings, or as one would. */
function useRecoveries(model: BaseRef | null): Training[] | null {
  const known = useModelText(model);
  const config = useRun((run) =>
    model?.kind === 'run' && run?.runId === model.runId ? run.config : null,
  );
  if (!known) return null;
  if (config) return recoveryTrainings(config, known.steps);
  return known.shape ? recoveryTrainings(asRun(known.shape), known.steps) : null;
}

/** As long as the last one took where there was one, as far as that can be known beforehand. */
export function CompareEstimate({ kind }: { kind: keyof typeof MEASURING_MS }) {
  const recoveryMs = useTrainingTime(useRecoveries(useComparedModel()));
  const lastMs = useBenchStore(
    'jobs',
    ({ jobs }) =>
      jobs?.find((job) => job.kind === kind && job.state === 'done')?.progress?.elapsedMs ?? null,
  );
  const plannedMs = recoveryMs === null ? null : recoveryMs + MEASURING_MS[kind];
  return <Estimate timeMs={lastMs ?? plannedMs} />;
}
