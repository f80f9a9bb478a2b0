// With what the texts of a model end.
import type { BaseModel, Ending } from '../models/baseModel';
import { isEncoderDecoderFamily } from '../models/families';
import { answerClosing } from '../objectives/specialIds';
import type { ModelConfig } from '../run/config';
import type { ObjectiveConfig } from '../run/objectiveConfig';
import type { Tokenizer } from '../tokenizers/tokenizer';

const NO_END: Ending = { endIds: [], stopStrings: [] };

/**
 * What closes the answers that a run learns. A decoder that closes them with a line break may write one first,
 * where its prompt has none: it ends with the text of the line, not with the token.
 */
export function learnedEnding(
  tokenizer: Tokenizer,
  { family }: Pick<ModelConfig, 'family'>,
  objectives: readonly Pick<ObjectiveConfig, 'kind'>[] = [],
): Ending {
  const isApart = isEncoderDecoderFamily(family);
  const learnsAnswers = objectives.some(
    ({ kind }) => kind === 'answer' || kind === 'dpo' || (isApart && kind === 'classify'),
  );
  if (!learnsAnswers) return NO_END;
  const { ids, isLine } = answerClosing(tokenizer);
  return isLine && !isApart
    ? { endIds: [], stopStrings: ['\n'] }
    : { endIds: ids.slice(-1), stopStrings: [] };
}

/** What its files name, and what it has learned here. */
export function endingOf({ ending, provenance, tokenizer, config }: BaseModel): Ending {
  const { endIds, stopStrings } = ending ?? NO_END;
  const learned = learnedEnding(tokenizer, config, provenance?.objectives);
  return {
    endIds: endIds.length > 0 ? endIds : learned.endIds,
    stopStrings: [...stopStrings, ...learned.stopStrings],
  };
}
