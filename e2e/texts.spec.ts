// The list of a run's texts: a lesson's mixture made by hand, and what is wrong with one said in words.
import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations, openPage, watchProblems } from './support';

let page: Page;
let problems: string[];

test.beforeAll(async ({ browser }) => {
  page = await openPage(browser);
  problems = watchProblems(page);
  await page.goto('/#/experiment/letters-alone');
});

test.afterAll(() => page.context().close());

const row = (number: number) => page.getByTestId('text-row').nth(number - 1);
const entry = (name: string, number: number) =>
  page.getByRole('textbox', { name: `${name} ${number}` });

test('stories, then letters: texts are added, ordered, mixed, and made losses of their own', async () => {
  const group = page.getByTestId('group-data');
  await group.click();
  await page.getByTestId('texts-add').click();
  await expect(row(2).getByRole('combobox', { name: 'Text 2' })).toHaveValue('story');
  await row(2).getByRole('button', { name: 'Move text 2 up' }).click();
  await expect(row(1).getByRole('combobox', { name: 'Text 1' })).toHaveValue('story');
  await entry('Characters', 1).fill('300,000');
  await expect(entry('Characters', 2)).toHaveValue('2000');
  await entry('From step', 2).fill('700');
  const setting = page.locator('[data-setting=corpus]');
  await expect(setting.getByRole('alert')).toContainText('Text 2 is never read');
  await entry('From step', 2).fill('0.5');
  await expect(setting.getByRole('alert')).toHaveCount(0);
  await entry('Share', 2).fill('0');
  await expect(row(2).getByRole('alert')).toContainText('1 is kept');
  await entry('Share', 2).fill('3');
  for (const number of [2, 1]) {
    await page.getByRole('combobox', { name: `Objective ${number}` }).selectOption('causal_lm');
  }
  await expectNoViolations(page, 'texts');
  await group.click();
  await expect(group).toContainText('Stories + Letters');
  await expect(page.getByTestId('group-objective')).toContainText('Stories');
  expect(problems).toEqual([]);
});
