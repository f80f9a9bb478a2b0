// The comparison of the run's variants: it goes on whatever page is on the screen, and what it has
// found stays when it is stopped or fails.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../host/labError';
import type { CompareUpdate } from '../../host/compareResult';
import type { LabErrorData } from '../../host/protocol';
import type { SuiteRequest } from '../../host/suites';
import type { VariantSpecInput } from '../../host/variantSpec';
import type { Bench } from './bench';

export interface ComparisonState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  update: CompareUpdate | null;
  error: LabErrorData | null;
  /** Null: those that fit the run's text. */
  suites: readonly SuiteRequest[] | null;
}

export type ComparisonStore = StoreApi<ComparisonState>;

export function createComparisonStore(): ComparisonStore {
  return createStore<ComparisonState>(() => ({
    state: 'idle',
    update: null,
    error: null,
    suites: null,
  }));
}

/** `variants`: the usual ones where left out. */
export async function runComparison(
  { lab, comparison, run }: Bench,
  variants?: readonly VariantSpecInput[],
): Promise<void> {
  const runId = run.getState().run?.runId;
  if (runId === undefined || comparison.getState().state === 'running') return;
  comparison.setState({ state: 'running', update: null, error: null });
  const tellHidden = (): void => void lab.tellHidden(document.hidden);
  document.addEventListener('visibilitychange', tellHidden);
  try {
    const { suites } = comparison.getState();
    const request = { runId, ...(suites && { suites }), ...(variants && { variants }) };
    await lab.compare(request, (update) => {
      // It may have been hidden before there was a comparison to tell.
      if (comparison.getState().update === null) tellHidden();
      comparison.setState({ update });
    });
    const stage = comparison.getState().update?.stage;
    comparison.setState({ state: stage === 'stopped' ? 'stopped' : 'done' });
  } catch (thrown) {
    comparison.setState({ state: 'failed', error: toErrorData(thrown) });
  } finally {
    document.removeEventListener('visibilitychange', tellHidden);
  }
}

export async function stopComparison({ lab, notices }: Bench): Promise<void> {
  try {
    await lab.stopComparison();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}
