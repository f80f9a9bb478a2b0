import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packCodeCorpus, readCodeCorpus } from '../../scripts/pack_code_corpus.mjs';
import { readAssetInNode } from '../../src/host/node/files';
import {
  BOOK_CORPORA,
  CODE_CORPUS,
  CORPORA,
  corpusFloorNatsPerChar,
  FINANCE_CORPUS,
  generateSplits,
  STORY_CORPUS,
} from '../../src/training/data/corpora/corpora';
import { relativeCost } from '../support/relativeCost';

describe.each([STORY_CORPUS, FINANCE_CORPUS])('$id splits', (corpus) => {
  it('are made at little cost, with no document in both', async () => {
    let splits = { train: '', validation: '' };
    const cost = await relativeCost(() => (splits = generateSplits(corpus)), 1);
    // Usually 8 to 13; one that grew with the square of the length would be in the thousands.
    expect(cost).toBeLessThan(60);
    const { train, validation } = splits;
    expect(train.length).toBeGreaterThanOrEqual(corpus.trainChars);
    const seen = new Set(train.split(corpus.grammar.separator));
    const shared = validation
      .split(corpus.grammar.separator)
      .filter((body) => body !== '' && seen.has(body));
    expect(shared).toEqual([]);
  });

  it('have a floor', () => {
    expect(corpusFloorNatsPerChar(corpus)).toBeGreaterThan(0.2);
    expect(corpusFloorNatsPerChar(corpus)).toBeLessThan(1.1);
  });
});

it('every corpus has its own id, a licence and a source', () => {
  expect(new Set(CORPORA.map(({ id }) => id)).size).toBe(CORPORA.length);
  for (const { licence, source } of CORPORA) expect(licence && source).toBeTruthy();
});

it.each(BOOK_CORPORA.map((corpus) => [corpus.id, corpus] as const))(
  'the book %s is the text that was packed',
  async (_, corpus) => {
    const about = JSON.parse(await readFile(`public/${corpus.metadataPath}`, 'utf8')) as Record<
      string,
      unknown
    >;
    const text = await readAssetInNode(corpus);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(about).toMatchObject({ sha256, chars: text.length, licence: corpus.licence });
    expect(Math.abs(Buffer.byteLength(text) / corpus.approximateBytes - 1)).toBeLessThan(0.02);
    const notice = await readFile(`public/${corpus.licencePath}`, 'utf8');
    expect(notice).toContain(corpus.path.replace('corpora/', ''));
  },
);

it('the code corpus is packed whole, with its licence', async () => {
  const { text, metadata } = await readCodeCorpus();
  const files = await packCodeCorpus();
  expect(Object.keys(files)).toEqual([
    CODE_CORPUS.path,
    CODE_CORPUS.metadataPath,
    CODE_CORPUS.licencePath,
  ]);
  expect(files['corpora/code.LICENSE.txt'].toString()).toContain('Apache License');
  expect(gunzipSync(files['corpora/code.txt.gz']).toString('utf8') === text).toBe(true);
  expect(metadata.licence).toBe(CODE_CORPUS.licence);
  expect(Math.abs(metadata.sizeBytes / CODE_CORPUS.approximateBytes - 1)).toBeLessThan(0.25);
  expect(text).toContain('interface GPUDevice');
});
