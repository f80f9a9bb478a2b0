// Algorithmic tasks: answers are right, splits share no prompt, examples follow from their number.
import { expect, test } from 'vitest';
import { algorithmicTask } from '../../src/training/data/corpora/tasks';
import type { AlgorithmConfig } from '../../src/training/run/objectiveConfig';

const TASKS: AlgorithmConfig[] = [
  { task: 'copy', symbols: 8, length: 7 },
  { task: 'reverse', symbols: 8, length: 7 },
  { task: 'sort', symbols: 8, length: 7 },
  { task: 'addition', digits: 3 },
  { task: 'modular_addition', modulus: 13 },
  { task: 'brackets', kinds: 3, length: 9 },
  { task: 'recall', keys: 9, pairs: 4 },
];

const CLOSES: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

function isBalanced(words: readonly string[]): boolean {
  const open: string[] = [];
  for (const word of words) {
    if (!(word in CLOSES)) open.push(word);
    else if (open.pop() !== CLOSES[word]) return false;
  }
  return open.length === 0;
}

function answerTo(task: AlgorithmConfig['task'], prompt: readonly string[]): string | null {
  const question = prompt.slice(0, -1);
  switch (task) {
    case 'copy':
      return question.join('');
    case 'reverse':
      return question.toReversed().join('');
    case 'sort':
      return question.toSorted().join('');
    case 'addition': {
      const [a, b] = question.join('').split('+').map(Number);
      return Array.from(String(a! + b!).padStart(4, '0'))
        .toReversed()
        .join('');
    }
    case 'modular_addition': {
      const [a, b] = question.join('').split('+').map(Number);
      return String((a! + b!) % 13);
    }
    case 'recall':
      return question[question.indexOf(question.at(-1)!) + 1]!;
    case 'brackets':
      return null;
  }
}

test.each(TASKS)('$task: right answers, no prompt in both splits', (config) => {
  const task = algorithmicTask(config, 0.6, 5);
  const words = new Set(task.vocabulary);
  const seen = new Map<string, string>();
  for (const split of ['train', 'validation'] as const) {
    for (let index = 0; index < 100; index++) {
      const { prompt, answer } = task.example(split, index);
      expect(task.example(split, index)).toEqual({ prompt, answer });
      const expected = answerTo(config.task, prompt);
      if (expected === null) expect(isBalanced([...prompt.slice(0, -1), ...answer])).toBe(true);
      else expect(answer.join('')).toBe(expected);
      expect(prompt.length + answer.length).toBeLessThanOrEqual(task.length);
      expect([...prompt, ...answer].every((word) => words.has(word))).toBe(true);
      expect(prompt.at(-1)).toBe('=');
      const key = prompt.join(' ');
      expect(seen.get(key) ?? split).toBe(split);
      seen.set(key, split);
    }
  }
  expect(seen.size).toBeGreaterThan(100);
});

test('modular addition walks round all pairs of a split', () => {
  const task = algorithmicTask({ task: 'modular_addition', modulus: 13 }, 0.6, 5);
  expect(task.counts).toEqual({ train: 101, validation: 68 });
  const prompts = Array.from({ length: 101 }, (_, i) => task.example('train', i).prompt.join(' '));
  expect(new Set(prompts).size).toBe(101);
  expect(task.example('train', 101)).toEqual(task.example('train', 0));
});
