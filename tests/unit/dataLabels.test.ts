// Labels, samples and splits of examples that people have.
import { describe, expect, it } from 'vitest';
import { examplesFor } from '../../src/host/data/examples';
import { pretraining } from '../../src/experiments/finetune';
import { readExamples } from '../../src/training/data/examples/exampleRows';
import { OWN_EXAMPLES } from '../../src/training/data/examples/exampleSets';
import { takeExamples } from '../../src/training/data/examples/examples';
import { classNamesOf, classNamesOfReadme } from '../../src/training/data/examples/classNames';
import { inspectSource } from '../../src/training/data/sources/sources';
import { runConfigSchema } from '../../src/training/run/config';

const lines = (rows: readonly object[]): string =>
  rows.map((row) => JSON.stringify(row)).join('\n');

async function examples(name: string, text: string, limit?: number) {
  const source = { name, blob: new Blob([text]) };
  const found = await inspectSource(source);
  return readExamples(source, found, found.examples!, { limit });
}

const labeled = (labels: readonly unknown[]) =>
  lines(labels.map((label, i) => ({ text: `text ${i}`, label })));

describe('labels', () => {
  it('-1 of SNLI and GLUE are none, and counted', async () => {
    const rows = [0, 1, 2, -1].map((label) => ({ premise: `p${label}`, hypothesis: 'h', label }));
    const found = await examples('snli.jsonl', lines(rows));
    expect(found).toMatchObject({ labels: ['0', '1', '2'], left: 1, leftOut: { hidden_label: 1 } });
    expect(found.examples[0]).toEqual({ text: 'p0', second: 'h', label: 0 });
  });

  it('-1 beside 1 alone, or in a column of sentiment, is a class', async () => {
    expect((await examples('a.jsonl', labeled([-1, 1, 1, -1]))).labels).toEqual(['-1', '1']);
    const text = 'text,sentiment\na,-1\nb,0\nc,1\n';
    expect((await examples('a.csv', text)).labels).toEqual(['-1', '0', '1']);
  });

  it('1 and 1.0 are one class, in the order of their values', async () => {
    const found = await examples('a.csv', 'text,label\na,10\nb,1\nc,1.0\nd,2.0\n');
    expect([found.labels, found.counts]).toEqual([
      ['1', '2', '10'],
      [2, 1, 1],
    ]);
  });

  it('True, true and TRUE are one class; other capitals are reported', async () => {
    const truth = await examples('a.csv', 'text,label\na,True\nb,true\nc,FALSE\nd,False\n');
    expect(truth.counts).toEqual([2, 2]);
    const found = await examples('a.csv', 'text,label\na,Good \nb,good\nc,bad\n');
    expect(found.labels).toHaveLength(3);
    expect(found.remarks.map(({ code }) => code)).toContain('similar_labels');
  });

  it.each([
    ['a.csv', 'text,label\na,pos\nb,neg\nc,nan\nd,None\ne,\nf,NA\n', 4],
    ['a.jsonl', labeled(['pos', 'neg', 'nan', 'None', '', null]), 4],
    ['a.json', '[{"text":"a","label":1.0},{"text":"b","label":NaN},{"text":"c","label":0.0}]', 1],
  ])('missing in %s leave their rows out', async (name, text, left) => {
    const found = await examples(name, text);
    expect([found.labels.length, found.left, found.leftOut.no_label]).toEqual([2, left, left]);
  });

  it.each([
    ['several labels a row', labeled([[1, 2], [0]]), 'multi_label'],
    ['lists of one label', labeled([['a'], ['b']]), 'listed_label'],
    ['lists of one label as text', labeled(["['a']", "['b']"]), 'listed_label'],
    ['lists as text', labeled(["['a', 'b']", "['a']"]), 'multi_label'],
    ['objects', labeled([{ a: 1 }, { a: 2 }]), 'not_a_label'],
    ['scores of STS-B', labeled([2.5, 3, 4.75, 0.2]), 'regression_labels'],
    [
      'a quantity a row',
      labeled(Array.from({ length: 300 }, (_, i) => i / 7)),
      'regression_labels',
    ],
    ['a number a row', labeled(Array.from({ length: 300 }, (_, i) => i)), 'too_many_labels'],
  ])('%s are refused', async (_what, text, code) => {
    await expect(examples('a.jsonl', text)).rejects.toMatchObject({ code });
  });

  it.each([
    ['Unnamed: 0,tweet,feeling\n0,good one,1\n1,bad one,0\n', 'tweet', 'feeling'],
    [',text,label\n0,fine day,1\n1,bad day,0\n', 'text', 'label'],
    ['id,words,class\n7,fine day,1\n8,bad day,0\n', 'words', 'class'],
  ])('an index column is not the text: %j', async (text, column, result) => {
    const { examples: mapping } = await inspectSource({ name: 'a.csv', blob: new Blob([text]) });
    expect(mapping).toMatchObject({ text: [column], result });
  });

  it('have the names that datasets writes beside them', async () => {
    const features = {
      label: { names: ['neg', 'pos'], _type: 'ClassLabel' },
      text: { _type: 'Value' },
    };
    const names = classNamesOf([['huggingface', JSON.stringify({ info: { features } })]]);
    expect(names).toEqual({ label: ['neg', 'pos'] });
    const source = { name: 'a.jsonl', blob: new Blob([labeled([1, 0, -1])]) };
    const found = await inspectSource(source);
    const read = await readExamples(source, found, found.examples!, { classNames: names });
    expect([read.labels, read.left]).toEqual([['neg', 'pos'], 1]);
    const readme =
      "---\ndataset_info:\n  features:\n  - name: text\n    dtype: string\n  - name: label\n    dtype:\n      class_label:\n        names:\n          '0': neg\n          '1': 'pos'\n---\n";
    expect(classNamesOfReadme(readme)).toEqual(names);
    expect(classNamesOf([['huggingface', '{']])).toEqual({});
  });
});

describe('cells that are no single class', () => {
  const labelsOf = async (labels: readonly unknown[]) => {
    const rows = labels.map((label, i) => JSON.stringify({ text: `text ${i}`, label }));
    const from = { name: 'a.jsonl', blob: new Blob([rows.join('\n')]) };
    const found = await inspectSource(from);
    return readExamples(from, found, found.examples!);
  };

  it.each([
    [['joy,anger', 'joy', 'anger']],
    [['joy|anger', 'joy', 'anger']],
    [['2,14,27', '3', '4']],
  ])('several in one cell are reported: %j', async (labels) => {
    await expect(labelsOf(labels)).rejects.toMatchObject({ code: 'multi_label' });
  });

  it('errors of spreadsheets, nulls of MySQL and infinities are none', async () => {
    const { labels, leftOut } = await labelsOf(['a', '#REF!', '\\N', '#DIV/0!', 'b']);
    expect([labels, leftOut]).toEqual([['a', 'b'], { no_label: 3 }]);
    const from = {
      name: 'a.jsonl',
      blob: new Blob(['1', '0', '-Infinity'].map((n) => `{"text":"t","label":${n}}\n`)),
    };
    const found = await inspectSource(from);
    expect(await readExamples(from, found, found.examples!)).toMatchObject({
      labels: ['0', '1'],
      left: 1,
    });
  });

  it('the undecided pairs of SNLI are hidden, a minus beside a plus is a class', async () => {
    expect(await labelsOf(['neutral', '-', 'entailment'])).toMatchObject({
      labels: ['entailment', 'neutral'],
      leftOut: { hidden_label: 1 },
    });
    expect((await labelsOf(['+', '-', '0'])).labels).toHaveLength(3);
  });

  it('numbers as numpy.savetxt writes them are whole', async () => {
    const { labels } = await labelsOf(['1.000000000000000000e+00', '0.000000000000000000e+00', 1]);
    expect(labels).toEqual(['0', '1']);
  });

  it('ways of writing yes and no beside each other are reported', async () => {
    const { labels, remarks } = await labelsOf([true, 1, 'yes', 0, 'False']);
    expect(labels).toHaveLength(5);
    const fields = { column: 'label', labels: '0 / False, 1 / true / yes' };
    expect(remarks).toContainEqual({ code: 'similar_labels', fields });
  });

  it('numbers with decimal commas are quantities', async () => {
    const error = { code: 'regression_labels', fields: { example: '1,5' } };
    await expect(labelsOf(['1,5', '2,0', '3'])).rejects.toMatchObject(error);
  });

  it('zero has no sign, 0x10 is a name, equal looks are told', async () => {
    expect((await labelsOf(['-0', '0', '1'])).labels).toEqual(['0', '1']);
    expect((await labelsOf(['0x10', '16'])).labels).toEqual(['0x10', '16']);
    const { remarks } = await labelsOf(['caf\u00e9', 'cafe\u0301', '\uff11', '1']);
    expect(remarks.map(({ code }) => code)).toEqual(['similar_labels']);
  });

  it('one class left says how many rows could not be used', async () => {
    await expect(labelsOf([1, null, null])).rejects.toMatchObject({
      code: 'no_two_classes',
      fields: { rows: 3, left: 2 },
    });
  });
});

it('a header alone is said to be one', async () => {
  await expect(examples('a.csv', 'text,label\n')).rejects.toMatchObject({ code: 'no_data_rows' });
});

describe('samples', () => {
  const sorted = `text,label\n${Array.from({ length: 3000 }, (_, i) => `row ${i},${i < 2000 ? 'neg' : 'pos'}`).join('\n')}\n`;

  it('are drawn from the whole file, and how many there were is known', async () => {
    const found = await examples('a.csv', sorted, 600);
    expect(found).toMatchObject({ rows: 3000, usable: 3000, left: 0 });
    expect(found.examples).toHaveLength(600);
    expect(found.counts[0]! / 600).toBeCloseTo(2 / 3, 1);
    expect(found.examples.map(({ text }) => Number(text.slice(4)))).toEqual(
      found.examples.map(({ text }) => Number(text.slice(4))).toSorted((a, b) => a - b),
    );
    expect((await examples('a.csv', sorted, 600)).examples).toEqual(found.examples);
  });

  it('count what is left out in all of the file', async () => {
    const text = `${sorted}${'no label,\n'.repeat(50)}`;
    expect(await examples('a.csv', text, 100)).toMatchObject({
      left: 50,
      usable: 3000,
      rows: 3050,
    });
  });
});

describe('splits', () => {
  const config = runConfigSchema.parse({
    ...pretraining('reviews', 'small'),
    data: { corpus: 'task', seed: 1, examples: { set: OWN_EXAMPLES, seed: 1 } },
  });

  async function sides(text: string) {
    const found = await examples('a.csv', text);
    const { train, validation } = examplesFor(config, found)!;
    return { train, validation, remarks: found.remarks.map(({ code }) => code) };
  }

  it('of one text, again and again, leave nothing to be measured on', () => {
    const examples = Array.from({ length: 30 }, (_, i) => ({
      text: `t ${' '.repeat(i)}`,
      label: i % 2,
    }));
    const own = { name: 'x', labels: ['a', 'b'], examples };
    const few = expect.objectContaining({ code: 'too_few_examples' }) as unknown;
    expect(() => examplesFor(config, own)).toThrow(few as Error);
  });

  it('keep equal texts on one side, whatever their white space and label', async () => {
    const rows = Array.from(
      { length: 200 },
      (_, i) => `"sentence  ${i % 20} ${i % 3 ? ' ' : ''}",${i % 2}`,
    );
    const { train, validation, remarks } = await sides(`text,label\n${rows.join('\n')}\n`);
    const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
    const learned = new Set(train.map(({ text }) => plain(text)));
    expect(validation.length).toBeGreaterThan(0);
    expect(train.length + validation.length).toBe(200);
    expect(validation.filter(({ text }) => learned.has(plain(text)))).toEqual([]);
    expect(remarks).toContain('repeated_texts');
  });

  it('keep equal pairs and equal prompts on one side', () => {
    const pairs = Array.from({ length: 40 }, (_, i) => ({
      text: 'same',
      second: `s${i % 8}`,
      label: i % 2,
    }));
    const order = pairs.map((_, i) => i);
    const split = takeExamples({ labels: ['0', '1'], examples: pairs }, {}, 0.2, order);
    const learned = new Set(split.train.map(({ second }) => second));
    expect(split.validation.some(({ second }) => learned.has(second))).toBe(false);
    expect(split.validation).toHaveLength(5);
    const answers = pairs.map(({ second }, i) => ({ text: `p${i % 8}`, second, label: 0 }));
    const prompts = takeExamples({ labels: [], examples: answers }, {}, 0.2, order);
    const known = new Set(prompts.train.map(({ text }) => text));
    expect(prompts.validation.some(({ text }) => known.has(text))).toBe(false);
  });

  it('tell of one text with two labels', async () => {
    const { remarks } = await sides('text,label\na b,1\na  b,0\nc,1\nd,0\n');
    expect(remarks).toEqual(['repeated_texts', 'conflicting_labels']);
  });
});
