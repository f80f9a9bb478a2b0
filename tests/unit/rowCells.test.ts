// Parts of a row that cannot be read: nothing of a prompt, a pair or a question is dropped without a word.
import { describe, expect, it } from 'vitest';
import { readExamples } from '../../src/training/data/examples/exampleRows';
import { readQuestions } from '../../src/training/data/examples/questionRows';
import { inspectSource, readDocuments } from '../../src/training/data/sources/sources';

const source = (rows: readonly object[] | string, name = 'rows.jsonl') => ({
  name,
  blob: new Blob([
    typeof rows === 'string' ? rows : rows.map((row) => JSON.stringify(row)).join('\n'),
  ]),
});

async function both(rows: readonly object[]) {
  const from = source(rows);
  const found = await inspectSource(from);
  const documents: string[] = [];
  const refused: string[] = [];
  for await (const batch of readDocuments(from, found)) {
    documents.push(...batch.documents);
    refused.push(...batch.refused.map(({ code }) => code));
  }
  const { examples, leftOut } = await readExamples(from, found, found.examples!);
  return {
    documents,
    refused,
    examples: examples.map(({ text, second }) => [text, second]),
    leftOut,
  };
}

async function right(rows: readonly object[] | string, name?: string) {
  const { evalTask, left } = await readQuestions(source(rows, name));
  if (evalTask.kind === 'written') return { left, written: evalTask.questions };
  return {
    left,
    answers: evalTask.questions.map(({ choices, answer }) => choices[answer]!.trim()),
  };
}

const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string, more: object = {}) => ({ role: 'assistant', content, ...more });

describe('a part of the prompt that is no text', () => {
  it.each([
    ['an object', { instruction: 'Add', input: { a: 2 }, output: '5' }],
    ['several texts', { instruction: 'Add', input: ['2', '3'], output: '5' }],
    ['a history of three', { instruction: 'x', output: 'y', history: [['a', 'b', 'c']] }],
    ['HotpotQA', { question: 'q', answer: 'a', context: { title: ['t'], sentences: [['s']] } }],
    ['a prompt of several texts', { prompt: ['a', 'b'], completion: 'c' }],
    ['several completions', { prompt: 'a', completion: ['b', 'c'] }],
  ])('refuses the row: %s', async (_, row) => {
    const found = await both([row]);
    expect(found).toMatchObject({ documents: [], examples: [], leftOut: { not_text: 1 } });
    expect(found.refused).toEqual(['not_text']);
  });

  it('is left out where it is empty', async () => {
    const row = { instruction: 'i', input: [], history: null, system: '', output: 'o' };
    expect(await both([row])).toMatchObject({ documents: ['i\no'], examples: [['i', 'o']] });
  });

  it('of text with a class refuses the row', async () => {
    const rows = [
      { text: ['EU', 'rejects'], label: 0 },
      { text: 'b', label: 1 },
      { text: 'c', label: 0 },
    ];
    const { examples, leftOut } = await both(rows);
    expect(examples.map(([text]) => text)).toEqual(['b', 'c']);
    expect(leftOut).toEqual({ not_text: 1 });
  });
});

it('a pair without its other text is left out; an empty one stays', async () => {
  const rows = [
    { premise: 'p1', hypothesis: null, label: 1 },
    { premise: 'p2', hypothesis: 'h2', label: 0 },
    { premise: 'p3', hypothesis: '', label: 1 },
  ];
  const { examples, leftOut } = await both(rows);
  expect(examples).toEqual([
    ['p2', 'h2'],
    ['p3', ''],
  ]);
  expect(leftOut).toEqual({ no_text: 1 });
});

it('SQuAD as rows with a list of answers', async () => {
  const answers = [
    { text: 'a', answer_start: 0 },
    { text: 'b', answer_start: 3 },
  ];
  const found = await both([{ context: 'c', question: 'q', answers }]);
  expect(found.examples).toEqual([['c\n\nq', 'a']]);
  const row = { context: 'c', question: 'q', answers: { text: ['a', 'b'], answer_start: [0, 3] } };
  expect(await right([row])).toEqual({ left: 0, written: [{ prompt: 'c\n\nq\n', answer: 'a' }] });
});

describe('preference rows', () => {
  it('keep the input of their instruction', async () => {
    const rows = [{ instruction: 'Add', input: '2 3', chosen: '5', rejected: '6' }];
    expect((await both(rows)).examples).toEqual([['Add\n\n2 3', '5']]);
  });

  it.each([
    ['messages', { messages: [user('q'), assistant('bad')], label: false }],
    ['kto_tag', { instruction: 'q', input: '', output: 'bad', kto_tag: false }],
    ['kto_tag beside messages', { messages: [user('q'), assistant('bad')], kto_tag: 'False' }],
  ])('that are not wanted are not learned: %s', async (_, row) => {
    const found = await both([row]);
    expect(found).toMatchObject({ documents: [], examples: [], leftOut: { not_wanted: 1 } });
    expect(found.refused).toEqual(['not_wanted']);
  });

  it('of 0 and 1 beside a question and its answer are evaluated, other zeros are not', async () => {
    const labeled = [0, 1].map((label) => ({ question: 'q', answer: `a${label}`, label }));
    expect((await both(labeled)).documents).toEqual(['q\na1']);
    expect((await both([{ input: 'i', output: 'o', label: 0 }])).documents).toEqual(['i\no']);
  });

  it('keep a prompt that the conversation does not repeat', async () => {
    const completion = [assistant('a1'), user('q2'), assistant('a2')];
    const rows = [{ prompt: [user('q')], completion }];
    expect((await both(rows)).examples).toEqual([['q\n\nassistant: a1\nuser: q2', 'a2']]);
    const chosen = [user('q'), assistant('good')];
    const preferred = [{ system: 's', prompt: 'q', chosen, rejected: chosen }];
    expect((await both(preferred)).examples).toEqual([['s\n\nq', 'good']]);
  });

  it.each([{ train: false }, { loss: false }, { weight: 0 }])('masked turns: %j', async (mask) => {
    const rows = [{ messages: [user('a'), assistant('b'), user('c'), assistant('d', mask)] }];
    expect((await both(rows)).examples).toEqual([['a', 'b']]);
  });
});

describe('messages', () => {
  it('as lists of a dictionary are read', async () => {
    const rows = [{ messages: { role: ['user', 'assistant'], content: ['a', 'b'] } }];
    expect((await both(rows)).examples).toEqual([['a', 'b']]);
  });

  it('of a channel of thoughts refuse the row', async () => {
    const rows = [
      { messages: [user('a'), assistant('t', { channel: 'analysis' }), assistant('b')] },
    ];
    expect((await both(rows)).leftOut).toEqual({ not_only_text: 1 });
  });
});

it('an answer that names a choice is not learned as text; one in words is', async () => {
  const mapping = async (answer: unknown) =>
    (await inspectSource(source([{ question: 'q', choices: ['a b', 'c d'], answer }]))).mapping;
  expect(await mapping(1)).toMatchObject({ kind: 'text' });
  expect(await mapping('B')).toMatchObject({ kind: 'text' });
  expect(await mapping('c d')).toMatchObject({ kind: 'pair', completion: 'answer' });
});

describe('choices', () => {
  it('that are missing in front of others leave the question out', async () => {
    const table = 'question,A,B,C,answer\nq1,NA,x,y,B\nq2,w,None,y,C\nq3,u,v,,B\nq4,u,v,w,C\n';
    expect(await right(table, 'a.csv')).toEqual({ left: 2, answers: ['v', 'w'] });
  });

  it('whose letters the answer is not among leave the question out', async () => {
    const choices = { text: ['u', 'v'], label: ['B', 'C'] };
    const rows = ['A', 'C'].map((answerKey) => ({ question: 'q', choices, answerKey }));
    expect(await right(rows)).toEqual({ left: 1, answers: ['v'] });
  });

  it('that are numbers are named by their text where they cannot be counted', async () => {
    const rows = [
      { question: '2+2?', choices: [3, 4, 5], answer: 4 },
      { question: '1+1?', choices: [2, 9, 5], answer: 2 },
    ];
    expect(await right(rows)).toEqual({ left: 0, answers: ['4', '2'] });
  });

  it('that are not there do not make the answer one to be written', async () => {
    const rows = [
      { question: 'q', choices: null, answer: 1 },
      { question: 'q', choices: ['a', 'b'], answer: 0 },
    ];
    expect(await right(rows)).toEqual({ left: 1, answers: ['a'] });
  });
});
