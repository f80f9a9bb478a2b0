// Rows in the shapes of published data sets: prompt and answer, classes, conversations, questions.
import { describe, expect, it } from 'vitest';
import { readExamples } from '../../src/training/data/examples/exampleRows';
import { readQuestions } from '../../src/training/data/examples/questionRows';
import { inspectSource, readDocuments } from '../../src/training/data/sources/sources';
import { unusedColumns } from '../../src/training/data/sources/columns';
import { unusedExampleColumns } from '../../src/training/data/examples/exampleColumns';
import { ROW_SHAPES } from '../../src/training/formats/rowShapes';

const source = (rows: readonly object[]) => ({
  name: 'rows.jsonl',
  blob: new Blob([rows.map((row) => JSON.stringify(row)).join('\n')]),
});

async function examples(rows: readonly object[]) {
  const from = source(rows);
  const found = await inspectSource(from);
  const read = await readExamples(from, found, found.examples!);
  return { ...read, unused: unusedExampleColumns(found.columns, found.examples!) };
}

const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });

describe('prompts with answers', () => {
  it.each([
    [
      'Alpaca',
      { instruction: 'Translate', input: 'good morning', output: 'bonjour' },
      'Translate\n\ngood morning',
      'bonjour',
    ],
    [
      'Alpaca without input',
      { instruction: 'Add 1 and 1', input: '', output: '2' },
      'Add 1 and 1',
      '2',
    ],
    [
      'Dolly',
      { instruction: 'Who?', context: 'Ann came.', response: 'Ann', category: 'qa' },
      'Ann came.\n\nWho?',
      'Ann',
    ],
    ['XSum', { document: 'Ann came late.', summary: 'Late.', id: '7' }, 'Ann came late.', 'Late.'],
    [
      'CNN/DailyMail',
      { article: 'Ann came late.', highlights: 'Late.', id: 'a' },
      'Ann came late.',
      'Late.',
    ],
    [
      'SAMSum',
      { id: 's', dialogue: 'A: Hi\nB: Hi', summary: 'A greets B.' },
      'A: Hi\nB: Hi',
      'A greets B.',
    ],
    ['BillSum', { text: 'A bill.', summary: 'It is.', title: 'T' }, 'A bill.', 'It is.'],
    ['parallel sentences', { zh: '早上好', en: 'good morning' }, 'good morning', '早上好'],
    [
      'nested translations',
      { id: '0', translation: { de: 'Guten Morgen', en: 'good morning' } },
      'good morning',
      'Guten Morgen',
    ],
    [
      'a system column',
      { system: 'In French.', question: 'Late?', response: 'Non.' },
      'In French.\n\nLate?',
      'Non.',
    ],
    [
      'SQuAD',
      {
        id: '1',
        title: 'T',
        context: 'Ann came.',
        question: 'Who?',
        answers: { text: ['Ann', 'Ann!'], answer_start: [0, 0] },
      },
      'Ann came.\n\nWho?',
      'Ann',
    ],
    [
      'ShareGPT',
      {
        system: 'One word.',
        conversations: [
          { from: 'human', value: 'Capital?' },
          { from: 'gpt', value: 'Rome' },
        ],
      },
      'One word.\n\nCapital?',
      'Rome',
    ],
    [
      'messages',
      { messages: [{ role: 'system', content: 'Short.' }, user('Hi?'), assistant('Hi.')] },
      'Short.\n\nHi?',
      'Hi.',
    ],
    [
      'parts of text',
      { messages: [user([{ type: 'text', text: 'Hi?' }]), assistant('Hi.')] },
      'Hi?',
      'Hi.',
    ],
    [
      'an exchange',
      { messages: [user('A?'), assistant('B.'), user('C?'), assistant('D.')] },
      'user: A?\nassistant: B.\nuser: C?',
      'D.',
    ],
    ['prompt and completion', { prompt: '2+2=', completion: ' 4' }, '2+2=', '4'],
    ['the same as messages', { prompt: [user('2+2?')], completion: [assistant('4')] }, '2+2?', '4'],
    ['preference', { prompt: 'Sky?', chosen: 'Blue.', rejected: 'Green.' }, 'Sky?', 'Blue.'],
    [
      'preference with the prompt in it',
      { prompt: 'Sky?', chosen: 'Sky? Blue.', rejected: 'Sky? Green.' },
      'Sky?',
      'Blue.',
    ],
    [
      'preference as messages',
      { chosen: [user('Sky?'), assistant('Blue.')], rejected: [user('Sky?'), assistant('Red.')] },
      'Sky?',
      'Blue.',
    ],
    [
      'hh-rlhf',
      {
        chosen: '\n\nHuman: Sky?\n\nAssistant: Blue.',
        rejected: '\n\nHuman: Sky?\n\nAssistant: No.',
      },
      'Human: Sky?\n\nAssistant:',
      'Blue.',
    ],
    [
      'SciQ',
      {
        question: 'q?',
        support: 's',
        correct_answer: 'a',
        distractor1: 'b',
        distractor2: 'c',
        distractor3: 'd',
      },
      's\n\nq?',
      'a',
    ],
  ])('%s', async (_shape, row, prompt, answer) => {
    const { examples: found, labels } = await examples([row, row]);
    expect([labels, found[0]]).toEqual([[], { text: prompt, second: answer, label: 0 }]);
  });

  it('tell which columns are not read', async () => {
    expect(
      (await examples([{ prompt: 'p', chosen: 'a', rejected: 'b', score: 1 }])).unused,
    ).toEqual(['rejected', 'score']);
    const from = source([{ instruction: 'i', input: 'x', output: 'o', topic: 't', id: 1 }]);
    const { columns, mapping } = await inspectSource(from);
    expect(unusedColumns(columns, mapping)).toEqual(['topic']);
  });

  it('of documents put the parts in the same order', async () => {
    const from = source([{ instruction: 'Translate', input: 'good morning', output: 'bonjour' }]);
    for await (const { documents } of readDocuments(from, await inspectSource(from))) {
      if (documents.length > 0) expect(documents).toEqual(['Translate\n\ngood morning\nbonjour']);
    }
  });

  it.each([
    [
      'unanswerable',
      { context: 'c', question: 'q', answers: { text: [], answer_start: [] } },
      'no_answer',
    ],
    [
      'tool calls',
      { messages: [user('q'), { role: 'assistant', content: '', tool_calls: [{}] }] },
      'not_only_text',
    ],
    [
      'images',
      { messages: [user([{ type: 'image', image: 'x' }]), assistant('a')] },
      'not_only_text',
    ],
    ['no answer', { messages: [user('q')] }, 'no_answer'],
    ['null', { prompt: 'p', completion: null }, 'no_value'],
  ])('%s rows are left out and counted', async (_what, row, reason) => {
    expect((await examples([row])).leftOut).toEqual({ [reason]: 1 });
  });
});

describe('classes', () => {
  it.each([
    [{ idx: 1, sentence: 'a', label: 0 }, 'a', undefined],
    [{ sentence1: 'a', sentence2: 'b', label: 0, idx: 1 }, 'a', 'b'],
    [{ question1: 'a', question2: 'b', label: 0 }, 'a', 'b'],
    [{ question: 'a', sentence: 'b', label: 0 }, 'a', 'b'],
    [{ premise: 'a', hypothesis: 'b', label: 0 }, 'a', 'b'],
    [{ question: 'a', passage: 'b', label: 0 }, 'a', 'b'],
    [{ question: 'a', passage: 'b', answer: true }, 'a', 'b'],
  ])('%j', async (row, text, second) => {
    const other = 'answer' in row ? { ...row, answer: false } : { ...row, label: 1 };
    const { examples: found, labels } = await examples([row, other]);
    expect(labels).toHaveLength(2);
    expect(found.map((one) => [one.text, one.second])).toContainEqual([text, second]);
  });
});

const answersOf = async (rows: readonly object[]) => {
  const { evalTask, remarks } = await readQuestions(source(rows));
  const answers = evalTask.questions.map((one) =>
    'choices' in one ? one.choices[one.answer]!.trim() : null,
  );
  return { answers, evalTask, remarks: remarks.map(({ fields }) => fields.what) };
};

describe('questions', () => {
  it.each([
    ['COPA', { premise: 'It fell.', choice1: 'x', choice2: 'y', question: 'cause', label: 0 }, 'x'],
    [
      'COPA',
      { premise: 'It fell.', choice1: 'x', choice2: 'y', question: 'effect', label: 1 },
      'y',
    ],
    ['PIQA', { goal: 'g', sol1: 'x', sol2: 'y', label: 1 }, 'y'],
    [
      'WinoGrande',
      { sentence: 'He saw _ there.', option1: 'x', option2: 'y', answer: '1' },
      'x there.',
    ],
    ['HellaSwag', { ctx: 'c', endings: ['x', 'y', 'z'], label: '1' }, 'y'],
    [
      'SWAG',
      { startphrase: 's', ending0: 'x', ending1: 'y', ending2: 'z', ending3: 'w', label: 1 },
      'y',
    ],
    ['BoolQ', { question: 'is it', passage: 'p', answer: true }, 'yes'],
    ['BoolQ of SuperGLUE', { question: 'is it', passage: 'p', label: 0 }, 'no'],
    [
      'SciQ',
      {
        question: 'q',
        distractor1: 'a',
        distractor2: 'b',
        distractor3: 'c',
        correct_answer: 'd',
        support: '',
      },
      'd',
    ],
    [
      'ARC',
      { question: 'q', choices: { text: ['x', 'y'], label: ['A', 'B'] }, answerKey: 'B' },
      'y',
    ],
    [
      'ARC with numbers',
      { question: 'q', choices: { text: ['x', 'y', 'z'], label: ['1', '2', '3'] }, answerKey: '2' },
      'y',
    ],
    [
      'the first ARC',
      {
        question: {
          stem: 'q',
          choices: [
            { text: 'x', label: 'A' },
            { text: 'y', label: 'B' },
          ],
        },
        answerKey: 'A',
      },
      'x',
    ],
    [
      'OpenBookQA',
      { question_stem: 'q', choices: { text: ['x', 'y'], label: ['A', 'B'] }, answerKey: 'A' },
      'x',
    ],
    ['RACE', { article: 'a', question: 'q', options: ['x', 'y', 'z', 'w'], answer: 'C' }, 'z'],
    ['TruthfulQA', { question: 'q', mc1_targets: { choices: ['x', 'y'], labels: [1, 0] } }, 'x'],
    [
      'columns by their names',
      { question: 'q', option1: 'x', option2: 'y', answer: 'option2' },
      'y',
    ],
    ['columns of letters', { question: 'q', A: 'x', B: 'y', C: 'z', answer: 'B' }, 'y'],
  ])('%s', async (_shape, row, right) => {
    expect((await answersOf([row])).answers).toEqual([right]);
  });

  it('count from 0 or from 1 in the whole file', async () => {
    const choices = ['a', 'b', 'c', 'd'];
    const from1 = [4, 1].map((answer, i) => ({ question: `q${i}`, choices, answer }));
    expect((await answersOf(from1)).answers).toEqual(['d', 'a']);
    const from0 = [3, 0].map((answer, i) => ({ question: `q${i}`, choices, answer }));
    expect((await answersOf(from0)).answers).toEqual(['d', 'a']);
  });

  it('with numbers for choices and for answers mean places', async () => {
    const rows = [
      { question: '1 + 3 = ?', choices: ['1', '2', '3', '4'], answer: 3 },
      { question: '1 + 1 = ?', choices: ['0', '2', '1', '3'], answer: 1 },
    ];
    expect(await answersOf(rows)).toMatchObject({
      answers: ['4', '2'],
      remarks: ['answers_from_zero'],
    });
  });

  it.each([
    ['0 and the number of choices', [0, 4], 'mixed_answers'],
    ['numbers in text that may be choices or places', ['3', '1'], 'unclear_answers'],
  ])('%s are refused', async (_what, answers, code) => {
    const rows = answers.map((answer) => ({
      question: 'q',
      choices: ['1', '2', '3', '4'],
      answer,
    }));
    await expect(answersOf(rows)).rejects.toMatchObject({ code });
  });
});

it('every shape has a column of its own names, and is found by them', () => {
  for (const { id, columns } of ROW_SHAPES) expect(columns.length, id).toBeGreaterThan(0);
  expect(new Set(ROW_SHAPES.map(({ id }) => id)).size).toBe(ROW_SHAPES.length);
});
