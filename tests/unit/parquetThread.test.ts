// Parquet is read in a thread that can be ended: files that the library loops over, mutations, and after them
// a good file.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { readExamples } from '../../src/training/data/examples/exampleRows';
import { inspectSource, readDocuments, readRows } from '../../src/training/data/sources/sources';

const NUMBERS = Array.from({ length: 40 }, (_, i) => i % 7);

function parquet(change?: readonly [at: number, value: number]) {
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'n', data: NUMBERS.map(BigInt), type: 'INT64' },
        { name: 'text', data: NUMBERS.map((n) => `row ${n}`), type: 'STRING' },
      ],
    }),
  );
  if (change) bytes[change[0]] = change[1];
  return { name: 'rows.parquet', blob: new Blob([bytes]) };
}

/** This byte is the length of a run of equal levels: the library never comes to its end. */
const ENDLESS = [62, 82] as const;

test('a file that is never read to its end is given up', async () => {
  const reading = inspectSource(parquet(ENDLESS), { stallMs: 1000 });
  await expect(reading).rejects.toMatchObject({ code: 'parquet_stalled', fields: { seconds: 1 } });
});

test('Stop ends the reading at once, and another file is read then', async () => {
  const abort = new AbortController();
  const reading = inspectSource(parquet(ENDLESS), { signal: abort.signal, stallMs: 600_000 });
  setTimeout(() => abort.abort(), 200);
  await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  expect(await inspectSource(parquet())).toMatchObject({ columns: ['n', 'text'] });
});

test('mutations of the schema and of offsets are refused in words', async () => {
  const { blob } = parquet();
  for (let at = blob.size - 12; at > blob.size - 120; at -= 9) {
    const reading = inspectSource(parquet([at, 255]), { stallMs: 1000 });
    const code = await reading.then(
      () => 'read',
      (error: unknown) => (error as { code?: string }).code,
    );
    expect(['read', 'bad_parquet', 'parquet_stalled'], `byte ${at}`).toContain(code);
  }
});

test('bytes that are no text are not read as text', async () => {
  const image = new Uint8Array([0xff, 0xd8, 0xff]);
  const text = new TextEncoder().encode('a text');
  const columnData = [{ name: 'text', data: [image, text], type: 'BYTE_ARRAY' as const }];
  const source = { name: 'a.parquet', blob: new Blob([parquetWriteBuffer({ columnData })]) };
  const found: unknown[] = [];
  for await (const { documents, refused } of readDocuments(source, await inspectSource(source))) {
    found.push(...documents, ...refused.map(({ code, excerpt }) => [code, excerpt]));
  }
  expect(found).toEqual(['a text', ['not_text', '{"text":"3 bytes"}']]);
});

test('two columns of one name are refused', async () => {
  const column = { name: 'text', data: ['a'], type: 'STRING' as const };
  const blob = new Blob([parquetWriteBuffer({ columnData: [column, column] })]);
  const reading = inspectSource({ name: 'a.parquet', blob });
  await expect(reading).rejects.toMatchObject({ code: 'bad_parquet' });
});

test('lists, structs, decimals, dates, large integers and names of classes', async () => {
  const features = { label: { _type: 'ClassLabel', names: ['bad', 'good'] } };
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'text', data: ['a', 'b'], type: 'STRING' },
      { name: 'big', data: [2n ** 62n, -(2n ** 62n)], type: 'INT64' },
      { name: 'when', data: [new Date(0), new Date(86_400_000)], type: 'TIMESTAMP' },
      { name: 'answers', data: [{ text: ['x'] }, { text: [] }], type: 'JSON' },
      { name: 'label', data: [1n, 0n], type: 'INT64' },
    ],
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }],
  });
  const source = { name: 'rows.parquet', blob: new Blob([buffer]) };
  const found = await inspectSource(source);
  const rows: unknown[] = [];
  for await (const batch of readRows(source, found, {})) rows.push(...batch.rows);
  expect(rows[0]).toMatchObject({
    row: { text: 'a', big: 2n ** 62n, when: new Date(0), answers: { text: ['x'] }, label: 1n },
  });
  const { classNames } = found;
  const { labels } = await readExamples(source, found, found.examples!, { classNames });
  expect(labels).toEqual(['bad', 'good']);
});
