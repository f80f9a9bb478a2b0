// What must stay in reach and in its place: navigation, rows under the pointer, focus, the tab's title.
import { expect, test } from '@playwright/test';
import { figureOf, goTo, stateOf, turnSettingsSmall } from './support';

test('all of the navigation is in sight at usual window sizes', async ({ page }) => {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1280, height: 720 },
  ]) {
    await page.setViewportSize(size);
    await page.goto('/');
    await expect(page.getByTestId('rail-engine')).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeInViewport({ ratio: 1 });
    await goTo(page, 'Engine');
    const pages = page.getByRole('navigation', { name: 'Engine' });
    await expect(pages.getByRole('link').last()).toBeInViewport({ ratio: 1 });
  }
});

test('on a phone the menu leads everywhere, and closes by Esc and by going there', async ({
  page,
}) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/#/experiment/story');
  const menu = page.getByTestId('rail-menu');
  const last = page.getByRole('navigation').getByRole('link', { name: 'Glossary and help' });
  await expect(last).toBeHidden();
  await menu.click();
  await expect(last).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await expect(last).toBeHidden();
  await menu.click();
  await last.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary and help');
  await expect(last).toBeHidden();
  await expect(page).toHaveTitle('Glossary and help · Benchtop');
});

test('the sentence under the picture moves no row that is pointed at', async ({ page }) => {
  await page.goto('/#/experiment/story');
  const rows = page.getByTestId(/^component-/);
  await expect(rows.first()).toBeVisible();
  const say = page.getByTestId('picture-say');
  // All sentences have been there once.
  for (const row of await rows.all()) await row.hover();
  await say.scrollIntoViewIfNeeded();
  const main = page.locator('main');
  const heightOf = () => main.evaluate((all) => all.querySelector('section')!.scrollHeight);
  const before = await heightOf();
  for (const row of await rows.all()) {
    await row.hover();
    expect(await heightOf()).toBe(before);
  }
});

test('focus goes to the run when the button that started it is gone', async ({ page }) => {
  await page.goto('/#/experiment/story');
  await expect(page.getByTestId('train')).toBeEnabled();
  await turnSettingsSmall(page);
  await page.getByTestId('train').click();
  await expect(stateOf(page)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect(page).toHaveTitle(/^0% · Training: Story GPT .*– Benchtop$/);
  await expect.poll(() => figureOf(page.getByTestId('loss'))).toBeGreaterThan(0);
  // Running and paused: what is below the header stays where it is.
  const top = async () => (await page.getByTestId('loss').boundingBox())!.y;
  const running = await top();
  await page.getByTestId('run-pause').click();
  await expect(page.getByTestId('run-resume')).toBeVisible();
  await expect(page).toHaveTitle('Story GPT · Benchtop');
  expect(await top()).toBe(running);

  // The menu over the curves is in reach, and goes by Esc and by a press elsewhere.
  const menu = page.getByRole('dialog', { name: 'Overlay' });
  await page.getByTestId('overlays').click();
  await expect(menu).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await page.getByTestId('overlays').click();
  await expect(menu).toBeVisible();
  await page.mouse.click(640, 20);
  await expect(menu).toBeHidden();
});

test('an icon alone has its name beside it for the pointer and the keyboard', async ({ page }) => {
  await page.goto('/#/experiment/story');
  const dark = page.getByRole('radio', { name: 'Dark' });
  await expect(page.getByTestId('train')).toBeVisible();
  // A pointer is known by its first move.
  await page.mouse.move(640, 300);
  await dark.hover();
  await expect(page.getByRole('tooltip', { name: 'Dark' })).toBeVisible();
});

test.describe('Chinese', () => {
  test.use({ locale: 'zh-CN' });
  test('begins with Chinese text', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByText('中文财经快讯').first()).toBeVisible();
    await expect(page).toHaveTitle('开始 · Benchtop');
  });
});

test('a term opens its sentence; presentation mode leaves the panels out until Esc', async ({
  page,
}) => {
  await page.goto('/#/experiment/story');
  const term = page.getByTestId('term').first();
  await term.click();
  const meaning = page.locator('[popover]:popover-open');
  await expect(meaning).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await expect(meaning).toHaveCount(0);
  const panel = page.getByTestId('group-model');
  await expect(panel).toBeVisible();
  await page.getByTestId('present').click();
  await expect(panel).toBeHidden();
  await expect(page.getByTestId('rail-models')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(panel).toBeVisible();
});
