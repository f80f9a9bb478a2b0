import { useEffect, useState } from 'react';
import { EXPERIMENTS } from '../../experiments/all';
import { toErrorData } from '../../host/labError';
import type { LabErrorData, RunPlan } from '../../host/protocol';
import { useBench, useBenchStore, useDevice } from '../stores/context';
import { problemsOf, vocabKey, type Draft } from '../stores/drafts';

const WAIT_MS = 150;

interface Answer {
  plan: RunPlan | null;
  error: LabErrorData | null;
}

/** Asks the engine for the plan a moment after the knobs came to rest. */
export function usePlan(experimentId: string, draft: Draft) {
  const bench = useBench();
  // Without a device the engine plans for the limits that every adapter has.
  const hasDevice = useDevice().status !== 'opening';
  const { config } = draft;
  const { vocabSize, isEstimate } = useVocabSize(draft);
  const [answer, setAnswer] = useState<Answer>({ plan: null, error: null });
  const isSound = Object.keys(problemsOf(draft)).length === 0;
  useEffect(() => {
    if (!hasDevice || !isSound) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      bench.lab.plan(config, vocabSize).then(
        (plan) => isCurrent && setAnswer({ plan, error: null }),
        (thrown: unknown) => isCurrent && setAnswer({ plan: null, error: toErrorData(thrown) }),
      );
    }, WAIT_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [bench, config, vocabSize, hasDevice, isSound, experimentId]);
  return { ...answer, isEstimate, hasDevice };
}

function useVocabSize({ config }: Draft): { vocabSize: number; isEstimate: boolean } {
  const { corpus } = config.data;
  const known = useBenchStore(
    (bench) => bench.drafts,
    (state) => state.vocabSizes[vocabKey(config)],
  );
  const brought = useBenchStore(
    (bench) => bench.texts,
    (state) => state.texts[corpus]?.distinctChars,
  );
  if (config.tokenizer.kind === 'byte') return { vocabSize: 256, isEstimate: false };
  if ('vocab_size' in config.tokenizer)
    return { vocabSize: config.tokenizer.vocab_size, isEstimate: false };
  const exact = known ?? brought;
  if (exact !== undefined) return { vocabSize: exact, isEstimate: false };
  const guess = EXPERIMENTS.find((experiment) => experiment.config.data.corpus === corpus);
  return { vocabSize: guess?.charVocab ?? 100, isEstimate: true };
}
