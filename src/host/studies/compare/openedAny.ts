// Any model with what it is compared on: a text, or the held-out examples of its own objective.
import { isGenerativeFamily } from '../../../training/models/families';
import type { BaseModel, BaseRef } from '../../../training/models/baseModel';
import { hostError } from '../../protocol/error';
import type { StudyHost } from '../study';
import { comparableOfBase, type Reading } from './opened';
import { objectiveComparable, type ObjectiveComparable } from './openedObjective';
import type { Comparable } from './setup';

export type AnyComparable =
  | { readonly kind: 'text'; readonly source: Comparable }
  | { readonly kind: 'objective'; readonly source: ObjectiveComparable };

/** Next tokens are what such a model was made for. */
const readsText = ({ config, classifier }: BaseModel): boolean =>
  !classifier && isGenerativeFamily(config.family);

/**
 * A run of this lab with its own text or examples, or any other model with those of the settings.
 * @throws BenchtopError unknown_run | unknown_base | nothing_to_compare | no_predictions
 */
export async function openedAny(
  host: Pick<StudyHost, 'run' | 'bases' | 'readAsset'>,
  ref: BaseRef,
  reading: Reading,
  signal: AbortSignal,
): Promise<AnyComparable> {
  if (ref.kind === 'run') return host.run(ref.runId).compared();
  const base = await host.bases.open(ref);
  if (!reading.settings) throw hostError('nothing_to_compare.no_settings');
  return readsText(base)
    ? { kind: 'text', source: await comparableOfBase(host, base, reading, signal) }
    : { kind: 'objective', source: await objectiveComparable(host, base, reading, signal) };
}
