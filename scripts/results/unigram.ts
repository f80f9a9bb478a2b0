// What counting alone would reach: the entropy of the tokens that held-out evaluation asks for, as if
// nothing stood around them. A model that has learned anything lies below.
import { prepareData } from '../../src/host/data/corpus';
import { readAssetInNode } from '../../src/host/node/files';
import { fieldFinder } from '../../src/training/objectives/combine';
import { runObjective } from '../../src/training/objectives/runObjective';
import { inOrderOfReading } from '../../src/training/run/texts/textSchedule';
import type { RunConfig } from '../../src/training/run/config';

/** In nats a token; null where the part asks for no tokens. */
export async function unigramNats(config: RunConfig, name?: string): Promise<number | null> {
  const { text } = await prepareData(config, {
    readAsset: readAssetInNode,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const objective = runObjective(config, text);
  const term = objective.terms.find((one) => one.name === name) ?? objective.terms[0]!;
  if (term.hasAccuracy) return null;
  if (!term.targets) {
    const about = inOrderOfReading(text.schedule, config.training.max_steps).at(-1)!;
    const { from, to } = text.sources[about]!.validation;
    return entropyOf(text.validation.subarray(from, to));
  }
  const { find } = fieldFinder(objective.terms, objective.evaluationShape);
  const requested = objective
    .evaluationSets()
    .at(-1)!
    .batches.flatMap((batch) => Array.from(find(batch, term, term.targets!)));
  return entropyOf(requested.filter((id) => id >= 0));
}

function entropyOf(ids: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (const id of Array.from(ids)) counts.set(id, (counts.get(id) ?? 0) + 1);
  let nats = 0;
  for (const count of counts.values()) {
    const share = count / ids.length;
    nats -= share * Math.log(share);
  }
  return nats;
}
