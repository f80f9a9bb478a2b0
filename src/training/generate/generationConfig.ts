// The settings of a GenerationConfig: names of transformers in camel case, ranges and defaults. The page, the
// command line and the engine take what this schema takes.
import { z } from 'zod';
import { generationError } from './generationError';

export interface NumberSetting {
  readonly min: number;
  readonly max: number;
  /** Of a control; whole numbers have 1 and `isWhole`. */
  readonly step: number;
  /** Null: not asked for. */
  readonly default: number | null;
  readonly isWhole?: true;
}

const MOST_TOKENS = 100_000;
const count = (most: number, usual: number | null, least = 0) =>
  ({ min: least, max: most, step: 1, default: usual, isWhole: true }) as const;

export const GENERATION_NUMBERS = {
  /** 0 is greedy; 0 with beams. */
  temperature: { min: 0, max: 100, step: 0.1, default: 0.8 },
  /** 0 keeps all. */
  topK: count(1e6, 40),
  topP: { min: 0, max: 1, step: 0.05, default: 1 },
  /** 0 keeps all: a share of the likeliest token's probability. */
  minP: { min: 0, max: 1, step: 0.01, default: 0 },
  typicalP: { min: 0.001, max: 1, step: 0.05, default: 1 },
  repetitionPenalty: { min: 0.01, max: 100, step: 0.05, default: 1 },
  /** Both as OpenAI and vLLM have them: what was written counts, the prompt does not. */
  presencePenalty: { min: -2, max: 2, step: 0.1, default: 0 },
  frequencyPenalty: { min: -2, max: 2, step: 0.1, default: 0 },
  /** 0 allows repeats. */
  noRepeatNgramSize: count(1000, 0),
  seed: count(2 ** 32 - 1, 1),
  /** Tokens behind the prompt, or */
  maxNewTokens: count(MOST_TOKENS, null, 1),
  /** with those of the prompt; the former decides where both are given. */
  maxLength: count(MOST_TOKENS, null, 1),
  minNewTokens: count(MOST_TOKENS, null),
  minLength: count(MOST_TOKENS, null),
  numReturnSequences: count(64, 1, 1),
  numBeams: count(64, 1, 1),
  /** Of beams: above 0 longer texts gain, as scores are divided by their length to this power. */
  lengthPenalty: { min: -10, max: 10, step: 0.1, default: 1 },
  forcedBosTokenId: count(1e7, null),
  forcedEosTokenId: count(1e7, null),
  /** Tokens that an assistant proposes at once. */
  numAssistantTokens: count(15, 4, 1),
  /** Likeliest tokens of each place, with details. */
  top: count(100, 5, 1),
} as const satisfies Record<string, NumberSetting>;

export type NumberName = keyof typeof GENERATION_NUMBERS;

const numberOf = (name: NumberName) => {
  const { min, max, ...rest }: NumberSetting = GENERATION_NUMBERS[name];
  const number = z.number().min(min).max(max);
  return rest.isWhole ? number.int() : number;
};
const optional = (name: NumberName) => numberOf(name).optional();
const defaulted = (name: NumberName) => numberOf(name).default(GENERATION_NUMBERS[name].default!);

const id = z.number().int().min(0).max(1e7);
const sequence = z.array(id).min(1).max(1000).readonly();
const MOST_ENTRIES = 10_000;

const shape = z.strictObject({
  temperature: optional('temperature'),
  topK: defaulted('topK'),
  topP: defaulted('topP'),
  minP: defaulted('minP'),
  typicalP: defaulted('typicalP'),
  repetitionPenalty: defaulted('repetitionPenalty'),
  presencePenalty: defaulted('presencePenalty'),
  frequencyPenalty: defaulted('frequencyPenalty'),
  noRepeatNgramSize: defaulted('noRepeatNgramSize'),
  seed: defaulted('seed'),
  maxNewTokens: optional('maxNewTokens'),
  maxLength: optional('maxLength'),
  minNewTokens: optional('minNewTokens'),
  minLength: optional('minLength'),
  numReturnSequences: defaulted('numReturnSequences'),
  numBeams: defaulted('numBeams'),
  lengthPenalty: defaulted('lengthPenalty'),
  earlyStopping: z.union([z.boolean(), z.literal('never')]).default(false),
  /** A text ends before the first of these. */
  stopStrings: z.array(z.string().min(1).max(1000)).max(100).readonly().default([]),
  /** Texts that are not to appear, however they are cut into tokens. */
  bannedWords: z.array(z.string().min(1).max(1000)).max(1000).readonly().default([]),
  /** Sequences of tokens that are not to appear. */
  badWordsIds: z.array(sequence).max(MOST_ENTRIES).readonly().default([]),
  /** What is added to the score of a sequence's last token, behind the others. */
  sequenceBias: z
    .array(z.tuple([sequence, z.number()]).readonly())
    .max(MOST_ENTRIES)
    .readonly()
    .default([]),
  suppressTokens: z.array(id).max(1e6).readonly().default([]),
  /** Of the first token. */
  beginSuppressTokens: z.array(id).max(1e6).readonly().default([]),
  forcedBosTokenId: optional('forcedBosTokenId'),
  forcedEosTokenId: optional('forcedEosTokenId'),
  /** Tokens at places of what is written, counted from 0. */
  forcedTokens: z
    .array(z.tuple([z.number().int().min(0), id]).readonly())
    .max(MOST_ENTRIES)
    .readonly()
    .default([]),
  /** Each text begins with these tokens, which count as new ones; no other setting keeps them out. */
  begin: z.array(id).max(MOST_TOKENS).readonly().default([]),
  /** What the whole text must be. */
  constraint: z
    .union([
      z.strictObject({ kind: z.literal('regex'), pattern: z.string().max(100_000) }),
      /** A JSON schema; where it is left out, any object. */
      z.strictObject({ kind: z.literal('json'), schema: z.unknown().optional() }),
    ])
    .optional(),
  numAssistantTokens: defaulted('numAssistantTokens'),
  /** With the odds of each token. */
  details: z.boolean().default(false),
  top: defaulted('top'),
});

/** Below, a temperature is greedy: scores divided by it would overflow. */
const LEAST_TEMPERATURE = 1e-6;

function temperatureOf(given: number | undefined, beams: number): number {
  const temperature = given ?? (beams > 1 ? 0 : GENERATION_NUMBERS.temperature.default);
  return temperature < LEAST_TEMPERATURE ? 0 : temperature;
}

export const generationSchema = shape.transform(({ temperature, ...settings }) => ({
  ...settings,
  temperature: temperatureOf(temperature, settings.numBeams),
}));

export type GenerationInput = Readonly<z.input<typeof generationSchema>>;
export type GenerationSettings = Readonly<z.output<typeof generationSchema>>;

/** As transformers spells it. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const camelCase = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** @throws BenchtopError generation_… */
export function parseGeneration(given: GenerationInput): GenerationSettings {
  const parsed = generationSchema.safeParse(given);
  if (!parsed.success) throw refusal(parsed.error, given);
  const { temperature, numBeams: beams, numReturnSequences: texts, ...others } = parsed.data;
  if (beams > 1 && temperature > 0)
    throw generationError('generation_beams_sample', { beams, temperature });
  if (beams > 1 && texts > beams) throw generationError('generation_texts_beams', { texts, beams });
  if (beams === 1 && temperature === 0 && texts > 1)
    throw generationError('generation_greedy_texts', { texts });
  if (others.constraint && others.stopStrings.length > 0)
    throw generationError('generation_constraint_stops');
  checkLengths('minNewTokens', 'maxNewTokens', others);
  if (others.maxNewTokens === undefined) checkLengths('minLength', 'maxLength', others);
  return parsed.data;
}

function checkLengths(
  shortest: 'minNewTokens' | 'minLength',
  longest: 'maxNewTokens' | 'maxLength',
  settings: Partial<GenerationSettings>,
): void {
  const [least = 0, most = Infinity] = [settings[shortest], settings[longest]];
  if (least <= most) return;
  const names = { shortest: snakeCase(shortest), longest: snakeCase(longest) };
  throw generationError('generation_lengths', { ...names, least, most });
}

function refusal({ issues: [issue] }: z.ZodError, given: GenerationInput) {
  if (issue!.code === 'unrecognized_keys')
    return generationError('generation_unknown', { setting: snakeCase(issue!.keys[0]!) });
  const name = String(issue!.path[0]);
  const value = String(JSON.stringify(given[name as keyof GenerationInput]));
  const setting = snakeCase(name);
  if (!Object.hasOwn(GENERATION_NUMBERS, name))
    return generationError('generation_value', { setting, value });
  const { min, max, ...kind }: NumberSetting = GENERATION_NUMBERS[name as NumberName];
  const code = kind.isWhole ? 'generation_integer' : 'generation_number';
  return generationError(code, { setting, value, least: min, most: max });
}

/** Tokens that settings name are rows of the model. @throws BenchtopError generation_token */
export function checkTokens(settings: Partial<GenerationSettings>, rows: number): void {
  const named = {
    badWordsIds: settings.badWordsIds?.flat(),
    sequenceBias: settings.sequenceBias?.flatMap(([ids]) => ids),
    suppressTokens: settings.suppressTokens,
    beginSuppressTokens: settings.beginSuppressTokens,
    forcedTokens: settings.forcedTokens?.map(([, token]) => token),
    begin: settings.begin,
    forcedBosTokenId: [settings.forcedBosTokenId ?? 0],
    forcedEosTokenId: [settings.forcedEosTokenId ?? 0],
  };
  for (const [name, ids = []] of Object.entries(named)) {
    const beyond = ids.find((token) => token >= rows);
    if (beyond !== undefined)
      throw generationError('generation_token', { setting: snakeCase(name), id: beyond, rows });
  }
}
