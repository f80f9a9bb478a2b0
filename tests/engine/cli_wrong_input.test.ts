// What the command line is asked and cannot do is refused in words, and what a run warns of or fails with is told.
import { afterEach, expect, test, vi } from 'vitest';
import { main } from '../../src/host/cli/lab';

afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]) {
  const printed: string[] = [];
  const reported: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text: unknown) => void printed.push(String(text)));
  vi.spyOn(console, 'error').mockImplementation((text: unknown) => {
    reported.push(String(text));
  });
  const code = await main([...args, '--device', 'cpu']);
  return { code, printed: printed.join('\n'), reported: reported.join('\n') };
}

test.each([
  ['finetune reviews --steps 5', '--steps is for --text'],
  ['finetune cola --text letters', 'Either "cola" or --text'],
  ['finetune --text letters --shots 4', '--shots is for examples'],
  ['finetune --text letters:0', '"letters:0": a share is above 0'],
  ['finetune --text nosuch:3', '"nosuch" is neither a file nor a corpus'],
  ['finetune reviews --weights 0.5', '--weights is for several datasets'],
  ['finetune reviews,finance --weights 1', '--weights needs 2 positive numbers'],
  ['finetune reviews,finance --shots 4', '--shots is for one dataset'],
  ['finetune reviews --held-out test', '--held-out is for datasets of the Hub'],
  ['finetune reviews --regression', '--regression is for the rows of a file'],
  ['finetune preferences,reviews', 'Preference pairs are learned alone'],
  ['finetune reviews,preferences', 'Preference pairs are learned alone'],
  ['compare story --repeat --json', '--json is for one comparison'],
  ['recipe sentiment --text story', '--text is for the recipe distill-gpt2'],
  ['recipe distill-gpt2 --language zh', '--language is for the recipe finance-writer'],
  ['recipe finance-writer --scaled', '--scaled is for the recipe distill-gpt2'],
  ['recipe nosuch', 'There is no recipe "nosuch"'],
  ['fill-mask nosuch --text x', 'There is no folder or zip file "nosuch"'],
  ['train story --base nosuch', 'There is no folder or zip file "nosuch"'],
])('%s', async (line, words) => {
  const { code, printed, reported } = await run(...line.split(' '));
  expect([code, printed]).toEqual([2, '']);
  expect(reported).toContain(words);
});

test('a study whose run cannot start says why', async () => {
  const { code, printed, reported } = await run('compare', 'own-text', '--steps', '1');
  expect([code, printed]).toEqual([1, '']);
  expect(reported).toContain('needs its text first');
});
