// No GPU, in each of its ways: the page says what is missing, and stays a page.
import { expect, test } from '@playwright/test';
import { beforeEngine, figureOf, watchProblems } from './support';

const WAYS = [
  {
    name: 'no navigator.gpu',
    code: `Object.defineProperty(navigator, 'gpu', { value: undefined, configurable: true });`,
    words: /This browser does not support WebGPU/,
  },
  {
    name: 'adapter null',
    code: `GPU.prototype.requestAdapter = async () => null;`,
    words: /supports WebGPU but returned no GPU adapter/,
  },
  {
    name: 'device refused',
    code: `GPUAdapter.prototype.requestDevice = async () => { throw new Error('refused for a test'); };`,
    words: /its device could not be opened/,
  },
];

for (const { name, code, words } of WAYS) {
  test(`${name}: the page names the cause and the fix; other pages work`, async ({ page }) => {
    await beforeEngine(page, code);
    await page.goto('/');
    const box = page.getByTestId('missing-gpu');
    await expect(box).toContainText(words);
    await expect(box).toContainText('How to fix it');
    await expect(page.getByTestId('train')).toBeDisabled();
    await page.getByRole('link', { name: 'Tiny Shakespeare' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tiny Shakespeare');
    await page.getByTestId('group-model').click();
    await page.locator('#setting-n_layer').fill('6');
    await expect.poll(() => figureOf(page.getByTestId('plan-parameters'))).toBeGreaterThan(1e6);
    await page.getByRole('link', { name: 'Glossary and help' }).click();
    await expect(page.getByText('Getting WebGPU')).toBeVisible();
  });
}

test('a software adapter says so, and works; the console stays clean', async ({ page }) => {
  const problems = watchProblems(page);
  await page.goto('/');
  await expect(page).toHaveTitle(/Benchtop/);
  await expect(page.getByTestId('gpu-line')).toContainText(
    'software adapter on the CPU (SwiftShader)',
  );
  await expect(page.getByTestId('train')).toBeEnabled();
  expect(problems).toEqual([]);
});
