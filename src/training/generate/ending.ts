// With what the texts of a model end.
import type { BaseModel, Ending } from '../models/baseModel';

/**
 * What its files name. A model that learned answers here ends them with its end token; one without such a
 * token has learned to end them with their line.
 */
export function endingOf({ ending, provenance, tokenizer }: BaseModel): Ending {
  const { endIds = [], stopStrings = [] } = ending ?? {};
  const kinds = new Set(provenance?.objectives?.map(({ kind }) => kind));
  const end = tokenizer.special?.eos;
  if (end === undefined)
    return { endIds, stopStrings: kinds.has('answer') ? [...stopStrings, '\n'] : stopStrings };
  const learnsEnd = kinds.has('answer') || kinds.has('dpo');
  return { endIds: learnsEnd && endIds.length === 0 ? [end] : endIds, stopStrings };
}
