// Cards of the hub: a data set opened by one, with its columns, classes and held-out split. The hub's answers are made here.
import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expectNoViolations, watchProblems } from './support';

const SPLITS = { train: 30, validation: 12, test: 6 };

function parquetOf(split: keyof typeof SPLITS): Buffer {
  const rows = Array.from({ length: SPLITS[split] }, (_, i) => i);
  return Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'sentence', data: rows.map((i) => `${split} ${i}`), type: 'STRING' },
        {
          name: 'label',
          data: rows.map((i) => BigInt(split === 'test' ? -1 : i % 2)),
          type: 'INT64',
        },
      ],
    }),
  );
}

test('a card opens a benchmark with its own held-out split', async ({ page }) => {
  const problems = watchProblems(page);
  const files = Object.keys(SPLITS).map((split) => {
    const data = parquetOf(split as keyof typeof SPLITS);
    const oid = createHash('sha256').update(data).digest('hex');
    const path = `cola/${split}-00000-of-00001.parquet`;
    return { data, entry: { type: 'file', path, size: data.length, oid: 'x', lfs: { oid } } };
  });
  await page.route('https://huggingface.co/**', (route) => {
    const { pathname } = new URL(route.request().url());
    const file = files.find(({ entry }) => pathname.endsWith(entry.path));
    if (file) return route.fulfill({ body: file.data });
    if (pathname.endsWith('/tree/f00'))
      return route.fulfill({ json: files.map(({ entry }) => entry) });
    return pathname.startsWith('/api/') ? route.fulfill({ json: { sha: 'f00' } }) : route.abort();
  });
  await page.goto('/#/finetune');
  await page.getByTestId('finetune-set').selectOption('own_examples');
  await page.getByTestId('data-cards-search').fill('grammatical');
  const card = page.getByTestId('data-card-cola');
  await expect(card).toContainText('Matthews correlation');
  await page.getByTestId('data-card-cola-open').click();
  await expect(page.getByTestId('finetune-found')).toContainText(
    '30 examples · 12 held out (validation split) · classes: unacceptable (15), acceptable (15)',
  );
  await expect(page.getByTestId('finetune-column-text')).toHaveValue('sentence');
  await expectNoViolations(page, 'cards, light');
  expect(problems).toEqual([]);
});
