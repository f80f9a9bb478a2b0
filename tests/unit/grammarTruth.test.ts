import { describe, expect, it } from 'vitest';
import {
  CORPORA,
  corpusFloorNatsPerChar,
  type GrammarCorpus,
} from '../../src/training/data/corpora/corpora';
import { buildDataset } from '../../src/training/data/dataset';
import {
  bind,
  defineGrammar,
  generate,
  generateDocument,
  match,
  maybe,
  pick,
  say,
  type Grammar,
  type GrammarNode,
} from '../../src/training/data/grammar/grammar';
import { writableLength } from '../../src/training/data/grammar/grammarNext';
import { hasNextTokens, nextTokens } from '../../src/training/data/grammar/grammarNextTokens';
import { logProb, parseDocument } from '../../src/training/data/grammar/grammarParse';
import { GrammarTruth } from '../../src/training/data/grammar/grammarTruth';
import { createRandomStream } from '../../src/training/data/random';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { tokenizerFiles } from '../../src/training/io/exportTokenizer';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import { WordPieceTokenizer } from '../../src/training/tokenizers/wordpiece';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import { WordTokenizer } from '../../src/training/tokenizers/words';

const GRAMMARS = CORPORA.filter((one): one is GrammarCorpus => one.kind === 'grammar');
/** Enough for every word of a story to stand in it. */
const MANY_CHARS = 150_000;

async function tokenizersOf(grammar: Grammar): Promise<Record<string, Tokenizer>> {
  const { text } = generate(grammar, 4, MANY_CHARS);
  return {
    char: CharTokenizer.train(text),
    byte: new ByteTokenizer(),
    bpe: await trainBpe(text.slice(0, 40_000), { vocabSize: 320 }),
    'bpe 600': await trainBpe(text.slice(0, 40_000), { vocabSize: 600 }),
    words: new WordTokenizer([...new Set(text.split(/\s+/).filter((word) => word !== ''))]),
  };
}

/** What is added up in another order differs in its last digits. */
const rounded = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'number' ? one.toFixed(9) : one));

const documentsOf = (grammar: Grammar, seed: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => generateDocument(grammar, seed, index).text);

const sumOf = (list: readonly { readonly probability: number }[]): number =>
  list.reduce((sum, { probability }) => sum + probability, 0);

describe.each(GRAMMARS.map((one) => [one.id, one] as const))(
  'the true next token of %s',
  (_id, { grammar, language }) => {
    it('sums to 1 behind random texts, whatever the tokenizer', async () => {
      const tokenizers = await tokenizersOf(grammar);
      for (const [name, tokenizer] of Object.entries(tokenizers)) {
        // A Han piece is a clause, and a word of a Chinese text is all of it.
        const isByClause = language === 'zh' && name !== 'char' && name !== 'byte';
        if (isByClause) continue;
        for (let seed = 0; seed < 12; seed++) {
          const { text } = generateDocument(grammar, 31 + seed, 0);
          const random = createRandomStream(seed, 5);
          // Where a token ends; of words, where they end in the text.
          const words = name === 'words' ? text.match(/\s*\S+/g)! : null;
          const ids = words ? [] : tokenizer.encode(text);
          const cut = Math.floor(random.next() * (words ?? ids).length);
          const before = words ? words.slice(0, cut).join('') : tokenizer.decode(ids.slice(0, cut));
          if (before.endsWith('\uFFFD')) continue;
          const next = nextTokens(grammar, tokenizer, before);
          if (typeof next === 'string') expect.fail(`${name}: ${next} behind ${before}`);
          expect(sumOf(next)).toBeCloseTo(1, 10);
          expect(new Set(next.map(({ id }) => id)).size).toBe(next.length);
        }
      }
    });

    it('multiplies to the probability of the text', async () => {
      const { text: sample } = generate(grammar, 4, 40_000);
      const tokenizers =
        language === 'zh'
          ? [CharTokenizer.train(sample), new ByteTokenizer()]
          : [await trainBpe(sample, { vocabSize: 500 }), new ByteTokenizer()];
      for (const tokenizer of tokenizers) {
        const written = generateDocument(grammar, 11, 0).text;
        const truth = new GrammarTruth(grammar, tokenizer).of(written);
        const sum = truth.tokens.reduce((all, one) => all + Math.log(one.probability!), 0);
        expect(sum).toBeCloseTo(parseDocument(grammar, written).logProb, 6);
        expect(truth.writable).toBe(written.length);
      }
    });
  },
);

describe.each(GRAMMARS.filter((one) => !one.isAmbiguous).map((one) => [one.id, one] as const))(
  'the floor of %s',
  (_id, corpus) => {
    const { grammar, language } = corpus;

    it('is the loss of the truth in place of a model', async () => {
      const sample = generate(grammar, 4, MANY_CHARS).text;
      const tokenizer =
        language === 'zh'
          ? CharTokenizer.train(sample)
          : await trainBpe(sample.slice(0, 40_000), { vocabSize: 500 });
      const truth = new GrammarTruth(grammar, tokenizer);
      const few = documentsOf(grammar, 77, 2);
      const { tokens, nats } = few
        .map((document) => truth.of(document).tokens)
        .reduce(
          (sum, found) => ({
            tokens: sum.tokens + found.length,
            nats: found.reduce((all, one) => all - Math.log(one.probability!), sum.nats),
          }),
          { tokens: 0, nats: 0 },
        );
      // Token by token, what the text is as a whole.
      expect(nats).toBeCloseTo(-logProb(grammar, few.join('')), 5);
      expect(tokens).toBe(tokenizer.encode(few.join('')).length);
      const many = documentsOf(grammar, 78, 800);
      const { floor } = await buildDataset({
        train: '',
        validation: many.join(''),
        tokenizer,
        floorNatsPerChar: corpusFloorNatsPerChar(corpus)!,
      });
      const rest = many.map(
        (document) =>
          -logProb(grammar, document) - floor!.natsPerToken * tokenizer.encode(document).length,
      );
      const mean = rest.reduce((sum, one) => sum + one, 0) / rest.length;
      const squares = rest.reduce((sum, one) => sum + (one - mean) ** 2, 0);
      expect(Math.abs(mean)).toBeLessThan((3.5 * Math.sqrt(squares)) / rest.length);
    });
  },
);

it('has a floor where every text has one derivation', () => {
  for (const corpus of GRAMMARS) {
    const counts = documentsOf(corpus.grammar, 5, 200).map(
      (text) => parseDocument(corpus.grammar, text).derivationCount,
    );
    expect([corpus.id, corpus.isAmbiguous ?? false]).toEqual([
      corpus.id,
      counts.some((count) => count > 1),
    ]);
    expect(corpusFloorNatsPerChar(corpus) === undefined).toBe(corpus.isAmbiguous ?? false);
  }
});

const PETS = [
  { is: 'cat', size: 'small' },
  { is: 'cow', size: 'big' },
  { is: 'catfish', size: 'small' },
];
const SMALL = defineGrammar({
  id: 'pets',
  separator: '\n',
  root: () =>
    bind(
      'pet',
      PETS,
      say`${pick([2, 'The'], "Ann's")} {pet.is}${maybe(0.3, say` ${pick('and', [3, 'or'])} ${pick('cats', 'cat', [2, 'can’t 猫'])}`)} ${match('pet.size', { small: pick('purrs', 'purred'), big: 'moos' })}.`,
    ),
});

/** Every text of the node with its probability, by writing all of them out. */
function* written(
  node: GrammarNode,
  features: Record<string, Record<string, string>>,
): Generator<readonly [string, number]> {
  switch (node.kind) {
    case 'text':
      yield [node.text, 1];
      return;
    case 'slot':
      yield [features[node.feature]![node.field]!, 1];
      return;
    case 'sequence': {
      const [first, ...parts] = node.parts;
      if (!first) return yield ['', 1];
      for (const [text, p] of written(first, features))
        for (const [rest, q] of written({ kind: 'sequence', parts }, features))
          yield [text + rest, p * q];
      return;
    }
    case 'choice':
      for (const [i, option] of node.options.entries())
        for (const [text, p] of written(option, features))
          yield [text, p * node.draw.probabilities[i]!];
      return;
    case 'bind':
      for (const [i, value] of node.values.entries())
        for (const [text, p] of written(node.body, { ...features, [node.feature]: value }))
          yield [text, p * node.draw.probabilities[i]!];
      return;
    case 'match':
      yield* written(node.cases[features[node.feature]![node.field]!]!, features);
  }
}

describe('on a small grammar', () => {
  const documents = Array.from(written(SMALL.root, {}), ([text, p]) => [`${text}\n`, p] as const);
  const pairs = documents.flatMap(([first, p]) =>
    documents.map(([next, q]) => [first + next, p * q] as const),
  );

  it('equals the sums over all texts', async () => {
    expect(documents.reduce((sum, [, p]) => sum + p, 0)).toBeCloseTo(1, 12);
    const { char, byte, bpe, 'bpe 600': large } = await tokenizersOf(SMALL);
    for (const tokenizer of [char!, byte!, bpe!, large!]) {
      const encoded = pairs.map(([text, p]) => [tokenizer.encode(text), p] as const);
      const truth = new GrammarTruth(SMALL, tokenizer);
      for (const [document] of documents.filter((_, index) => index % 5 === 0)) {
        const ids = tokenizer.encode(document);
        const { tokens } = truth.of(document);
        for (const [place, { probability }] of tokens.entries()) {
          const alike = encoded.filter(([other]) =>
            ids.subarray(0, place).every((id, i) => other[i] === id),
          );
          const all = alike.reduce((sum, [, p]) => sum + p, 0);
          const same = alike.filter(([other]) => other[place] === ids[place]);
          expect(probability).toBeCloseTo(same.reduce((sum, [, p]) => sum + p, 0) / all, 10);
        }
      }
    }
  });

  it('knows how far a text is one of the grammar', () => {
    const longest = (text: string): number =>
      Math.max(
        ...pairs.map(([one]) => {
          let at = 0;
          while (at < text.length && one[at] === text[at]) at++;
          return at;
        }),
      );
    for (const text of [
      '',
      'The',
      'The cat',
      'The cow purrs',
      'Ann cat',
      'The cat and cats moos.',
      'The cow moos.\nThe dog',
      'x',
      'The cow moos.\n\n',
      'The catfish or can’t 狗',
    ])
      expect([text, writableLength(SMALL, text)]).toEqual([text, longest(text)]);
    const truth = new GrammarTruth(SMALL, new ByteTokenizer());
    expect(truth.of('The cow purrs').next).toBe('never');
    expect(truth.of('The co').next).toEqual([{ id: 'w'.charCodeAt(0), probability: 1 }]);
  });

  it('is the same in the tokens of an exported tokenizer', async () => {
    const { char, 'bpe 600': bpe } = await tokenizersOf(SMALL);
    for (const tokenizer of [char!, bpe!]) {
      const json = JSON.parse(tokenizerFiles(tokenizer, 64).get('tokenizer.json')!) as object;
      const exported = new HuggingFaceTokenizer({ ...json });
      expect(hasNextTokens(exported)).toBe(true);
      const [own, other] = [tokenizer, exported].map((one) => new GrammarTruth(SMALL, one));
      for (const text of ['The', "Ann's catfish or can’t 猫 purrs.\nThe", 'The catfi', 'The dog'])
        expect(rounded(other!.of(text))).toEqual(rounded(own!.of(text)));
    }
    expect(hasNextTokens(new WordPieceTokenizer(['[UNK]', 'a'], true))).toBe(false);
  });

  it('says that a text ends inside a token', async () => {
    const { 'bpe 600': bpe } = await tokenizersOf(SMALL);
    expect(new GrammarTruth(SMALL, bpe!).of('The catfi').next).toBe('inside_token');
  });
});
