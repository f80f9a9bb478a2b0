// Documents and refused rows out of every format, whatever the places where the stream cuts.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { toErrorData } from '../../src/host/lab/labError';
import { inspectSource, readDocuments } from '../../src/training/data/sources/sources';
import { detectFormat } from '../../src/training/data/sources/format';
import type { Reading, RefusedRow, Source } from '../../src/training/data/sources/types';

/** A Blob whose stream comes in pieces of this size. */
class CutBlob extends Blob {
  readonly pieceBytes: number;
  constructor(parts: BlobPart[], pieceBytes: number) {
    super(parts);
    this.pieceBytes = pieceBytes;
  }
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let at = 0;
    return new ReadableStream({
      pull: async (controller) => {
        const piece = this.slice(at, at + this.pieceBytes);
        if (piece.size === 0) return controller.close();
        controller.enqueue(new Uint8Array(await piece.arrayBuffer()));
        at += this.pieceBytes;
      },
    });
  }
}

const source = (name: string, text: string, pieceBytes = 1 << 16): Source => ({
  name,
  blob: new CutBlob([text], pieceBytes),
});

async function readAll(from: Source, change: Partial<Reading> = {}) {
  const documents: string[] = [];
  const refused: RefusedRow[] = [];
  const reading = { ...(await inspectSource(from)), ...change };
  for await (const batch of readDocuments(from, reading)) {
    documents.push(...batch.documents);
    refused.push(...batch.refused);
  }
  return { documents, refused: refused.map(({ row, code }) => `${row} ${code}`) };
}

const PIECES = [1, 2, 3, 7, 1 << 16];

test.each(PIECES)(
  'plain text at blank lines, lines, or as one, in pieces of %i bytes',
  async (n) => {
    const text = 'first 第一\nsecond\n\n \n\nthird 🦊\n\n';
    const file = source('a.txt', text, n);
    expect((await readAll(file)).documents).toEqual(['first 第一\nsecond', 'third 🦊']);
    expect((await readAll(file, { documentBreak: 'line' })).documents).toEqual([
      'first 第一',
      'second',
      'third 🦊',
    ]);
    expect((await readAll(file, { documentBreak: 'none' })).documents).toEqual([text]);
  },
);

test('a text without a break is cut at line ends, and nothing of it is lost', async () => {
  const text = `${'a line of words\n'.repeat(200_000)}end`;
  const { documents } = await readAll(source('a.txt', text), { documentBreak: 'none' });
  expect(documents.length).toBe(4);
  expect(documents.join('') === text).toBe(true);
  expect(documents.slice(0, -1).every((document) => document.endsWith('\n'))).toBe(true);
});

test.each(PIECES)(
  'JSON lines: good rows, and why the others are refused, in pieces of %i',
  async (n) => {
    const lines = [
      '{"text": "one\\n一"}',
      '{"text": ""}',
      '{"text": 5}',
      '{"other": "x"}',
      '{"text": "broken"',
      '[1]',
      '',
      '"a bare string"',
    ];
    const { documents, refused } = await readAll(source('a.jsonl', lines.join('\n'), n));
    expect(documents).toEqual(['one\n一', 'a bare string']);
    expect(refused).toEqual([
      '2 empty',
      '3 not_text',
      '4 missing_column',
      '5 bad_json',
      '6 not_an_object',
    ]);
  },
);

test('messages and prompt with completion are found by their names', async () => {
  const chat = {
    messages: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: '你好' },
    ],
  };
  const chats = [chat, { messages: [] }, { messages: [{ role: 'user' }] }];
  const read = await readAll(source('c.jsonl', chats.map((c) => JSON.stringify(c)).join('\n')));
  expect(read.documents).toEqual(['user: Hello\nassistant: 你好']);
  expect(read.refused).toEqual(['2 bad_messages', '3 bad_messages']);
  const pairs = '{"prompt": "2+2=", "completion": " 4"}\n{"prompt": "Why?", "completion": "So."}';
  expect((await readAll(source('p.jsonl', pairs))).documents).toEqual(['2+2= 4', 'Why?\nSo.']);
});

test.each(PIECES)(
  'CSV with quotes, line breaks in fields and bad rows, in pieces of %i',
  async (n) => {
    const csv = [
      'id,text,label',
      '1,"He said ""no"", twice\nand left",x',
      '2,short',
      '3,三,y',
      '4,"never closed,z',
    ].join('\r\n');
    const { documents, refused } = await readAll(source('a.csv', csv, n));
    expect(documents).toEqual(['He said "no", twice\nand left', '三']);
    expect(refused).toEqual(['2 field_count', '4 open_quote']);
  },
);

test('TSV, semicolons, and a column chosen by hand', async () => {
  const tsv = 'id\tlong words\n1\talpha, "beta"\n2\tgamma delta\n';
  expect((await readAll(source('a.tsv', tsv))).documents).toEqual(['alpha, "beta"', 'gamma delta']);
  const semicolons = source('b.csv', 'a;b\n1;some longer words\n');
  expect((await readAll(semicolons)).documents).toEqual(['some longer words']);
  const byHand = { mapping: { kind: 'text', column: 'a' } } as const;
  expect((await readAll(semicolons, byHand)).documents).toEqual(['1']);
});

test('parquet in several row groups, by its content and not its name', async () => {
  const texts = Array.from({ length: 250 }, (_, i) => (i % 50 === 7 ? null : `row ${i} 行`));
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: texts.map((_, i) => BigInt(i)), type: 'INT64' },
      { name: 'text', data: texts, type: 'STRING' },
    ],
    rowGroupSize: 100,
  });
  const file = { name: 'download', blob: new Blob([buffer]) };
  expect(await detectFormat(file)).toBe('parquet');
  const { documents, refused } = await readAll(file);
  expect(documents).toEqual(texts.filter((text) => text !== null));
  expect(refused).toEqual(['8', '58', '108', '158', '208'].map((row) => `${row} no_value`));
  expect(await inspectSource(file)).toMatchObject({ columns: ['id', 'text'] });
});

test('a parquet file that is cut off is refused in words', async () => {
  const blob = new Blob(['PAR1', new Uint8Array(500)]);
  const error = await readAll({ name: 'cut.parquet', blob }).catch(toErrorData);
  expect(error).toMatchObject({ code: 'bad_parquet' });
});
