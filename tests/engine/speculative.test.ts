// Speculative decoding: with a draft model greedy text is what the model writes by itself, whatever the two are,
// and so is text under a constraint; sampled text ends as well.
import { afterAll, expect, test } from 'vitest';
import { MODELS, type Family } from '../../src/experiments/trialModels';
import { Bases } from '../../src/host/lab/bases';
import { ModelWriter } from '../../src/host/models/modelWriter';
import { openNodeContext } from '../../src/host/node/context';
import type { WriteRequest, Written } from '../../src/host/protocol/models';
import { specialIds } from '../../src/training/objectives/specialIds';
import { baseOf } from '../../src/training/io/huggingface/modelFolder';
import type { BaseRef } from '../../src/training/models/baseModel';
import { parametersOf } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema } from '../../src/training/run/config';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';

const context = await openNodeContext();
const byte = new ByteTokenizer();
const chars = CharTokenizer.train('abcdefghij {}":,[]0123456789-truefalsn.+E');

interface Shape {
  readonly family: Family;
  readonly n_positions?: number;
  readonly n_layer?: number;
  readonly seed: number;
  readonly tokenizer?: ByteTokenizer | CharTokenizer;
}

/** By their JSON. */
const bases = new Bases();
bases.provide('kept', (id) => {
  const {
    family,
    seed,
    tokenizer = 'byte',
    endIds = [],
    ...sizes
  } = JSON.parse(id) as Omit<Shape, 'tokenizer'> & {
    tokenizer?: string;
    endIds?: number[];
  };
  const model = modelSchema.parse({ ...MODELS[family], ...sizes });
  const own = tokenizer === 'byte' ? byte : chars;
  const vocabSize = family === 't5' ? specialIds(own).vocabSize + 5 : own.vocabSize;
  const set = new ParameterSet(parametersOf(model, vocabSize));
  const initial = set.initialWeights(seed).map((weight) => 4 * weight);
  const weights = set.unpack(initial);
  const shape = { model, vocabSize };
  const ending = { endIds, stopStrings: [] };
  return Promise.resolve({ ...baseOf(family, shape, own, weights), ending });
});
const refOf = (shape: object): BaseRef => ({ kind: 'kept', id: JSON.stringify(shape) });

const writer = new ModelWriter(() => Promise.resolve(context), bases);
afterAll(async () => {
  await writer.rest();
  context.destroy();
});
const write = (request: WriteRequest): Promise<Written> => writer.write(request, () => undefined);
const idsOf = ({ tokens }: Written): number[] => tokens![0]!.map(({ id }) => id);

const llama = { family: 'llama', n_positions: 29, seed: 2 };
const PAIRS: readonly (readonly [string, object, object, number])[] = [
  [
    'a larger and a smaller GPT',
    { family: 'gpt', seed: 1 },
    { family: 'gpt', n_layer: 1, seed: 1 },
    4,
  ],
  ['itself', llama, llama, 3],
  [
    'another family, a shorter context',
    { family: 'qwen3', n_positions: 37, seed: 3 },
    { family: 'gpt', n_positions: 11, seed: 4 },
    5,
  ],
  [
    'a draft of few positions',
    { family: 'gpt', n_positions: 23, seed: 5 },
    { family: 'gpt', n_positions: 3, seed: 5 },
    7,
  ],
  [
    'models without a cache',
    { family: 'gru', n_positions: 17, seed: 6 },
    { family: 'convolution', n_positions: 13, seed: 7 },
    2,
  ],
  [
    'a single token at once',
    { family: 'mistral', n_positions: 19, seed: 8 },
    { family: 'gru', seed: 9 },
    1,
  ],
];

test.each(PAIRS)(
  'greedy text is the same with %s',
  async (_, target, draft, numAssistantTokens) => {
    // Past the windows of both.
    const request = {
      base: refOf(target),
      prompt: 'To be, or',
      temperature: 0,
      maxNewTokens: 71,
      numAssistantTokens,
      details: true,
    };
    const alone = await write(request);
    const assisted = await write({ ...request, assistant: refOf(draft) });
    expect(idsOf(assisted)).toEqual(idsOf(alone));
    const { proposed, accepted, passes, tokens } = assisted.assistance!;
    expect(alone.assistance).toBeUndefined();
    expect(tokens).toBe(71);
    expect(accepted).toBeLessThanOrEqual(proposed);
    expect(accepted + passes).toBe(tokens);
    if (target === draft) expect(accepted).toBe(proposed);
  },
);

test.each(PAIRS.slice(0, 2))(
  'greedy text ends at the same end token or stop string with %s',
  async (_, target, draft) => {
    const request = { prompt: 'To be, or', temperature: 0, maxNewTokens: 40, details: true };
    const base = refOf(target);
    const whole = await write({ ...request, base });
    const ids = idsOf(whole);
    // Each stands at another place of what is proposed together.
    for (const id of [...new Set(ids)].slice(0, 6)) {
      const ending = { ...request, base: refOf({ ...target, endIds: [id] }) };
      const alone = await write(ending);
      const assisted = await write({ ...ending, assistant: refOf(draft) });
      expect(idsOf(alone)).toEqual(ids.slice(0, ids.indexOf(id) + 1));
      expect(idsOf(assisted)).toEqual(idsOf(alone));
      expect(assisted.texts).toEqual(alone.texts);
    }
    const [text] = whole.texts;
    for (const at of [1, 4, 9]) {
      const stopStrings = [text!.slice(at, at + 3)];
      const alone = await write({ ...request, base, stopStrings });
      const assisted = await write({ ...request, base, stopStrings, assistant: refOf(draft) });
      expect(alone.texts).toEqual([text!.slice(0, text!.indexOf(stopStrings[0]!))]);
      expect(assisted.texts).toEqual(alone.texts);
      expect(idsOf(assisted)).toEqual(idsOf(alone));
    }
  },
);

const base = refOf({ family: 'gpt', seed: 1, tokenizer: 'char' });
const assistant = refOf({ family: 'gpt', n_layer: 1, seed: 1, tokenizer: 'char' });

test('other settings and texts without details are the same, too', async () => {
  const request = { base, prompt: 'ab', temperature: 0, maxNewTokens: 60 };
  for (const more of [
    {},
    { repetitionPenalty: 1.4 },
    { noRepeatNgramSize: 3, bannedWords: ['a'] },
  ]) {
    const { texts } = await write({ ...request, ...more });
    const assisted = await write({ ...request, ...more, assistant });
    expect(assisted.texts).toEqual(texts);
    expect(assisted.assistance!.speedRatio).toBeGreaterThan(0);
  }
});

test('a constraint holds with a draft model as without', async () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'integer' }, b: { type: 'array', items: { type: 'boolean' } } },
    required: ['a', 'b'],
  };
  for (const constraint of [
    { kind: 'json', schema } as const,
    { kind: 'regex', pattern: '[a-e]{5,40}(true|false)' } as const,
  ]) {
    const request = { base, prompt: 'ab', temperature: 0, maxNewTokens: 45, constraint };
    const { texts } = await write(request);
    const assisted = await write({ ...request, assistant });
    expect(assisted.texts).toEqual(texts);
    if (constraint.kind === 'json')
      expect(Object.keys(JSON.parse(texts[0]!) as object)).toEqual(['a', 'b']);
    else expect(texts[0]).toMatch(/^[a-e]{5,40}(true|false)$/);
  }
});

test('under a constraint: sampled, several at once, beams', async () => {
  const constraint = {
    kind: 'json',
    schema: { type: 'array', items: { enum: ['a', 'bcd', 12, null] }, minItems: 2, maxItems: 9 },
  } as const;
  const request = { base, prompt: 'ab', maxNewTokens: 30, constraint };
  const sampled = await write({ ...request, temperature: 1, numReturnSequences: 3 });
  const beams = await write({ ...request, temperature: 0, numBeams: 3, numReturnSequences: 2 });
  const drafted = await write({ ...request, temperature: 1, assistant });
  for (const text of [...sampled.texts, ...beams.texts, ...drafted.texts]) {
    const items = JSON.parse(text) as unknown[];
    expect(items.length).toBeGreaterThanOrEqual(2);
    expect(items.every((item) => ['a', 'bcd', 12, null].includes(item as string))).toBe(true);
  }
});

test('an encoder-decoder writes under a constraint, as long as its positions reach', async () => {
  const t5 = refOf({ family: 't5', n_positions: 24, seed: 4, tokenizer: 'char' });
  const constraint = {
    kind: 'json',
    schema: { type: 'object', additionalProperties: { type: 'boolean' } },
  } as const;
  for (const temperature of [0, 1]) {
    const { texts } = await write({ base: t5, prompt: 'abc', temperature, constraint });
    expect(
      Object.values(JSON.parse(texts[0]!) as object).every((one) => typeof one === 'boolean'),
    ).toBe(true);
  }
});

test('what cannot be is refused', async () => {
  const request = { base, prompt: 'a', maxNewTokens: 9 };
  const refused = (more: object) =>
    write({ ...request, ...more }).then(
      () => 'written',
      (thrown: { code: string }) => thrown.code,
    );
  expect(await refused({ assistant: refOf({ family: 'gpt', seed: 1 }) })).toBe(
    'generation_assistant_tokenizer',
  );
  expect(await refused({ assistant: refOf({ family: 'bert', seed: 1, tokenizer: 'char' }) })).toBe(
    'generation_assistant_family',
  );
  expect(await refused({ assistant, numReturnSequences: 2 })).toBe('generation_assistant_texts');
  const constraint = { kind: 'regex', pattern: 'a{12}' };
  expect(await refused({ constraint })).toBe('constraint_too_long');
  expect(await refused({ constraint, stopStrings: ['a'] })).toBe('generation_constraint_stops');
  expect(await refused({ constraint: { kind: 'regex', pattern: 'X' } })).toBe('constraint_missing');
  expect(await refused({ constraint: { kind: 'yaml' } })).toBe('generation_value');
});
