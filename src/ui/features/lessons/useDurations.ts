import { useEffect, useState } from 'react';
import type { Experiment } from '../../../experiments/experiment';
import type { RunPlan } from '../../../host/protocol/run';
import { useBench, useBenchStore, useDevice } from '../../stores/context';
import { stepMsOf, useSpeed } from '../../settings/duration/useSpeed';

/** How long each preset takes here, in ms, as far as its plan is known; sized ones fit themselves. */
export function useDurations(experiments: readonly Experiment[]) {
  const { lab, drafts } = useBench();
  // Nothing takes any time where nothing can run.
  const hasDevice = useDevice().status === 'ready';
  const speed = useSpeed();
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
    return stepMsOf(speed, plan) * draft.config.training.max_steps;
  };
  return { durationOf, isMeasured: speed.isMeasured };
}
