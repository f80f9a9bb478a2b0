// Any model with what it is compared on: a text, or the held-out examples of its own objective.
import { isGenerativeFamily } from '../../../../training/models/families';
import type { BaseModel } from '../../../../training/models/baseModel';
import type { StudyModel } from '../../../protocol/studyText';
import type { AnyComparable } from './comparable';
import { comparableOn, type Opens } from './opened';
import { objectiveComparable } from './openedObjective';

/** Next tokens are what such a model was made for. */
const readsText = ({ config, classifier }: BaseModel): boolean =>
  !classifier && isGenerativeFamily(config.family);

/**
 * A run of this lab as it stands, or any model with its own text or examples, or those that were chosen.
 * `length`: of the window of a text, at most.
 * @throws BenchtopError unknown_run | unknown_base | nothing_to_compare | no_predictions | text_not_known
 */
export async function openedAny(
  host: Opens,
  { model: ref, text: chosen }: StudyModel,
  signal: AbortSignal,
  length?: number,
): Promise<AnyComparable> {
  if (ref.kind === 'run' && !chosen && host.isOpen(ref.runId))
    return host.run(ref.runId).compared();
  const base = await host.bases.open(ref);
  return readsText(base)
    ? { kind: 'text', source: await comparableOn(host, base, chosen, signal, length) }
    : { kind: 'objective', source: await objectiveComparable(host, base, chosen, signal) };
}
