// Verbs that take a model from this disk: a folder that `train --export` wrote, or a zip of it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { main } from '../../src/host/cli/lab';
import type { FinetuneResult } from '../../src/host/protocol/finetune';

const folder = mkdtempSync(path.join(tmpdir(), 'benchtop-cli-'));
const at = (name: string) => path.join(folder, name);
const PROMPT = 'Once upon a time';

let printed: string[] = [];
let reported: string[] = [];
beforeAll(async () => {
  for (const [name, width] of [
    ['small', 16],
    ['wide', 24],
  ] as const) {
    const set = ['layer=1', 'head=2', `embd=${width}`, 'positions=32'];
    const settings = set.flatMap((one) => ['--set', `model.n_${one}`]);
    const args = ['train', 'story', ...settings, '--steps', '3', '--export', at(name)];
    expect(await run(...args, '--set', 'sample.max_new_tokens=2')).toBe(0);
  }
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<number> {
  printed = [];
  reported = [];
  vi.spyOn(console, 'log').mockImplementation((text: unknown) => void printed.push(String(text)));
  vi.spyOn(console, 'error').mockImplementation(
    (text: unknown) => void reported.push(String(text)),
  );
  return main([...args, '--device', 'cpu']);
}

interface Generated {
  readonly model: string;
  readonly texts: readonly string[];
}

describe('generate', () => {
  const generate = (...args: string[]) => run('generate', at('small'), '--prompt', PROMPT, ...args);

  test('several continuations, the same for the same seed', async () => {
    const args = ['--num-return-sequences', '3', '--max-new-tokens', '12', '--json'];
    expect(await generate(...args, '--seed', '4')).toBe(0);
    const { model, texts } = JSON.parse(printed[0]!) as Generated;
    expect(model).toBe('Story GPT');
    expect(new Set(texts).size).toBe(3);
    expect(await generate(...args, '--seed', '4')).toBe(0);
    expect((JSON.parse(printed[0]!) as Generated).texts).toEqual(texts);
    expect(await generate(...args, '--seed', '5')).toBe(0);
    expect((JSON.parse(printed[0]!) as Generated).texts).not.toEqual(texts);
  });

  test('--max-length counts the prompt, --max-new-tokens decides', async () => {
    const greedy = ['--temperature', '0', '--json'];
    const textOf = () => (JSON.parse(printed[0]!) as Generated).texts[0]!;
    expect(await generate(...greedy, '--max-new-tokens', '1')).toBe(0);
    const one = textOf();
    expect(await generate(...greedy, '--max-new-tokens', '1', '--max-length', '2')).toBe(0);
    expect(textOf()).toBe(one);
    expect(await generate(...greedy, '--max-length', '2')).toBe(1);
    expect(reported.join('\n')).toMatch(/The prompt has (\d+) tokens, and max_length is 2/);
    const tokens = Number(/has (\d+)/.exec(reported.join('\n'))![1]);
    expect(await generate(...greedy, '--max-length', String(tokens + 1))).toBe(0);
    expect(textOf()).toBe(one);
  });

  test('beams, with their scores; what cannot be is a mistake of the call', async () => {
    const beams = ['--num-beams', '3', '--num-return-sequences', '2', '--max-new-tokens', '6'];
    expect(await generate(...beams, '--early-stopping', 'never', '--json')).toBe(0);
    const { texts, scores } = JSON.parse(printed[0]!) as Generated & { scores: number[] };
    expect(texts).toHaveLength(2);
    expect(scores[0]).toBeGreaterThanOrEqual(scores[1]!);
    for (const [wrong, words] of [
      [['--temperature', '0.5'], /Beam search does not sample/],
      [['--early-stopping', 'soon'], /early_stopping cannot be "soon"/],
      [['--top-p', '2'], /top_p is 2; it must be a number between 0 and 1/],
      [['--suppress-tokens', '1,2'], /--suppress-tokens needs a JSON list/],
      [['--warmth', '1'], /Unknown option '--warmth'/],
    ] as const) {
      expect(await generate(...beams, ...wrong)).toBe(2);
      expect(reported.join('\n')).toMatch(words);
    }
    expect(await generate('--suppress-tokens', '[99999]')).toBe(1);
    expect(reported.join('\n')).toMatch(/suppress_tokens names the token 99999; the model has/);
  });

  test('what is no model', async () => {
    expect(await run('generate', at('nothing'))).toBe(2);
    expect(reported.join('\n')).toMatch(/There is no folder or zip file/);
    writeFileSync(at('table.csv'), 'a,b\n1,2\n');
    expect(await run('generate', at('table.csv'))).toBe(1);
    expect(reported.join('\n')).toMatch(/config\.json/);
  });
});

test('compare: two models side by side, and the variants of the first', async () => {
  const args = ['--rounds', '1', '--recovery', '0', '--pipeline', '[{"kind":"int8"}]', '--json'];
  expect(await run('compare', at('small'), at('wide'), ...args)).toBe(0);
  const { rows, method } = JSON.parse(printed[0]!) as {
    method: { trainedSteps: number; text: object };
    rows: { name?: string; quality: { loss: number } | null; error: unknown }[];
  };
  expect(rows.length).toBeGreaterThanOrEqual(3);
  expect(rows.map(({ error }) => error)).toEqual(rows.map(() => null));
  expect(new Set(rows.map(({ quality }) => quality?.loss)).size).toBe(rows.length);
  const parts = [{ kind: 'corpus', id: 'story' }];
  expect(method).toMatchObject({ trainedSteps: 3, text: { parts, isOwn: true } });
});

test('train --base: the run goes on from the model, in its sizes and its tokens', async () => {
  const args = ['train', 'story', '--steps', '1', '--base', at('small'), '--json'];
  expect(await run(...args, '--set', 'sample.max_new_tokens=2')).toBe(0);
  const events = printed.map((line) => JSON.parse(line) as { type: string; config?: object });
  expect(events.find(({ type }) => type === 'ready')!.config).toMatchObject({
    model: { family: 'gpt', n_layer: 1, n_embd: 16 },
    base: { kind: 'loaded' },
  });
  expect(await run(...args, '--auto-size')).not.toBe(0);
  expect(reported.join('\n')).toContain('the model of --base has one');
});

test('ready-made models are named as ready:NAME', async () => {
  const args = ['train', 'story', '--steps', '1', '--base', 'ready:story', '--json'];
  expect(await run(...args, '--set', 'sample.max_new_tokens=2')).toBe(0);
  const events = printed.map((line) => JSON.parse(line) as { type: string; config?: object });
  expect(events.find(({ type }) => type === 'ready')!.config).toMatchObject({
    base: { kind: 'ready', id: 'story' },
  });
  expect(await run('export', 'ready:story', at('story-f32'))).toBe(0);
  expect(readFileSync(at('story-f32/benchtop.json'), 'utf8')).toContain('"kind": "ready"');
  expect(await run('export', 'ready:nothing', at('nothing'))).toBe(2);
  expect(reported.join('\n')).toMatch(/no ready-made model "ready:nothing". Known: ready:story/);
});

test('--text: another corpus or a file, in place of what the model was trained on', async () => {
  const args = ['--rounds', '1', '--pipeline', '[]'];
  expect(await run('compare', at('small'), ...args, '--text', 'letters')).toBe(0);
  expect(printed[0]).toContain('# Story GPT: compressed and compared on letters');
  expect(printed[0]).toMatch(/Held-out text of letters \(chosen\): \d+ tokens, \d+ bytes/);
  writeFileSync(at('own.txt'), 'The fox met an owl by the old bridge.\n'.repeat(90));
  expect(await run('compare', at('small'), ...args, '--text', at('own.txt'))).toBe(0);
  expect(printed[0]).toContain('Held-out text of own.txt (chosen)');
  expect(await run('compare', at('small'), ...args, '--text', 'nothing')).toBe(2);
  expect(reported.join('\n')).toMatch(/neither a file nor a corpus. Known: story, letters/);
  expect(await run('compare', at('small'), '--set', 'data.corpus=letters')).toBe(2);
  expect(reported.join('\n')).toContain('--set is for experiments that are trained first.');
});

test('finetune: a model on the rows of a file', async () => {
  const rows = Array.from({ length: 24 }, (_, i) =>
    i % 2 === 0 ? `the ${i} little fox ran home,glad` : `a ${i} big wet dog sat,sad`,
  );
  writeFileSync(at('mood.csv'), `sentence,mood\n${rows.join('\n')}\n`);
  const base = ['--base', at('small'), '--methods', 'full', '--seeds', '1', '--json'];
  expect(await run('finetune', at('mood.csv'), ...base)).toBe(0);
  expect(reported[0]).toMatch(
    /24 examples of 24 rows, 0 left out; .*sentence.*mood.*; classes: glad, sad/,
  );
  const { runs } = JSON.parse(printed.at(-1)!) as { runs: { arm: string; steps: number }[] };
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ arm: 'full' });
  writeFileSync(at('numbers.csv'), 'a\n1\n3\n');
  expect(await run('finetune', at('numbers.csv'), ...base)).toBe(2);
  expect(reported.join('\n')).toMatch(/no columns that read as a text and its class/);
});

test('finetune: of several output layers, those that are left out are told beside the JSON', async () => {
  const args = ['--methods', 'full', '--seeds', '1', '--train', '4', '--json'];
  expect(await run('finetune', 'reviews,finance', '--base', at('small'), ...args)).toBe(0);
  const { live, runs } = JSON.parse(printed[0]!) as FinetuneResult;
  const left = live!.warnings.find((one) => one.code === 'output_layers_left_out')!;
  expect(reported.filter((line) => line === left.message)).toHaveLength(1);
  expect(runs[0]!.sets).toHaveLength(2);
});

test('settings out of their range are named in words', async () => {
  const args = ['--methods', 'lora', '--seeds', '1', '--beta', '0'];
  expect(await run('finetune', 'preferences', ...args)).toBe(2);
  expect(reported.join('\n')).toMatch(/The configuration is not valid:\n {2}\S*beta: /);
});

test('what a model of others has beside what is read is told', async () => {
  const file = path.join(at('small'), 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...config, no_such_field: 1 }));
  expect(await run('generate', at('small'), '--max-new-tokens', '1')).toBe(0);
  expect(reported.join('\n')).toContain('unknown fields (file: config.json; keys: no_such_field)');
  writeFileSync(file, JSON.stringify(config));
});

test('--config: the run of a file', async () => {
  expect(await run('plan', '--config', at('none.json'))).toBe(2);
  writeFileSync(
    at('run.json'),
    JSON.stringify({ version: 1, name: 'x', model: { family: 'gpt' } }),
  );
  expect(await run('plan', '--config', at('run.json'))).toBe(2);
  expect(reported.join('\n')).toMatch(/The configuration is not valid:\n {2}/);
});

describe('fill-mask', () => {
  const words = '[PAD] [UNK] [CLS] [SEP] [MASK] the fox met an owl .'.split(' ');
  const copied = 'tests/fixtures/models/distilbert';
  beforeAll(() => {
    cpSync(copied, at('encoder'), { recursive: true });
    const more = Array.from({ length: 8 }, (_, i) => `word${i}`);
    writeFileSync(at('encoder/vocab.txt'), [...words, ...more].join('\n'));
    writeFileSync(
      at('encoder/tokenizer_config.json'),
      '{"tokenizer_class": "DistilBertTokenizer"}',
    );
  });

  test('the likeliest tokens of each mask, with scores that fall', async () => {
    const text = 'the [MASK] met an [MASK]';
    const args = ['fill-mask', at('encoder'), '--text', text, '--top-k', '3', '--json'];
    expect(await run(...args)).toBe(0);
    const { masks } = JSON.parse(printed[0]!) as { masks: { score: number }[][] };
    expect(masks.map((candidates) => candidates.length)).toEqual([3, 3]);
    for (const [first, second] of masks) expect(first!.score).toBeGreaterThan(second!.score);
  });

  test('a text without a mask, and what generate says of such a model', async () => {
    expect(await run('fill-mask', at('encoder'), '--text', 'the fox')).toBe(1);
    expect(reported.join('\n')).toContain('write [MASK] where a token is missing');
    expect(await run('generate', at('encoder'), '--prompt', 'the')).toBe(2);
    expect(reported.join('\n')).toContain('It fills masks: npm run lab -- fill-mask.');
  });
});
