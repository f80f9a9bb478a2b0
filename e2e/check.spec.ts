// The self-test of the kernels on the browser's own adapter: results, report, stop.
import { expect, test } from '@playwright/test';
import { beforeEngine, chooseDevice, watchProblems } from './support';

/** Lets a test hold back whatever the engine reads from the GPU. */
const HOLD = `const map = GPUBuffer.prototype.mapAsync;
  let [held, release] = [null, null];
  new BroadcastChannel('hold').onmessage = ({ data }) => {
    if (data) held = new Promise((resolve) => (release = resolve));
    else release?.((held = null));
  };
  GPUBuffer.prototype.mapAsync = async function (...args) {
    await held;
    return map.apply(this, args);
  };`;

test('kernels are checked, the report can be copied, and a check can be stopped', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const problems = watchProblems(page);
  await chooseDevice(page, 'gpu');
  await beforeEngine(page, HOLD);
  await page.goto('/#/experiment/story');
  await expect(page.getByTestId('gpu-line')).toBeVisible();
  await page.getByTestId('gpu-name').click();
  await page.getByRole('link', { name: 'Check the kernels on this GPU' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check this GPU');
  await page.getByTestId('check-kernel').selectOption('permute');
  await page.getByTestId('check-start').click();
  const outcome = page.getByTestId('check-outcome');
  await expect(outcome).toHaveAttribute('data-state', 'done');
  await expect(outcome).toContainText(', 0 failed');
  const rows = page.getByRole('row', { name: /permute/ });
  expect(await rows.count()).toBeGreaterThan(0);
  for (const row of await rows.all()) await expect(row).toContainText('passed');
  await page.getByTestId('check-copy').click();
  await expect(page.getByTestId('check-copy')).toHaveText('Copied');
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toMatch(/^Benchtop \d+\.\d+\.\d+, self-test of the kernels/);
  expect(report).toContain('maxBindingBytes: ');
  expect(report).toMatch(/passed {2}permute {2}3 × 35 × 50/);
  // The check waits for its first result until it has been told to stop.
  await page.evaluate(() => new BroadcastChannel('hold').postMessage(true));
  await page.getByTestId('check-kernel').selectOption('matmul');
  await page.getByTestId('check-start').click();
  await page.getByTestId('check-stop').click();
  await page.evaluate(() => new BroadcastChannel('hold').postMessage(false));
  await expect(outcome).toHaveAttribute('data-state', 'stopped');
  expect(problems).toEqual([]);
});
