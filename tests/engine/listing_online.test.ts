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

/** As stanfordnlp/imdb has its reviews: a text and 0 or 1, one class after the other. */
const ROWS = Array.from({ length: 80 }, (_, i) => ({
  text: i < 40 ? `bad film ${i}` : `good food ${i}`,
  label: BigInt(i < 40 ? 0 : 1),
}));

let hub: Hub;
beforeAll(async () => {
  const parquet = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'text', data: ROWS.map(({ text }) => text), type: 'STRING' },
        { name: 'label', data: ROWS.map(({ label }) => label), type: 'INT64' },
      ],
    }),
  );
  const train = 'plain_text/train-00000-of-00001.parquet';
  hub = await openHub({
    models: new Map([['gpt2', await asBuffers(gpt2Folder())]]),
    datasets: new Map([['stanfordnlp/imdb', new Map([[train, parquet]])]]),
  });
});
afterAll(() => hub.close());

test('gpt2 and IMDB by name, the reference script as it stands', async () => {
  const lab = new LocalLab(nodeDevices(), () => Promise.reject(new Error('no asset is needed')));
  await lab.open();
  const models = new ModelLibrary(
    lab,
    new MemoryStorage<LoadedEntry>(),
    new ModelHub({ address: hub.address }),
  );
  const { id } = await models.download('gpt2', quiet);
  const data = new DataLibrary(new TextLibrary(), hub.address);
  const [file] = await data.listHub('stanfordnlp/imdb');
  const { url, checksum } = file!;
  const source = await data.openSource({ kind: 'url', url, checksum }, quiet);
  const mapping = source.examples!;
  const found = await data.examplesOf(source.sourceId, source.reading, mapping);
  expect(found.labels).toEqual(['0', '1']);

  const { choices } = createFinetuneStore().getState();
  expect(choices.json).toBe(TRAINING_ARGUMENTS);
  const base = { kind: 'loaded', id } as const;
  // So small a model needs a larger step than the usual one of models from elsewhere.
  const requested = { ...choices, base, set: 'own_examples', rate: 0.02 };
  let live: LiveRun | null = null;
  const request = finetuneRequest(requested, 'small', found);
  const result = await lab.runStudy('finetune', request, (update) => (live = update.result.live));

  // A tenth is held out; 3 epochs in batches of 8.
  const steps = Math.ceil((3 * 72) / 8);
  const [run] = result.runs;
  expect(run).toMatchObject({ arm: 'full', seed: 1, steps, forgetting: null });
  expect(run!.accuracy).toBeGreaterThan(0.9);
  const { warnings, evals } = live! as LiveRun;
  expect(warnings.map(({ code }) => code)).toContain('forgetting_imported');
  const { confusion } = evals.at(-1)!.classes!;
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(8);

  // What came of it is among the models.
  const saved = await models.keepRun((live! as LiveRun).runId, 'sentiment');
  expect(saved.labels).toEqual(['0', '1']);
});
