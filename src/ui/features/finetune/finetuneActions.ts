// What the user can do with a fine-tuning study: choose and start it, and map own examples.
import { toErrorData } from '../../../host/lab/labError';
import type { SourceFacts } from '../../../host/data/dataLibrary';
import type { ExampleMapping } from '../../../training/data/examples/exampleColumns';
import type { FinetuneRequest } from '../../../host/protocol/finetune';
import type { ChosenText, PageText, WithPageText } from '../../../host/protocol/studyText';
import { isBrought } from '../../../training/data/corpora/corpora';
import { familyOf } from './finetuneSources';
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
    const wanted = { family: familyOf(bench) };
    const request = finetuneRequest(choices, sizeOf(bench), imported?.found, wanted);
    return withTexts(bench, request);
  });

/** Each text that has to be brought with where it is. */
function withTexts({ texts }: Bench, request: FinetuneRequest): WithPageText<FinetuneRequest> {
  const { text, general, ...rest } = request;
  const placed = ({ data }: ChosenText): PageText => {
    const brought = [data, ...(data.more ?? [])].find(({ corpus }) => isBrought(corpus))?.corpus;
    const textId = brought && texts.getState().texts[brought]?.textId;
    return { data, ...(textId !== undefined && { textId }) };
  };
  return {
    ...rest,
    ...(text && { text: placed(text) }),
    ...(general && { general: placed(general) }),
  } as WithPageText<FinetuneRequest>;
}

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
