import { useEffect, useState } from 'react';
import type { Experiment } from '../../../experiments/experiment';
import type { RunPlan } from '../../../host/protocol/run';
import { useBench, useBenchStore, useDevice, useRun } from '../../stores/context';

/** Floating-point operations a millisecond that training is taken to reach, and the time of a dispatch. */
interface Speed {
  readonly flopsPerMs: number;
  readonly dispatchMs: number;
  /** By a run of this visit, not guessed. */
  readonly isMeasured: boolean;
}

const ON_PROCESSOR: Speed = { flopsPerMs: 2e6, dispatchMs: 0.05, isMeasured: false };
const ON_GPU: Speed = { flopsPerMs: 5e8, dispatchMs: 0.02, isMeasured: false };

function useSpeed(): Speed {
  const device = useDevice();
  const measured = useRun((run) =>
    run?.plan && run.progress ? run.plan.flopsPerStep / run.progress.stepMs : null,
  );
  if (measured !== null) return { flopsPerMs: measured, dispatchMs: 0, isMeasured: true };
  const isProcessor = device.status === 'ready' && device.adapter.software;
  return isProcessor ? ON_PROCESSOR : ON_GPU;
}

/** How long each preset takes here, in ms, as far as its plan is known; sized ones fit themselves. */
export function useDurations(experiments: readonly Experiment[]) {
  const { lab, drafts } = useBench();
  // Nothing takes any time where nothing can run.
  const hasDevice = useDevice().status === 'ready';
  const { flopsPerMs, dispatchMs, isMeasured } = useSpeed();
  const all = useBenchStore('drafts', (state) => state.drafts);
  const [plans, setPlans] = useState<Record<string, RunPlan>>({});
  useEffect(() => {
    if (!hasDevice) return;
    let isCurrent = true;
    const planAll = async () => {
      for (const { id, charVocab } of experiments) {
        const config = drafts.getState().drafts[id]?.config;
        if (!isCurrent || !config) continue;
        const { tokenizer } = config;
        const vocabSize = 'vocab_size' in tokenizer ? tokenizer.vocab_size : charVocab;
        // What does not fit this adapter says so where it would be started.
        const plan = await lab.plan(config, { vocabSize }).catch(() => null);
        if (plan && isCurrent) setPlans((known) => ({ ...known, [id]: plan }));
      }
    };
    void planAll();
    return () => {
      isCurrent = false;
    };
  }, [lab, drafts, hasDevice, experiments]);
  const durationOf = (id: string): number | null => {
    const draft = all[id];
    const plan = plans[id];
    if (!draft || !plan || draft.autoSize) return null;
    const stepMs = plan.flopsPerStep / flopsPerMs + plan.dispatchesPerStep * dispatchMs;
    return stepMs * draft.config.training.max_steps;
  };
  return { durationOf, isMeasured };
}
