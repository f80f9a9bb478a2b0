// Models come onto the library from files, a zip and a hub on this machine that breaks off, and go again.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Bases } from '../../src/host/lab/bases';
import { ModelHub } from '../../src/host/models/modelHub';
import type { LoadedModel, ModelProgress, VariantOrigin } from '../../src/host/protocol/models';
import { adaptedId } from '../../src/training/models/baseModel';
import { withAdapter } from '../../src/training/io/peft/peftAdapter';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { Downloads, type DownloadEntry } from '../../src/host/storage/downloads';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { STORY } from '../../src/experiments/story';
import { runConfigSchema } from '../../src/training/run/config';
import { provenanceOf } from '../../src/training/run/provenance';
import { asBuffers, openHub, sha256, type Hub } from '../support/loopbackHub';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import { tinyAdapter, tinyFolder, tinyModel } from '../support/tinyModel';

let hub: Hub;
let folder: Map<string, Buffer>;

beforeAll(async () => {
  folder = await asBuffers(tinyFolder());
  folder.set('README.md', Buffer.from('read me'));
  folder.set('pytorch_model.bin', Buffer.from('no'));
  hub = await openHub({ models: new Map([['some/tiny', folder]]), datasets: new Map() });
});
afterAll(() => hub.close());

let storage: MemoryStorage<LoadedEntry>;
let bases: Bases;
let library: ModelLibrary;
let listed: LoadedModel[];
const reported: ModelProgress[] = [];
const onProgress = (progress: ModelProgress) => void reported.push(progress);
/** The first news of a file is that it is asked for. */
function onSecond(path: string, act: () => Promise<void>): (progress: ModelProgress) => void {
  let heard = 0;
  return ({ file }) => {
    if (file === path && ++heard === 2) void act();
  };
}
const named = (files: Map<string, Blob>) =>
  Array.from(files, ([name, blob]) => ({ path: `tiny/${name}`, blob }));

const ORIGIN: VariantOrigin = {
  kind: 'variant',
  name: 'Story GPT',
  base: { kind: 'run', runId: 'run' },
  stages: [{ kind: 'prune', how: 'each', amount: 0.2, schedule: 'once' }],
};
const lab = () => ({
  bases,
  context: () => Promise.reject(new Error('There is no GPU here.')),
  exported: () => Promise.resolve(tinyModel()),
  adapter: () => Promise.resolve(tinyAdapter()),
  variant: () => Promise.resolve({ exported: tinyModel(), origin: ORIGIN }),
});

beforeEach(async () => {
  storage = new MemoryStorage();
  bases = new Bases();
  library = new ModelLibrary(
    lab(),
    storage,
    new ModelHub({ address: hub.address, retryAfterMs: 1 }),
  );
  await library.watch((models) => (listed = models));
  hub.requests.length = reported.length = 0;
});

it('a folder is kept, opened, and given back as it came', async () => {
  const model = await library.import(named(tinyFolder()), onProgress);
  expect(listed).toEqual([model]);
  expect(model).toMatchObject({
    name: 'tiny',
    vocabSize: 300,
    tokens: 256,
    dtype: 'F32',
    writes: true,
    source: { kind: 'files', name: 'tiny' },
  });
  const { weights } = tinyModel();
  expect(model.parameters).toBe([...weights.values()].reduce((sum, { length }) => sum + length, 0));
  const base = await bases.open({ kind: 'loaded', id: model.id });
  expect(base.weights).toEqual(weights);
  const zip = await library.zip({ kind: 'loaded', id: model.id });
  const again = await library.import([{ path: 'again.zip', blob: zip }], onProgress);
  expect((await bases.open({ kind: 'loaded', id: again.id })).weights).toEqual(weights);
  expect(listed.map(({ name }) => name).toSorted()).toEqual(['tiny', 'tiny (2)']);
});

it('a variant is kept with what it came from', async () => {
  const { id } = await library.keepVariant('pruned', 'Story GPT · 20 % pruned');
  expect(listed).toMatchObject([{ id, name: 'Story GPT · 20 % pruned', source: ORIGIN }]);
  expect((await bases.open({ kind: 'loaded', id })).weights).toEqual(tinyModel().weights);
});

it('a deleted model can be brought back, until the next visit', async () => {
  const { id } = await library.import(named(tinyFolder()), onProgress);
  await library.rename(id, 'mine');
  await library.remove(id);
  expect(listed).toEqual([]);
  await library.restore(id);
  expect(listed).toMatchObject([{ id, name: 'mine' }]);
  await library.remove(id);
  await new ModelLibrary(lab(), storage).watch(() => undefined);
  expect(storage.files.size).toBe(0);
  await expect(bases.open({ kind: 'loaded', id })).rejects.toMatchObject({ code: 'unknown_model' });
});

it('what cannot be read leaves the library as it was', async () => {
  const { id } = await library.import(named(tinyFolder()), onProgress);
  const before = storage.files.size;
  const text = new Blob(['hello']);
  await expect(library.import([{ path: 'a.txt', blob: text }], onProgress)).rejects.toMatchObject({
    code: 'no_config',
  });
  await expect(library.import([], onProgress)).rejects.toMatchObject({ code: 'no_files' });
  const ending = library.import(named(tinyFolder()), ({ phase }) => {
    if (phase === 'keeping') void library.abort();
  });
  await expect(ending).rejects.toMatchObject({ code: 'aborted' });
  expect(storage.files.size).toBe(before);
  expect(listed.map((model) => model.id)).toEqual([id]);
});

it('an adapter, and the model with it, know what the adapter was trained on', async () => {
  const provenance = provenanceOf(runConfigSchema.parse(STORY.config), 12);
  const adapter = () => Promise.resolve({ ...tinyAdapter(), name: 'Story LoRA', provenance });
  const other = new ModelLibrary({ ...lab(), adapter }, storage);
  const { id } = await other.import(named(tinyFolder()), onProgress);
  const made = await other.importAdapter(id, await other.runFiles('run', 'adapter'));
  expect(made).toMatchObject({ name: 'Story LoRA', provenance: { data: { corpus: 'story' } } });
  const adapted = adaptedId(id, made.id);
  expect((await bases.open({ kind: 'loaded', id: adapted })).provenance).toEqual(provenance);
  expect((await bases.open({ kind: 'loaded', id })).provenance).toBeUndefined();
  const merged = await other.import(await other.files({ kind: 'loaded', id: adapted }), onProgress);
  expect(merged.provenance).toEqual(provenance);
});

it('adapters are kept beside a model, switched by its id, merged and deleted', async () => {
  const { id } = await library.import(named(tinyFolder()), onProgress);
  const folder = await library.runFiles('run', 'adapter');
  expect(folder.map(({ path }) => path)).toEqual([
    'adapter_config.json',
    'adapter_model.safetensors',
  ]);
  await expect(library.import(folder, onProgress)).rejects.toMatchObject({ code: 'adapter_alone' });
  const adapter = await library.importAdapter(id, folder);
  expect(listed).toMatchObject([{ id, adapters: [{ r: 3, target_modules: ['c_attn', 'c_fc'] }] }]);
  const { adapter: trained, specs } = tinyAdapter();
  const merged = withAdapter(tinyModel().weights, specs, trained);
  const adapted = adaptedId(id, adapter.id);
  expect((await bases.open({ kind: 'loaded', id: adapted })).weights).toEqual(merged);
  expect((await bases.open({ kind: 'loaded', id })).weights).toEqual(tinyModel().weights);
  const again = await library.import(
    await library.files({ kind: 'loaded', id: adapted }),
    onProgress,
  );
  expect((await bases.open({ kind: 'loaded', id: again.id })).weights).toEqual(merged);
  await library.removeAdapter(id, adapter.id);
  await expect(bases.open({ kind: 'loaded', id: adapted })).rejects.toMatchObject({
    code: 'unknown_adapter',
  });
  expect([...storage.files.keys()].some((file) => file.startsWith('adapter'))).toBe(false);
});

it('a name of the hub is offered, downloaded across breaks, checked and kept', async () => {
  const offer = await library.offer(' https://huggingface.co/some/tiny/ ');
  expect(offer.revision).toBe('f00');
  expect(offer.files.map(({ path }) => path)).toEqual(
    [...folder.keys()].filter((name) => !/README|bin/.test(name)),
  );
  hub.cuts.set('model.safetensors', 5000);
  const model = await library.download('some/tiny', onProgress);
  expect(model.source).toEqual({ kind: 'hub', name: 'some/tiny', revision: 'f00' });
  expect(model.sizeBytes).toBe(offer.sizeBytes);
  expect(hub.requests).toContainEqual('/some/tiny/resolve/f00/model.safetensors bytes=5000-');
  expect(reported.some(({ phase }) => phase === 'downloading')).toBe(true);
  expect((await bases.open({ kind: 'loaded', id: model.id })).weights).toEqual(tinyModel().weights);
});

it('an ended download goes on where it was; a changed file is refused', async () => {
  const ended = library.download(
    'some/tiny',
    onSecond('model.safetensors', () => library.abort()),
  );
  await expect(ended).rejects.toMatchObject({ code: 'aborted' });
  expect(listed).toEqual([]);
  hub.requests.length = 0;
  await library.download('some/tiny', onProgress);
  const files = hub.requests.filter((one) => one.includes('resolve'));
  expect(files).toEqual([expect.stringMatching(/model\.safetensors/)]);

  const right = folder.get('model.safetensors')!;
  const wrong = Buffer.from(right);
  wrong[wrong.length - 1]! ^= 1;
  folder.set('model.safetensors', wrong);
  const lying = new ModelHub({
    address: hub.address,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!url.includes('/tree/')) return response;
      const text = (await response.text()).replaceAll(sha256(wrong), sha256(right));
      return new Response(text, { headers: response.headers });
    },
  });
  const signal = new AbortController().signal;
  const files2 = lying
    .list('some/tiny', signal)
    .then((all) => lying.download(all, signal, onProgress));
  await expect(files2).rejects.toMatchObject({ code: 'hash_mismatch' });
  folder.set('model.safetensors', right);
});

it('a download goes on in the next visit, and anew where the file has changed', async () => {
  const arrived = new MemoryStorage<DownloadEntry>();
  const visit = () => {
    hub.requests.length = reported.length = 0;
    const downloads = new Downloads(arrived, 1000);
    return new ModelLibrary(
      lab(),
      storage,
      new ModelHub({ address: hub.address, retryAfterMs: 1, downloads }),
    );
  };
  const weightRequests = () =>
    hub.requests.filter((one) => one.includes('resolve/f00/model.safetensors'));
  const breakOff = async () => {
    hub.cuts.set('model.safetensors', 5000);
    const ending = visit();
    const end = onSecond('model.safetensors', () => ending.abort());
    const ended = ending.download('some/tiny', end);
    await expect(ended).rejects.toMatchObject({ code: 'aborted' });
    const entry = [...arrived.list.values()].find(({ name }) => name.endsWith('safetensors'))!;
    return { entry, bytes: entry.pieces.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
  };

  const { bytes } = await breakOff();
  expect(bytes).toBeGreaterThan(0);
  const model = await visit().download('some/tiny', onProgress);
  expect(weightRequests()).toEqual([`/some/tiny/resolve/f00/model.safetensors bytes=${bytes}-`]);
  expect(reported.some(({ earlier }) => earlier === 'continued')).toBe(true);
  expect(reported.some(({ earlier }) => earlier === 'changed')).toBe(false);
  expect((await bases.open({ kind: 'loaded', id: model.id })).weights).toEqual(tinyModel().weights);
  expect([arrived.files.size, arrived.list.size]).toEqual([0, 0]);

  const { entry } = await breakOff();
  arrived.files.delete(entry.pieces[0]!.file);
  await visit().download('some/tiny', onProgress);
  expect(weightRequests()).toEqual(['/some/tiny/resolve/f00/model.safetensors ']);

  await breakOff();
  const before = folder.get('model.safetensors')!;
  const after = Buffer.from(before);
  after[after.length - 1]! ^= 1;
  folder.set('model.safetensors', after);
  const changed = await visit().download('some/tiny', onProgress);
  folder.set('model.safetensors', before);
  expect(weightRequests()).toEqual(['/some/tiny/resolve/f00/model.safetensors ']);
  expect(reported.some(({ earlier }) => earlier === 'changed')).toBe(true);
  const [file] = (await library.files({ kind: 'loaded', id: changed.id })).filter(({ path }) =>
    path.endsWith('safetensors'),
  );
  expect(Buffer.from(await file!.blob.arrayBuffer()).equals(after)).toBe(true);
  expect([arrived.files.size, arrived.list.size]).toEqual([0, 0]);
});

it('names that are none, and repositories without a model', async () => {
  await expect(library.offer('no name!')).rejects.toMatchObject({ code: 'hub_name' });
  await expect(library.offer('some/other')).rejects.toMatchObject({ code: 'hub_missing' });
  const config = folder.get('config.json')!;
  folder.delete('config.json');
  await expect(library.offer('some/tiny')).rejects.toMatchObject({ code: 'hub_no_model' });
  folder.set('config.json', config);
});

it('a revision and a folder of the hub, by the address of a page', async () => {
  for (const [name, data] of Array.from(folder)) folder.set(`small/${name}`, data);
  const address = 'https://huggingface.co/some/tiny/tree/v2/small';
  const offer = await library.offer(address);
  expect(offer).toMatchObject({ address, name: 'some/tiny', revision: 'f00' });
  const model = await library.download(offer.address, onProgress);
  expect(hub.requests).toContainEqual('/api/models/some/tiny/revision/v2 ');
  expect(hub.requests).toContainEqual('/some/tiny/resolve/f00/small/config.json ');
  expect((await bases.open({ kind: 'loaded', id: model.id })).weights).toEqual(tinyModel().weights);
  for (const name of Array.from(folder.keys())) if (name.startsWith('small/')) folder.delete(name);
});

it.each([
  ['/api/', { status: 401 }, 'hub_private'],
  ['/api/', { status: 401, reason: 'GatedRepo' }, 'hub_gated'],
  ['/api/', { status: 429 }, 'hub_busy'],
  ['/api/', { status: 503 }, 'hub_down'],
  ['/resolve/', { status: 401, reason: 'GatedRepo' }, 'hub_gated'],
  ['/resolve/', { status: 403 }, 'hub_gated'],
])('the hub answers %s with %o', async (path, refusal, code) => {
  hub.refusals.set(path, refusal);
  await expect(library.download('some/tiny', onProgress)).rejects.toMatchObject({
    code,
    fields: { name: 'some/tiny' },
  });
  hub.refusals.clear();
});

it('a model that comes back from its zip has its name and what it came from', async () => {
  const { id } = await library.keepVariant('pruned', 'Story GPT · 20 % pruned');
  const blob = await library.zip({ kind: 'loaded', id });
  await library.rename(id, 'another');
  const again = await library.import([{ path: 'download (3).zip', blob }], onProgress);
  expect(again).toMatchObject({ name: 'Story GPT · 20 % pruned', source: ORIGIN });
});

it('what a foreign benchtop.json says is taken only where it can be true', async () => {
  const says = (text: string) => named(tinyFolder().set('benchtop.json', new Blob([text])));
  const lie = { version: 1, name: 'x', source: { kind: 'variant', name: 'y', stages: [{}] } };
  for (const text of ['{', '[]', JSON.stringify(lie), JSON.stringify({ version: 1, name: '' })]) {
    const { name, source } = await library.import(says(text), onProgress);
    expect(name).toMatch(/^tiny/);
    expect(source).toEqual({ kind: 'files', name: 'tiny' });
  }
});

it('files without a folder are called by config.json, equal names by a number', async () => {
  const files = tinyFolder();
  const config = JSON.parse(await files.get('config.json')!.text()) as object;
  const loose = (more: object) => {
    files.set('config.json', new Blob([JSON.stringify({ ...config, ...more })]));
    return Array.from(files, ([path, blob]) => ({ path, blob }));
  };
  const called = loose({ _name_or_path: '/home/me/my-gpt/' });
  expect((await library.import(called, onProgress)).name).toBe('my-gpt');
  expect((await library.import(called, onProgress)).name).toBe('my-gpt (2)');
  expect((await library.import(loose({}), onProgress)).name).toBe('gpt 2×8');
});

it('what was left out of a folder stays with the model', async () => {
  const files = tinyFolder();
  const config = JSON.parse(await files.get('config.json')!.text()) as object;
  files.set('config.json', new Blob([JSON.stringify({ ...config, rotary_pct: 0.5 })]));
  const { remarks } = await library.import(named(files), onProgress);
  expect(remarks).toEqual([
    { code: 'unknown_fields', fields: { file: 'config.json', keys: 'rotary_pct' } },
  ]);
});
