// What is set for writing a text: what may be typed, and what is made of it.
import type { WriteRequest } from '../../../host/protocol/models';
import { parseNumber } from '../../settings/validate';

interface NumberRule {
  readonly start: string;
  readonly min: number;
  readonly max: number;
  readonly isWhole?: true;
  /** What it is where nothing is typed. */
  readonly isOptional?: true;
  /** Among the few that always show. */
  readonly isFirst?: true;
}

/** Names of `generate` in transformers, in camelCase. */
export const NUMBERS = {
  temperature: { start: '0.8', min: 0, max: 5, isFirst: true },
  topP: { start: '1', min: 0.01, max: 1, isFirst: true },
  maxNewTokens: { start: '60', min: 1, max: 2000, isWhole: true, isFirst: true },
  seed: { start: '', min: 0, max: 2 ** 31 - 1, isWhole: true, isOptional: true, isFirst: true },
  sequences: { start: '1', min: 1, max: 8, isWhole: true, isFirst: true },
  topK: { start: '40', min: 0, max: 1_000_000, isWhole: true },
  repetitionPenalty: { start: '1', min: 0.1, max: 10 },
} as const satisfies Readonly<Record<string, NumberRule>>;

export type NumberId = keyof typeof NUMBERS;
export const NUMBER_IDS = Object.keys(NUMBERS) as NumberId[];
/** As typed; what was never typed is as at the start. */
export type Typed = Partial<Record<NumberId, string>>;

export interface Problem {
  readonly code: 'not_a_number' | 'not_whole' | 'outside';
  readonly min: number;
  readonly max: number;
}

export type Problems = Partial<Record<NumberId, Problem>>;

export const ruleOf = (id: NumberId): NumberRule => NUMBERS[id];
export const typedOf = (typed: Typed, id: NumberId): string => typed[id] ?? NUMBERS[id].start;

function problemOf({ min, max, isWhole, isOptional }: NumberRule, text: string): Problem | null {
  const value = parseNumber(text);
  if (isOptional && text.trim() === '') return null;
  if (!Number.isFinite(value)) return { code: 'not_a_number', min, max };
  if (isWhole && !Number.isInteger(value)) return { code: 'not_whole', min, max };
  return value < min || value > max ? { code: 'outside', min, max } : null;
}

export function problemsOf(typed: Typed): Problems {
  const found = NUMBER_IDS.map((id) => [id, problemOf(ruleOf(id), typedOf(typed, id))] as const);
  return Object.fromEntries(found.filter(([, problem]) => problem !== null));
}

export type WriteSettings = Omit<WriteRequest, 'base' | 'prompt' | 'details' | 'begin'> & {
  readonly maxNewTokens: number;
  readonly sequences: number;
};

/** Without problems. `randomSeed`: where none was typed. */
export function settingsOf(typed: Typed, randomSeed: number): WriteSettings {
  const numbers = NUMBER_IDS.map((id) => [id, parseNumber(typedOf(typed, id))] as const);
  const { seed, ...others } = Object.fromEntries(numbers) as Record<NumberId, number>;
  return { ...others, seed: Number.isNaN(seed) ? randomSeed : seed };
}
