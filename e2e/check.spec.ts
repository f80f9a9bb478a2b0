// The self-test of the kernels on the browser's own adapter: results, report, stop.
import { expect, test } from '@playwright/test';
import { watchProblems } from './support';

test('kernels are checked, the report can be copied, and a check can be stopped', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const problems = watchProblems(page);
  await page.goto('/');
  await expect(page.getByTestId('gpu-line')).toBeVisible();
  await page.getByTestId('gpu-name').click();
  await page.getByRole('link', { name: 'Check this GPU’s arithmetic' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check this GPU');
  await page.getByTestId('check-kernel').selectOption('permute');
  await page.getByTestId('check-start').click();
  const outcome = page.getByTestId('check-outcome');
  await expect(outcome).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
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
  await page.getByTestId('check-kernel').selectOption('matmul');
  await page.getByTestId('check-start').click();
  await page.getByTestId('check-stop').click();
  await expect(outcome).toHaveAttribute('data-state', 'stopped', { timeout: 30_000 });
  expect(problems).toEqual([]);
});
