/**
 * The exact entropy of a grammar, by one walk over its rules: no sampling.
 * Expectations add up over a sequence, and independent features stay independent given a `match`, which
 * only restricts one of them; so each scope carries one distribution a feature and nothing is enumerated.
 * Derivations are unambiguous (see grammarParse.ts), so bits of the derivation are bits of the text.
 * A model that sees a limited context from random window starts cannot reach this floor: it is a true
 * lower bound, in expectation, for the loss on held-out text, and documents are distinguished by a separator.
 */
import type { FeatureValue, Grammar, GrammarNode } from './grammar';

export interface Entropy {
  readonly bitsPerDocument: number;
  /** Characters a document, its separator included. */
  readonly charsPerDocument: number;
  readonly bitsPerChar: number;
  readonly natsPerChar: number;
}

interface Expected {
  readonly nats: number;
  readonly chars: number;
}

type Distribution = readonly { readonly value: FeatureValue; readonly probability: number }[];
type Scope = ReadonlyMap<string, Distribution>;

/** Rate of independent documents set one after the other: E[bits] / E[characters] (renewal reward). */
export function entropy(grammar: Grammar): Entropy {
  const { nats, chars } = expect(grammar.root, new Map());
  const charsPerDocument = chars + grammar.separator.length;
  const natsPerChar = nats / charsPerDocument;
  return {
    bitsPerDocument: nats / Math.LN2,
    charsPerDocument,
    bitsPerChar: natsPerChar / Math.LN2,
    natsPerChar,
  };
}

const drawNats = (probabilities: readonly number[]): number =>
  probabilities.reduce((sum, p) => sum - p * Math.log(p), 0);

function weightedSum(start: Expected, terms: Iterable<readonly [number, Expected]>): Expected {
  let { nats, chars } = start;
  for (const [weight, term] of terms) {
    nats += weight * term.nats;
    chars += weight * term.chars;
  }
  return { nats, chars };
}

function expect(node: GrammarNode, scope: Scope): Expected {
  switch (node.kind) {
    case 'text':
      return { nats: 0, chars: node.text.length };
    case 'slot': {
      const values = scope.get(node.feature) ?? [];
      return {
        nats: 0,
        chars: values.reduce(
          (sum, v) => sum + v.probability * (v.value[node.field] ?? '').length,
          0,
        ),
      };
    }
    case 'sequence':
      return weightedSum(
        { nats: 0, chars: 0 },
        node.parts.map((part) => [1, expect(part, scope)] as const),
      );
    case 'choice': {
      const { probabilities } = node.draw;
      const terms = node.options.map(
        (option, i) => [probabilities[i] ?? 0, expect(option, scope)] as const,
      );
      return weightedSum({ nats: drawNats(probabilities), chars: 0 }, terms);
    }
    case 'bind': {
      const { probabilities } = node.draw;
      const distribution = node.values.map((value, i) => ({
        value,
        probability: probabilities[i] ?? 0,
      }));
      return weightedSum({ nats: drawNats(probabilities), chars: 0 }, [
        [1, expect(node.body, new Map(scope).set(node.feature, distribution))],
      ]);
    }
    case 'match':
      return weightedSum({ nats: 0, chars: 0 }, matchTerms(node, scope));
  }
}

function* matchTerms(
  node: Extract<GrammarNode, { kind: 'match' }>,
  scope: Scope,
): Generator<readonly [number, Expected]> {
  const values = scope.get(node.feature) ?? [];
  for (const [text, body] of Object.entries(node.cases)) {
    const left = values.filter(({ value }) => value[node.field] === text);
    const mass = left.reduce((sum, v) => sum + v.probability, 0);
    if (mass === 0) continue;
    const restricted = left.map(({ value, probability }) => ({
      value,
      probability: probability / mass,
    }));
    yield [mass, expect(body, new Map(scope).set(node.feature, restricted))];
  }
}
