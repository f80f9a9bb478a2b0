// From a messy file to a run: parsed, cleaned, cut by several vocabularies, trained on.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { dropFile, expectNoViolations, stateOf, turnSettingsSmall, watchProblems } from './support';

test('the sample is cleaned in visible steps, cut by vocabularies, and trained on', async ({
  page,
}) => {
  const problems = watchProblems(page);
  await page.goto('/#/data');
  await page.getByTestId('data-sample').click();
  await expect(page.getByTestId('data-source-facts')).toContainText('JSON lines');
  await expect(page.getByTestId('data-refused')).toContainText('Row 5: invalid JSON');
  await page.getByTestId('data-clean').click();
  const report = page.getByTestId('data-report');
  await expect(report).toContainText(
    'Rejected rows: invalid JSON (1), missing column (1), empty (1)',
  );
  for (const step of ['length', 'exact_duplicates', 'near_duplicates'])
    await expect(page.getByTestId(`data-step-${step}`)).toContainText(/[1-9]\d* removed/);
  await expect(page.getByTestId('data-step-normalize')).toContainText(/[1-9]\d* changed/);
  await page.getByTestId('data-step-near_duplicates').getByText('Examples').click();
  await expect(page.getByTestId('data-step-near_duplicates')).toContainText('duplicate of');
  await page.getByTestId('data-compare').click();
  const table = page.getByTestId('data-vocabulary-table');
  await expect(table.locator('tbody tr')).toHaveCount(5);
  await page.getByTestId('data-token-text').fill('Once upon a time');
  await page.getByTestId('data-merges').fill('0');
  await expect(page.getByTestId('data-token-count')).toHaveText('16 tokens, 16 characters');
  await expectNoViolations(page, 'data');
  await page.getByTestId('data-train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', /preparing|running/);
  expect(problems).toEqual([]);
});

test('a dropped table: another column by hand', async ({ page }) => {
  await page.goto('/#/data');
  await expect(page.getByTestId('data-sample')).toBeEnabled();
  const chunk = 'title,body\n"One, two","a longer text\nin two lines"\nbad\n';
  await dropFile(page, { name: 'table.csv', chunk, times: 1 });
  const preview = page.getByTestId('data-preview');
  await expect(preview).toContainText('a longer text in two lines');
  await expect(page.getByTestId('data-refused')).toContainText('number of fields differs');
  await page.getByLabel('Text column').selectOption('title');
  await expect(preview).toContainText('One, two');
});

test('a dropped .json is read as rows, and what is not read is reported', async ({ page }) => {
  await page.goto('/#/data');
  await expect(page.getByTestId('data-sample')).toBeEnabled();
  const chunk =
    '[{"instruction": "Translate", "input": "good morning", "output": "bonjour", "topic": "x"}]';
  await dropFile(page, { name: 'rows.json', chunk, times: 1 });
  await expect(page.getByTestId('data-preview')).toContainText('Translate good morning bonjour');
  await expect(page.getByTestId('remarks')).toContainText('topic');
});

test('a parquet file that is never read to its end: Stop ends it, and a run starts then', async ({
  page,
}) => {
  const numbers = Array.from({ length: 40 }, (_, i) => i % 7);
  const bytes = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'n', data: numbers.map(BigInt), type: 'INT64' },
        { name: 'text', data: numbers.map((n) => `row ${n}`), type: 'STRING' },
      ],
    }),
  );
  // The length of a run of equal levels: the library never comes to its end.
  bytes[62] = 82;
  await page.goto('/#/experiment/own-text');
  await turnSettingsSmall(page);
  await page.goto('/#/data');
  await expect(page.getByTestId('data-sample')).toBeEnabled();
  const input = page.locator('input[type=file]').first();
  await input.setInputFiles({ name: 'rows.parquet', mimeType: '', buffer: bytes });
  await page.getByTestId('data-stop').click();
  await expect(page.getByTestId('data-job')).toBeHidden();
  await page.getByTestId('data-sample').click();
  await expect(page.getByTestId('data-source-facts')).toContainText('JSON lines');
  await page.getByTestId('data-clean').click();
  await expect(page.getByTestId('data-report')).toBeVisible();
  await page.getByTestId('data-train').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', /running|paused|finished/);
});

test.describe('downloads', () => {
  let server: Server;
  let url: string;
  let isCut = false;
  const body = Array.from(
    { length: 4000 },
    (_, i) => `{"text": "story ${i} of many in this set"}`,
  ).join('\n');

  test.beforeAll(async () => {
    server = createServer((request, response) => {
      const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const rest = body.slice(from);
      response.writeHead(from > 0 ? 206 : 200, {
        ...headers,
        'access-control-expose-headers': 'etag, content-range',
        etag: '"1"',
        'content-length': rest.length,
        ...(from > 0 && { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
      });
      if (request.method === 'OPTIONS' || isCut) return response.end(rest);
      isCut = true;
      response.write(rest.slice(0, 50_000), () => setTimeout(() => response.destroy(), 100));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.jsonl`;
  });
  test.afterAll(() => void server.close());

  test('a file by its address is taken up again where the connection broke', async ({ page }) => {
    await page.goto('/#/data');
    await page.getByTestId('data-url').fill(url);
    await page.getByTestId('data-url-open').click();
    await expect(page.getByTestId('data-source-facts')).toContainText('set.jsonl');
    await page.getByTestId('data-clean').click();
    await expect(page.getByTestId('data-report')).toContainText('Read 4,000 documents');
    expect(isCut).toBe(true);
  });
});
