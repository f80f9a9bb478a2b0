// What the user can do with a fine-tuning study: choose and start it, and map own examples.
import { toErrorData } from '../../../host/lab/labError';
import type { SourceFacts } from '../../../host/data/dataLibrary';
import type { ExampleMapping } from '../../../training/data/examples/exampleColumns';
import type { Bench } from '../../stores/bench';
import { runStudy, sizeOf } from '../study/study';
import { finetuneRequest } from '../../../host/studies/finetune/request';
import type { FinetuneChoices } from '../../../host/studies/finetune/request';
import type { Imported } from './finetuneStore';

export function changeFinetuning({ finetune }: Bench, changed: Partial<FinetuneChoices>): void {
  finetune.setState(({ choices }) => ({ choices: { ...choices, ...changed } }));
}

export const startFinetuning = (bench: Bench): Promise<void> =>
  runStudy(bench, 'finetune', () => {
    const { choices, imported } = bench.finetune.getState();
    return finetuneRequest(choices, sizeOf(bench), imported?.found);
  });

/** Reads the examples of the open source again, by other columns. */
export async function mapExamples(
  { lab, finetune }: Bench,
  source: SourceFacts,
  mapping: ExampleMapping,
): Promise<void> {
  const { sourceId, reading } = source;
  const now: Imported = { source, mapping, found: null, error: null };
  finetune.setState({ imported: now });
  const show = (changed: Partial<Imported>): void => {
    if (finetune.getState().imported === now)
      finetune.setState({ imported: { ...now, ...changed } });
  };
  try {
    show({ found: await lab.examplesOf(sourceId, reading, mapping) });
  } catch (thrown) {
    show({ error: toErrorData(thrown) });
  }
}
