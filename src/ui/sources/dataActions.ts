// What the Data page does. A failure becomes a notice and leaves what was there before.
import { OWN_TEXT } from '../../experiments/ownText';
import type { SourceFacts } from '../../host/data/dataLibrary';
import type { SourceRequest } from '../../host/data/sourceRequest';
import type { CleaningStep } from '../../training/data/cleaning/cleaning';
import type { Reading, RowReading } from '../../training/data/sources/types';
import type { SplitName } from '../../training/data/split';
import { rowOf } from '../../training/run/texts/textRows';
import { SETTINGS } from '../settings/settings';
import type { Bench } from '../stores/bench';
import { saveAs } from '../kit/saveAs';
import { telling } from '../stores/notices';
import { startRun } from '../stores/runActions';
import { takeCleanText } from '../stores/textActions';
import { OWN_FILE } from '../stores/textStore';
import type { DataJob } from './dataStore';

/** Of another source or reading, nothing was made yet. */
const NOTHING_MADE = { clean: null, rows: [], chosen: null };

/** One job at a time: a second one would end with the first one's stop. */
async function work(
  bench: Bench,
  kind: DataJob['kind'],
  act: (
    tell: (done: number, total?: number, progress?: DataJob['progress']) => void,
  ) => Promise<void>,
): Promise<boolean> {
  const { data } = bench;
  if (data.getState().job !== null) return false;
  data.setState({ job: { kind, done: 0, total: undefined } });
  const done = await telling(
    bench,
    () =>
      act((finished, total, progress) => {
        // The last word may come after the end.
        if (data.getState().job?.kind === kind)
          data.setState({ job: { kind, done: finished, total, ...(progress && { progress }) } });
      }),
    'upload',
  );
  data.setState({ job: null });
  return done !== null;
}

async function show({ lab, data }: Bench, source: SourceFacts): Promise<void> {
  const { sourceId, reading } = source;
  const preview = await lab.previewSource(sourceId, reading);
  data.setState({ source, reading, preview, ...NOTHING_MADE });
}

export function openSource(bench: Bench, request: SourceRequest): Promise<boolean> {
  return work(bench, 'opening', async (tell) =>
    show(bench, await bench.lab.openSource(request, tell)),
  );
}

export function findHubFiles(bench: Bench, name: string): Promise<boolean> {
  return work(bench, 'hub', async () => {
    bench.data.setState({ hub: await bench.lab.listHub(name) });
  });
}

/** Another way of reading the source; what was made of it before is out of date. */
export async function changeReading(bench: Bench, change: Partial<Reading>): Promise<void> {
  const { lab, data } = bench;
  const { source, reading: before } = data.getState();
  if (!source || !before) return;
  const reading = { ...before, ...change };
  data.setState({ reading, ...NOTHING_MADE });
  const preview = await telling(bench, () => lab.previewSource(source.sourceId, reading));
  if (preview && data.getState().reading === reading) data.setState({ preview });
}

/** As another format, or with another delimiter or header: the columns are others then. */
export function readAgain(bench: Bench, change: RowReading): Promise<boolean> {
  return work(bench, 'opening', async () => {
    const { source } = bench.data.getState();
    if (source) await show(bench, await bench.lab.inspectAgain(source.sourceId, change));
  });
}

export function changeStep(
  { data }: Bench,
  index: number,
  change: { isOn?: boolean; step?: CleaningStep },
): void {
  data.setState(({ steps }) => ({
    steps: steps.map((setting, i) => (i === index ? { ...setting, ...change } : setting)),
  }));
}

export function cleanText(bench: Bench): Promise<boolean> {
  const { lab, data } = bench;
  const { source, reading, steps: settings, shares } = data.getState();
  return work(bench, 'cleaning', async (tell) => {
    if (!source || !reading) return;
    const steps = settings.filter(({ isOn }) => isOn).map(({ step }) => step);
    const clean = await lab.cleanText(
      { sourceId: source.sourceId, reading, steps, shares },
      (progress) => tell(progress.readBytes, progress.totalBytes, progress),
    );
    data.setState({ clean, rows: [], chosen: null });
  });
}

export function compareVocabularies(bench: Bench): Promise<boolean> {
  const { lab, data } = bench;
  const { clean, vocabularies } = data.getState();
  return work(bench, 'vocabularies', async (tell) => {
    if (!clean) return;
    data.setState({ rows: [], chosen: null });
    await lab.compareVocabularies(
      clean.summary.textId,
      vocabularies.filter(({ isOn }) => isOn).map(({ kind, vocabSize }) => ({ kind, vocabSize })),
      (row) =>
        data.setState(({ rows, chosen }) => ({
          rows: [...rows, row],
          // BPE has the most to show.
          chosen: chosen === null || row.kind === 'bpe' ? row.vocabularyId : chosen,
        })),
      (progress) => tell(progress.done, progress.total, progress),
    );
  });
}

export function stopDataJob({ lab }: Bench): void {
  void lab.abortReading();
}

export async function saveSplit(bench: Bench, split: SplitName): Promise<void> {
  const { clean } = bench.data.getState();
  if (!clean) return;
  const { textId } = clean.summary;
  await telling(bench, async () =>
    saveAs(await bench.lab.readSplit(textId, split), `${split}.txt`),
  );
}

/** The cleaned text becomes "your own text", cut by the chosen vocabulary, and a run starts on it. */
export async function trainOnThis(bench: Bench): ReturnType<typeof startRun> {
  const { clean, rows, chosen } = bench.data.getState();
  if (!clean) return null;
  takeCleanText(bench, clean.summary);
  const row = rows.find(({ vocabularyId }) => vocabularyId === chosen);
  for (const setting of SETTINGS) {
    if (setting.id === 'corpus')
      bench.drafts.getState().set(OWN_TEXT.id, setting, JSON.stringify([rowOf(OWN_FILE)]));
    if (row && setting.id === 'tokenizer')
      bench.drafts.getState().set(OWN_TEXT.id, setting, row.kind);
    if (row && row.vocabSize > 0 && setting.id === 'vocab_size')
      bench.drafts.getState().set(OWN_TEXT.id, setting, row.vocabSize);
  }
  return startRun(bench, OWN_TEXT.id);
}
