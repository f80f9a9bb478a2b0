// JSON in the forms in which pandas, datasets and the makers of data sets write rows.
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/training/data/tables/jsonText';
import { inspectSource, readDocuments, readRows } from '../../src/training/data/sources/sources';

const file = (name: string, text: string) => ({ name, blob: new Blob([text]) });
const ROWS = [
  { text: 'one', label: 1 },
  { text: 'two', label: 0 },
];

async function read(name: string, text: string) {
  const source = file(name, text);
  const found = await inspectSource(source);
  const documents: string[] = [];
  const refused: string[] = [];
  for await (const batch of readDocuments(source, found)) {
    documents.push(...batch.documents);
    refused.push(...batch.refused.map(({ code }) => code));
  }
  return { documents, refused, columns: found.columns, remarks: found.remarks };
}

const compact = JSON.stringify(ROWS);
const lines = ROWS.map((row) => JSON.stringify(row)).join('\n');

describe('rows', () => {
  it.each([
    ['a list', 'a.json', compact],
    ['an indented list', 'a.json', JSON.stringify(ROWS, null, 2)],
    ['a list under .jsonl', 'a.jsonl', JSON.stringify(ROWS, null, 2)],
    ['a list in one line under .jsonl', 'a.jsonl', compact],
    ['JSON lines under .json', 'a.json', lines],
    [
      'JSON lines with blank lines and a BOM',
      'a.jsonl',
      `\uFEFF\n${lines.replace('\n', '\n\n')}\n`,
    ],
    [
      'objects one after another',
      'a.json',
      ROWS.map((row) => JSON.stringify(row, null, 2)).join('\n'),
    ],
    [
      'the same under .jsonl',
      'a.jsonl',
      ROWS.map((row) => JSON.stringify(row, null, 2)).join('\n'),
    ],
    ['a list under data', 'a.json', JSON.stringify({ version: '1', data: ROWS })],
    [
      'a list under rows, wrapped',
      'a.json',
      JSON.stringify({ features: [{}], rows: ROWS.map((row, i) => ({ row_idx: i, row })) }),
    ],
    [
      'orient="split"',
      'a.json',
      JSON.stringify({ columns: ['text', 'label'], index: [0, 1], data: ROWS.map(Object.values) }),
    ],
    ['orient="columns"', 'a.json', '{"text":{"0":"one","1":"two"},"label":{"0":1,"1":0}}'],
    ['orient="index"', 'a.json', JSON.stringify({ 0: ROWS[0], 1: ROWS[1] })],
    [
      'orient="table"',
      'a.json',
      JSON.stringify({
        schema: { fields: [], primaryKey: ['index'] },
        data: ROWS.map((row, index) => ({ index, ...row })),
      }),
    ],
    ['columns of lists', 'a.json', '{"text":["one","two"],"label":[1,0]}'],
  ])('%s', async (_what, name, text) => {
    const { documents, columns, refused } = await read(name, text);
    expect([documents, columns, refused]).toEqual([['one', 'two'], ['text', 'label'], []]);
  });

  it('without names have numbers for names', async () => {
    expect(await read('a.json', '[["one", 1], ["two", 0]]')).toMatchObject({
      columns: ['0', '1'],
      documents: ['one', 'two'],
    });
  });

  it('of strings are texts', async () => {
    expect((await read('a.json', '["one", "two"]')).documents).toEqual(['one', 'two']);
    expect((await read('a.jsonl', '"one"\n"two"\n["three"]')).refused).toEqual(['not_an_object']);
  });

  it.each([
    ['{"0": "one", "1": "two"}', 'text'],
    ['{"name": "review", "index": [4, 7], "data": ["one", "two"]}', 'review'],
    ['{"name": null, "index": [4, 7], "data": ["one", "two"]}', 'text'],
  ])('of one column (a Series) are a text each: %s', async (text, column) => {
    const found = await read('a.json', text);
    expect(found).toMatchObject({ documents: ['one', 'two'], columns: [column] });
  });

  it('of articles with questions (SQuAD) are one a question', async () => {
    const qas = [
      { id: 'a', question: 'Who?', answers: [{ text: 'Ann', answer_start: 0 }] },
      { id: 'b', question: 'Why?', answers: [], is_impossible: true },
    ];
    const squad = {
      version: 'v2.0',
      data: [{ title: 'T', paragraphs: [{ context: 'Ann came.', qas }] }],
    };
    const { documents, refused } = await read('train.json', JSON.stringify(squad));
    expect(documents).toEqual(['Ann came.\n\nWho?\nAnn']);
    expect(refused).toEqual(['no_answer']);
  });

  it('of one conversation are one', async () => {
    const text = JSON.stringify({
      conversations: [
        { from: 'human', value: 'Hi' },
        { from: 'gpt', value: 'Hello' },
      ],
    });
    expect((await read('a.json', text)).documents).toEqual(['human: Hi\ngpt: Hello']);
  });

  it('of other lists in the object are reported', async () => {
    const { documents, remarks } = await read(
      'a.json',
      JSON.stringify({ train: ROWS, test: [{ text: 'held' }] }),
    );
    expect(documents).toEqual(['one', 'two']);
    expect(remarks).toContainEqual({
      code: 'left_lists',
      fields: { key: 'train', left: 'test (1)' },
    });
  });

  it('of held-out splits alone are those of the first', async () => {
    const { documents, remarks } = await read(
      'a.json',
      JSON.stringify({ test: [{ text: 'held' }], validation: ROWS }),
    );
    expect(documents).toEqual(['one', 'two']);
    expect(remarks).toContainEqual({
      code: 'left_lists',
      fields: { key: 'validation', left: 'test (1)' },
    });
  });

  it('that an annotator rejected or ignored are left out', async () => {
    const row = (text: string, answer: string) =>
      JSON.stringify({ text, _input_hash: 1, _task_hash: 2, answer });
    const { documents, refused } = await read(
      'a.jsonl',
      ['accept', 'reject', 'ignore'].map((answer) => row(answer, answer)).join('\n'),
    );
    expect(documents).toEqual(['accept']);
    expect(refused).toEqual(['rejected', 'rejected']);
    // A column of that name alone is the file's own.
    const own = await read('a.jsonl', JSON.stringify({ text: 'mine', answer: 'reject' }));
    expect(own.refused).toEqual([]);
  });

  it.each([
    ['{"a": 1, "b": {"c": 2}}', 'json_shape'],
    ['{"error": "Rate limit"}', 'json_error_page'],
    ['42', 'not_an_object'],
  ])('%s holds none', async (text, code) => {
    if (code === 'not_an_object') expect((await read('a.json', text)).refused).toEqual([code]);
    else await expect(inspectSource(file('a.json', text))).rejects.toMatchObject({ code });
  });

  it('that are arrays may have a header, or be conversations', async () => {
    const table = await read('a.json', '[["text","label"],["one",1],["two",0],["three"]]');
    expect(table).toMatchObject({ columns: ['text', 'label'], documents: ['one', 'two'] });
    expect(table.refused).toEqual(['field_count']);
    expect(table.remarks).toEqual([
      { code: 'assumed', fields: { what: 'header', value: 'text, label' } },
    ]);
    const talk = '[{"role":"user","content":"hi"},{"role":"assistant","content":"yo"}]';
    const { documents } = await read('a.json', `[${talk},${talk}]`);
    expect(documents).toEqual(['user: hi\nassistant: yo', 'user: hi\nassistant: yo']);
  });

  it('a million stray commas are one refused row', async () => {
    const { refused, documents } = await read(
      'a.json',
      `[${','.repeat(1e6)}{"text":"a"}${','.repeat(1e6)}]`,
    );
    expect([refused, documents]).toEqual([['bad_json', 'bad_json'], ['a']]);
  });

  it('with half a character are refused one by one', async () => {
    const lines =
      '{"text":"a \\ud83d b"}\n{"text":"c \\ud83d\\ude00"}\n{"text":"d","x":{"\\udc00":[]}}';
    const { documents, refused } = await read('a.jsonl', lines);
    expect([documents, refused]).toEqual([['c 😀'], ['half_character', 'half_character']]);
  });

  it.each([
    ['a dictionary of texts', 'a.json', '{"a1":"hello","a2":"world"}', 'json_shape'],
    ['what a server answers, in one line', 'a.jsonl', '{"error":"not found"}', 'json_error_page'],
  ])('%s are none', async (_, name, text, code) => {
    await expect(read(name, text)).rejects.toMatchObject({ code });
  });

  it.each([
    ['JSON', '{"text":"a"}\n{"text":"b"}\n'],
    ['JSON', '[\n  {\n    "text": "a"\n  }\n]'],
    ['CSV', 'text,label\na,1\nb,0\n'],
    ['HTML', '<!doctype html>\n<html></html>'],
  ])('under a name that says text are reported: %s', async (look, text) => {
    const { remarks } = await read('a.txt', text);
    expect(remarks).toEqual([{ code: 'assumed', fields: { what: 'plain_text', value: look } }]);
    expect((await read('a.txt', 'A title, and a text.\nMore of it.')).remarks).toEqual([]);
  });

  it('in pieces of any size are the same', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({ text: `row ${i} "quoted" \\ [{ 行 🦊` }));
    for (const pieceBytes of [1, 7, 1000]) {
      const blob = new Blob([JSON.stringify(rows, null, 1)]);
      blob.stream = () =>
        new ReadableStream({
          async start(controller) {
            for (let at = 0; at < blob.size; at += pieceBytes) {
              controller.enqueue(
                new Uint8Array(await blob.slice(at, at + pieceBytes).arrayBuffer()),
              );
            }
            controller.close();
          },
        });
      const found: unknown[] = [];
      for await (const batch of readRows({ name: 'a.json', blob }, { format: 'json' }, {})) {
        found.push(...batch.rows.map((one) => ('row' in one ? one.row : one)));
      }
      expect(found).toEqual(rows);
    }
  });
});

describe('values', () => {
  it('NaN is missing, large whole numbers keep every digit, the last of equal keys counts', () => {
    expect(
      parseJson('{"a": NaN, "b": 12345678901234567890, "c": 1, "c": 2, "d": [-Infinity]}'),
    ).toEqual({
      a: null,
      b: 12345678901234567890n,
      c: 2,
      d: [-Infinity],
    });
    expect(parseJson('"NaN 12345678901234567890 \\u00e9"')).toBe('NaN 12345678901234567890 é');
  });

  it.each(['{"a": NaN,}', '[NaN NaN]', '{"a" NaN}', 'NaNa', '01234567890123456', '{"a": "NaN}'])(
    '%s is refused',
    (text) => expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'bad_json' })),
  );

  it('nested 10,000 deep are refused row by row', async () => {
    const deep = `{"text": "x", "a": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const { documents, refused } = await read('a.jsonl', `{"text": "fine"}\n${deep}\n`);
    expect([documents, refused]).toEqual([['fine'], ['too_deep']]);
    expect((await read('a.json', `[{"text": "fine"}, ${deep}]`)).refused).toEqual(['too_deep']);
  });
});

describe('commas of a list', () => {
  it.each([
    ['as JSON has them', '[{"text":"one"}, {"text":"two"}]', 0],
    ['one behind the last row', '[{"text":"one"}, {"text":"two"},]', 1],
    ['two between rows', '[{"text":"one"},, {"text":"two"}]', 1],
    ['one before the first row', '[, {"text":"one"}, {"text":"two"}]', 1],
    ['none between rows', '[{"text":"one"} {"text":"two"}]', 1],
    ['in strings and inside rows', '[{"text":"one"},{"text":"two","n":[1,2]}\n]', 0],
  ])('%s', async (_name, text, refused) => {
    const found = await read('a.json', text);
    expect(found.documents).toEqual(['one', 'two']);
    expect(found.refused).toEqual(Array.from({ length: refused }, () => 'bad_json'));
  });
});
