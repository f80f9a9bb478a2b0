import { SIZED_STEP_MS } from '../../../host/protocol/device';
import { useBenchStore, useDevice } from '../../stores/context';
import { usePlan } from '../useKeepPlan';
import { Estimate } from './Estimate';
import { stepMsOf, useSpeed } from './useSpeed';

/** How long a run of these settings takes; of a model that is sized at the start, the most that it may take. */
export function TrainEstimate({ experimentId, steps }: { experimentId: string; steps?: number }) {
  const draft = useBenchStore('drafts', ({ drafts }) => drafts[experimentId]);
  const { plan, error } = usePlan(experimentId);
  const speed = useSpeed();
  const device = useDevice();
  if (!draft || device.status !== 'ready') return null;
  const { autoSize, config } = draft;
  const planned = plan && !error ? plan.steps.total : config.training.max_steps;
  const total = steps ?? planned;
  if (autoSize) {
    const stepMs = SIZED_STEP_MS[device.adapter.software ? 'cpu' : 'hardware'];
    return <Estimate timeMs={total * stepMs} isMost />;
  }
  return <Estimate timeMs={plan && !error ? total * stepMsOf(speed, plan) : null} />;
}
