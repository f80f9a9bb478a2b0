// Rows that hold more than one answer, or say of an answer that it is wrong: it is never learned as the right one.
import { describe, expect, it } from 'vitest';
import { readExamples } from '../../src/training/data/examples/exampleRows';
import { readQuestions } from '../../src/training/data/examples/questionRows';
import { inspectSource, readDocuments } from '../../src/training/data/sources/sources';

const source = (rows: readonly object[], name = 'rows.jsonl') => ({
  name,
  blob: new Blob([
    name.endsWith('l')
      ? rows.map((row) => JSON.stringify(row)).join('\n')
      : JSON.stringify(rows[0]),
  ]),
});

async function examples(rows: readonly object[]) {
  const from = source(rows);
  const found = await inspectSource(from);
  const { labels, examples: all } = await readExamples(from, found, found.examples!);
  return all.map(({ text, second, label }) => [text, second, labels[label]]);
}

async function documents(rows: readonly object[], name?: string) {
  const from = source(rows, name);
  const read: string[] = [];
  const refused: string[] = [];
  for await (const batch of readDocuments(from, await inspectSource(from))) {
    read.push(...batch.documents);
    refused.push(...batch.refused.map(({ code }) => code));
  }
  return { read, refused };
}

async function choices(rows: readonly object[]) {
  const { evalTask } = await readQuestions(source(rows));
  if (evalTask.kind !== 'choice') throw new Error('no choices');
  return evalTask.questions.map(({ choices: all, answer }) => all[answer]!.trim());
}

const labeled = [
  { prompt: 'p', completion: 'good', label: true },
  { prompt: 'p', completion: 'bad', label: false },
];

describe('an answer with a label', () => {
  it('is one of two texts with a class (TRL, unpaired preference)', async () => {
    expect(await examples(labeled)).toEqual([
      ['p', 'good', 'true'],
      ['p', 'bad', 'false'],
    ]);
  });

  it('is not learned from as text where it is not wanted', async () => {
    expect(await documents(labeled)).toEqual({ read: ['p\ngood'], refused: ['not_wanted'] });
  });

  const candidates = [0, 1].map((label) => ({ question: 'q', answer: `a${label}`, label }));

  it('is one of two texts with a class (WikiQA)', async () => {
    expect(await examples(candidates)).toEqual([
      ['q', 'a0', '0'],
      ['q', 'a1', '1'],
    ]);
  });

  it('is no question with its answer (WikiQA, MultiRC)', async () => {
    await expect(choices(candidates)).rejects.toMatchObject({ code: 'no_questions' });
  });
});

describe('choices in columns', () => {
  const row = { context: 'c', question: 'q' };
  const siqa = { ...row, answerA: 'x', answerB: 'y', answerC: 'z' };
  const cosmos = { ...row, answer0: 'x', answer1: 'y', answer2: 'z', answer3: 'w' };

  it('of Social IQa are counted from 1', async () => {
    expect(await choices(['1', '2'].map((label) => ({ ...siqa, label })))).toEqual(['x', 'y']);
  });

  it('of Cosmos QA are counted from 0', async () => {
    expect(await choices([1, 2].map((label) => ({ ...cosmos, label })))).toEqual(['y', 'z']);
  });

  it('that are not found leave no question whose answer would be a number', async () => {
    const rows = [{ question: 'q', opa: 'x', opb: 'y', label: 1 }];
    await expect(choices(rows)).rejects.toMatchObject({ code: 'no_questions' });
  });

  it.each<[string, object, string]>([
    [
      'GPQA',
      {
        Question: 'q',
        'Correct Answer': 'r',
        'Incorrect Answer 1': 'x',
        'Incorrect Answer 2': 'y',
        'Incorrect Answer 3': 'z',
      },
      'r',
    ],
    [
      'Open Trivia Database',
      { question: 'q', correct_answer: 'r', incorrect_answers: ['x', 'y'] },
      'r',
    ],
    ['MCTest', { story: 's', question: 'q', answer_options: { A: 'x', B: 'y' }, answer: 'B' }, 'y'],
    [
      'a spreadsheet',
      { Question: 'q', 'Option A': 'x', 'Option B': 'y', 'Correct Answer': 'Option B' },
      'y',
    ],
  ])('of %s', async (_name, row, right) => {
    expect(await choices([row])).toEqual([right]);
  });

  it('in a list beside a label are no answers of SQuAD (ReClor)', async () => {
    const rows = [0, 1].map((label) => ({
      context: 'c',
      question: 'q',
      answers: ['x', 'y'],
      label,
    }));
    expect(await examples(rows)).not.toContainEqual(['c\n\nq', 'x', undefined]);
    expect(await choices([{ ...rows[0], label: 1 }])).toEqual(['y']);
  });
});

it('a message of weight 0 is not the answer', async () => {
  const turn = (role: string, content: string, weight?: number) => ({ role, content, weight });
  const messages = [
    turn('user', 'a'),
    turn('assistant', 'b', 1),
    turn('user', 'c'),
    turn('assistant', 'd', 0),
  ];
  expect(await examples([{ messages }])).toEqual([['a', 'b', undefined]]);
});

it('thoughts beside the text of a message are not dropped: the row is refused', async () => {
  const answered = (more: object) => ({
    messages: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b', ...more },
    ],
  });
  const rows = [
    answered({ reasoning_content: 'why' }),
    answered({ thinking: 'why' }),
    answered({ thinking: null, reasoning_content: '' }),
  ];
  expect(await documents(rows)).toEqual({
    read: ['user: a\nassistant: b'],
    refused: ['not_only_text', 'not_only_text'],
  });
});

it('a dialogue in one text is a prompt', async () => {
  expect(await examples([{ id: '1', dialogue: 'A: hi\nB: ho', summary: 'greeting' }])).toEqual([
    ['A: hi\nB: ho', 'greeting', undefined],
  ]);
});

it('a history of questions and answers stands in front of the instruction', async () => {
  const row = { instruction: 'third', input: '', output: 'answer', history: [['first', 'second']] };
  expect(await examples([row])).toEqual([['first\n\nsecond\n\nthird', 'answer', undefined]]);
});

it.each([
  ['question1', 'question2', 'is_duplicate'],
  ['sentence_A', 'sentence_B', 'entailment_label'],
])('%s and %s are a pair', async (first, second, label) => {
  const rows = ['yes', 'no'].map((name) => ({ id: 1, [first]: 'a', [second]: 'b', [label]: name }));
  expect(await examples(rows)).toEqual([
    ['a', 'b', 'yes'],
    ['a', 'b', 'no'],
  ]);
});

it('cells that the hub cut short are not there', async () => {
  const rows = [
    { row_idx: 0, row: { text: 'only a beginn' }, truncated_cells: ['text'] },
    { row_idx: 1, row: { text: 'a whole text' }, truncated_cells: [] },
  ];
  const answer = { features: [{ feature_idx: 0, name: 'text' }], rows };
  expect(await documents([answer], 'rows.json')).toEqual({
    read: ['a whole text'],
    refused: ['no_value'],
  });
});

it.each([
  ['category', ['-1', '0', '1']],
  ['label', ['0', '1']],
])('-1 in a column that is called %s', async (column, names) => {
  const rows = [-1, 0, 1].map((value) => ({ text: `t${value}`, [column]: value }));
  expect((await examples(rows)).map(([, , label]) => label)).toEqual(names);
});
