// What the visitor can do with models; every failure becomes the page's one sentence.
import { toErrorData } from '../../host/labError';
import type { LoadedModel, NamedBlob, WriteRequest } from '../../host/models';
import { saveAs } from '../components/saveAs';
import type { Bench } from '../stores/bench';

async function attempt(bench: Bench, work: () => Promise<void>): Promise<void> {
  bench.models.setState({ error: null });
  try {
    await work();
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code !== 'aborted') bench.models.setState({ error });
  } finally {
    bench.models.setState({ job: null });
  }
}

/** One job at a time: what comes while one is under way is left alone. */
async function job(bench: Bench, work: () => Promise<LoadedModel | void>): Promise<void> {
  if (bench.models.getState().job !== null) return;
  await attempt(bench, async () => {
    const model = await work();
    if (model) bench.models.setState({ selected: model.id, offer: null });
  });
}

export const bringModel = (bench: Bench, files: readonly NamedBlob[]) =>
  job(bench, () => {
    bench.models.setState({
      job: { stage: 'reading', file: '', doneBytes: 0, totalBytes: 0 },
      offer: null,
    });
    return bench.lab.models.bring(files, (progress) => bench.models.setState({ job: progress }));
  });

export const askHub = (bench: Bench, name: string) =>
  job(bench, async () => {
    bench.models.setState({ job: 'asking', offer: null });
    bench.models.setState({ offer: await bench.lab.models.offer(name) });
  });

export const downloadModel = (bench: Bench, name: string) =>
  job(bench, () => {
    bench.models.setState({ job: 'asking' });
    return bench.lab.models.download(name, (progress) => bench.models.setState({ job: progress }));
  });

export const stopModelJob = (bench: Bench): void => void bench.lab.models.abort();

export const renameModel = (bench: Bench, id: string, name: string) =>
  attempt(bench, () => bench.lab.models.rename(id, name));

export const removeModel = (bench: Bench, model: LoadedModel) =>
  attempt(bench, async () => {
    await bench.lab.models.remove(model.id);
    bench.models.setState({ removed: model });
  });

export const bringBackModel = (bench: Bench, model: LoadedModel) =>
  attempt(bench, async () => {
    await bench.lab.models.bringBack(model.id);
    bench.models.setState({ removed: null, selected: model.id });
  });

export async function writeWith(bench: Bench, request: WriteRequest): Promise<void> {
  const { id: modelId, prompt } = request;
  const show = (text: string, isRunning: boolean): void =>
    bench.models.setState({ writing: { modelId, prompt, text, isRunning } });
  show('', true);
  await attempt(bench, async () => {
    show(await bench.lab.models.write(request, (text) => show(text, true)), false);
  });
  const { writing } = bench.models.getState();
  if (writing?.isRunning) bench.models.setState({ writing: { ...writing, isRunning: false } });
}

export const saveModelZip = (bench: Bench, { id, name }: LoadedModel) =>
  attempt(bench, async () => saveAs(await bench.lab.models.zip(id), `${name}.zip`));
