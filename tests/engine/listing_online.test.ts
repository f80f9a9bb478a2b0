// The listing "fine-tune GPT-2 for sentiment" online: a model and a labeled set come from a hub, here one
// on this machine, and the same TrainingArguments as offline end in a measured classifier.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRAINING_ARGUMENTS } from '../../src/experiments/finetune';
import { nodeDevices } from '../../src/host/node/context';
import { LocalLab } from '../../src/host/lab/lab';
import { ModelHub } from '../../src/host/models/modelHub';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { TextLibrary } from '../../src/host/data/textLibrary';
import { DataLibrary } from '../../src/host/data/dataLibrary';
import type { LiveRun } from '../../src/host/protocol/finetune';
import { finetuneRequest } from '../../src/host/studies/finetune/request';
import { createFinetuneStore } from '../../src/ui/features/finetune/finetuneStore';
import { asBuffers, openHub, type Hub } from '../support/loopbackHub';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import { gpt2Folder } from '../support/tinyModel';

const quiet = () => undefined;

const REVIEWS = { train: 80, test: 40 };
/** Their first letters tell the splits apart. */
const WORDS = { train: ['bad film', 'good food'], test: ['Bad film', 'Good food'] };

/** As stanfordnlp/imdb has its reviews: a text and 0 or 1. */
const rowsOf = (split: keyof typeof WORDS, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const label = i < count / 2 ? 0 : 1;
    return { text: `${WORDS[split][label]} ${i}`, label: BigInt(label) };
  });

const asParquet = (rows: ReturnType<typeof rowsOf>): Buffer =>
  Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'text', data: rows.map(({ text }) => text), type: 'STRING' },
        { name: 'label', data: rows.map(({ label }) => label), type: 'INT64' },
      ],
    }),
  );

/** Each split in two files, one class after the other unless `isShuffled`. */
function imdb(isShuffled: boolean): Map<string, Buffer> {
  return new Map(
    (['train', 'test'] as const).flatMap((split) => {
      const count = REVIEWS[split];
      const rows = rowsOf(split, count);
      // 7 has no factor in common with the counts: every row comes once.
      const laid = isShuffled ? rows.map((_row, i) => rows[(7 * i) % count]!) : rows;
      return [laid.slice(0, count / 2), laid.slice(count / 2)].map(
        (part, i) => [`plain_text/${split}-0000${i}-of-00002.parquet`, asParquet(part)] as const,
      );
    }),
  );
}

let sorted: Hub;
let shuffled: Hub;
beforeAll(async () => {
  const open = async (isShuffled: boolean) =>
    openHub({
      models: new Map([['gpt2', await asBuffers(gpt2Folder())]]),
      datasets: new Map([['stanfordnlp/imdb', imdb(isShuffled)]]),
    });
  [sorted, shuffled] = [await open(false), await open(true)];
});
afterAll(() => {
  sorted.close();
  shuffled.close();
});

/** The reference script as it stands, with gpt2 and IMDB of a hub. */
async function classifierOf(hub: Hub) {
  const lab = new LocalLab(nodeDevices(), () => Promise.reject(new Error('no asset is needed')));
  await lab.open();
  const models = new ModelLibrary(
    lab,
    new MemoryStorage<LoadedEntry>(),
    new ModelHub({ address: hub.address }),
  );
  const { id } = await models.download('gpt2', quiet);
  const data = new DataLibrary(new TextLibrary(), hub.address);
  const source = await data.openSource({ kind: 'card', card: 'imdb' }, quiet);
  const found = await data.examplesOf(source.sourceId, source.reading, source.examples!);
  const { choices } = createFinetuneStore().getState();
  expect(choices.json).toBe(TRAINING_ARGUMENTS);
  const base = { kind: 'loaded', id } as const;
  // So small a model needs a larger step than the usual one of models from elsewhere.
  const requested = { ...choices, base, set: 'own_examples', rate: 0.02 };
  let live: LiveRun | null = null;
  const request = finetuneRequest(requested, 'small', found);
  const result = await lab.runStudy('finetune', request, (update) => (live = update.result.live));
  return { models, found, run: result.runs[0]!, live: live! as LiveRun };
}

test('gpt2 and IMDB by name: both splits are read whole, sorted or not', async () => {
  const [{ models, found, run, live }, other] = [
    await classifierOf(sorted),
    await classifierOf(shuffled),
  ];
  expect(found.labels).toEqual(['neg', 'pos']);
  const classes = (list: readonly { label: number }[]) =>
    [0, 1].map((label) => list.filter((one) => one.label === label).length);
  expect(classes(found.examples)).toEqual([40, 40]);
  expect(classes(found.heldOut!)).toEqual([20, 20]);
  expect(found.heldOut!.every(({ text }) => /^[BG]/.test(text))).toBe(true);

  // 3 epochs in batches of 8.
  expect(run).toMatchObject({ arm: 'full', seed: 1, steps: 30, examples: 40, forgetting: null });
  expect(run.accuracy).toBeGreaterThan(0.9);
  // Which examples come when does not depend on how the files sort them.
  expect(run.accuracy).toBeCloseTo(other.run.accuracy!, 10);
  expect(live.warnings.map(({ code }) => code)).toContain('forgetting_imported');
  const { confusion } = live.evals.at(-1)!.classes!;
  expect(confusion.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual([20, 20]);

  // What came of it is among the models.
  const saved = await models.keepRun(live.runId, 'sentiment');
  expect(saved.labels).toEqual(['neg', 'pos']);
});
