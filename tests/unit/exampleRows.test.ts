// Examples out of files, by columns that were mapped by hand.
import { describe, expect, it } from 'vitest';
import {
  asPreferences,
  suggestExampleMapping,
} from '../../src/training/data/examples/exampleColumns';
import { readExamples } from '../../src/training/data/examples/exampleRows';
import { readChoices, finetuneRequest } from '../../src/host/studies/finetune/request';
import { createFinetuneStore } from '../../src/ui/features/finetune/finetuneStore';

const csv = (text: string) => ({ name: 'rows.csv', blob: new Blob([text]) });
const CLASSES = { text: ['text'], result: 'label', kind: 'classes' } as const;

describe('rows', () => {
  it('become examples; labels stand in their order, empty cells are left out', async () => {
    const source = csv('text,label\nfine,10\n"bad, very",2\n,2\nwell,\nnice,10\n');
    expect(await readExamples(source, { format: 'csv' }, CLASSES)).toMatchObject({
      labels: ['2', '10'],
      examples: [
        { text: 'fine', label: 1 },
        { text: 'bad, very', label: 0 },
        { text: 'nice', label: 1 },
      ],
      counts: [1, 2],
      left: 2,
      leftOut: { no_text: 1, no_label: 1 },
    });
  });

  it('of JSON give pairs and answers', async () => {
    const lines = '{"a":"x","b":"y","n":1}\n{"a":"z","b":"w","n":0}\n';
    const source = { name: 'rows.jsonl', blob: new Blob([lines]) };
    const pairs = { text: ['a'], second: 'b', result: 'n', kind: 'classes' } as const;
    const { examples, labels } = await readExamples(source, { format: 'jsonl' }, pairs);
    expect([labels, examples[0]]).toEqual([['0', '1'], { text: 'x', second: 'y', label: 1 }]);
    const answers = { text: ['a'], result: 'b', kind: 'answers' } as const;
    const answered = await readExamples(source, { format: 'jsonl' }, answers);
    expect([answered.labels, answered.examples[1]]).toEqual([
      [],
      { text: 'z', second: 'w', label: 0 },
    ]);
  });

  describe('of preference pairs in TRL’s forms', () => {
    const turn = (role: string, content: string) => ({ role, content });
    const user = turn('user', 'What is it?');
    const reply = (content: string) => turn('assistant', content);
    const read = (rows: readonly object[], text: string[]) => {
      const lines = rows.map((row) => JSON.stringify(row)).join('\n');
      const source = { name: 'rows.jsonl', blob: new Blob([lines]) };
      const mapping = { text, result: 'chosen', second: 'rejected', kind: 'preferences' } as const;
      return readExamples(source, { format: 'jsonl' }, mapping);
    };

    it('give both answers to one prompt', async () => {
      const rows = [
        { prompt: 'What is it?', chosen: 'A fox.', rejected: 'A dog.' },
        {
          prompt: 'What is it?',
          chosen: [user, reply('A cat.')],
          rejected: [user, reply('A hen.')],
        },
        // Nothing is preferred; no answer.
        { prompt: 'What is it?', chosen: 'A fox.', rejected: 'A fox.' },
        { prompt: 'What is it?', chosen: 'A fox.' },
      ];
      const { examples, leftOut } = await read(rows, ['prompt']);
      expect(examples).toEqual([
        { text: 'What is it?', second: 'A fox.', rejected: 'A dog.', label: 0 },
        { text: 'What is it?', second: 'A cat.', rejected: 'A hen.', label: 0 },
      ]);
      expect(leftOut).toEqual({ no_pair: 1, missing_column: 1 });
    });

    it('are read from the columns that are suggested for answers', () => {
      const columns = ['id', 'prompt', 'chosen', 'rejected'];
      const answers = suggestExampleMapping(columns)!;
      expect(answers).toMatchObject({ text: ['prompt'], result: 'chosen', kind: 'answers' });
      expect(asPreferences(answers, columns)).toEqual({
        text: ['prompt'],
        result: 'chosen',
        second: 'rejected',
        kind: 'preferences',
      });
    });

    it('have the prompt in both where there is no column for it', async () => {
      const rows = [
        { chosen: [user, reply('A cat.')], rejected: [user, reply('A hen.')] },
        { chosen: [user, reply('A cat.')], rejected: [turn('user', 'Who?'), reply('A hen.')] },
      ];
      const { examples, leftOut } = await read(rows, []);
      expect(examples).toEqual([
        { text: 'What is it?', second: 'A cat.', rejected: 'A hen.', label: 0 },
      ]);
      expect(leftOut).toEqual({ no_pair: 1 });
    });
  });

  it.each([
    ['one class', 'text,label\na,1\nb,1\n', 'too_few_labels'],
    [
      'a class a row',
      `text,label\n${Array.from({ length: 70 }, (_, i) => `t${i},${i}`).join('\n')}\n`,
      'too_many_labels',
    ],
  ])('%s is refused', async (_what, text, code) => {
    const reading = readExamples(csv(text), { format: 'csv' }, CLASSES);
    await expect(reading).rejects.toMatchObject({ code });
  });

  it('are mapped by the usual names at first', () => {
    expect(suggestExampleMapping(['idx', 'sentence', 'label'])).toEqual({
      text: ['sentence'],
      result: 'label',
      kind: 'classes',
    });
    expect(suggestExampleMapping(['question', 'answer'])?.kind).toBe('answers');
    expect(suggestExampleMapping(['sentence1', 'sentence2', 'label'])?.second).toBe('sentence2');
    expect(suggestExampleMapping(['text'])).toBeNull();
  });
});

describe('what is chosen on the page', () => {
  const { choices } = createFinetuneStore().getState();

  it('is the reference script: its warmup keeps its share of the steps', () => {
    const { steps, warmup, training } = readChoices(choices);
    expect([steps, warmup]).toEqual([96, 5]);
    expect(training).toMatchObject({ weight_decay: 0.01, logging_steps: 10 });
    expect(readChoices({ ...choices, train: 25_000 })).toMatchObject({ steps: 9375, warmup: 500 });
  });

  it('starts from nothing only where it says so, over the same seeds', () => {
    const { arms, seeds } = finetuneRequest({ ...choices, runs: 'compare' }, 'small');
    expect(arms.map(({ id, startsFromBase }) => [id, startsFromBase])).toEqual([
      ['full', true],
      ['lora', true],
      ['scratch', false],
    ]);
    expect(seeds).toEqual([1, 2, 3]);
    expect(arms[1]!.config.tuning).toMatchObject({ method: 'lora', r: 4 });
  });

  it('gives each way the settings that are its own', () => {
    const chosen = { ...choices, r: 3, lora_alpha: 5, use_rslora: true, quantization: 'int8' };
    const methods = ['lora', 'dora', 'qlora', 'qat', 'full'] as const;
    const { arms } = finetuneRequest(chosen as typeof choices, 'small', null, { methods });
    const lora = { method: 'lora', r: 3, lora_alpha: 5, lora_dropout: 0, use_rslora: true };
    expect(arms.map(({ config }) => config.tuning)).toEqual([
      lora,
      { ...lora, use_dora: true },
      { ...lora, quantization: 'int8' },
      { method: 'full', fake_quantize: 'int8' },
      { method: 'full' },
    ]);
  });

  it('learns preferences from pairs', () => {
    const chosen = { ...choices, set: 'preferences', beta: 0.3, label_smoothing: 0.1 };
    const { arms } = finetuneRequest(chosen, 'small');
    expect(arms[0]!.config.objectives).toEqual([{ kind: 'dpo', beta: 0.3, label_smoothing: 0.1 }]);
    const pair = { text: 'a', second: 'b', rejected: 'c', label: 0 };
    const own = {
      name: 'mine.csv',
      labels: [],
      examples: [pair, pair],
      counts: [],
      rows: 2,
      usable: 2,
      left: 0,
      leftOut: {},
      remarks: [],
    };
    const mine = finetuneRequest({ ...chosen, set: 'own_examples' }, 'small', own);
    expect(mine.arms[0]!.config.objectives![0]!.kind).toBe('dpo');
  });

  it('goes through few examples more often', () => {
    const { arms, seeds } = finetuneRequest({ ...choices, runs: 'few', shots: 4 }, 'small');
    expect(seeds).toHaveLength(5);
    expect(arms[0]!.config.data.examples?.per_class).toBe(4);
    expect(arms[0]!.config.training.num_train_epochs).toBe(60);
  });
});
