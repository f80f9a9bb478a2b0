import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fetchCorpus } from '../../src/training/data/corpora/fetchCorpus';
import { readTextFile, type TextSource } from '../../src/training/data/tables/textFile';
import { wellFormed } from '../../src/training/tokenizers/tokenizer';
import {
  findInvalidUtf8,
  incompleteTailLength,
  utf8Length,
} from '../../src/training/data/tables/utf8';

/** The bytes in chunks of this many, as a slow disk or network gives them. */
function source(content: string | Uint8Array, chunkBytes = 65_536): TextSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name: 'my.txt',
    size: bytes.length,
    stream() {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= bytes.length) controller.close();
          else controller.enqueue(bytes.slice(at, (at += chunkBytes)));
        },
      });
    },
  };
}

const long = (text: string) => text.repeat(Math.ceil(1200 / text.length));
const fails = (code: string, fields: object = {}) =>
  expect.objectContaining({ code, fields: expect.objectContaining(fields) });

describe('readTextFile', () => {
  it('reads any text whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        async (raw, chunkBytes) => {
          const text = long(`a${wellFormed(raw).replaceAll('\0', '')}`);
          const file = await readTextFile(source(text, chunkBytes));
          expect(file.text).toBe(text.replace(/\r\n?/g, '\n'));
          expect(file.sizeBytes).toBe(utf8Length(text));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says that it removed the mark and changed line breaks', async () => {
    const { text, notes } = await readTextFile(
      source(`\uFEFF${'one\r\ntwo\rthree\n'.repeat(200)}end\r`, 3),
    );
    expect(text).toBe(`${'one\ntwo\nthree\n'.repeat(200)}end\n`);
    expect(notes).toEqual([{ code: 'bom_removed' }, { code: 'newlines_normalized', count: 401 }]);
  });

  it('takes one line of 5 MB and mentions it', async () => {
    const { text, notes } = await readTextFile(source('abcd '.repeat(1_000_000)));
    expect(text).toHaveLength(5_000_000);
    expect(notes).toEqual([{ code: 'long_line', line: 1, chars: 5_000_000 }]);
  });

  it.each([
    ['empty_file', source(''), { name: 'my.txt' }],
    ['empty_file', source(Uint8Array.of(0xef, 0xbb, 0xbf)), {}],
    ['too_short', source('hello'), { chars: 5, minChars: 1000 }],
    ['too_short', source(' \n'.repeat(5000)), { chars: 0 }],
    [
      'binary_file',
      source(Uint8Array.of(...new TextEncoder().encode(long('abc')), 0, 65)),
      { offsetBytes: 1200 },
    ],
    [
      'binary_file',
      source(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)),
      { format: 'png' },
    ],
    [
      'not_utf8',
      source(Uint8Array.of(0xff, 0xfe, 65, 0, 66, 0)),
      { encoding: 'utf-16le', offsetBytes: 0 },
    ],
    [
      'not_utf8',
      source(Uint8Array.of(...new TextEncoder().encode(long('中文')), 0xb0, 0xa1, 65), 7),
      { offsetBytes: 3600 },
    ],
    [
      'not_utf8',
      source(Uint8Array.of(...new TextEncoder().encode(long('abc')), 0xe4, 0xb8), 5),
      { offsetBytes: 1200 },
    ],
  ])('refuses %s', async (code, file, fields) => {
    await expect(readTextFile(file)).rejects.toEqual(fails(code, fields));
  });

  it('refuses 500 MB before it reads a byte', async () => {
    const file: TextSource = {
      name: 'big.txt',
      size: 500_000_000,
      stream: () => expect.fail('it was read'),
    };
    await expect(readTextFile(file)).rejects.toEqual(
      fails('too_large', { sizeBytes: 500_000_000, limitBytes: 200_000_000 }),
    );
  });

  it('stops a stream that is longer than it said', async () => {
    await expect(
      readTextFile({ ...source('x'.repeat(5000), 100), size: 10 }, { maxBytes: 1000 }),
    ).rejects.toEqual(fails('too_large', { sizeBytes: 1100 }));
  });

  it('can be aborted between chunks, and says what is read', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const reading = readTextFile(source('x'.repeat(5000), 1000), {
      signal: controller.signal,
      onProgress(readBytes) {
        seen.push(readBytes);
        if (readBytes === 2000) controller.abort();
      },
    });
    await expect(reading).rejects.toEqual(fails('aborted'));
    expect(seen).toEqual([1000, 2000]);
  });
});

describe('utf8', () => {
  it('finds what a strict decoder refuses', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const lead = fc.constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc0,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0x9f,
      0xa0,
      0x8f,
      0x90,
    );
    fc.assert(
      fc.property(fc.array(lead, { maxLength: 8 }), (list) => {
        const bytes = Uint8Array.from(list);
        const at = findInvalidUtf8(bytes);
        if (at < 0) expect(() => decoder.decode(bytes)).not.toThrow();
        else {
          expect(() => decoder.decode(bytes)).toThrow();
          expect(() => decoder.decode(bytes.subarray(0, at))).not.toThrow();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('knows a cut character from a whole one', () => {
    const bytes = new TextEncoder().encode('é中😀');
    expect(
      Array.from({ length: 10 }, (_, end) => incompleteTailLength(bytes.subarray(0, end))),
    ).toEqual([0, 1, 0, 1, 2, 0, 1, 2, 3, 0]);
  });
});

describe('fetchCorpus', () => {
  const text = long('To be, or not to be\n');
  const answer = (body: BodyInit, init?: ResponseInit) => async () => new Response(body, init);

  it('reads, with progress against the expected size', async () => {
    const seen: (number | undefined)[] = [];
    const file = await fetchCorpus('https://example.org/a', {
      fetch: answer(text),
      expectedBytes: 1200,
      onProgress: (_, total) => seen.push(total),
    });
    expect(file.text).toBe(text);
    expect(new Set(seen)).toEqual(new Set([1200]));
  });

  it('unpacks gzip by its bytes', async () => {
    const file = await fetchCorpus('https://example.org/a', {
      fetch: answer(new Uint8Array(gzipSync(text))),
    });
    expect(file.text).toBe(text);
  });

  it('tells offline, http, too large and aborted apart', async () => {
    const url = 'https://example.org/a';
    const offline = async () => {
      throw new TypeError('Failed to fetch');
    };
    await expect(fetchCorpus(url, { fetch: offline })).rejects.toEqual(fails('offline', { url }));
    await expect(fetchCorpus(url, { fetch: answer('no', { status: 404 }) })).rejects.toEqual(
      fails('http', { status: 404 }),
    );
    await expect(
      fetchCorpus(url, { fetch: answer(text, { headers: { 'content-length': '900000000' } }) }),
    ).rejects.toEqual(fails('too_large'));
    await expect(
      fetchCorpus(url, { fetch: answer(text), signal: AbortSignal.abort() }),
    ).rejects.toEqual(fails('aborted'));
    const broken = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
      pull: (controller) => controller.error(new TypeError('network error')),
    });
    await expect(fetchCorpus(url, { fetch: answer(broken) })).rejects.toEqual(
      fails('offline', { reason: 'network error' }),
    );
  });
});
