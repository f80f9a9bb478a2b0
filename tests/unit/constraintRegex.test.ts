// What is written under a regular expression is what JavaScript matches with it, as a whole.
import { expect, test, vi } from 'vitest';
import { compileConstraint } from '../../src/training/generate/constraints/compile';
import { ConstraintProcessor } from '../../src/training/generate/constraints/constraintProcessor';
import { BpeTokenizer } from '../../src/training/tokenizers/bpe';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { HuggingFaceTokenizer } from '../../src/training/tokenizers/huggingface';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import { WordTokenizer } from '../../src/training/tokenizers/words';
import { writeConstrained } from '../support/constrainedText';
import { randomPattern } from '../support/randomPatterns';
import { pick, seeded } from '../support/randomSchemas';

const byte = new ByteTokenizer();
const draw = seeded(7);
const strange = new BpeTokenizer(
  Array.from({ length: 200 }, (_, at) => {
    const any = (): number => Math.floor(draw() * (256 + at));
    return [any(), any()] as const;
  }),
);
const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');

test.each([
  ['byte', byte],
  ['tokens of any bytes', strange],
] as const)('500 random patterns, %s', (_, tokenizer) => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = seeded(seed);
    const pattern = randomPattern(random);
    const room = pick(random, [0, 1, 7, 30]);
    const { text } = writeConstrained({ kind: 'regex', pattern }, tokenizer, random, room);
    expect(text, `seed ${seed}: ${pattern}`).toMatch(whole(pattern));
  }
});

/** Every text of few bytes is allowed exactly where JavaScript matches it. */
test('all short texts are told apart as JavaScript does', () => {
  const characters = ['a', 'b', '0', ' ', '\n', 'é', '是', '🦊', 'A', '-'];
  const texts = ['', ...characters, ...characters.flatMap((a) => characters.map((b) => a + b))];
  for (let seed = 1; seed <= 300; seed++) {
    const pattern = randomPattern(seeded(seed), 2);
    const constraint = compileConstraint({ kind: 'regex', pattern }, byte);
    for (const text of texts) {
      let state = constraint.start;
      [...byte.encode(text)].forEach((id, at) => (state = constraint.advance(state, id, at === 0)));
      expect(state.isNullable, `${JSON.stringify(text)} of ${pattern}`).toBe(
        whole(pattern).test(text),
      );
    }
  }
});

const write = (pattern: string, tokenizer: Tokenizer = byte, room = 9): string =>
  writeConstrained({ kind: 'regex', pattern }, tokenizer, seeded(2), room).text;

test.each([
  ['a(?=b)', 'constraint_lookaround', '(?=', 2],
  ['(?<!a)b', 'constraint_lookaround', '(?<!', 1],
  ['(a)\\1', 'constraint_backreference', '\\1', 4],
  ['(?<x>a)\\k<x>', 'constraint_backreference', '\\k<x>', 8],
  ['a\\b', 'constraint_word_boundary', '\\b', 2],
  ['a^b', 'constraint_anchor', '^', 2],
  ['(a$)b', 'constraint_anchor', '$', 3],
])('%s is refused: %s', (pattern, code, what, at) => {
  expect(() => write(pattern)).toThrow(
    expect.objectContaining({ code, fields: { what, at, pattern } }),
  );
});

test.each(['(', '[z-a]', 'a{2,1}', '\\p{Nothing}', '*'])('%s is no pattern', (pattern) => {
  expect(() => write(pattern)).toThrow(expect.objectContaining({ code: 'constraint_bad_pattern' }));
});

test('anchors at the ends of an alternative say what holds anyway', () => {
  expect(write('^a{3}$')).toBe('aaa');
  expect(write('^ab|cd$')).toMatch(/^(ab|cd)$/);
});

test('[] matches nothing', () => {
  expect(() => write('a[]')).toThrow(expect.objectContaining({ code: 'constraint_unsatisfiable' }));
});

test('words of a task are written with the blanks before them, in as few as there are', () => {
  const words = new WordTokenizer(['1', '2', '+', '=', 'seven']);
  expect(write('( [12])+( \\+ [12])+ = seven', words)).toMatch(/^( [12])+( \+ [12])+ = seven$/);
  expect(compileConstraint({ kind: 'regex', pattern: ' 1( 2){3}' }, words).shortest).toBe(4);
  expect(() => write(' 3', words)).toThrow(
    expect.objectContaining({ code: 'constraint_missing', fields: { characters: 'U+0020 3' } }),
  );
});

test('the beginning of a text is what the decoder makes of its first token', () => {
  const vocab = ['<unk>', '▁yes', '▁no', '▁', 'y', 'e', 's', 'n', 'o'];
  const tokenizer = new HuggingFaceTokenizer({
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    post_processor: null,
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: {
      type: 'Unigram',
      unk_id: 0,
      vocab: vocab.map((token, at) => [token, -at]),
      byte_fallback: false,
    },
  });
  for (let seed = 0; seed < 20; seed++) {
    const spec = { kind: 'regex', pattern: 'yes|no yes' } as const;
    expect(['yes', 'no yes']).toContain(writeConstrained(spec, tokenizer, seeded(seed), 9).text);
  }
  expect(compileConstraint({ kind: 'regex', pattern: 'no yes' }, tokenizer).shortest).toBe(2);
});

test('a tokenizer whose tokens change their neighbors is refused', () => {
  const tokenizer = new HuggingFaceTokenizer({
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'CTC', pad_token: '_', word_delimiter_token: '|', cleanup: false },
    model: { type: 'WordLevel', vocab: { _: 0, a: 1, b: 2, '|': 3 }, unk_token: '_' },
  });
  expect(() => write('a+b', tokenizer)).toThrow(
    expect.objectContaining({ code: 'constraint_tokenizer' }),
  );
});

test('too few tokens are refused before anything is written', () => {
  const constraint = compileConstraint({ kind: 'regex', pattern: '\\d{5}' }, byte);
  const lengths = { promptTokens: 0, maxNewTokens: 4, endIds: [] };
  expect(() => new ConstraintProcessor(constraint, lengths)).toThrow(
    expect.objectContaining({ code: 'constraint_too_long', fields: { needed: 5, tokens: 4 } }),
  );
});

test('beams may go back to other texts', () => {
  const constraint = compileConstraint({ kind: 'regex', pattern: 'ab|cd' }, byte);
  const processor = new ConstraintProcessor(constraint, {
    promptTokens: 0,
    maxNewTokens: 4,
    endIds: [],
  });
  const allowedBehind = (text: string): string => {
    const scores = new Float32Array(256);
    processor.process([...byte.encode(text)], scores);
    return String.fromCharCode(...[...scores.keys()].filter((id) => scores[id]! > -Infinity));
  };
  expect(['', 'a', 'c', 'a', ''].map(allowedBehind)).toEqual(['ac', 'b', 'd', 'b', 'ac']);
  expect(processor.isDone([...byte.encode('cd')])).toBe(true);
});

test('texts side by side: each token is followed once', () => {
  const constraint = compileConstraint({ kind: 'regex', pattern: '[ab]*' }, byte);
  const lengths = { promptTokens: 1, maxNewTokens: 9, endIds: [] };
  const processor = new ConstraintProcessor(constraint, lengths);
  const advance = vi.spyOn(constraint, 'advance');
  for (let length = 0; length <= 4; length++)
    for (const text of ['aaaa', 'abbb', 'bbbb'])
      processor.process([7, ...byte.encode(text.slice(0, length))], new Float32Array(256));
  // The first two begin alike.
  expect(advance).toHaveBeenCalledTimes(11);
});

test('a character that only a class holds is found among the tokens', () => {
  expect(write('[^a]{3}', CharTokenizer.train('ab'))).toBe('bbb');
});
