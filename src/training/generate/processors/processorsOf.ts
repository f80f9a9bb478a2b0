// The processors that settings ask for, in the order of transformers' `_get_logits_processor`; presence and
// frequency penalty stand behind the repetition penalty, as in vLLM.
import type { Tokenizer } from '../../tokenizers/tokenizer';
import type { GenerationSettings } from '../generationConfig';
import {
  badWords,
  forcedAt,
  sequenceBias,
  suppressed,
  suppressedAt,
  suppressedBelow,
} from './bans';
import { bannedWords } from './bannedWords';
import type { LogitsProcessor } from './logitsProcessor';
import { countPenalties, noRepeatNgram, repetitionPenalty } from './penalties';
import { minP, temperature, topK, topP, typicalP } from './warpers';

/** Of the text at hand. */
export interface GenerationFacts {
  readonly tokenizer: Tokenizer;
  /** Of the model. */
  readonly vocabSize: number;
  readonly endIds: readonly number[];
  /** Tokens that a sequence begins with: the prompt, or the start token. */
  readonly promptTokens: number;
  readonly maxNewTokens: number;
  /** What the text must be. */
  readonly constraint?: LogitsProcessor | undefined;
}

type Settings = Partial<GenerationSettings>;

export const processorsOf = (settings: Settings, facts: GenerationFacts): LogitsProcessor[] => [
  ...penalties(settings, facts),
  ...bans(settings, facts),
  ...shortest(settings, facts),
  ...(facts.constraint ? [facts.constraint] : []),
  ...forced(settings, facts),
  ...suppressions(settings, facts),
  ...(settings.temperature === 0 ? [] : warpers(settings)),
];

const when = (is: boolean, make: () => LogitsProcessor): LogitsProcessor[] => (is ? [make()] : []);

function penalties(settings: Settings, { promptTokens }: GenerationFacts): LogitsProcessor[] {
  const { sequenceBias: biases = [], repetitionPenalty: penalty = 1 } = settings;
  const { presencePenalty: presence = 0, frequencyPenalty: frequency = 0 } = settings;
  const { noRepeatNgramSize: size = 0 } = settings;
  return [
    ...when(biases.length > 0, () => sequenceBias(biases)),
    ...when(penalty !== 1, () => repetitionPenalty(penalty)),
    ...when(presence !== 0 || frequency !== 0, () =>
      countPenalties({ presence, frequency }, promptTokens),
    ),
    ...when(size > 0, () => noRepeatNgram(size)),
  ];
}

function bans(settings: Settings, facts: GenerationFacts): LogitsProcessor[] {
  const { badWordsIds: sequences = [], bannedWords: words = [] } = settings;
  return [
    ...when(sequences.length > 0, () => badWords(sequences, facts.endIds)),
    ...when(words.length > 0, () => bannedWords(words, facts.tokenizer, facts.vocabSize)),
  ];
}

/** `minNewTokens` decides where both are given. */
function shortest(settings: Settings, { endIds, promptTokens }: GenerationFacts) {
  const { minLength = 0, minNewTokens } = settings;
  const least = minNewTokens === undefined ? minLength : promptTokens + minNewTokens;
  const isLonger = least > promptTokens && endIds.length > 0;
  return when(isLonger, () => suppressedBelow(endIds, least));
}

function forced(settings: Settings, { promptTokens, maxNewTokens }: GenerationFacts) {
  const { forcedBosTokenId: begin, forcedEosTokenId: end, forcedTokens = [] } = settings;
  const last = promptTokens + maxNewTokens - 1;
  const positions = forcedTokens.map(([position, id]) => [promptTokens + position, id] as const);
  return [
    ...when(begin !== undefined, () => forcedAt(new Map([[1, begin!]]))),
    ...when(end !== undefined, () => forcedAt(new Map([[last, end!]]))),
    ...when(positions.length > 0, () => forcedAt(new Map(positions))),
  ];
}

function suppressions(settings: Settings, { promptTokens }: GenerationFacts): LogitsProcessor[] {
  const { suppressTokens = [], beginSuppressTokens: first = [], forcedBosTokenId } = settings;
  const begun = settings.begin?.map((id, position) => [promptTokens + position, id] as const) ?? [];
  // A beginning that is forced is not what begins the text.
  const begin = promptTokens + Number(promptTokens === 1 && forcedBosTokenId !== undefined);
  return [
    ...when(suppressTokens.length > 0, () => suppressed(suppressTokens)),
    ...when(first.length > 0, () => suppressedAt(first, begin)),
    ...when(begun.length > 0, () => forcedAt(new Map(begun))),
  ];
}

function warpers(settings: Settings): LogitsProcessor[] {
  const { temperature: heat = 1, topK: most = 0, topP: share = 1 } = settings;
  const { minP: least = 0, typicalP: mass = 1 } = settings;
  return [
    ...when(heat !== 1, () => temperature(heat)),
    ...when(most > 0, () => topK(most)),
    ...when(share < 1, () => topP(share)),
    ...when(least > 0, () => minP(least)),
    ...when(mass < 1, () => typicalP(mass)),
  ];
}
