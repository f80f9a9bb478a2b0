// Algorithmic tasks with one right answer: words in, words out. An example is a pure function of its
// number; training and validation never share a prompt. Grokking: Power et al. 2022.
import type { AlgorithmConfig } from '../../run/objectiveConfig';
import { drawIndex, shuffled } from '../augment';
import { createRandomStream, randomUint32, type RandomStream } from '../random';

export interface TaskExample {
  readonly prompt: readonly string[];
  readonly answer: readonly string[];
}

export type TaskSplit = 'train' | 'validation';

export interface AlgorithmicTask {
  readonly vocabulary: readonly string[];
  /** Words of the longest prompt and answer together. */
  readonly length: number;
  /** How many examples a split has, where they can be counted. */
  readonly counts?: Readonly<Record<TaskSplit, number>>;
  example(split: TaskSplit, index: number): TaskExample;
}

interface Kind {
  readonly vocabulary: readonly string[];
  readonly length: number;
  readonly draw: (random: RandomStream) => TaskExample;
}

const IS = '=';
/** Fills up a short example; never a target. */
export const BLANK = '·';
const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');
const BRACKETS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
];

const between = (random: RandomStream, low: number, high: number): number =>
  low + drawIndex(random, high - low + 1);
const pick = <T>(items: readonly T[], random: RandomStream): T =>
  items[drawIndex(random, items.length)]!;

function letters(
  answerOf: (word: readonly string[]) => readonly string[],
  symbols: number,
  length: number,
): Kind {
  const alphabet = LETTERS.slice(0, symbols);
  return {
    vocabulary: [...alphabet, IS],
    length: 2 * length + 1,
    draw(random) {
      const count = between(random, Math.ceil(length / 2), length);
      const word = Array.from({ length: count }, () => pick(alphabet, random));
      return { prompt: [...word, IS], answer: answerOf(word) };
    },
  };
}

/** The answer's lowest digit comes first: a carry then only looks back. */
function addition(digits: number): Kind {
  const written = (value: number, width: number): string[] =>
    Array.from(String(value).padStart(width, '0'));
  return {
    vocabulary: [...'0123456789', '+', IS],
    length: 3 * digits + 3,
    draw(random) {
      const [a, b] = [drawIndex(random, 10 ** digits), drawIndex(random, 10 ** digits)];
      const prompt = [...written(a, digits), '+', ...written(b, digits), IS];
      return { prompt, answer: written(a + b, digits + 1).toReversed() };
    },
  };
}

/** Brackets are opened and some closed again; the answer closes the rest. */
function brackets(kinds: number, length: number): Kind {
  const used = BRACKETS.slice(0, kinds);
  return {
    vocabulary: [...used.flat(), IS],
    length: 2 * length + 1,
    draw(random) {
      const open: string[] = [];
      const prompt: string[] = [];
      const count = between(random, Math.ceil(length / 2), length);
      while (prompt.length < count || open.length === 0) {
        if (open.length > 0 && prompt.length < count - 1 && random.next() < 0.4)
          prompt.push(open.pop()!);
        else {
          const [left, right] = pick(used, random);
          prompt.push(left);
          open.push(right);
        }
      }
      return { prompt: [...prompt, IS], answer: open.toReversed() };
    },
  };
}

/** Letters with numbers behind them, then one of the letters: which number was it? */
function recall(keys: number, pairs: number): Kind {
  const alphabet = LETTERS.slice(0, keys);
  const values = Array.from('0123456789');
  return {
    vocabulary: [...alphabet, ...values, IS],
    length: 2 * pairs + 3,
    draw(random) {
      const known = shuffled(alphabet, random)
        .slice(0, Math.min(pairs, keys))
        .map((key) => [key, pick(values, random)] as const);
      const [key, value] = pick(known, random);
      return { prompt: [...known.flat(), key, IS], answer: [value] };
    },
  };
}

function kindOf(config: Exclude<AlgorithmConfig, { task: 'modular_addition' }>): Kind {
  switch (config.task) {
    case 'copy':
      return letters((word) => word, config.symbols, config.length);
    case 'reverse':
      return letters((word) => word.toReversed(), config.symbols, config.length);
    case 'sort':
      return letters((word) => word.toSorted(), config.symbols, config.length);
    case 'addition':
      return addition(config.digits);
    case 'brackets':
      return brackets(config.kinds, config.length);
    case 'recall':
      return recall(config.keys, config.pairs);
  }
}

/** All pairs, shuffled once and cut in two: with a batch of all training pairs every step sees each once. */
function modularAddition(modulus: number, trainShare: number, seed: number): AlgorithmicTask {
  const numbers = Array.from({ length: modulus }, (_, value) => String(value));
  const all = Array.from({ length: modulus * modulus }, (_, pair) => pair);
  const pairs = shuffled(all, createRandomStream(seed, 0));
  const cut = Math.min(pairs.length - 1, Math.max(1, Math.round(pairs.length * trainShare)));
  const splits = { train: pairs.slice(0, cut), validation: pairs.slice(cut) };
  return {
    vocabulary: [...numbers, '+', IS],
    length: 5,
    counts: { train: splits.train.length, validation: splits.validation.length },
    example(split, index) {
      const pair = splits[split][index % splits[split].length]!;
      const [a, b] = [Math.floor(pair / modulus), pair % modulus];
      return {
        prompt: [numbers[a]!, '+', numbers[b]!, IS],
        answer: [numbers[(a + b) % modulus]!],
      };
    },
  };
}

const hashOf = (words: readonly string[]): number =>
  Array.from(words.join(' ')).reduce(
    (hash, letter) => randomUint32(hash, 0, letter.codePointAt(0)!),
    0,
  ) /
  2 ** 32;

const MOST_TRIES = 10_000;

/** A prompt belongs to a split by its hash, so that the splits of an endless task share none. */
function endless({ draw, ...facts }: Kind, trainShare: number, seed: number): AlgorithmicTask {
  return {
    ...facts,
    example(split, index) {
      const random = createRandomStream(seed ^ (split === 'train' ? 0 : 0x5bd1_e995), index);
      let example = draw(random);
      for (let tries = 0; hashOf(example.prompt) < trainShare !== (split === 'train'); tries++) {
        if (tries >= MOST_TRIES) throw new RangeError(`No example for ${split} was found.`);
        example = draw(random);
      }
      return example;
    },
  };
}

export function algorithmicTask(
  config: AlgorithmConfig,
  trainShare: number,
  seed: number,
): AlgorithmicTask {
  return config.task === 'modular_addition'
    ? modularAddition(config.modulus, trainShare, seed)
    : endless(kindOf(config), trainShare, seed);
}
