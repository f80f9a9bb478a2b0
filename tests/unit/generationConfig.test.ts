// Settings of generation: what they are where nothing is said, what is refused and in which words, and what
// the processors do that no reference case has.
import { expect, test } from 'vitest';
import { readGenerationFile } from '../../src/host/cli/generation/settings';
import { chooseToken, checkLogits } from '../../src/training/generate/choose';
import {
  checkTokens,
  GENERATION_NUMBERS,
  parseGeneration,
  type GenerationInput,
} from '../../src/training/generate/generationConfig';
import { processorsOf } from '../../src/training/generate/processors/processorsOf';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

test('what is left out has its default; beams are greedy', () => {
  expect(parseGeneration({})).toMatchObject({ temperature: 0.8, topK: 40, topP: 1, numBeams: 1 });
  expect(parseGeneration({ numBeams: 4 })).toMatchObject({ temperature: 0, lengthPenalty: 1 });
  for (const [name, { default: usual }] of Object.entries(GENERATION_NUMBERS))
    if (usual !== null && name !== 'temperature')
      expect(parseGeneration({})[name as keyof GenerationInput], name).toBe(usual);
  // No f32 tells it from greedy.
  expect(parseGeneration({ temperature: 1e-9 }).temperature).toBe(0);
});

test.each<[GenerationInput, string, string]>([
  [{ topP: 1.5 }, 'generation_number', 'top_p is 1.5; it must be a number between 0 and 1.'],
  [{ typicalP: 0 }, 'generation_number', 'typical_p is 0; it must be'],
  [{ repetitionPenalty: 0 }, 'generation_number', 'repetition_penalty is 0'],
  [{ temperature: -1 }, 'generation_number', 'temperature is -1'],
  [{ temperature: Number.NaN }, 'generation_number', 'temperature is null'],
  [{ topK: 2.5 }, 'generation_integer', 'top_k is 2.5; it must be a whole number between 0 and'],
  [{ maxNewTokens: 0 }, 'generation_integer', 'max_new_tokens is 0'],
  [{ earlyStopping: 'soon' as 'never' }, 'generation_value', 'early_stopping cannot be "soon".'],
  [{ stopStrings: [''] }, 'generation_value', 'stop_strings cannot be [""].'],
  [{ badWordsIds: [[]] }, 'generation_value', 'bad_words_ids cannot be [[]].'],
  [{ warmth: 1 } as GenerationInput, 'generation_unknown', 'no generation setting warmth.'],
  [{ numBeams: 2, temperature: 0.7 }, 'generation_beams_sample', 'with num_beams 2'],
  [{ numBeams: 2, numReturnSequences: 3 }, 'generation_texts_beams', '(3) is above num_beams (2)'],
  [{ temperature: 0, numReturnSequences: 2 }, 'generation_greedy_texts', 'finds one text'],
  [{ minNewTokens: 5, maxNewTokens: 4 }, 'generation_lengths', 'min_new_tokens (5) is above'],
  [{ minLength: 5, maxLength: 4 }, 'generation_lengths', 'min_length (5) is above max_length (4)'],
])('%o is refused', (settings, code, words) => {
  expect(() => parseGeneration(settings)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(words) as string }),
  );
});

test('tokens beyond the vocabulary are named', () => {
  for (const settings of [
    { suppressTokens: [3, 64] },
    { badWordsIds: [[1, 64]] },
    { forcedTokens: [[0, 64]] as const },
    { forcedEosTokenId: 64 },
    { begin: [64] },
  ])
    expect(() => checkTokens(settings, 64)).toThrow(/names the token 64; the model has 64 tokens/);
  expect(() => checkTokens(parseGeneration({ suppressTokens: [63] }), 64)).not.toThrow();
});

test('logits that are no numbers, and scores that leave nothing', () => {
  const draw = { temperature: 1, seed: 1, made: 0, sequence: 0 };
  for (const wrong of [Number.NaN, Infinity])
    expect(() => checkLogits(Float32Array.of(1, wrong))).toThrow(/not finite/);
  expect(() => checkLogits(Float32Array.of(1, -Infinity))).not.toThrow();
  expect(() => chooseToken(new Float32Array(3).fill(-Infinity), draw)).toThrow(/No token may come/);
  for (let seed = 0; seed < 50; seed++)
    expect(chooseToken(Float32Array.of(-Infinity, 0, -Infinity), { ...draw, seed })).toBe(1);
});

const tokenizer = new ByteTokenizer();
const facts = { tokenizer, vocabSize: 300, endIds: [0], promptTokens: 2, maxNewTokens: 9 };

/** What may not come behind a text. */
function bannedBehind(text: string, bannedWords: string[]): string {
  const scores = new Float32Array(300);
  const ids = [...tokenizer.encode(text)];
  for (const processor of processorsOf({ temperature: 0, bannedWords }, facts))
    processor.process(ids, scores);
  const banned = scores.reduce<number[]>((all, score, id) => (score < 0 ? [...all, id] : all), []);
  return Buffer.from(banned).toString('latin1');
}

test('a banned word is kept from its last byte, in whatever script', () => {
  expect(bannedBehind('the ca', ['cat', 'car', 'dog'])).toBe('rt');
  expect(bannedBehind('the c', ['cat', 'car', 'dog'])).toBe('');
  expect(bannedBehind('x', ['a', 'bb'])).toBe('a');
  const last = Buffer.from('中').toString('latin1').at(-1)!;
  const [first, second] = Buffer.from('中');
  const scores = new Float32Array(300);
  for (const processor of processorsOf({ temperature: 0, bannedWords: ['中'] }, facts))
    processor.process([65, first!, second!], scores);
  expect(scores[last.charCodeAt(0)]).toBe(-Infinity);
});

test('a beginning comes before everything else that is asked', () => {
  const settings = { temperature: 1, topK: 1, suppressTokens: [7], begin: [7, 8] };
  const scoresBehind = (ids: number[]): Float32Array => {
    const scores = Float32Array.from({ length: 300 }, (_, id) => -id);
    for (const processor of processorsOf(settings, facts)) processor.process(ids, scores);
    return scores;
  };
  const only = (scores: Float32Array): number[] =>
    [...scores.keys()].filter((id) => scores[id]! > -Infinity);
  expect(only(scoresBehind([1, 2]))).toEqual([7]);
  expect(only(scoresBehind([1, 2, 7]))).toEqual([8]);
  expect(only(scoresBehind([1, 2, 7, 8]))).toEqual([0]);
});

test('a generation_config.json: its settings, not what describes the model', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'benchtop-')), 'generation_config.json');
  const given = {
    do_sample: false,
    top_k: 5,
    eos_token_id: 1,
    transformers_version: '5',
    min_p: null,
  };
  writeFileSync(file, JSON.stringify({ ...given, num_beam_groups: 2 }));
  const settings = readGenerationFile(file);
  expect(settings).toEqual({ temperature: 0, topK: 5, numBeamGroups: 2 });
  expect(() => parseGeneration(settings)).toThrow(
    'There is no generation setting num_beam_groups.',
  );
});
