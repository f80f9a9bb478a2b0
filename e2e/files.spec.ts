// Files that cannot be trained on: a sentence each, and the app goes on.
import { expect, test, type Page } from '@playwright/test';
import { dropFile, stateOf, turnSettingsSmall, watchProblems, type FileRecipe } from './support';

const LINE = 'the cat sat on the mat and ';
const EMPTY: FileRecipe = { name: 'empty.txt' };
const BINARY: FileRecipe = {
  name: 'cat.png',
  start: [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0],
};
const LATIN1: FileRecipe = {
  name: 'latin1.txt',
  chunk: [0x63, 0x61, 0x66, 0xe9, 0x20],
  times: 800,
};
const HUGE: FileRecipe = { name: 'huge.txt', chunk: 'a'.repeat(1_000_000), times: 500 };
const LONG_LINE: FileRecipe = { name: 'one-line.txt', chunk: LINE.repeat(1000), times: 190 };

async function expectNotice(page: Page, words: RegExp): Promise<void> {
  await expect(page.getByTestId('notices').getByText(words)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).last().click();
}

test('each bad file gets its sentence and takes nothing away', async ({ page }) => {
  const problems = watchProblems(page);
  await page.goto('/#/experiment/story');
  await expect(page.getByTestId('gpu-line')).toBeVisible();
  await dropFile(page, EMPTY);
  await expectNotice(page, /This file is empty/);
  await dropFile(page, BINARY);
  await expectNotice(page, /not a text file \(it looks like png\)/);
  await dropFile(page, LATIN1);
  await expectNotice(page, /not UTF-8 \(first invalid byte: 3\)/);
  await dropFile(page, HUGE);
  await expectNotice(page, /is 500 MB; the limit is 200 MB/);
  await expect(page.getByTestId('train')).toBeEnabled();
  expect(problems).toEqual([]);
});

test('one line of 5 MB is read, explained, and trains', async ({ page }) => {
  const problems = watchProblems(page);
  await page.goto('/');
  await dropFile(page, LONG_LINE);
  const own = page.getByTestId('own-text');
  await expect(own).toContainText('one-line.txt imported');
  await expect(own).toContainText('Line 1 has 5,130,000 characters');
  await turnSettingsSmall(page);
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect(page.getByTestId('sample')).toBeVisible();
  expect(problems).toEqual([]);
});

test('a download says what it is first, and why it failed when offline', async ({ page }) => {
  await page.route(/raw\.githubusercontent\.com/, (route) => route.abort('internetdisconnected'));
  await page.goto('/#/experiment/shakespeare');
  const offer = page.getByTestId('download-offer');
  await expect(offer).toContainText('1.12 MB');
  await expect(offer).toContainText('public domain');
  await expect(page.getByTestId('train')).toBeDisabled();
  await page.getByTestId('download').click();
  await expectNotice(page, /you may be offline/);
  await expect(page.getByTestId('download')).toBeVisible();
});

test('pasted text becomes your own text', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'Call me Ishmael. '.repeat(200));
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  await expect(page.getByTestId('own-text')).toContainText('Pasted text imported');
});

test('a JSON of TrainingArguments turns the settings, and names what it left out', async ({
  page,
}) => {
  await page.goto('/');
  const json = '{"learning_rate": 0.0005, "max_steps": "many", "output_dir": "x"}';
  await dropFile(page, { name: 'arguments.json', chunk: json, times: 1 });
  const result = page.getByTestId('arguments-result');
  await expect(result).toContainText('Arguments applied: 1.');
  await expect(result).toContainText('max_steps not applied');
  await expect(result).toContainText('output_dir');
  await page.getByTestId('group-training').click();
  await expect(page.locator('#setting-learning_rate')).toHaveValue('5e-4');
  await dropFile(page, { name: 'list.json', chunk: '[1]', times: 1 });
  await expect(result).toContainText('This is not a JSON object');
});
