// Ids of the special tokens that objectives need: the tokenizer's own, and new ones for what it lacks.
import { frameOf } from '../tokenizers/frame';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { SPECIAL_TOKENS } from '../tokenizers/wordpiece';

/** What a plan knows of a tokenizer that has not been trained yet is enough. */
export type NamedTokens = Pick<Tokenizer, 'kind' | 'vocabSize'> &
  Partial<Pick<Tokenizer, 'tokenText' | 'special' | 'encode' | 'encodeForModel'>>;

export type SpecialRole = 'pad' | 'cls' | 'sep' | 'mask';

/** Ids of special tokens that objectives need; a role that none of them needs is 0. */
export interface SpecialIds extends Readonly<Record<SpecialRole, number>> {
  /** <extra_id_0>, <extra_id_1>, … */
  readonly sentinels: readonly number[];
  /** Closes the texts of span corruption, where the model's tokenizer has an end token. */
  readonly end?: number | undefined;
  /** Of the model: the tokenizer's ids and those added. */
  readonly vocabSize: number;
}

const ROLES: readonly SpecialRole[] = ['pad', 'cls', 'sep', 'mask'];
const SENTINEL = /^<extra_id_(\d+)>$/;

/**
 * The ids under which the model's own files name the roles. Where they name no [CLS] or [SEP], what the
 * post-processor puts around a text stands for them, or else the beginning and the end token. Undefined for
 * tokenizers that came without a model.
 */
function namedRoles(tokenizer: NamedTokens): Partial<Record<SpecialRole, number>> | undefined {
  const { special } = tokenizer;
  if (!special) return undefined;
  const { before, after } = hasEncode(tokenizer) ? frameOf(tokenizer) : { before: [], after: [] };
  const { pad, mask, cls = before[0] ?? special.bos } = special;
  const { sep = after.at(-1) ?? special.eos } = special;
  return {
    ...(pad !== undefined && { pad }),
    ...(cls !== undefined && { cls }),
    ...(sep !== undefined && { sep }),
    ...(mask !== undefined && { mask }),
  };
}

const hasEncode = (
  tokenizer: NamedTokens,
): tokenizer is NamedTokens & Pick<Tokenizer, 'encode' | 'encodeForModel'> =>
  tokenizer.encode !== undefined;

/** Of vocabularies that are made here: WordPiece has the roles at fixed ids. */
function ownRoles(tokenizer: NamedTokens): Partial<Record<SpecialRole, number>> {
  if (tokenizer.kind !== 'wordpiece') return {};
  const names = new Map<string, number>(SPECIAL_TOKENS.map((name, id) => [name, id]));
  for (let id = 0; id < tokenizer.vocabSize && tokenizer.tokenText; id++)
    names.set(tokenizer.tokenText(id), id);
  return Object.fromEntries(
    ROLES.flatMap((role) => {
      const id = names.get(`[${role.toUpperCase()}]`);
      return id === undefined ? [] : [[role, id] as const];
    }),
  );
}

export interface AnswerClosing {
  readonly ids: readonly number[];
  /** A line break, which may become part of a token with what stands before it. */
  readonly isLine: boolean;
}

/** What closes an answer: the end token, else a line break; [SEP] where line breaks are not kept (WordPiece). */
export function answerClosing(tokenizer: NamedTokens & Pick<Tokenizer, 'encode'>): AnswerClosing {
  const end = tokenizer.special?.eos;
  if (end !== undefined) return { ids: [end], isLine: false };
  const line = Array.from(tokenizer.encode('\n'));
  if (line.length > 0) return { ids: line, isLine: true };
  const { sep } = namedRoles(tokenizer) ?? ownRoles(tokenizer);
  return { ids: sep === undefined ? [] : [sep], isLine: false };
}

/** T5's sentinels in their order, as far as the tokenizer has them without a gap. */
function ownSentinels(tokenizer: NamedTokens): number[] {
  const byNumber = new Map<number, number>();
  for (const id of tokenizer.special?.all ?? []) {
    const number = SENTINEL.exec(tokenizer.tokenText?.(id) ?? '')?.[1];
    if (number !== undefined) byNumber.set(Number(number), id);
  }
  const ids: number[] = [];
  for (let id = byNumber.get(0); id !== undefined; id = byNumber.get(ids.length)) ids.push(id);
  return ids;
}

/**
 * The tokenizer's own ids; what it lacks of `roles`, and of sentinels for so many spans that are masked at
 * once, gets new ones behind all that it has.
 */
export function specialIds(
  tokenizer: NamedTokens,
  spans = 0,
  roles: readonly SpecialRole[] = ROLES,
): SpecialIds {
  const named = namedRoles(tokenizer);
  // A vocabulary that is made here keeps room for every role, whatever the run needs of them.
  const own = named ?? ownRoles(tokenizer);
  const needed = named || roles.length + spans === 0 ? roles : ROLES;
  let next = tokenizer.vocabSize;
  const idOf = (role: SpecialRole): number => own[role] ?? (needed.includes(role) ? next++ : 0);
  const [pad, cls, sep, mask] = ROLES.map(idOf) as [number, number, number, number];
  const end = spans > 0 ? tokenizer.special?.eos : undefined;
  // Without an end token one more sentinel says that nothing follows.
  const count = spans > 0 && end === undefined ? spans + 1 : spans;
  const known = spans > 0 ? ownSentinels(tokenizer) : [];
  const sentinels = Array.from({ length: count }, (_, index) => known[index] ?? next++);
  return { pad, cls, sep, mask, sentinels, ...(end !== undefined && { end }), vocabSize: next };
}
