// Preference pairs out of labeled documents: the opening sentence of one is the prompt; a continuation of
// the first class is preferred to one of another class, as in the controlled sentiment of the DPO paper.
import {
  exampleOf,
  type Example,
  type ExampleCounts,
  type ExampleGrammar,
  type Examples,
} from './examples';

interface Opened {
  readonly opening: string;
  readonly rest: string;
  readonly label: number;
}

/** A document of two sentences, apart. */
function openedOf({ text, label }: Example): Opened | null {
  const [opening, rest] = text.split(/(?<=[.!?]) (.*)/s);
  return opening && rest ? { opening, rest, label } : null;
}

/** What is spoken of, e.g. `film`: continuations of one subject go with openings of the same. */
const subjectOf = ({ opening }: Opened): string => /\bthis (\p{L}+)/u.exec(opening)?.[1] ?? '';

const keyOf = ({ text, second, rejected }: Example): string => [text, second, rejected].join('\n');

/** As for other examples: even seeds are learned from, odd ones held out; no pair stands on both sides. */
export function generatePairs(
  source: ExampleGrammar,
  { train, validation, perClass = train, seed }: ExampleCounts,
): Examples {
  const learned = pairsOf(source, 2 * seed, perClass, new Set());
  const seen = new Set(learned.map(keyOf));
  return {
    labels: [],
    train: learned,
    validation: pairsOf(source, 2 * seed + 1, validation, seen),
  };
}

function pairsOf(
  source: ExampleGrammar,
  seed: number,
  wanted: number,
  seen: ReadonlySet<string>,
): Example[] {
  const pairs: Example[] = [];
  const waiting = new Map<string, Opened>();
  for (let index = 0; pairs.length < wanted; index++) {
    const document = openedOf(exampleOf(source, seed, index));
    if (!document) continue;
    const subject = subjectOf(document);
    const other = waiting.get(subject);
    if (!other || (other.label === 0) === (document.label === 0)) {
      waiting.set(subject, document);
      continue;
    }
    waiting.delete(subject);
    const [good, bad] = document.label === 0 ? [document, other] : [other, document];
    const pair = { text: document.opening, second: good.rest, rejected: bad.rest, label: 0 };
    if (!seen.has(keyOf(pair))) pairs.push(pair);
  }
  return pairs;
}
