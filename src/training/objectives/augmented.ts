// Augmented inputs of training: the text before its targets are made, or what of it is read. Held-out text
// and held-out examples stay as they are.
import { augment, type Vocabulary } from '../data/augment';
import { createRandomStream, type RandomStream } from '../data/random';
import type { AugmentationConfig } from '../run/objectiveConfig';
import { exampleOrder, type EncodedExample, type ExampleData } from './exampleData';
import type { Draw, Place, Split } from './lossTerm';
import { drawStart, rangeOf, type TextData } from './source';

type Augmentations = readonly AugmentationConfig[];

/** A term over augmented text. */
export interface Augmented {
  readonly name: string;
  readonly weight: number;
  readonly augmentations?: Augmentations | undefined;
}

/** What is read changes, while each token stays in its place: targets are those of the text itself. */
const keepsPositions = ({ kind }: AugmentationConfig): boolean =>
  kind === 'masking' || kind === 'back_off_noise';

const all = (
  ids: readonly number[],
  augmentations: Augmentations,
  vocabulary: Vocabulary,
  random: RandomStream,
): readonly number[] =>
  augmentations.reduce<readonly number[]>(
    (changed, one) => (changed.length > 0 ? augment(changed, one, vocabulary, random) : changed),
    ids,
  );

const vocabularyOf = (data: TextData, split: Split): Vocabulary => ({
  maskId: data.special.mask,
  isSentenceEnd: (id) => data.endsSentence[id] ?? false,
  corpus: data[split],
});

/** Tokens that dropout takes are made up for by those behind the window. */
const spareOf = (augmentations: Augmentations, length: number): number =>
  augmentations.reduce(
    (most, one) =>
      one.kind === 'token_dropout' ? Math.ceil(most / (1 - one.probability) ** 2) : most,
    length,
  );

export interface AugmentedWindow {
  /** The text, as far as its order and its tokens go: what targets are made of. */
  readonly text: readonly number[];
  /** What is read in its place. */
  readonly read: readonly number[];
}

interface Window {
  readonly start: number;
  readonly length: number;
}

/** Of a model that begins each window with a token of its own, that token stays. */
export function augmentedAt(
  data: TextData,
  place: Place,
  { start, length }: Window,
  random: RandomStream,
  augmentations: Augmentations = [],
): AugmentedWindow {
  const { split } = place;
  const { block } = data;
  const end = block ? start + length : rangeOf(data, place).to;
  const tokens = (count: number): number[] =>
    Array.from(data[split].subarray(start, Math.min(end, start + count)));
  if (split !== 'train' || augmentations.length === 0) {
    const text = tokens(length);
    return { text, read: text };
  }
  const window = tokens(spareOf(augmentations, length));
  const [lead, rest] = block ? [window.slice(0, 1), window.slice(1)] : [[], window];
  const vocabulary = vocabularyOf(data, split);
  const moving = augmentations.filter((one) => !keepsPositions(one));
  const moved = all(rest, moving, vocabulary, random);
  // A text that is too short for what was dropped goes round.
  const text = Array.from(
    { length: length - lead.length },
    (_, position) => moved[position % moved.length]!,
  );
  const read = all(text, augmentations.filter(keepsPositions), vocabulary, random);
  return { text: [...lead, ...text], read: [...lead, ...read] };
}

/** From anywhere in the text that is being read. */
export const augmentedWindow = (
  data: TextData,
  place: Place,
  length: number,
  random: RandomStream,
  augmentations?: Augmentations,
): AugmentedWindow =>
  augmentedAt(
    data,
    place,
    { start: drawStart(data, place, length, random), length },
    random,
    augmentations,
  );

const SALT = 0x61_75_67_6d;

/** As `exampleOrder`, with what is read of training examples augmented; answers and labels stay. */
export function augmentedExamples(
  data: ExampleData,
  { special, endsSentence, seed }: TextData,
  augmentations: Augmentations = [],
  isAnswer = false,
): ReturnType<typeof exampleOrder> {
  const exampleAt = exampleOrder(data, seed);
  if (augmentations.length === 0) return exampleAt;
  const { cls, sep, end } = special;
  // Roles that nothing needs are all the same.
  const fixed = new Set(cls === sep ? [] : [cls, sep]);
  if (end !== undefined) fixed.add(end);
  const corpus = Int32Array.from(data.train.flatMap(({ ids }) => [...ids]));
  const vocabulary: Vocabulary = {
    maskId: special.mask,
    isSentenceEnd: (id) => endsSentence[id] ?? false,
    corpus,
  };
  return (draw: Pick<Draw, 'split' | 'index'>, batch, row) => {
    const example = exampleAt(draw, batch, row);
    if (draw.split !== 'train') return example;
    const random = createRandomStream(seed ^ SALT, draw.index * batch + row);
    const change = (ids: readonly number[]) => all(ids, augmentations, vocabulary, random);
    return isAnswer && example.target === undefined
      ? withPrompt(example, change)
      : withRuns(example, (id) => fixed.has(id), change);
  };
}

type Change = (ids: readonly number[]) => readonly number[];

/** The prompt's first and last token frame it: a beginning token, and the line break before the answer. */
function withPrompt(example: EncodedExample, change: Change): EncodedExample {
  const { ids, secondAt } = example;
  if (secondAt < 3) return example;
  const inner = change(ids.slice(1, secondAt - 1));
  const prompt = [ids[0]!, ...inner, ids[secondAt - 1]!];
  return { ...example, ids: [...prompt, ...ids.slice(secondAt)], secondAt: prompt.length };
}

/** Each text between special tokens by itself, with its token type. */
function withRuns(
  example: EncodedExample,
  isFixed: (id: number) => boolean,
  change: Change,
): EncodedExample {
  const { ids, secondAt, typeIds } = example;
  const changed: number[] = [];
  const types: number[] = [];
  let second = 0;
  for (let from = 0; from < ids.length;) {
    if (from === secondAt) second = changed.length;
    let to = from + 1;
    const isSpecial = isFixed(ids[from]!);
    while (!isSpecial && to < ids.length && to !== secondAt && !isFixed(ids[to]!)) to += 1;
    const run = ids.slice(from, to);
    const made = isSpecial ? run : change(run);
    changed.push(...made);
    types.push(...made.map(() => typeIds?.[from] ?? 0));
    from = to;
  }
  const isPair = secondAt < ids.length;
  return {
    ...example,
    ids: changed,
    secondAt: isPair ? second : changed.length,
    ...(typeIds && { typeIds: types }),
  };
}
