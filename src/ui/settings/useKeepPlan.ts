import { useEffect } from 'react';
import { EXPERIMENTS } from '../../experiments/all';
import { toErrorData } from '../../host/lab/labError';
import type { LabErrorData } from '../../host/protocol/error';
import type { RunPlan } from '../../host/protocol/run';
import { broughtText } from '../../training/run/texts/textSchedule';
import type { CorpusFacts } from '../../host/protocol/text';
import { useBench, useBenchStore, useDevice, useRun } from '../stores/context';
import { corpusKey, problemsOf, type Draft } from '../stores/drafts';
import { NO_PLAN } from '../stores/plans';
import { changedSettings } from './settings';

const WAIT_MS = 150;

/** Keeps the plan in step with the settings: the run's own where they are its settings, else asked for. */
export function useKeepPlan(experimentId: string, draft: Draft | undefined): void {
  const bench = useBench();
  // Without a device the engine plans for the limits that every adapter has.
  const hasDevice = useDevice().status !== 'opening';
  const config = draft?.config;
  const { facts, isEstimate } = useCorpusFacts(draft);
  const ofRun = useOwnPlan(experimentId, draft);
  const isSound = draft !== undefined && Object.keys(problemsOf(draft)).length === 0;
  const { vocabSize, trainTokens, validationTokens, chars } = facts;
  useEffect(() => {
    const answer = (plan: RunPlan | null, error: LabErrorData | null): void =>
      bench.plans.setState({ [experimentId]: { plan, error, isEstimate } });
    if (ofRun) answer(ofRun, null);
    if (ofRun || !config || !hasDevice || !isSound) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      bench.lab.plan(config, { vocabSize, trainTokens, validationTokens, chars }).then(
        (plan) => isCurrent && answer(plan, null),
        (thrown: unknown) =>
          isCurrent &&
          answer((bench.plans.getState()[experimentId] ?? NO_PLAN).plan, toErrorData(thrown)),
      );
    }, WAIT_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [
    bench,
    config,
    vocabSize,
    trainTokens,
    validationTokens,
    chars,
    isEstimate,
    hasDevice,
    isSound,
    ofRun,
    experimentId,
  ]);
}

/** What the run itself has planned, while the settings are the run's. */
function useOwnPlan(experimentId: string, draft: Draft | undefined): RunPlan | null {
  return useRun((run) =>
    run?.plan &&
    draft &&
    run.experimentId === experimentId &&
    changedSettings(run.config, draft.config).length === 0
      ? run.plan
      : null,
  );
}

function useCorpusFacts(draft: Draft | undefined): { facts: CorpusFacts; isEstimate: boolean } {
  const config = draft?.config;
  const corpus = config?.data.corpus ?? '';
  const imported = useBenchStore(
    'texts',
    (state) => state.texts[(config && broughtText(config)) ?? ''],
  );
  const counted = useBenchStore('drafts', (state) =>
    config ? state.corpora[corpusKey(config, imported?.textId)] : undefined,
  );
  if (counted) return { facts: counted, isEstimate: false };
  const chars = imported?.chars;
  const tokenizer = config?.tokenizer;
  const exact =
    tokenizer?.kind === 'byte'
      ? 256
      : tokenizer && 'vocab_size' in tokenizer
        ? tokenizer.vocab_size
        : imported?.distinctChars;
  if (exact !== undefined) return { facts: { vocabSize: exact, chars }, isEstimate: false };
  const guess = EXPERIMENTS.find((experiment) => experiment.config.data.corpus === corpus);
  return { facts: { vocabSize: guess?.charVocab ?? 100, chars }, isEstimate: true };
}

/** The plan as it is kept. */
export function usePlan(experimentId: string) {
  return useBenchStore('plans', (plans) => plans[experimentId] ?? NO_PLAN);
}
