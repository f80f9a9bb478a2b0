// Tokens and their ids, as a model of a tokenizer.json lists them.
import { shownValue } from '../../../formats/fieldTable';
import { badFile, isObject } from '../component';

/** Ids from here on are refused: tables of that length would follow from one number of a file. */
const IDS_LIMIT = 4_194_304;

export interface Vocabulary {
  readonly idOf: ReadonlyMap<string, number>;
  /** Index = id; holes are undefined. */
  readonly tokens: readonly (string | undefined)[];
  /** How many entries the file has: new tokens are numbered from there on. */
  readonly size: number;
}

export function checkedId(token: string, id: unknown, what: string): number {
  if (!Number.isInteger(id) || (id as number) < 0 || (id as number) >= IDS_LIMIT)
    throw badFile('token_id', { what, token: shownValue(token), id: shownValue(id) });
  return id as number;
}

/** {token: id} */
export function vocabularyOf(json: unknown, what: string): Vocabulary {
  if (!isObject(json)) throw badFile('no_vocab', { what });
  const idOf = new Map<string, number>();
  const tokens: (string | undefined)[] = [];
  // Half as long as over a list of entries, for a quarter of a million tokens.
  for (const token in json) {
    const id = checkedId(token, json[token], what);
    while (tokens.length <= id) tokens.push(undefined);
    if (tokens[id] !== undefined)
      throw badFile('same_id', {
        what,
        first: shownValue(tokens[id]),
        second: shownValue(token),
        id,
      });
    tokens[id] = token;
    idOf.set(token, id);
  }
  return { idOf, tokens, size: idOf.size };
}

export interface ScoredVocabulary extends Vocabulary {
  readonly scores: Float64Array;
}

/** [[token, score], …]: the index is the id; of equal tokens the last one is found. */
export function scoredVocabularyOf(list: readonly unknown[], what: string): ScoredVocabulary {
  if (list.length > IDS_LIMIT) throw badFile('too_many_tokens', { what, count: list.length });
  const scores = new Float64Array(list.length);
  const tokens = list.map((entry, id) => {
    const [token, score] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof token !== 'string' || typeof score !== 'number')
      throw badFile('token_with_score', { what, id, value: shownValue(entry) });
    scores[id] = score;
    return token;
  });
  return {
    idOf: new Map(tokens.map((token, id) => [token, id])),
    tokens,
    scores,
    size: tokens.length,
  };
}
