// Examples with a known result: a text and its class, or a prompt and its answer. Built-in datasets
// are grammars whose documents carry the result in front of the text.
import { generateDocument, type Grammar } from '../grammar/grammar';

export interface Example {
  readonly text: string;
  /** The other text of a pair, or the answer. */
  readonly second?: string | undefined;
  /** The answer that `second` is preferred to. */
  readonly rejected?: string | undefined;
  /** Index into the labels; 0 where there are none, or the one label of a quantity. */
  readonly label: number;
  /** Of a regression: what is to be predicted. */
  readonly score?: number | undefined;
}

export interface Examples {
  /** Empty: prompts with answers. One: a quantity (regression), as `num_labels` of 1 says in transformers. */
  readonly labels: readonly string[];
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
}

/** One label names a quantity: there are no classes to be told apart. */
export const isRegression = ({ labels }: Pick<Examples, 'labels'>): boolean => labels.length === 1;

export interface ExampleGrammar {
  readonly labels: readonly string[];
  /** Documents are `result TAB text`: a label, or an answer. */
  readonly grammar: Grammar;
}

export interface ExampleCounts {
  readonly train: number;
  readonly validation: number;
  /** So many of each class to learn from, in place of `train`. */
  readonly perClass?: number | undefined;
  readonly seed: number;
}

export function exampleOf(
  { labels, grammar }: ExampleGrammar,
  seed: number,
  index: number,
): Example {
  const document = generateDocument(grammar, seed, index).text.slice(0, -grammar.separator.length);
  const [result = '', text = ''] = document.split('\t');
  return labels.length > 0
    ? { text, label: labels.indexOf(result) }
    : { text, second: result, label: 0 };
}

/** As for text: even seeds are learned from, odd ones held out; no text stands on both sides. */
export function generateExamples(
  source: ExampleGrammar,
  { train, validation, perClass, seed }: ExampleCounts,
): Examples {
  const seen = new Set<string>();
  const counts = source.labels.map(() => 0);
  const learned: Example[] = [];
  const wanted = perClass === undefined ? train : perClass * Math.max(1, source.labels.length);
  for (let index = 0; learned.length < wanted; index++) {
    const example = exampleOf(source, 2 * seed, index);
    if (perClass !== undefined && (counts[example.label] ?? 0) >= perClass) continue;
    if (source.labels.length > 0) counts[example.label]! += 1;
    learned.push(example);
    seen.add(example.text);
  }
  const heldOut: Example[] = [];
  for (let index = 0; heldOut.length < validation; index++) {
    const example = exampleOf(source, 2 * seed + 1, index);
    if (!seen.has(example.text)) heldOut.push(example);
  }
  return { labels: source.labels, train: learned, validation: heldOut };
}

/** Equal texts have equal keys, whatever the white space. Of a pair both texts count, of an answer none. */
export function textKey({ text, second }: Example, hasClasses: boolean): string {
  const plain = (part: string): string => part.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  return hasClasses && second !== undefined ? `${plain(text)}\n${plain(second)}` : plain(text);
}

/** Fewer held-out examples say too little for a percentage: even all right leaves 84 % possible (Wilson). */
export const FEW_HELD_OUT = 20;

/** From examples that someone imported: a share is held out. Equal texts stay on one side. */
export function takeExamples(
  all: { readonly labels: readonly string[]; readonly examples: readonly Example[] },
  { train, validation, perClass }: Partial<ExampleCounts>,
  validationShare: number,
  /** Of their indices; the first are held out. */
  order: readonly number[],
): Examples {
  const { labels, examples } = all;
  const drawn = order.map((index) => examples[index]!);
  const wanted = Math.min(validation ?? Infinity, Math.round(examples.length * validationShare));
  const { heldOut, rest } = heldOutOf(drawn, Math.max(1, wanted), labels.length > 0);
  return { labels, train: chosen(labels, rest, { train, perClass }), validation: heldOut };
}

/** A benchmark is measured on so many of its held-out split, or on all of it. */
export const MOST_HELD_OUT = 2000;

/** From two splits of one data set: the first so many of the one are learned, the other is measured on. */
export function takeSplits(
  {
    labels,
    examples,
    heldOut,
  }: Record<'examples' | 'heldOut', readonly Example[]> & Pick<Examples, 'labels'>,
  counts: Partial<Pick<ExampleCounts, 'train' | 'perClass'>>,
  order: readonly number[],
): Examples {
  const drawn = order.map((index) => examples[index]!);
  return { labels, train: chosen(labels, drawn, counts), validation: heldOut };
}

/** The first so many, or so many of each class. */
function chosen(
  labels: readonly string[],
  examples: readonly Example[],
  { train, perClass }: Partial<Pick<ExampleCounts, 'train' | 'perClass'>>,
): readonly Example[] {
  if (perClass === undefined) return examples.slice(0, train);
  const counts = labels.map(() => 0);
  return examples.filter(({ label }) => counts[label]!++ < perClass);
}

/** Whole groups of equal texts, in the order of their first; a group that is too large is learned. */
function heldOutOf(
  drawn: readonly Example[],
  wanted: number,
  hasClasses: boolean,
): { heldOut: Example[]; rest: Example[] } {
  const groups = new Map<string, Example[]>();
  for (const example of drawn) {
    const key = textKey(example, hasClasses);
    const group = groups.get(key);
    if (group) group.push(example);
    else groups.set(key, [example]);
  }
  const chosen = new Set<string>();
  let held = 0;
  for (const [key, { length }] of groups) {
    // Something has to be left to learn from.
    if (held >= wanted || chosen.size + 1 >= groups.size) break;
    if (held + length > wanted) continue;
    chosen.add(key);
    held += length;
  }
  if (chosen.size === 0 && groups.size > 1) chosen.add(smallest(groups));
  const isHeld = (example: Example): boolean => chosen.has(textKey(example, hasClasses));
  return {
    heldOut: drawn.filter(isHeld),
    rest: drawn.filter((example) => !isHeld(example)),
  };
}

const smallest = (groups: ReadonlyMap<string, readonly Example[]>): string =>
  [...groups].toSorted(([, a], [, b]) => a.length - b.length)[0]![0];
