import type { LabErrorData } from '../../../host/protocol/error';
import type { RunPlan } from '../../../host/protocol/run';
import { STORY } from '../../../experiments/story';
import { isGenerativeFamily, ownKind } from '../../../training/models/families';
import { runConfigSchema, type RunConfig } from '../../../training/run/config';
import { useBench, useDevice, useRun } from '../../stores/context';
import type { ModelRecord } from '../../stores/models/record';
import { useAnswer } from '../../stores/useAnswer';

interface Found {
  readonly plan: RunPlan;
  readonly error: LabErrorData | null;
  readonly config: Pick<RunConfig, 'model' | 'training'>;
  readonly isSound: true;
}

/** What a step of training the model would take: of the run that is open its own, of others as it would be planned. */
export function useModelPlan({ base, config, loaded, saved }: ModelRecord): Found | null {
  const bench = useBench();
  const hasDevice = useDevice().status !== 'opening';
  const runId = base.kind === 'run' ? base.runId : null;
  const run = useRun((open) => (open?.runId === runId ? open : null));
  const vocabSize = loaded?.vocabSize ?? saved?.facts?.vocabSize;
  const canPlan = !run && config !== null && vocabSize !== undefined && hasDevice;
  const requested = canPlan ? { config: configFor(config), vocabSize } : null;
  const answer = useAnswer(requested && JSON.stringify(requested), () =>
    bench.lab.plan(requested!.config, { vocabSize: requested!.vocabSize }),
  );
  if (run?.plan) return { plan: run.plan, error: null, config: run.config, isSound: true };
  if (!requested || !answer || 'code' in answer) return null;
  return { plan: answer, error: null, config: requested.config, isSound: true };
}

/** With the settings that training starts from where nobody has turned them. */
function configFor(model: RunConfig['model']): RunConfig {
  const config = runConfigSchema.parse(STORY.config);
  const objectives = isGenerativeFamily(model.family)
    ? undefined
    : runConfigSchema.shape.objectives.parse([{ kind: ownKind(model.family) }]);
  return { ...config, model, objectives };
}
