/**
 * A small language for probabilistic context-free grammars with features. A feature (the hero, the sign
 * of a result) is drawn once by `bind` and read in its scope by `{feature.field}` slots and by `match`.
 * Grammars are plain expressions, hence acyclic: every text is finite and every sum below is exact.
 * Features that stand side by side are independent draws; a dependent one is bound inside a `match`.
 */
import { GrammarError } from '../errors';
import { createRandomStream, type RandomStream } from '../random';

export type FeatureValue = Readonly<Record<string, string>>;

export type GrammarNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly feature: string; readonly field: string }
  | { readonly kind: 'sequence'; readonly parts: readonly GrammarNode[] }
  | { readonly kind: 'choice'; readonly draw: Draw; readonly options: readonly GrammarNode[] }
  | {
      readonly kind: 'bind';
      readonly feature: string;
      readonly draw: Draw;
      readonly values: readonly FeatureValue[];
      readonly body: GrammarNode;
    }
  | {
      readonly kind: 'match';
      readonly feature: string;
      readonly field: string;
      readonly cases: Readonly<Record<string, GrammarNode>>;
    };

/** One categorical draw; `cumulative` ends with 1. */
export interface Draw {
  readonly probabilities: readonly number[];
  readonly cumulative: readonly number[];
}

export interface Grammar {
  readonly id: string;
  /** Ends every document and occurs nowhere inside one. */
  readonly separator: string;
  readonly root: GrammarNode;
}

export type Part = GrammarNode | string;
export type Weighted = readonly [weight: number, part: Part];

function draw(weights: readonly number[]): Draw {
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (weights.length === 0 || weights.some((w) => !(w > 0) || !Number.isFinite(w))) {
    throw new GrammarError('bad_weight', { weights: weights.join(' ') });
  }
  let sum = 0;
  const cumulative = weights.map((w) => (sum += w) / total);
  cumulative[cumulative.length - 1] = 1;
  return { probabilities: weights.map((w) => w / total), cumulative };
}

/** Text in which `{feature.field}` is a slot. */
function parseText(source: string): GrammarNode[] {
  // Most texts are words of a list.
  if (!source.includes('{')) return source === '' ? [] : [{ kind: 'text', text: source }];
  const parts: GrammarNode[] = [];
  for (const piece of source.split(/(\{\w+\.\w+\})/)) {
    const slot = /^\{(\w+)\.(\w+)\}$/.exec(piece);
    if (slot?.[1] && slot[2]) parts.push({ kind: 'slot', feature: slot[1], field: slot[2] });
    else if (piece !== '') parts.push({ kind: 'text', text: piece });
  }
  return parts;
}

const partsOf = (part: Part): readonly GrammarNode[] =>
  typeof part === 'string' ? parseText(part) : part.kind === 'sequence' ? part.parts : [part];

/** One part after the other, with nothing between. */
function sequence(...parts: readonly Part[]): GrammarNode {
  const flat = parts.flatMap(partsOf);
  return flat.length === 1 && flat[0] ? flat[0] : { kind: 'sequence', parts: flat };
}

/** Parts one behind the other; a text may hold slots. */
export const joined = (...parts: readonly Part[]): GrammarNode => sequence(...parts);

/** Other options behind the same draw. */
export const draws = (from: Draw, options: readonly GrammarNode[]): GrammarNode => ({
  kind: 'choice',
  draw: from,
  options,
});

/** A template: say`{hero.name} saw a ${animal}.` */
export function say(strings: TemplateStringsArray, ...inserted: readonly Part[]): GrammarNode {
  return sequence(
    ...strings.flatMap((text, i) => (i < inserted.length ? [text, inserted[i] as Part] : [text])),
  );
}

/** One of the options; a plain option has weight 1. */
export function pick(...options: readonly (Part | Weighted)[]): GrammarNode {
  const isWeighted = (option: Part | Weighted): option is Weighted => Array.isArray(option);
  const weighted = options.map((option): Weighted => (isWeighted(option) ? option : [1, option]));
  return {
    kind: 'choice',
    draw: draw(weighted.map(([weight]) => weight)),
    options: weighted.map(([, part]) => sequence(part)),
  };
}

/** The part with this probability, else nothing. */
export function maybe(probability: number, part: Part): GrammarNode {
  return pick([probability, part], [1 - probability, '']);
}

/** Draws a value evenly and makes it readable in `body`. */
export function bind(feature: string, values: readonly FeatureValue[], body: Part): GrammarNode {
  return { kind: 'bind', feature, draw: draw(values.map(() => 1)), values, body: sequence(body) };
}

/** Goes on by a field of a bound feature: match('hero.he', { he: …, she: … }). */
export function match(
  path: `${string}.${string}`,
  cases: Readonly<Record<string, Part>>,
): GrammarNode {
  const [feature = '', field = ''] = path.split('.');
  return {
    kind: 'match',
    feature,
    field,
    cases: Object.fromEntries(Object.entries(cases).map(([key, part]) => [key, sequence(part)])),
  };
}

/**
 * Built and checked (scopes, fields, cases) when it is first used: generating and measuring need no checks, and a page
 * that uses none of its grammars does not wait for them.
 * @throws GrammarError from the first use of `root` on
 */
export function defineGrammar(grammar: {
  readonly id: string;
  readonly separator: string;
  readonly root: () => GrammarNode;
}): Grammar {
  const { id, separator } = grammar;
  let root: GrammarNode | undefined;
  return {
    id,
    separator,
    get root() {
      if (!root) {
        const built = grammar.root();
        checkNode(built, new Map(), separator);
        root = built;
      }
      return root;
    },
  };
}

type Scope = ReadonlyMap<string, readonly FeatureValue[]>;

function fieldTexts(scope: Scope, feature: string, field: string): string[] {
  const values = scope.get(feature);
  if (!values) throw new GrammarError('unbound_feature', { feature, field });
  return values.map((value) => {
    const text = value[field];
    if (text === undefined)
      throw new GrammarError('missing_field', { feature, field, value: JSON.stringify(value) });
    return text;
  });
}

function checkNode(node: GrammarNode, scope: Scope, separator: string): void {
  switch (node.kind) {
    case 'text':
      if (node.text.includes(separator))
        throw new GrammarError('separator_in_text', { text: node.text });
      return;
    case 'slot':
      fieldTexts(scope, node.feature, node.field);
      return;
    case 'sequence':
      for (const part of node.parts) checkNode(part, scope, separator);
      return;
    case 'choice':
      for (const option of node.options) checkNode(option, scope, separator);
      return;
    case 'bind':
      // The parser keeps one entry a feature name, so an inner binding may not hide an outer one.
      if (scope.has(node.feature))
        throw new GrammarError('shadowed_feature', { feature: node.feature });
      checkNode(node.body, new Map(scope).set(node.feature, node.values), separator);
      return;
    case 'match': {
      const values = scope.get(node.feature) ?? [];
      for (const text of fieldTexts(scope, node.feature, node.field)) {
        if (!node.cases[text])
          throw new GrammarError('missing_case', {
            feature: node.feature,
            field: node.field,
            case: text,
          });
      }
      for (const [text, body] of Object.entries(node.cases)) {
        const left = values.filter((value) => value[node.field] === text);
        if (left.length > 0) checkNode(body, new Map(scope).set(node.feature, left), separator);
      }
    }
  }
}

export interface Generated {
  /** Whole documents, each followed by the separator; at least `targetChars` long. */
  readonly text: string;
  /** ln p of the documents, in nats. */
  readonly logProb: number;
  readonly documentCount: number;
}

/** Documents number 0, 1, … of `seed`, until there are `targetChars` characters. */
export function generate(grammar: Grammar, seed: number, targetChars: number): Generated {
  const documents: string[] = [];
  let chars = 0;
  let logProb = 0;
  while (chars < targetChars) {
    const written = generateDocument(grammar, seed, documents.length);
    documents.push(written.text);
    chars += written.text.length;
    logProb += written.logProb;
  }
  return { text: documents.join(''), logProb, documentCount: documents.length };
}

/** Features that have another value than the one drawn: the number of the value, in their list. */
export type OtherFeatures = Readonly<Record<string, (drawn: number, count: number) => number>>;

/**
 * Document `index` of `seed`, its separator included; ln p in nats. With `others`, the same document in
 * a world where those features differ: every other draw stays.
 */
export function generateDocument(
  grammar: Grammar,
  seed: number,
  index: number,
  others: OtherFeatures = {},
): { text: string; logProb: number } {
  const writer: Writer = {
    random: createRandomStream(seed, index),
    others,
    features: new Map(),
    text: '',
    logProb: 0,
  };
  write(grammar.root, writer);
  return { text: writer.text + grammar.separator, logProb: writer.logProb };
}

interface Writer {
  readonly random: RandomStream;
  readonly others: OtherFeatures;
  readonly features: Map<string, FeatureValue>;
  text: string;
  logProb: number;
}

function drawIndex(from: Draw, writer: Writer): number {
  const u = writer.random.next();
  const { cumulative } = from;
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (u < (cumulative[middle] as number)) high = middle;
    else low = middle + 1;
  }
  writer.logProb += Math.log(from.probabilities[low] as number);
  return low;
}

function write(node: GrammarNode, writer: Writer): void {
  switch (node.kind) {
    case 'text':
      writer.text += node.text;
      return;
    case 'slot':
      writer.text += writer.features.get(node.feature)?.[node.field] ?? '';
      return;
    case 'sequence':
      for (const part of node.parts) write(part, writer);
      return;
    case 'choice':
      write(node.options[drawIndex(node.draw, writer)] as GrammarNode, writer);
      return;
    case 'bind': {
      const { feature, values } = node;
      const drawn = drawIndex(node.draw, writer);
      const index = writer.others[feature]?.(drawn, values.length) ?? drawn;
      writer.features.set(feature, values[index] as FeatureValue);
      write(node.body, writer);
      return;
    }
    case 'match':
      write(
        node.cases[writer.features.get(node.feature)?.[node.field] ?? ''] as GrammarNode,
        writer,
      );
  }
}
