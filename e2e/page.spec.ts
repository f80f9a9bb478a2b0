// What the page must not leave behind: an address that leads nowhere, an old error, a cursor.
import { expect, test } from '@playwright/test';
import { dropFile, stateOf, turnSettingsSmall, watchProblems } from './support';

test('an unknown address says so, with a link home', async ({ page }) => {
  for (const address of ['/#/experiment/doesnotexist', '/#/nowhere']) {
    await page.goto(address);
    await expect(page.getByTestId('not-found')).toBeVisible();
    await expect(page.getByTestId('train')).toHaveCount(0);
    await page.getByTestId('not-found').getByRole('link').click();
    await expect(page.getByTestId('train')).toBeVisible();
  }
});

test('addresses of earlier versions lead on', async ({ page }) => {
  for (const [old, now] of [
    ['/kernels', '/engine/kernels'],
    ['/recipes', '/lessons/recipes'],
  ]) {
    await page.goto(`/#${old}`);
    await expect(page).toHaveURL(new RegExp(`#${now}$`));
  }
});

test("an upload's error goes with the next upload, and covers nothing", async ({ page }) => {
  await page.goto('/#/experiment/own-text');
  const notice = page.getByTestId('notices').locator('p');
  await dropFile(page, { name: 'empty.txt' });
  await expect(notice).toHaveCount(1);
  const main = (await page.locator('#main').boundingBox())!;
  const box = (await notice.boundingBox())!;
  expect(box.y).toBeGreaterThanOrEqual(main.y + main.height);
  await dropFile(page, { name: 'odd.bin', chunk: [0, 1, 2, 65], times: 9 });
  await expect(notice).toHaveText(/bytes that are not valid text/);
  await dropFile(page, { name: 'good.txt', chunk: 'a line of text to read\n', times: 200 });
  await expect(notice).toHaveCount(0);
});

test('the plan shows what epochs come to, and the sentence on the probe goes with the start', async ({
  page,
}) => {
  const problems = watchProblems(page);
  await page.goto('/#/experiment/own-text');
  await dropFile(page, { name: 'good.txt', chunk: 'a line of text to read\n', times: 100 });
  const probe = page.getByTestId('plan').getByText(/half-second benchmark/);
  await expect(probe).toBeVisible();
  await turnSettingsSmall(page);
  await page.getByTestId('group-arguments').click();
  await page
    .getByTestId('arguments-json')
    .fill('{"num_train_epochs": 2, "per_device_train_batch_size": 8, "warmup_ratio": 0.1}');
  await page.getByTestId('arguments-take').click();
  await expect(page.getByTestId('plan-steps')).toContainText('2 ×');
  await page.getByTestId('train').click();
  await expect(probe).toHaveCount(0);
  await expect(stateOf(page)).toHaveAttribute('data-state', 'finished');
  await expect(probe).toHaveCount(0);
  const chart = page.getByRole('slider', { name: /loss/i }).first();
  await expect(chart).toHaveAttribute('aria-valuetext', /^step/);
  const atEnd = await chart.getAttribute('aria-valuetext');
  await chart.focus();
  await chart.press('Home');
  await expect(chart).not.toHaveAttribute('aria-valuetext', atEnd!);
  await chart.blur();
  await expect(chart).toHaveAttribute('aria-valuetext', atEnd!);
  expect(problems).toEqual([]);
});
