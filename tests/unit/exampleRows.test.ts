// Examples out of files, by columns that were mapped by hand.
import { describe, expect, it } from 'vitest';
import { suggestExampleMapping } from '../../src/training/data/examples/exampleColumns';
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

  it('goes through few examples more often', () => {
    const { arms, seeds } = finetuneRequest({ ...choices, runs: 'few', shots: 4 }, 'small');
    expect(seeds).toHaveLength(5);
    expect(arms[0]!.config.data.examples?.per_class).toBe(4);
    expect(arms[0]!.config.training.num_train_epochs).toBe(60);
  });
});
