import AxeBuilder from '@axe-core/playwright';
import { expect, type Browser, type Locator, type Page } from '@playwright/test';

/** Runs `code` in the engine's Worker before the engine itself. */
export async function beforeEngine(page: Page, code: string): Promise<void> {
  await page.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });
}

/** As the user chose it before: no test is to depend on which of two devices is faster. */
export async function chooseDevice(page: Page, device: 'auto' | 'cpu' | 'gpu'): Promise<void> {
  await page.addInitScript((chosen) => {
    localStorage.setItem('benchtop.settings', JSON.stringify({ device: chosen }));
  }, device);
}

/** A page of a context of its own, which a test closes itself. */
export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

/** The number behind an element's words, however they are written; NaN while there is none. */
export const figureOf = async (element: Locator, name = 'data-value'): Promise<number> =>
  Number((await element.getAttribute(name)) ?? NaN);

/** How far the run is, from the status bar of every page. */
export const stepOf = (page: Page): Promise<number> =>
  figureOf(page.getByTestId('run-progress'), 'data-step');

/** By the navigation: to a section, and there to another of its pages. */
export async function goTo(
  page: Page,
  section: 'Start' | 'Models' | 'Lessons' | 'Data' | 'Engine',
  name?: string,
): Promise<void> {
  await page.getByTestId(`rail-${section.toLowerCase()}`).click();
  if (name === undefined) return;
  const pages = page.getByRole('navigation', { name: section, exact: true });
  await pages.getByRole('link', { name, exact: true }).click();
}

/** To the run, from any page. */
export const toRun = (page: Page) => page.getByTestId('status-run').click();

/** A file for the page to make: `start`, then `part` as often as wanted. */
export interface FileRecipe {
  name: string;
  start?: number[];
  chunk?: string | number[];
  times?: number;
}

/** Makes a file in the page and drops it there. Blobs repeat by reference, so size costs nothing. */
export async function dropFile(page: Page, recipe: FileRecipe): Promise<void> {
  // What listens for it comes with the page.
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return page.evaluate(({ name, start = [], chunk = [], times = 1 }) => {
    const blob = new Blob([typeof chunk === 'string' ? chunk : new Uint8Array(chunk)]);
    const parts = [new Uint8Array(start), ...Array.from({ length: times }, () => blob)];
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(parts, name));
    for (const type of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
      );
  }, recipe);
}

/** Errors in the console and uncaught ones, as they come. */
export function watchProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  return problems;
}

/** The run's state as the status bar has it. */
export const stateOf = (page: Page) => page.getByTestId('run-state');

/** Steps of a run that no machine finishes while a test looks on: the most that can be set. */
const ENDLESS = '10000000';

/** The plan above a group grows with its figures: a press during which the group moves is none, and is repeated. */
async function openGroup(page: Page, name: string): Promise<void> {
  const trigger = page.getByTestId(`group-${name}`);
  await expect(async () => {
    if ((await trigger.getAttribute('aria-expanded')) !== 'true') await trigger.click();
    await expect(trigger).toHaveAttribute('aria-expanded', 'true', { timeout: 1000 });
  }).toPass();
}

/**
 * Small and quick, also where a processor stands in for the GPU: no product is so large that it gets a
 * kernel of its own, which takes longer to compile than all others together. It does not end by itself:
 * what a test does with a run that goes on must not be a race.
 */
export async function turnSettingsSmall(page: Page): Promise<void> {
  await openGroup(page, 'model');
  for (const [setting, value] of [
    ['n_layer', '1'],
    ['n_embd', '16'],
    ['n_head', '2'],
    ['n_positions', '16'],
  ])
    await page.locator(`#setting-${setting}`).fill(value ?? '');
  await openGroup(page, 'training');
  await page.locator('#setting-batch').fill('1');
  await page.locator('#setting-max_steps').fill(ENDLESS);
  await openGroup(page, 'watching');
  await page.locator('#setting-eval_windows').fill('2');
  await openGroup(page, 'sampling');
  await page.locator('#setting-max_new_tokens').fill('16');
}

/** A small model on a text of a few kilobytes, which is ready at once. */
export async function openSmallRun(page: Page): Promise<void> {
  await page.goto('/#/experiment/own-text');
  // What is dropped before the page is up is lost.
  await expect(page.getByTestId('train')).toBeVisible();
  await dropFile(page, {
    name: 'small.txt',
    chunk: 'the quick brown fox jumps over the lazy dog, 0123456789 times\n',
    times: 200,
  });
  // Another experiment's page may still be there: its settings go with it.
  await expect(page.getByText('small.txt imported')).toBeVisible();
  await expect(page.getByTestId('train')).toBeEnabled();
  await turnSettingsSmall(page);
}

/** axe finds nothing; where only colors can have changed, it looks at those alone. */
export async function expectNoViolations(
  page: Page,
  where: string,
  rules: 'all' | 'colors' = 'all',
): Promise<void> {
  // A scheme that was just changed is on all of the page once a frame has been drawn and every
  // transition has ended.
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  // Selectors of what passes would be made for nobody; no frames, so no second page to put results of
  // several frames together.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (
    rules === 'all' ? axe : axe.withRules(['color-contrast'])
  ).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${where}: ${id}: ${html} ${failureSummary}`),
  );
  expect(found).toEqual([]);
}
