// The models that come with the lab: what lies in public/models is what the index, the cards and the
// experiments say.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { READY } from '../../src/experiments/ready/ready';
import { Bases } from '../../src/host/lab/bases';
import { readLineage } from '../../src/host/models/lineageFile';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { cardFile } from '../../src/host/models/ready/cardFile';
import { ReadyModels } from '../../src/host/models/readyModels';
import { readPublicInNode } from '../../src/host/node/files';
import type { ReadyIndex } from '../../src/host/protocol/ready';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import { runConfigSchema } from '../../src/training/run/config';

const FOLDER = 'public/models';
const MOST_BYTES = 8_000_000;
const index = JSON.parse(readFileSync(`${FOLDER}/index.json`, 'utf8')) as ReadyIndex;

const readyIn = (bases: Bases) => new ReadyModels(bases, readPublicInNode);

it('every experiment has its model and every folder is listed', () => {
  expect(index.models.map(({ id }) => id)).toEqual(READY.map(({ id }) => id));
  const folders = readdirSync(FOLDER).filter((name) => name !== 'index.json');
  expect(folders.toSorted()).toEqual(READY.map(({ id }) => id).toSorted());
});

it('all files together take less than 8 MB', () => {
  const files = readdirSync(FOLDER, { recursive: true }) as string[];
  const bytes = files.map((file) => statSync(`${FOLDER}/${file}`)).filter((one) => one.isFile());
  expect(bytes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});

for (const experiment of READY) {
  const entry = index.models.find(({ id }) => id === experiment.id)!;

  it(`${experiment.id}: its card says what was measured, and its run is the experiment's`, () => {
    expect(readFileSync(`${FOLDER}/${entry.id}/README.md`, 'utf8')).toBe(
      cardFile(experiment, entry),
    );
    const { data, tokenizer, training, objectives, sample } = runConfigSchema.parse(
      experiment.config,
    );
    const { steps, ...provenance } = entry.provenance!;
    // A run on a base says besides by which text it measured what is forgotten.
    expect(provenance).toMatchObject({
      data,
      tokenizer,
      training,
      sample,
      ...(objectives && { objectives }),
    });
    const { measures } = entry;
    expect(measures).toMatchObject({ steps, seed: training.seed });
    expect(measures.loss).toBeGreaterThan(measures.floor ?? 0);
    expect(measures.checkpoints?.map(({ step }) => step)).toEqual(experiment.checkpoints);
  });

  it(`${experiment.id}: its files are the model of the index, and every checkpoint opens`, async () => {
    const bases = new Bases();
    const ready = readyIn(bases);
    const never = () => Promise.reject(new Error('no device is needed'));
    const library = new ModelLibrary(
      { context: never, bases, exported: never, adapter: never, variant: never },
      new MemoryStorage<LoadedEntry>(),
    );
    const { files } = await ready.read(entry.id);
    const lineage = await readPublicInNode(`models/${entry.id}/benchtop.json`);
    const folder = new Map([...files, ['benchtop.json', lineage]]);
    expect(await readLineage(folder)).toMatchObject({ source: entry.source });
    const named = Array.from(folder, ([path, blob]) => ({ path, blob }));
    const {
      id: _id,
      addedAtMs: _added,
      sizeBytes,
      ...facts
    } = await library.import(named, () => undefined);
    expect(entry).toMatchObject(JSON.parse(JSON.stringify(facts)));
    expect(entry.config).toEqual(facts.config);
    expect(entry.sizeBytes).toBeGreaterThanOrEqual(sizeBytes);
    const refs = [
      { kind: 'ready', id: entry.id } as const,
      ...(entry.measures.checkpoints ?? []).map(({ base }) => base),
    ];
    for (const ref of refs) {
      const { config, weights } = await bases.open(ref);
      expect(config).toEqual(entry.config);
      expect([...weights.values()].every((values) => values.every(Number.isFinite))).toBe(true);
    }
  });
}

it('the list has the words and the figures; what is not there is said', async () => {
  const ready = readyIn(new Bases());
  const listed = await ready.list();
  expect(listed.map(({ id, card }) => [id, card.title, card.loss])).toEqual(
    READY.map(({ id, title }, at) => [id, title, index.models[at]!.measures.loss]),
  );
  for (const id of ['nothing', 'story@7'])
    await expect(ready.open(id)).rejects.toMatchObject({ code: 'unknown_ready', fields: { id } });
});
