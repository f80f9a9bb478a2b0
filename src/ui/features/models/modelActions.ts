// What the user can do with models; every failure becomes the page's one sentence.
import { toErrorData } from '../../../host/lab/labError';
import type {
  ExportForm,
  LoadedModel,
  ModelProgress,
  NamedBlob,
} from '../../../host/protocol/models';
import type { StoredRef } from '../../../training/models/baseModel';
import { saveAs } from '../../kit/saveAs';
import type { Bench } from '../../stores/bench';
import { endOfJob } from '../../stores/jobActions';
import { known } from '../../stores/known';
import { telling } from '../../stores/notices';

const ASKING = { phase: 'asking', file: '', doneBytes: 0, totalBytes: 0 } as const;

export async function attempt(bench: Bench, work: () => Promise<void>): Promise<void> {
  bench.models.setState({ error: null });
  try {
    await work();
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code !== 'aborted') bench.models.setState({ error });
  }
}

/** One job at a time: what comes while one is under way is left alone. Gives the id of what it brought. */
async function job(
  bench: Bench,
  work: (tell: (progress: ModelProgress) => void) => Promise<LoadedModel | void>,
): Promise<string | null> {
  if (bench.models.getState().job !== null) return null;
  let isOver = false;
  let found: string | null = null;
  // Progress comes through a channel of its own: some may come after the end.
  const tell = (progress: ModelProgress): void => {
    if (!isOver) bench.models.setState({ job: progress });
  };
  await attempt(bench, async () => {
    const model = await work(tell).finally(() => (isOver = true));
    if (!model) return;
    found = model.id;
    bench.models.setState({ offer: null });
  });
  bench.models.setState({ job: null });
  return found;
}

export const importModel = (bench: Bench, files: readonly NamedBlob[]) =>
  job(bench, (tell) => {
    bench.models.setState({ offer: null });
    tell({ phase: 'reading', file: '', doneBytes: 0, totalBytes: 0 });
    return bench.lab.models.import(files, tell);
  });

export const askHub = (bench: Bench, name: string) =>
  job(bench, async () => {
    bench.models.setState({ job: ASKING, offer: null });
    bench.models.setState({ offer: await bench.lab.models.offer(name) });
  });

/** In the queue, beside what has the device; the id of what came, null where nothing did. */
export async function downloadModel(bench: Bench, name: string): Promise<string | null> {
  if (bench.models.getState().job !== null) return null;
  bench.models.setState({ job: ASKING, error: null });
  const task = { kind: 'download', request: { name } } as const;
  const id = await telling(bench, () => bench.lab.jobs.add(task, repositoryIn(name), false));
  const job = id === null ? null : await endOfJob(bench, id);
  bench.models.setState({ job: null });
  if (job?.state !== 'done') return null;
  const model = await known(bench.models, ({ models }) => models?.find(isOfHub(name)));
  bench.models.setState({ offer: null });
  return model.id;
}

/** Of an address of the hub. */
const repositoryIn = (name: string): string => name.replace(/^https?:\/\/[^/]+\//, '');

const isOfHub =
  (name: string) =>
  ({ source }: LoadedModel): boolean =>
    source.kind === 'hub' && repositoryIn(name).startsWith(source.name);

/** A model of the hub by its name, downloaded where it is not here yet; null where nothing came. */
export function modelOfHub(bench: Bench, name: string): Promise<string | null> {
  const here = bench.models
    .getState()
    .models?.find(({ source }) => source.kind === 'hub' && source.name === name);
  return here ? Promise.resolve(here.id) : downloadModel(bench, name);
}

export const stopModelJob = (bench: Bench): void => void bench.lab.models.abort();

export const renameModel = (bench: Bench, id: string, name: string) =>
  attempt(bench, () => bench.lab.models.rename(id, name));

export const removeModel = (bench: Bench, model: LoadedModel) =>
  attempt(bench, async () => {
    await bench.lab.models.remove(model.id);
    bench.models.setState({ removed: model });
  });

export const restoreModel = (bench: Bench, model: LoadedModel) =>
  attempt(bench, async () => {
    await bench.lab.models.restore(model.id);
    bench.models.setState({ removed: null });
  });

export const saveModelZip = (bench: Bench, base: StoredRef, name: string, form: ExportForm) =>
  attempt(bench, async () => saveAs(await bench.lab.models.zip(base, form), `${name}.zip`));

export const addAdapter = (bench: Bench, id: string, files: readonly NamedBlob[]) =>
  attempt(bench, async () => {
    await bench.lab.models.importAdapter(id, files);
  });

export const removeAdapter = (bench: Bench, id: string, adapterId: string) =>
  attempt(bench, () => bench.lab.models.removeAdapter(id, adapterId));
