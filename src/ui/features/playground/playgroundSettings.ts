// What is set for writing a text, as it is typed, and what is made of it.
import {
  GENERATION_NUMBERS,
  type GenerationInput,
  type NumberSetting,
} from '../../../training/generate/generationConfig';
import { parseNumber } from '../../settings/validate';

export const METHODS = ['sampling', 'greedy', 'beams'] as const;
/** How each next token is chosen. */
export type Method = (typeof METHODS)[number];

const FIRST = ['temperature', 'topP', 'maxNewTokens', 'seed', 'numReturnSequences'] as const;
const MORE = [
  'topK',
  'minP',
  'typicalP',
  'repetitionPenalty',
  'presencePenalty',
  'frequencyPenalty',
  'noRepeatNgramSize',
  'numBeams',
  'lengthPenalty',
] as const;
const LISTS = ['stopStrings', 'bannedWords', 'suppressTokens', 'begin'] as const;
/** What the whole text must be. */
const FORMS = ['schema', 'pattern'] as const;
export const CONSTRAINTS = ['none', 'json', 'regex'] as const;
export type ConstraintKind = (typeof CONSTRAINTS)[number];

export type NumberId = (typeof FIRST)[number] | (typeof MORE)[number];
export type ListId = (typeof LISTS)[number];
type FormId = (typeof FORMS)[number];
export type FieldId = NumberId | ListId | FormId;
/** As typed; what was never typed is as at the start. */
export type Typed = Partial<Record<FieldId | 'method' | 'constraint', string>>;

/** Where the engine's defaults are not what is wanted here; a seed is a new one each time. */
const STARTS: Partial<Record<NumberId, string>> = { maxNewTokens: '60', seed: '', numBeams: '4' };
const OF_SAMPLING: readonly FieldId[] = [
  'temperature',
  'topP',
  'topK',
  'minP',
  'typicalP',
  'seed',
  'numReturnSequences',
];
const OF_BEAMS: readonly FieldId[] = ['numBeams', 'lengthPenalty', 'numReturnSequences'];

export const methodOf = ({ method }: Typed): Method =>
  METHODS.find((one) => one === method) ?? 'sampling';

export const constraintOf = ({ constraint }: Typed): ConstraintKind =>
  CONSTRAINTS.find((one) => one === constraint) ?? 'none';

/** Such a text ends where the constraint says. */
const FIELDS_OF: Record<ConstraintKind, readonly FieldId[]> = {
  none: ['stopStrings'],
  json: ['schema'],
  regex: ['pattern'],
};

/** Fields that count for this method: the few that always show, and the others. */
export function fieldsOf(typed: Typed): Record<'first' | 'more', readonly FieldId[]> {
  const method = methodOf(typed);
  const methods: Record<Method, readonly FieldId[]> = {
    sampling: OF_SAMPLING,
    greedy: [],
    beams: OF_BEAMS,
  };
  const own = methods[method];
  const isOthers = (id: FieldId): boolean =>
    !own.includes(id) && [...OF_SAMPLING, ...OF_BEAMS].includes(id);
  const ofThis = (ids: readonly FieldId[]) => ids.filter((id) => !isOthers(id));
  const constrained = FIELDS_OF[constraintOf(typed)];
  const others = LISTS.filter((id) => id !== 'stopStrings');
  return { first: ofThis(FIRST), more: ofThis([...MORE, ...others, ...constrained]) };
}

export const isForm = (id: FieldId): id is FormId => FORMS.some((form) => form === id);
const isNumber = (id: FieldId): id is NumberId => Object.hasOwn(GENERATION_NUMBERS, id);
/** Of several lines. */
export const isLong = (id: FieldId): boolean => !isNumber(id);
const isList = (id: FieldId): id is ListId => LISTS.some((list) => list === id);
/** Of ids, not of texts. */
const isOfIds = (id: ListId): boolean => id === 'suppressTokens' || id === 'begin';

export function typedOf(typed: Typed, id: FieldId): string {
  const start = isNumber(id) ? (STARTS[id] ?? String(GENERATION_NUMBERS[id].default)) : '';
  return typed[id] ?? start;
}

export interface Problem {
  readonly code:
    | 'not_a_number'
    | 'not_whole'
    | 'outside'
    | 'not_ids'
    | 'not_json'
    | 'empty'
    | 'texts_beams';
  readonly min: number;
  readonly max: number;
}

export type Problems = Partial<Record<FieldId, Problem>>;

/** `\n` is a line break. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll('\\n', '\n'));
const idsOf = (text: string): number[] => (text.match(/[^\s,，]+/g) ?? []).map(Number);
const isId = (id: number): boolean => Number.isInteger(id) && id >= 0 && id <= 1e7;

/** Undefined of an empty text, null of one that is no JSON. */
function schemaOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function problemOf(id: FieldId, text: string): Problem | null {
  if (id === 'pattern') return text === '' ? { code: 'empty', min: 0, max: 0 } : null;
  if (id === 'schema') return schemaOf(text) === null ? { code: 'not_json', min: 0, max: 0 } : null;
  if (isList(id)) {
    const isWrong = isOfIds(id) && !idsOf(text).every(isId);
    return isWrong ? { code: 'not_ids', min: 0, max: 0 } : null;
  }
  if (id === 'seed' && text.trim() === '') return null;
  const {
    min,
    max,
    isWhole = false,
  }: Omit<NumberSetting, 'isWhole'> & { isWhole?: boolean } = GENERATION_NUMBERS[id];
  const value = parseNumber(text);
  if (!Number.isFinite(value)) return { code: 'not_a_number', min, max };
  if (isWhole && !Number.isInteger(value)) return { code: 'not_whole', min, max };
  return value < min || value > max ? { code: 'outside', min, max } : null;
}

const numberOf = (typed: Typed, id: NumberId): number => parseNumber(typedOf(typed, id));

export function problemsOf(typed: Typed): Problems {
  const method = methodOf(typed);
  const { first, more } = fieldsOf(typed);
  const problems: Problems = {};
  for (const id of [...first, ...more]) {
    const problem = problemOf(id, typedOf(typed, id));
    if (problem) problems[id] = problem;
  }
  const beams = numberOf(typed, 'numBeams');
  if (method === 'beams' && numberOf(typed, 'numReturnSequences') > beams)
    problems.numReturnSequences ??= { code: 'texts_beams', min: 1, max: beams };
  return problems;
}

export type WriteSettings = GenerationInput & {
  readonly maxNewTokens: number;
  readonly numReturnSequences: number;
  readonly seed: number;
};

function constraintIn(typed: Typed): GenerationInput['constraint'] {
  const kind = constraintOf(typed);
  if (kind === 'none') return undefined;
  if (kind === 'regex') return { kind, pattern: typedOf(typed, 'pattern') };
  return { kind, schema: schemaOf(typedOf(typed, 'schema')) };
}

/** Without problems. `randomSeed`: where none was typed. */
export function settingsOf(typed: Typed, randomSeed: number): WriteSettings {
  const method = methodOf(typed);
  const { first, more } = fieldsOf(typed);
  const ids = [...first, ...more].filter((id) => !isForm(id));
  const entries = ids.map((id) => {
    const text = typedOf(typed, id);
    if (!isList(id)) return [id, parseNumber(text)] as const;
    return [id, isOfIds(id) ? idsOf(text) : linesOf(text)] as const;
  });
  const settings = Object.fromEntries(entries) as GenerationInput;
  const { seed = NaN, maxNewTokens = 1, numReturnSequences = 1 } = settings;
  return {
    ...settings,
    ...(method !== 'sampling' && { temperature: 0 }),
    constraint: constraintIn(typed),
    maxNewTokens,
    numReturnSequences,
    seed: Number.isNaN(seed) ? randomSeed : seed,
  };
}
