// CSV and TSV as pandas reads them: dialects, headers and blemishes of files that people have.
import { describe, expect, it } from 'vitest';
import { inspectSource, readDocuments, readRows } from '../../src/training/data/sources/sources';
import { detectFormat } from '../../src/training/data/sources/format';
import type { Reading } from '../../src/training/data/sources/types';

const file = (name: string, text: string) => ({ name, blob: new Blob([text]) });

async function read(name: string, text: string, change: Partial<Reading> = {}) {
  const source = file(name, text);
  const found = await inspectSource(source);
  const rows: unknown[][] = [];
  const refused: string[] = [];
  for await (const batch of readRows(source, { ...found, ...change }, {})) {
    for (const one of batch.rows) {
      if ('row' in one) rows.push(found.columns.map((column) => one.row[column]));
      else refused.push(one.code);
    }
  }
  const assumed = found.remarks.map(({ fields }) => fields.what);
  return { columns: found.columns, rows, refused, assumed, found };
}

async function documents(name: string, text: string): Promise<string[]> {
  const source = file(name, text);
  const all: string[] = [];
  for await (const batch of readDocuments(source, await inspectSource(source))) {
    all.push(...batch.documents);
  }
  return all;
}

describe('headers', () => {
  it('that are quoted may hold delimiters', async () => {
    const text = '"text, raw";"label, gold, x, y"\nhello;1\nworld;0\n';
    const { columns, rows, assumed } = await read('a.csv', text);
    expect(columns).toEqual(['text, raw', 'label, gold, x, y']);
    expect(rows).toEqual([
      ['hello', '1'],
      ['world', '0'],
    ]);
    expect(assumed).toContain('delimiter');
  });

  it.each([
    ['sep=;\ntext;label\nhello;1\nno, thanks;0\n'],
    ['\uFEFFSEP=;\r\ntext;label\r\nhello;1\r\nno, thanks;0\r\n'],
  ])('stand behind the line of Excel that names the delimiter', async (text) => {
    const { columns, rows } = await read('a.csv', text);
    expect(columns).toEqual(['text', 'label']);
    expect(rows).toEqual([
      ['hello', '1'],
      ['no, thanks', '0'],
    ]);
  });

  it.each([
    ['text,text,label', ['text', 'text.1', 'label']],
    ['a,a,a.1,a', ['a', 'a.2', 'a.1', 'a.3']],
    ['a,a,a.1,a.1', ['a', 'a.2', 'a.1', 'a.1.1']],
    [',text,', ['Unnamed: 0', 'text', 'Unnamed: 2']],
    ['text, label ,x', ['text', ' label ', 'x']],
  ])('%s are named as pandas names them', async (header, names) => {
    const cells = names.map((_, i) => `word${i}`).join(',');
    expect((await read('a.csv', `${header}\n${cells}\n`)).columns).toEqual(names);
  });

  it('that repeat a name do not let an empty column win', async () => {
    const text = 'text,text,label\nreal text,,1\nother text,,0\n';
    expect(await documents('a.csv', text)).toEqual(['real text', 'other text']);
  });

  it.each([
    [
      'a number where numbers stand below',
      'first sentence here,1\nsecond sentence,0\nthird,1\n',
      3,
    ],
    ['a class that comes again', 'I liked it,pos\nnot good,neg\nfine,pos\n', 3],
    ['a sentence in one column', 'this is the first of the sentences\nand another one\n', 2],
  ])('are no headers: %s', async (_why, text, count) => {
    const { rows, assumed, columns } = await read('a.csv', text);
    expect(rows).toHaveLength(count);
    expect(columns[0]).toBe('0');
    expect(assumed).toContain('no_header');
  });

  it('that nobody knows are reported, and both ways can be chosen', async () => {
    const text = 'alpha,beta\ngamma,delta\n';
    const { assumed, found } = await read('a.csv', text);
    expect(assumed).toEqual(['header']);
    const table = { ...found.table!, hasHeader: false };
    const again = await inspectSource(file('a.csv', text), {}, { format: 'csv', table });
    expect(again.columns).toEqual(['0', '1']);
  });

  it.each([
    ['remarks', '# made by a tool, version 1, on Monday\n# 2024\ntext,label\nhello,1\nno,0\n'],
    ['remarks of their width', 'Notes: set v2, final\nDate;2024\ntext,label\nhello,1\nno,0\n'],
    ['a title', 'My export\n\n"text","label"\n"hello",1\n"no",0\n'],
  ])('stand below %s, which are reported', async (_, text) => {
    const { columns, rows, assumed } = await read('a.csv', text);
    expect(columns).toEqual(['text', 'label']);
    expect(rows).toEqual([
      ['hello', '1'],
      ['no', '0'],
    ]);
    expect(assumed).toContain('skipped_lines');
  });

  it('are not looked for below rows of their width', async () => {
    const { rows, assumed } = await read('a.csv', 'a,1,x\nb,2,text\nc,3,z\nd,4,w\n');
    expect(assumed).not.toContain('skipped_lines');
    expect(rows.flat()).toContain('text');
  });

  it('that come again are refused, in more columns than one', async () => {
    const { rows, refused } = await read('a.csv', 'text,label\na,1\n\uFEFFtext,label\nb,0\n');
    expect(rows).toEqual([
      ['a', '1'],
      ['b', '0'],
    ]);
    expect(refused).toEqual(['repeated_header']);
    expect(await documents('b.csv', 'text\na\ntext\n')).toEqual(['a', 'text']);
  });

  it('of known columns stay cut where all rows are shorter', async () => {
    const { columns, refused } = await read('a.csv', 'text,label,src\na,1\nb,0\nc,1\n');
    expect(columns).toEqual(['text', 'label', 'src']);
    expect(refused).toEqual(['field_count', 'field_count', 'field_count']);
  });

  it.each([
    ['sentences', 'I like it much.\nIt was bad.\nSo so.\n'],
    ['moments', '2024-01-01 00:00:00,started\n2024-01-02 00:00:00,ended\n2024-01-03 00:00:00,x\n'],
  ])('are not %s', async (_, text) => {
    const { rows, assumed } = await read('a.csv', text);
    expect(rows).toHaveLength(3);
    expect(assumed).toContain('no_header');
  });

  it('with one name fewer than there are cells leave an index in front', async () => {
    const { columns, rows, assumed } = await read('a.csv', 'text,label\n0,fine,1\n1,bad,0\n');
    expect(columns).toEqual(['index', 'text', 'label']);
    expect(rows[0]).toEqual(['0', 'fine', '1']);
    expect(assumed).toContain('index_column');
  });
});

describe('delimiters', () => {
  it.each([',', ';', '\t', '|'])('%j is found by what cuts all rows alike', async (sign) => {
    const text = [
      ['text', 'label'],
      ['one, and; two', '1'],
      ['x', '0'],
    ]
      .map((row) => row.map((cell) => `"${cell}"`).join(sign))
      .join('\n');
    expect((await read('a.csv', text)).rows[0]).toEqual(['one, and; two', '1']);
  });

  it('are not the comma of decimals', async () => {
    const text = 'text;score;label\ngood;1,5;pos\nbad;0,5;neg\nfine;1,0;pos\n';
    expect((await read('a.csv', text)).rows[0]).toEqual(['good', '1,5', 'pos']);
  });

  it('at the end of each row alone have no cell behind them', async () => {
    const { columns, rows, refused, assumed } = await read(
      'a.csv',
      'text,label\na,1,\nb,0,\nc,1\n',
    );
    expect(columns).toEqual(['text', 'label']);
    expect(rows).toEqual([
      ['a', '1'],
      ['b', '0'],
      ['c', '1'],
    ]);
    expect([refused, assumed]).toEqual([[], ['trailing_delimiter']]);
  });

  it('are not the semicolons of sentences', async () => {
    const text = 'text\nI came; I saw\nwe won; they lost\nyes; no\n';
    expect(await documents('a.csv', text)).toEqual([
      'I came; I saw',
      'we won; they lost',
      'yes; no',
    ]);
  });

  it.each(['\x01', '^', '~', ':', '::', '   '])('%j is not read, but told', async (sign) => {
    const text = ['text', 'alpha', 'beta', 'gamma'].map((word) => `${word}${sign}label\n`).join('');
    const { columns, assumed } = await read('a.csv', text);
    expect(columns).toHaveLength(1);
    expect(assumed).toContain('one_column');
  });

  it('are not found in a single column of sentences', async () => {
    const { columns, rows, assumed } = await read(
      'a.csv',
      'text\nWell, it was good\nBad\nNo, no, no\nFine\n',
    );
    expect(columns).toEqual(['text']);
    expect(rows[0]).toEqual(['Well, it was good']);
    expect([rows.length, assumed]).toEqual([4, ['one_column']]);
  });
});

describe('quotes', () => {
  it('that are doubled, in the middle of a cell, or behind a closing one', async () => {
    const text = 'text,label\n"say ""hi""",1\nsix" pipe,0\n"a"b,1\n';
    expect((await read('a.csv', text)).rows.map(([cell]) => cell)).toEqual([
      'say "hi"',
      'six" pipe',
      'ab',
    ]);
  });

  it.each([
    ['label, text\npos, "hello, world"\nneg, "bad, day"\n'],
    ['label, text\npos, "hello, world"\nneg, day\n'],
    ['label, text\npos, "hello"\nneg, "day"\n'],
    ['label,text\n "pos","hello, world"\n "neg",day\n'],
  ])('behind blanks open their cells, which is reported: %j', async (text) => {
    const { columns, rows, assumed } = await read('a.csv', text);
    expect(columns).toEqual(['label', 'text']);
    expect(
      rows.map(([, cell]) => cell).every((cell) => /^[^ "]+(?:, [^ "]+)?$/.test(String(cell))),
    ).toBe(true);
    expect(assumed).toEqual(['skipped_blanks']);
  });

  it('escaped by a backslash are reported', async () => {
    const { rows, assumed } = await read('a.csv', 'text,label\n"say \\"hi\\", you",1\n"x",0\n');
    expect(rows[0]).toEqual(['say "hi", you', '1']);
    expect(assumed).toContain('quote_escapes');
  });

  it('that never close lose their own line, and none of the 297 below', async () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => `${i === 3 ? '"' : ''}sentence ${i}\t${i % 2}`,
    );
    const { rows, refused } = await read('a.tsv', `sentence\tlabel\n${lines.join('\n')}\n`);
    expect(rows).toHaveLength(299);
    expect(refused).toEqual(['open_quote']);
  });

  it('that two stray signs make of many lines are refused line by line', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) => `${i % 20 === 3 ? '"' : ''}sentence ${i},${i % 2}`,
    );
    const { rows, refused } = await read('a.csv', `sentence,label\n${lines.join('\n')}\n`);
    expect([rows.length, refused]).toEqual([38, ['open_quote', 'open_quote']]);
  });
});

it.each(['\n', '\r\n', '\r'])(
  'line ends %j, empty lines, lines of blanks, quoted line ends',
  async (end) => {
    const text = ['text,label', 'one,1', '', '   ', `"two${end}lines",0`, ''].join(end);
    const { rows, refused } = await read('a.csv', text);
    expect(rows).toEqual([
      ['one', '1'],
      ['two\nlines', '0'],
    ]);
    expect(refused).toEqual([]);
  },
);

it('the ruler of a Markdown table is no row', async () => {
  const { rows, refused } = await read('a.csv', '| text | label |\n|:---|---:|\n| a | 1 |\n');
  expect(rows.map((cells) => cells.slice(1, 3))).toEqual([[' a ', ' 1 ']]);
  expect(refused).toEqual(['empty']);
});

it('what pandas takes for missing is no value', async () => {
  const cells = ['', 'NA', 'N/A', 'nan', 'NaN', 'None', 'null', 'NULL', '<NA>', '#N/A'];
  const text = `id,text\n${cells.map((cell, i) => `${i},${cell}`).join('\n')}\n10,none\n`;
  const { rows } = await read('a.csv', text);
  expect(rows.map(([, cell]) => cell)).toEqual([...cells.map(() => null), 'none']);
});

it('rows with more or fewer cells are refused and counted', async () => {
  const { rows, refused } = await read(
    'a.csv',
    'id,text,label\n1,a,x\n2,short\n3,b,y,more\n4,c,z\n',
  );
  expect([rows.length, refused]).toEqual([2, ['field_count', 'field_count']]);
});

it.each([
  ['page.csv', '<!DOCTYPE html>\n<html><body>You need to log in</body></html>', 'web_page'],
  ['page.parquet', '<html><body>404</body></html>', 'web_page'],
  ['page.jsonl', '<html lang="en">\n<body></body></html>', 'web_page'],
  ['rows.csv', '{"error": "You need to be authenticated"}', 'json_in_table'],
  ['rows.tsv', '[{"text": "a"}]', 'json_in_table'],
  [
    'rows.csv',
    'version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 5242880\n',
    'lfs_pointer',
  ],
])('%s that holds %j is refused by name', async (name, text, code) => {
  await expect(detectFormat(file(name, text))).rejects.toMatchObject({ code });
});

it.each([
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0, 0x2c, 0]), 'not_utf8'],
  ['Latin-1', new Uint8Array([0x74, 0x0a, 0xe9, 0x0a]), 'not_utf8'],
  ['NUL bytes', new Uint8Array([0x74, 0x0a, 0, 0x0a]), 'binary_file'],
])('%s are refused', async (_what, bytes, code) => {
  const source = { name: 'a.csv', blob: new Blob([bytes]) };
  await expect(inspectSource(source)).rejects.toMatchObject({ code });
});
