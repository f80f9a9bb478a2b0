// No GPU, in each of its ways: the page says what is missing, and stays a page.
import { expect, test } from '@playwright/test';
import { beforeEngine, stateOf } from './support';

const WAYS = [
  {
    name: 'no navigator.gpu',
    code: `Object.defineProperty(navigator, 'gpu', { value: undefined, configurable: true });`,
    words: /This browser has no WebGPU/,
  },
  {
    name: 'adapter null',
    code: `GPU.prototype.requestAdapter = async () => null;`,
    words: /knows WebGPU but was given no GPU/,
  },
  {
    name: 'device refused',
    code: `GPUAdapter.prototype.requestDevice = async () => { throw new Error('refused for a test'); };`,
    words: /refused to open/,
  },
];

for (const { name, code, words } of WAYS) {
  test(`${name}: said in words, with what helps; the rest can be explored`, async ({ page }) => {
    await beforeEngine(page, code);
    await page.goto('/');
    const box = page.getByTestId('missing-gpu');
    await expect(box).toContainText(words);
    await expect(box).toContainText('What helps');
    await expect(page.getByTestId('train')).toBeDisabled();
    await page.getByRole('link', { name: 'Tiny Shakespeare' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tiny Shakespeare');
    await page.getByTestId('group-model').click();
    await page.locator('#knob-n_layer').fill('6');
    await expect(page.getByTestId('plan-parameters')).toHaveText(/M$/);
    await page.getByRole('link', { name: 'Glossary and help' }).click();
    await expect(page.getByText('Getting WebGPU')).toBeVisible();
  });
}

test('a software adapter says so, and works', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByTestId('gpu-line')).toContainText(
    'your processor stands in (SwiftShader)',
  );
  await expect(page.getByTestId('train')).toBeEnabled();
});

test('a lost GPU: said, the curve stays, and it can be opened again', async ({ page }) => {
  test.setTimeout(120_000);
  await beforeEngine(
    page,
    `const request = GPUAdapter.prototype.requestDevice;
     GPUAdapter.prototype.requestDevice = async function (...args) {
       const device = await request.apply(this, args);
       new BroadcastChannel('lose').onmessage = () => device.destroy();
       return device;
     };`,
  );
  await page.goto('/');
  await page.getByTestId('train').click();
  await expect(page.getByTestId('loss')).toHaveText(/^\d\.\d{3}$/, { timeout: 60_000 });
  await page.evaluate(() => new BroadcastChannel('lose').postMessage(1));
  await expect(page.getByTestId('device-lost')).toContainText('The curves and samples stay here');
  await expect(stateOf(page)).toHaveAttribute('data-state', 'failed');
  await expect(page.getByTestId('loss')).toHaveText(/^\d\.\d{3}$/);
  await page.getByRole('button', { name: 'Open the GPU again' }).click();
  await page.getByTestId('run-again').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(page.getByText('Run before')).toBeVisible();
});
