// What the visitor can do with a fine-tuning study: choose, start and stop it, and map own examples.
import { toErrorData } from '../../host/labError';
import type { SourceFacts } from '../../host/textsData';
import type { ExampleMapping } from '../../training/data/exampleColumns';
import type { Bench } from '../stores/bench';
import { pauseForStudy } from '../stores/runActions';
import { tuneRequest } from './tuneRequest';
import type { Brought, TuneChoices } from './tuneStore';

export function changeTuning({ tune }: Bench, changed: Partial<TuneChoices>): void {
  tune.setState(({ choices }) => ({ choices: { ...choices, ...changed } }));
}

/** Software adapters get the small model. */
export const sizeOf = ({ device }: Bench): 'small' | 'large' => {
  const { device: state } = device.getState();
  return state.status === 'ready' && !state.adapter.software ? 'large' : 'small';
};

export async function startTuning(bench: Bench): Promise<void> {
  const { lab, tune } = bench;
  const { choices, brought, state } = tune.getState();
  if (state === 'running') return;
  tune.setState({ state: 'running', update: null, error: null });
  try {
    await pauseForStudy(bench);
    const request = tuneRequest(choices, sizeOf(bench), brought?.found);
    await lab.tune(request, (update) => tune.setState({ update }));
    const stage = tune.getState().update?.stage;
    tune.setState({ state: stage === 'stopped' ? 'stopped' : 'done' });
  } catch (thrown) {
    tune.setState({ state: 'failed', error: toErrorData(thrown) });
  }
}

export async function stopTuning({ lab, notices }: Bench): Promise<void> {
  try {
    await lab.stopTuning();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}

/** Reads the examples of the open source again, by other columns. */
export async function mapExamples(
  { lab, tune }: Bench,
  source: SourceFacts,
  mapping: ExampleMapping,
): Promise<void> {
  const { sourceId, reading } = source;
  const now: Brought = { source, mapping, found: null, error: null };
  tune.setState({ brought: now });
  const show = (changed: Partial<Brought>): void => {
    if (tune.getState().brought === now) tune.setState({ brought: { ...now, ...changed } });
  };
  try {
    show({ found: await lab.examplesOf(sourceId, reading, mapping) });
  } catch (thrown) {
    show({ error: toErrorData(thrown) });
  }
}
