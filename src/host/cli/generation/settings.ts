// The settings of `generate`, as the command line has them: what each is, lists, and files of them.
import { readFileSync } from 'node:fs';
import {
  camelCase,
  type GenerationInput,
  type NumberName,
} from '../../../training/generate/generationConfig';
import { UsageError, type Call } from '../verb';

export const GENERATION_HELP: Readonly<Record<NumberName, string>> = {
  temperature: '0 is greedy, as are beams',
  topK: 'samples from the k likeliest tokens; 0 keeps all',
  topP: 'samples from the likeliest tokens with this share together; 1 keeps all',
  minP: 'samples from tokens with this share of the likeliest one; 0 keeps all',
  typicalP: 'samples from tokens of typical surprise with this share together; 1 keeps all',
  repetitionPenalty: 'divides the scores of tokens so far; 1 is none',
  presencePenalty: 'taken from the scores of tokens that were written',
  frequencyPenalty: 'taken from them for each time',
  noRepeatNgramSize: 'no sequence of so many tokens comes twice; 0 allows it',
  seed: 'of the random draws',
  maxNewTokens: 'tokens behind the prompt, at most (50)',
  maxLength: 'tokens with those of the prompt, at most',
  minNewTokens: 'tokens behind the prompt, at least',
  minLength: 'tokens with those of the prompt, at least',
  numReturnSequences: 'texts',
  numBeams: 'beams of beam search; 1 is none',
  lengthPenalty: 'of beams: above 0 longer texts gain',
  forcedBosTokenId: 'the token behind a start token',
  forcedEosTokenId: 'the last token where the longest length is reached',
  numAssistantTokens: 'with --draft: tokens that it proposes at once',
  top: 'with --details: likeliest tokens of each place',
};

interface ListOption {
  readonly value: string;
  readonly help: string;
  /** One text each time that it is given; else a JSON list. */
  readonly isMultiple: boolean;
}

export const GENERATION_LISTS: Readonly<Partial<Record<keyof GenerationInput, ListOption>>> = {
  stopStrings: { value: 'TEXT', help: 'a text ends before it (repeatable)', isMultiple: true },
  bannedWords: { value: 'TEXT', help: 'never written (repeatable)', isMultiple: true },
  badWordsIds: {
    value: 'JSON',
    help: 'sequences of tokens that do not come: [[1, 2], [3]]',
    isMultiple: false,
  },
  sequenceBias: {
    value: 'JSON',
    help: 'added to the score of a sequence: [[[1, 2], -1.5]]',
    isMultiple: false,
  },
  suppressTokens: { value: 'JSON', help: 'tokens that do not come: [1, 2]', isMultiple: false },
  beginSuppressTokens: {
    value: 'JSON',
    help: 'tokens that do not begin a text: [1, 2]',
    isMultiple: false,
  },
  forcedTokens: {
    value: 'JSON',
    help: 'tokens at places of the text, from 0: [[0, 5]]',
    isMultiple: false,
  },
};

/** @throws UsageError */
export function listOf(flag: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--${flag} needs a JSON list, got "${text}".`);
  }
}

/** What a text is held to, as the command line says it. @throws UsageError */
export function constraintOf(call: Call): GenerationInput['constraint'] {
  const [pattern, file] = [call.text('regex'), call.text('json-schema')];
  const isObject = call.has('json-object');
  if ([pattern !== undefined, file !== undefined, isObject].filter(Boolean).length > 1)
    throw new UsageError('Only one of --regex, --json-schema and --json-object can be given.');
  if (pattern !== undefined) return { kind: 'regex', pattern };
  if (file !== undefined) return { kind: 'json', schema: objectIn(file) };
  return isObject ? { kind: 'json' } : undefined;
}

/** Of a generation_config.json: what the model's own files say, and what is no setting. */
const NO_SETTINGS = new Set([
  '_from_model_config',
  'transformers_version',
  'bos_token_id',
  'eos_token_id',
  'pad_token_id',
  'decoder_start_token_id',
]);

/** @throws UsageError */
export function readGenerationFile(file: string): Record<string, unknown> {
  const { do_sample: samples, ...given } = objectIn(file);
  const settings = Object.entries(given)
    .filter(([key, value]) => !NO_SETTINGS.has(key) && value !== null)
    .map(([key, value]) => [camelCase(key), value] as const);
  return { ...Object.fromEntries(settings), ...(samples === false && { temperature: 0 }) };
}

function objectIn(file: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw new UsageError(`${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
    return parsed as Record<string, unknown>;
  throw new UsageError(`${file} holds no JSON object.`);
}
