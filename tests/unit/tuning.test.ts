// Fine-tuning without a device: what is trained, which examples stand where, what words alone reach.
import { describe, expect, it } from 'vitest';
import { takeExamples, type Example } from '../../src/training/data/examples/examples';
import { EXAMPLE_SETS, examplesOfSet } from '../../src/training/data/examples/exampleSets';
import { BagOfWords, countedWords } from '../../src/training/evaluate/bagOfWords';
import { classReport, macroF1, predictionOf } from '../../src/training/evaluate/classReport';
import { inContext } from '../../src/training/evaluate/inContext';
import { buildModel, parametersOf } from '../../src/training/models/model';
import { answerRow } from '../../src/training/objectives/terms/answer';
import { exampleOrder } from '../../src/training/objectives/exampleData';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema, runConfigSchema } from '../../src/training/run/config';
import { provenanceOf } from '../../src/training/run/provenance';
import { knownWeights, onBase, startingWeights, tuned } from '../../src/training/run/tuning';
import type { FinetuningConfig } from '../../src/training/run/finetuningConfig';

describe.each(EXAMPLE_SETS)('$id', (set) => {
  const counts = { train: 300, validation: 300, seed: 3 };
  const generate = (given = {}) => {
    const { perClass, ...rest } = { ...counts, perClass: undefined, ...given };
    return examplesOfSet(set, { set: set.id, ...rest, per_class: perClass }, 1);
  };
  const examples = generate();
  const keyOf = ({ text, second, rejected = '' }: Example): string =>
    rejected === '' ? text : [text, second, rejected].join('\n');

  it('holds out what is not learned from, the same for a seed', () => {
    const learned = new Set(examples.train.map(keyOf));
    expect(examples.validation.filter((one) => learned.has(keyOf(one)))).toEqual([]);
    expect(generate()).toEqual(examples);
    expect([examples.train.length, examples.validation.length]).toEqual([300, 300]);
  });

  it('has whole examples of every class', () => {
    for (const { text, second, label } of [...examples.train, ...examples.validation]) {
      expect(text.trim()).not.toBe('');
      expect(label).toBeGreaterThanOrEqual(0);
      expect(second === undefined).toBe(set.labels.length > 0);
    }
    for (const label of set.labels.keys()) {
      const share = examples.train.filter((one) => one.label === label).length / 300;
      expect(Math.abs(share - 1 / set.labels.length)).toBeLessThan(0.12);
    }
  });

  it('gives few of each class where few are asked for', () => {
    const few = generate({ perClass: 4 });
    expect(few.train).toHaveLength(4 * Math.max(1, set.labels.length));
    for (const label of set.labels.keys()) {
      expect(few.train.filter((one) => one.label === label)).toHaveLength(4);
    }
  });
});

describe('words counted', () => {
  it('are words in lower case, Han characters alone', () => {
    expect(countedWords("It wasn't GOOD, 很好!")).toEqual(['it', "wasn't", 'good', '很', '好']);
  });

  it('decide where they can, at the minimum of the loss', () => {
    const examples = ['good film', 'good food', 'bad film', 'bad food'].map((text, index) => ({
      text,
      label: Number(index > 1),
    }));
    const model = BagOfWords.fit(examples, 2);
    expect(model.accuracy(examples)).toBe(1);
    // Classes are each other's mirror image, and what says nothing weighs nothing.
    const [good, film] = [model.weights.subarray(0, 2), model.weights.subarray(2, 4)];
    expect(good[0]! + good[1]!).toBeCloseTo(0, 3);
    expect(Math.abs(film[0]!)).toBeLessThan(1e-3);
    expect(good[0]!).toBeGreaterThan(1);
  });

  it('cannot tell what the order decides', () => {
    const examples = ['a not b', 'b not a'].map((text, label) => ({ text, label }));
    expect(BagOfWords.fit(examples, 2).accuracy(examples)).toBe(0.5);
  });
});

describe('a classifier', () => {
  it('is reported with its confusion matrix and its most confident errors', () => {
    const predictions = [
      predictionOf(Float32Array.of(2, 0), 0),
      predictionOf(Float32Array.of(0, 3), 0),
      predictionOf(Float32Array.of(1, 0), 1),
      predictionOf(Float32Array.of(0, 1), 1),
    ];
    const { confusion, macroF1: f1, mistakes } = classReport(['no', 'yes'], predictions);
    expect(confusion).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(f1).toBe(0.5);
    expect(mistakes.map(({ index }) => index)).toEqual([1, 2]);
    expect(mistakes[0]!.probability).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  });

  it('that never takes one class has half the F1 of the other', () => {
    expect(
      macroF1([
        [5, 0],
        [5, 0],
      ]),
    ).toBeCloseTo(1 / 3, 12);
    expect(
      macroF1([
        [5, 0, 0],
        [0, 5, 0],
        [0, 0, 0],
      ]),
    ).toBe(1);
  });
});

describe('examples', () => {
  const encoded = Array.from({ length: 5 }, (_, label) => ({ ids: [label], secondAt: 1, label }));
  const data = { labels: [], train: encoded, validation: encoded };

  it('all come once an epoch, each time in another order', () => {
    const at = exampleOrder(data, 7);
    const seen = Array.from({ length: 4 }, (_, index) =>
      [0, 1, 2, 3, 4].map((row) => at({ split: 'train', index }, 5, row).label),
    );
    for (const epoch of seen) expect(epoch.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(seen.map(String)).size).toBeGreaterThan(1);
    const again = exampleOrder(data, 7);
    expect(again({ split: 'train', index: 3 }, 5, 2).label).toBe(seen[3]![2]);
  });

  it('that someone brought are held out in part', () => {
    const all = {
      labels: ['a', 'b'],
      examples: encoded.map((one) => ({ ...one, text: `text ${one.label}` })),
    };
    const order = [4, 3, 2, 1, 0];
    const { train, validation } = takeExamples(all, {}, 0.4, order);
    expect(validation.map(({ label }) => label)).toEqual([4, 3]);
    expect(train.map(({ label }) => label)).toEqual([2, 1, 0]);
  });
});

it('an answer is what counts, and a long prompt loses its start', () => {
  const example = { ids: [1, 2, 3, 8, 9], secondAt: 3 };
  expect(answerRow(example, 6)).toEqual({
    ids: [1, 2, 3, 8, 0, 0],
    targets: [-100, -100, 8, 9, -100, -100],
  });
  expect(answerRow(example, 3)).toEqual({ ids: [2, 3, 8], targets: [-100, 8, 9] });
});

describe('trained parts', () => {
  const config = modelSchema.parse({
    family: 'gpt',
    n_layer: 3,
    n_head: 2,
    n_embd: 8,
    n_positions: 4,
  });
  const model = buildModel(config, 11);
  const head = { name: 'score.weight', shape: [2, 8], initial: { constant: 0 } };
  const namesOf = (tuning: FinetuningConfig): string[] =>
    tuned({ model, heads: [head], needsReference: false }, tuning).scope.trained!.map(
      ({ name }) => name,
    );

  it('are all, the last blocks, or what comes after them', () => {
    expect(namesOf({ method: 'full' })).toHaveLength(model.parameters.length + 1);
    const last = namesOf({ method: 'last_blocks', blocks: 1 });
    expect(last.filter((name) => name.includes('.h.'))).toHaveLength(12);
    expect(last.every((name) => !/wte|h\.[01]\./.test(name))).toBe(true);
    expect(namesOf({ method: 'head' })).toEqual([
      'transformer.ln_f.weight',
      'transformer.ln_f.bias',
      'score.weight',
    ]);
  });

  it('of LoRA stand beside the model, and are added into it at the end', () => {
    const lora = { method: 'lora', r: 2, lora_alpha: 4, target_modules: ['c_attn'] } as const;
    expect(namesOf({ ...lora, target_modules: ['c_attn'] })).toHaveLength(7);
    const { scope: parts, whole } = tuned(
      { model, heads: [], needsReference: false },
      { ...lora, target_modules: ['c_attn'] },
    );
    const ones = new Map(
      parts.trained!.map(({ name, shape }) => {
        return [name, new Float32Array(shape[0]! * shape[1]!).fill(1)] as const;
      }),
    );
    const base = parts.frozen!.unpack(parts.frozen!.initialWeights(1));
    const merged = whole(new Map(ones), base);
    const name = 'transformer.h.1.attn.c_attn.weight';
    expect(merged.get(name)![5]! - base.get(name)![5]!).toBeCloseTo((4 / 2) * 2, 5);
    expect([...merged.keys()]).toEqual(model.parameters.map((spec) => spec.name));
  });

  it('that do not exist are refused', () => {
    const wrong = { method: 'lora', r: 2, lora_alpha: 4, target_modules: ['q_proj'] } as const;
    expect(() => namesOf({ ...wrong, target_modules: ['q_proj'] })).toThrow(
      expect.objectContaining({ code: 'unknown_module' }) as Error,
    );
  });
});

describe('examples in the prompt', () => {
  const example = (text: string, label: number) => ({ text, label });
  const examples = {
    labels: ['no', 'yes'],
    train: [example('a', 0), example('b', 0), example('c', 1), example('d', 1), example('e', 1)],
    validation: [example('long question', 1), example('q', 0)],
  };
  const letters = (text: string): number => text.length;

  it('come one of each class in turn, and whole rounds alone', () => {
    const { questions, shown } = inContext(examples, letters, 1000);
    expect(shown).toBe(4);
    expect(questions[1]).toEqual({
      context: 'a\nno\nc\nyes\nb\nno\nd\nyes\nq\n',
      choices: ['no', 'yes'],
      answer: 0,
    });
  });

  it('leave room for the longest question and the longest class', () => {
    const [round, question, label] = [11, 'long question\n'.length, 'yes'.length];
    const shownIn = (room: number) => inContext(examples, letters, room).shown;
    expect(shownIn(2 * round + question + label)).toBe(4);
    expect(shownIn(2 * round + question + label - 1)).toBe(2);
    expect(shownIn(round + question + label - 1)).toBe(0);
    const { context } = inContext(examples, letters, 0).questions[0]!;
    expect(context).toBe('long question\n');
  });
});

describe('a run on a base', () => {
  const examples = { set: 'own_examples' };
  const config = runConfigSchema.parse({
    version: 1,
    name: 'run',
    model: { family: 'gpt', n_layer: 1, n_head: 1, n_embd: 8, n_positions: 8 },
    tokenizer: { kind: 'byte' },
    data: { corpus: 'task', examples },
    objectives: [{ kind: 'classify' }],
    training: { per_device_train_batch_size: 1, max_steps: 1, learning_rate: 1 },
    sample: {},
  });
  const bert = modelSchema.parse({
    family: 'bert',
    n_layer: 1,
    n_head: 1,
    n_embd: 8,
    n_inner: 8,
    n_positions: 8,
    pooler: false,
  });
  const data = (corpus: string) => ({ corpus, validation_share: 0.2, seed: 9 });

  it('stands beside the text built-in that the base has read', () => {
    const on = (corpus: string) =>
      onBase(config, {
        config: config.model,
        provenance: provenanceOf({ ...config, data: data(corpus) }, 1),
      }).data;
    const { corpus } = config.data;
    expect(on('story')).toMatchObject({ corpus, general: { corpus: 'story', seed: 9 }, examples });
    expect(on('code')).toMatchObject({ general: { corpus: 'code', validation_share: 0.2 } });
    expect(on('own_file')).toEqual(config.data);
    expect(onBase(config, { config: config.model }).data).toEqual(config.data);
  });

  it('gives BERT the pooler through which its classes look', () => {
    expect(onBase(config, { config: bert }).model).toMatchObject({ pooler: true });
    const text = { ...config, objectives: undefined };
    expect(onBase(text, { config: bert }).model).toMatchObject({ pooler: false });
  });

  it('goes on from its output layer where the classes are the same', () => {
    const weights = new Map([['wte', Float32Array.of(1)]]);
    const head = new Map([['score.weight', Float32Array.of(2)]]);
    const base = {
      weights,
      vocabSize: 1,
      classifier: { labels: ['a', 'b'], pooling: 'last', weights: head },
    } as const;
    const known = (labels: string[]) => knownWeights(base, { labels, pooling: 'last' });
    expect([...known(['a', 'b'])!.weights.keys()]).toEqual(['wte', 'score.weight']);
    expect(known(['b', 'a'])).toEqual({ weights, rows: 1 });
    expect(knownWeights(base, undefined)).toEqual({ weights, rows: 1 });
  });
});

describe('a table for more tokens', () => {
  const config = modelSchema.parse({
    family: 'bert',
    n_layer: 1,
    n_head: 2,
    n_embd: 8,
    n_inner: 16,
    n_positions: 4,
  });
  const TABLE = 'bert.embeddings.word_embeddings.weight';
  const BIAS = 'cls.predictions.bias';
  const old = new ParameterSet(parametersOf(config, 30));
  const weights = old.unpack(old.initialWeights(3));
  weights.get(BIAS)!.fill(0.5);
  const larger = new ParameterSet(parametersOf(config, 32));
  const known = { weights, rows: 30 };

  it('keeps its rows; those at the end begin at the mean of the others, an output bias at 0', () => {
    const found = larger.unpack(startingWeights(larger, 5, known));
    const table = found.get(TABLE)!;
    expect(table.subarray(0, 240)).toEqual(weights.get(TABLE));
    for (let at = 0; at < 8; at++) {
      const column = Array.from({ length: 30 }, (_, row) => weights.get(TABLE)![row * 8 + at]!);
      const mean = column.reduce((sum, value) => sum + value, 0) / 30;
      expect(table[240 + at]).toBeCloseTo(mean, 4);
      expect(table[240 + at]).not.toBe(table[248 + at]);
    }
    expect([...found.get(BIAS)!]).toEqual([...Array<number>(30).fill(0.5), 0, 0]);
    for (const [name, values] of weights)
      if (name !== TABLE && name !== BIAS) expect(found.get(name)).toEqual(values);
  });

  it('refuses every other difference, by name and shape', () => {
    const shorter = new Map(weights).set('bert.embeddings.LayerNorm.weight', new Float32Array(7));
    const start = () => startingWeights(larger, 5, { weights: shorter, rows: 30 });
    expect(start).toThrow(
      expect.objectContaining({
        code: 'weight_shape',
        fields: { tensor: 'bert.embeddings.LayerNorm.weight', got: 7, expected: '8' },
      }),
    );
  });
});
