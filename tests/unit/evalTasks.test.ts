// Evaluation tasks: scores against values worked out by hand, the seam between context and continuation, the
// built-in evaluation tasks, and questions out of a user's file.
import { expect, test } from 'vitest';
import { markdownOf } from '../../src/host/studies/compare/report';
import { csvOf } from '../../src/host/studies/compare/tables';
import { defaultEvalTasks } from '../../src/host/studies/compare/evalTasks';
import { STORY } from '../../src/experiments/story';
import { readQuestions } from '../../src/training/data/examples/questionRows';
import { EVAL_TASK_IDS } from '../../src/training/data/corpora/evalTaskIds';
import { evalTaskQuestions } from '../../src/training/data/corpora/evalTasks';
import {
  chanceOf,
  isAtChance,
  pairedDifference,
  scoreChoices,
  scoreWritten,
  shareOf,
  type ChoiceQuestion,
} from '../../src/training/evaluate/evalTask';
import { choiceRows } from '../../src/training/evaluate/evalTaskRows';
import { logLikelihoods } from '../../src/training/evaluate/evalTaskScorer';
import { runConfigSchema } from '../../src/training/run/config';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { fakeComparison } from '../support/fakeComparison';
import { FAKE_ADAPTER } from '../support/fakeLab';

const never = new AbortController().signal;
const TWO = [
  { id: 'fp32', stages: [] },
  { id: 'low_rank', stages: [{ kind: 'low_rank' as const }] },
];
const polar = (answer: number): ChoiceQuestion => ({
  context: 'So it was',
  choices: [' good', ' bad'],
  answer,
});

test('acc takes the likeliest continuation, acc_norm the likeliest byte; F1 and errors by hand', () => {
  const questions = [polar(0), polar(0), polar(1), polar(1)];
  // Divided by 4 and 3 bytes: −1 | −1.33, −1 | −0.67, −2 | −1, −1 | −1.67.
  const score = scoreChoices(questions, [
    [-4, -4],
    [-4, -2],
    [-8, -3],
    [-4, -5],
  ]);
  expect(score.right).toEqual([1, 0, 1, 0]);
  expect(score.rightByByte).toEqual([1, 0, 1, 0]);
  // Picked 0, 1, 1, 0: precision and recall of both classes are a half.
  expect(score.macroF1).toBeCloseTo(0.5, 12);
  expect(scoreChoices([polar(0)], [[-4, -3.5]]).right).toEqual([0]);
  expect(scoreChoices([polar(0)], [[-4, -3.5]]).rightByByte).toEqual([1]);
  // Deviation of (1, 0, 1, 0) is √(1/3); over √4.
  expect(shareOf(score.right)).toEqual({ share: 0.5, standardError: Math.sqrt(1 / 3) / 2 });
  expect(chanceOf({ kind: 'choice', questions })).toBe(0.5);
});

test('F1 where one class is missed', () => {
  const questions = [polar(0), polar(0), polar(0), polar(1)];
  const always = questions.map(() => [-1, -2]);
  // The first class: precision 3/4, recall 1, F1 6/7; the other is never found.
  expect(scoreChoices(questions, always).macroF1).toBeCloseTo(3 / 7, 12);
  const mixed = [polar(0), { ...polar(1), choices: [' yes', ' no'] }];
  expect(scoreChoices(mixed, [[0, -1], [0, -1]]).macroF1).toBeNull(); // oxfmt-ignore
});

test('two models on the same questions: only where they differ counts', () => {
  const { share, standardError } = pairedDifference([1, 1, 0, 1], [1, 0, 0, 1]);
  expect(share).toBe(0.25);
  expect(standardError).toBeCloseTo(Math.sqrt((3 * 0.0625 + 0.5625) / 3) / 2, 12);
  expect(pairedDifference([1, 0], [1, 0])).toEqual({ share: 0, standardError: 0 });
});

test('what was written is right when it is the answer, blanks apart', () => {
  const questions = ['a red  kite', 'a kite', 'kite'].map((answer) => ({ prompt: '?', answer }));
  const { right, rightByByte } = scoreWritten(questions, [' a red kite ', 'the kite', '']);
  expect(right).toEqual([1, 0, 0]);
  expect(rightByByte).toBeNull();
});

test('blanks at the seam belong to the continuation, and a long context loses its beginning', () => {
  const bytes = new ByteTokenizer();
  const text = (ids: readonly number[] | null) => ids && bytes.decode([...ids]);
  const question = { context: 'abc ', choices: ['de', 'f'], answer: 0 };
  const [first, second] = choiceRows(bytes, question, 100);
  expect([text(first!.ids), text(first!.targets)]).toEqual(['abc d', ' de']);
  expect([text(second!.ids), text(second!.targets)]).toEqual(['abc ', ' f']);
  expect(first!.isCut).toBe(false);
  const [short] = choiceRows(bytes, question, 4);
  expect([text(short!.ids), text(short!.targets), short!.isCut]).toEqual(['bc d', ' de', true]);
  const [tiny] = choiceRows(bytes, question, 2);
  expect([text(tiny!.ids), text(tiny!.targets)]).toEqual([' d', 'de']);
});

test('a continuation that the tokenizer cannot say is impossible', async () => {
  const letters = CharTokenizer.train('abc ');
  const rows = choiceRows(letters, { context: 'axb', choices: ['c', 'z'], answer: 0 }, 8);
  expect(rows.map(({ ids, targets }) => [ids.length, targets?.length])).toEqual([
    [2, 1],
    [0, undefined],
  ]);
  // two windows of four positions; the logit of token i at position t is i · t.
  const reader = {
    batch: 2,
    seqLen: 4,
    read: (ids: Uint32Array) => {
      expect(ids.length).toBe(8);
      const logit = (_: unknown, i: number) => (i % 4) * Math.floor(i / 4);
      return Promise.resolve(Float32Array.from({ length: 32 }, logit));
    },
  };
  const found = await logLikelihoods(rows, 4, reader, never);
  const target = rows[0]!.targets![0]!;
  const sum = [0, 1, 2, 3].reduce((total, i) => total + Math.exp(i), 0);
  expect(found[0]).toBeCloseTo(target - Math.log(sum), 6);
  expect(found[1]).toBe(-Infinity);
});

test.each(EVAL_TASK_IDS)('%s: made anew the same, and no place is likelier to be right', (id) => {
  const evalTask = evalTaskQuestions(id, 60);
  expect(evalTaskQuestions(id, 60)).toEqual(evalTask);
  expect(evalTask.questions).toHaveLength(60);
  if (evalTask.kind === 'written') {
    const alone = new Set(evalTask.questions.map(({ prompt, answer }) => prompt + answer));
    expect(alone.size).toBe(60);
    return;
  }
  const counts = new Map<number, number>();
  for (const { context, choices, answer } of evalTask.questions) {
    expect(context.trim()).not.toBe('');
    expect(new Set(choices).size).toBe(choices.length);
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  const { length } = evalTask.questions[0]!.choices;
  for (let index = 0; index < length; index++) {
    expect(counts.get(index)).toBeGreaterThan(60 / length / 2);
  }
});

test('the evaluation task that a run gets by itself is about what it reads', () => {
  expect(defaultEvalTasks(runConfigSchema.parse(STORY.config))).toEqual([
    { id: 'story', kind: 'built_in' },
  ]);
});

test('reports: shares beside guessing, and the difference pair by pair', async () => {
  const result = await fakeComparison(
    FAKE_ADAPTER,
    TWO,
    () => undefined,
    () => false,
  );
  const markdown = markdownOf(result);
  expect(markdown).toContain('| Variant | story, acc | difference | acc_norm | mine.csv, exact |');
  expect(markdown).toContain('| Guessing | 50.0 % |  | 50.0 % | – |');
  const [head, own, other] = csvOf(result).split('\n');
  const column = head!.split(',').indexOf('story_acc');
  const [first, second] = result.rows.map(({ evalTasks }) => shareOf(evalTasks[0]!.right).share);
  expect(own!.split(',')[column]).toBe(String(first));
  expect(other!.split(',')[column]).toBe(String(second));
});

const file = (name: string, text: string) => ({ name, blob: new Blob([text]) });

test('figures that guessing could give are said to be none', () => {
  const answers = (right: number, all: number) =>
    Array.from({ length: all }, (_, i) => (i < right ? 1 : 0));
  // 31 of 60 where a coin gives 30 ± 3.9.
  expect(isAtChance(answers(31, 60), 0.5)).toBe(true);
  expect(isAtChance(answers(45, 60), 0.5)).toBe(false);
  expect(isAtChance(answers(31, 60), null)).toBe(false);
});

test('questions of a file: a number, a letter, a label or the choice itself tells what is right', async () => {
  const lines = [
    { question: 'One and one is', choices: ['two', 'three'], answer: 0 },
    { question: 'One and two is', choices: ['two', 'three'], answer: 'B' },
    { question: '天空是', choices: { text: ['蓝色', '红色'], label: ['1', '2'] }, answerKey: '1' },
    { question: 'Snow is', choices: ['black', 'white'], answer: 'white' },
    { question: 'Of what?', choices: ['this'], answer: 0 },
    { question: 'Which?', choices: ['this', 'that'], answer: 7 },
  ].map((row) => JSON.stringify(row));
  const { evalTask, left } = await readQuestions(file('mine.jsonl', [...lines, '{oh'].join('\n')));
  expect(evalTask.kind).toBe('choice');
  expect(evalTask.questions.map((one) => ('choices' in one ? one.answer : -1))).toEqual([
    0, 1, 0, 1,
  ]);
  expect(evalTask.questions[0]).toMatchObject({ choices: [' two', ' three'] });
  expect(evalTask.questions[2]).toMatchObject({ choices: ['蓝色', '红色'] });
  expect(left).toBe(3);
});

test('questions of a table, a column a choice; prompts with answers; and neither', async () => {
  const table = 'question,A,B,C,answer\nA cat says,meow,woof,moo,A\nA cow says,meow,woof,moo,c\n';
  const { evalTask } = await readQuestions(file('mine.csv', table));
  expect(evalTask.questions.map((one) => ('choices' in one ? one.answer : -1))).toEqual([0, 2]);
  const requested = await readQuestions(file('qa.csv', 'prompt,answer\n1+1=,2\n'));
  expect(requested.evalTask).toEqual({
    kind: 'written',
    questions: [{ prompt: '1+1=\n', answer: '2' }],
    stop: ['\n'],
  });
  await expect(readQuestions(file('no.csv', 'a,b\n1,2\n'))).rejects.toMatchObject({
    code: 'no_questions',
  });
});

test('an index beside the answer that names another choice leaves the row out', async () => {
  const choices = ['two', 'three', 'four'];
  const lines = [
    { question: 'One and one is', choices, answer: 'two', answer_index: 0 },
    { question: 'One and two is', choices, answer: 'B', answer_index: 1 },
    { question: 'Two and two is', choices, answer: 'four', answer_index: 0 },
    { question: 'One and one is not', choices, answer: 'A', answer_idx: 2 },
  ].map((row) => JSON.stringify(row));
  const { evalTask, left } = await readQuestions(file('mine.jsonl', lines.join('\n')));
  expect(evalTask.questions.map((one) => ('choices' in one ? one.answer : -1))).toEqual([0, 1]);
  expect(left).toBe(2);
});

test("MMLU's own files, which have no header, are read, and that is said", async () => {
  const table = 'What is 1+1?,1,2,3,4,B\nWhat is 2+2?,1,2,3,4,D\nWhat is 2-1?,1,2,3,4,A\n';
  const { evalTask, left, remarks } = await readQuestions(file('abstract_algebra_test.csv', table));
  expect(evalTask.questions).toHaveLength(3);
  expect(evalTask.questions[1]).toMatchObject({
    context: 'What is 2+2?',
    choices: [' 1', ' 2', ' 3', ' 4'],
    answer: 3,
  });
  expect(left).toBe(0);
  expect(remarks).toContainEqual(
    expect.objectContaining({ fields: expect.objectContaining({ what: 'mmlu_columns' }) }),
  );
});
