// What the visitor can do with a fine-tuning study: choose, start and stop it, and map own examples.
import { toErrorData } from '../../../host/lab/labError';
import type { SourceFacts } from '../../../host/data/dataShelf';
import type { ExampleMapping } from '../../../training/data/exampleColumns';
import type { Bench } from '../../stores/bench';
import { pauseForStudy } from '../../stores/runActions';
import { runStudy, sizeOf, stopStudy } from '../study/study';
import { tuneRequest } from './tuneRequest';
import type { Brought, TuneChoices } from './tuneStore';

export function changeTuning({ tune }: Bench, changed: Partial<TuneChoices>): void {
  tune.setState(({ choices }) => ({ choices: { ...choices, ...changed } }));
}

export async function startTuning(bench: Bench): Promise<void> {
  const { lab, tune } = bench;
  const { choices, brought } = tune.getState();
  await runStudy(tune, async (onUpdate) => {
    await pauseForStudy(bench);
    await lab.tune(tuneRequest(choices, sizeOf(bench), brought?.found), onUpdate);
  });
}

export const stopTuning = (bench: Bench): Promise<void> =>
  stopStudy(bench, () => bench.lab.stopTuning());

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
