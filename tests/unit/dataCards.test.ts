// Cards of data sets: each opened from a hub on this machine that lays out made files as the real one does.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heldOutSplits, type DataCard } from '../../src/experiments/cards/dataCard';
import { DATA_CARDS, findDataCard } from '../../src/experiments/cards/dataCards';
import { cardRequest } from '../../src/host/data/dataCards';
import { DataLibrary } from '../../src/host/data/dataLibrary';
import { examplesFor } from '../../src/host/data/examples';
import { TextLibrary } from '../../src/host/data/textLibrary';
import { finetuneRequest, FINETUNE_DEFAULTS } from '../../src/host/studies/finetune/request';
import { openHub, type Hub } from '../support/loopbackHub';

const quiet = () => undefined;
const ROWS = { train: 24, other: 12 };

/** The rows of a split as the hub has them, few. */
function parquetOf({ use }: DataCard, split: string, isHidden: boolean): Buffer {
  const count = split === 'train' ? ROWS.train : ROWS.other;
  const texts = (column: string) =>
    Array.from({ length: count }, (_, i) => `${split} ${column} ${i} words`);
  if (use.kind === 'text')
    return asParquet([{ name: use.column, data: texts(use.column), type: 'STRING' }]);
  const { mapping, labels } = use;
  const columns = [...mapping.text, ...(mapping.second ? [mapping.second] : [])];
  // Sorted by class, as IMDB is.
  const label = (i: number) => Math.floor((i * labels.length) / count);
  const scores = Array.from({ length: count }, (_, i) => (isHidden ? -1 : (i % 11) / 2));
  const given = Array.from({ length: count }, (_, i) => BigInt(isHidden ? -1 : label(i)));
  return asParquet([
    ...columns.map((name) => ({ name, data: texts(name), type: 'STRING' as const })),
    mapping.kind === 'scores'
      ? { name: mapping.result, data: scores, type: 'FLOAT' as const }
      : { name: mapping.result, data: given, type: 'INT64' as const },
    { name: 'idx', data: given.map((_, i) => i), type: 'INT32' as const },
  ]);
}

const asParquet = (columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']): Buffer =>
  Buffer.from(parquetWriteBuffer({ columnData }));

let hub: Hub;
let data: DataLibrary;
beforeAll(async () => {
  const datasets = new Map<string, Map<string, Buffer>>();
  for (const card of DATA_CARDS) {
    const folder = datasets.get(card.repository) ?? new Map<string, Buffer>();
    datasets.set(card.repository, folder.set('README.md', Buffer.from('# Card')));
    for (const { name, files, isHidden = false } of card.splits) {
      const path = files.endsWith('-') ? `${files}00000-of-00001.parquet` : `${files}.parquet`;
      folder.set(path, parquetOf(card, name, isHidden));
    }
  }
  hub = await openHub({ models: new Map(), datasets });
  data = new DataLibrary(new TextLibrary(), hub.address);
});
afterAll(() => hub.close());

describe('a card', () => {
  test('is complete, and its id is its own', () => {
    expect(new Set(DATA_CARDS.map(({ id }) => id)).size).toBe(DATA_CARDS.length);
    for (const { splits, use, sizeBytes, repository } of DATA_CARDS) {
      expect(splits[0]).toMatchObject({ name: 'train' });
      expect(sizeBytes).toBeGreaterThan(1000);
      expect(repository).toMatch(/^[\w-]+\/[\w.-]+$/);
      if (use.kind === 'examples') expect(use.metrics.length).toBeGreaterThan(0);
    }
  });

  test('names the files of its splits in the list of the repository', async () => {
    const lists = new Map<string, ReturnType<typeof data.listHub>>();
    for (const card of DATA_CARDS) {
      const { repository } = card;
      const list = lists.get(repository) ?? data.listHub(repository);
      lists.set(repository, list);
      const { url, heldOut } = cardRequest(card, await list);
      const { files } = card.splits[0]!;
      expect(url).toContain(`/datasets/${card.repository}/resolve/f00/${files}`);
      const [split] = heldOutSplits(card);
      expect(heldOut?.split).toBe(split?.name);
      if (split) expect(heldOut!.url).toContain(`/${split.files}`);
    }
  });

  test.each(['imdb', 'tinystories'])('%s opens', async (id) => {
    const card = findDataCard(id)!;
    const source = await data.openSource({ kind: 'card', card: id }, quiet);
    const split = heldOutSplits(card)[0];
    expect(source).toMatchObject({ card: id, ...(split && { heldOut: { split: split.name } }) });
    if (card.use.kind === 'text') {
      expect(source.reading.mapping).toEqual({ kind: 'text', column: card.use.column });
      return;
    }
    const { mapping, labels, metrics } = card.use;
    expect(source.examples).toEqual(mapping);
    const found = await data.examplesOf(source.sourceId, source.reading, mapping);
    expect(found).toMatchObject({ labels, metrics, usable: ROWS.train });
    expect(found.heldOut?.length).toBe(split && ROWS.other);
  });
});

const openExamples = async (card: string, heldOut?: string) => {
  const source = await data.openSource({ kind: 'card', card, ...(heldOut && { heldOut }) }, quiet);
  return data.examplesOf(source.sourceId, source.reading, source.examples!);
};

test('a run is measured on the split of the benchmark, and on no part of the training split', async () => {
  const own = await openExamples('mrpc');
  const choices = { ...FINETUNE_DEFAULTS, set: 'own_examples', train: 10 };
  const request = finetuneRequest(choices, 'small', own);
  expect(request.examples?.metrics).toEqual(['f1', 'accuracy']);
  expect(own.examples[0]).toMatchObject({ second: 'train sentence2 0 words' });
  const config = { ...request.arms[0]!.config, training: request.arms[0]!.config.training };
  expect(config.training.eval_windows).toBe(ROWS.other);
  const { train, validation, labels } = examplesFor(config, request.examples)!;
  expect(labels).toEqual(['not_equivalent', 'equivalent']);
  expect([train.length, validation.length]).toEqual([10, ROWS.other]);
  expect(train.every(({ text }) => text.startsWith('train'))).toBe(true);
  expect(validation.every(({ text }) => text.startsWith('validation'))).toBe(true);
});

test('MNLI is measured on either of its validation splits, and on no test split', async () => {
  const { heldOut } = await openExamples('mnli', 'validation_mismatched');
  expect(heldOut![0]!.text).toContain('validation_mismatched');
  await expect(openExamples('mnli', 'test_matched')).rejects.toMatchObject({
    code: 'hidden_split',
    fields: { known: 'validation_matched, validation_mismatched' },
  });
  await expect(openExamples('sst2', 'dev')).rejects.toMatchObject({ code: 'unknown_split' });
  await expect(openExamples('glue')).rejects.toMatchObject({ code: 'unknown_card' });
});

test('the test split of GLUE opened by hand is refused: its labels are hidden', async () => {
  const files = await data.listHub('nyu-mll/glue');
  const at = (path: string) => {
    const { url, checksum } = files.find((file) => file.path.startsWith(path))!;
    return { url, checksum };
  };
  const alone = await data.openSource({ kind: 'url', ...at('sst2/test-') }, quiet);
  const mapping = findDataCard('sst2')!.use as Extract<DataCard['use'], { kind: 'examples' }>;
  const reading = data.examplesOf(alone.sourceId, alone.reading, mapping.mapping);
  await expect(reading).rejects.toMatchObject({ code: 'hidden_labels' });
  const beside = await data.openSource(
    { kind: 'url', ...at('sst2/train-'), heldOut: { ...at('sst2/test-'), split: 'test' } },
    quiet,
  );
  const both = data.examplesOf(beside.sourceId, beside.reading, mapping.mapping);
  await expect(both).rejects.toMatchObject({ code: 'hidden_labels' });
});

test('a text is held out by the split, less what stands in the training split too', async () => {
  const source = await data.openSource({ kind: 'card', card: 'wikitext-2' }, quiet);
  const shares = { validation: 0.4, test: 0.3, seed: 1 };
  const { sourceId, reading } = source;
  const steps = [{ kind: 'exact_duplicates' } as const];
  const { result, summary } = await data.cleanText({ sourceId, reading, steps, shares }, quiet);
  const { train, validation, test: tested } = result.sizes;
  expect([train.documents, validation.documents, tested.documents]).toEqual([24, 12, 0]);
  const heldOut = await (await data.readSplit(summary.textId, 'validation')).text();
  expect(heldOut).toContain('validation text 11 words');
  expect(heldOut).not.toContain('train');
});

test('STS-B is a number to be predicted', async () => {
  const own = await openExamples('stsb');
  expect(own).toMatchObject({ labels: ['label'], metrics: ['pearson', 'spearman'] });
  expect(own.examples[3]).toMatchObject({ score: 1.5, second: 'train sentence2 3 words' });
  expect(own.heldOut).toHaveLength(ROWS.other);
  const choices = { ...FINETUNE_DEFAULTS, set: 'own_examples' };
  const { arms } = finetuneRequest(choices, 'small', own);
  expect(arms[0]!.config.objectives).toMatchObject([{ kind: 'classify' }]);
});

test('a repository without the files that a card names is told', async () => {
  hub.refusals.set('ag_news/tree', { status: 404 });
  await expect(openExamples('ag_news')).rejects.toMatchObject({ code: 'hub_missing' });
});
