// What the Data page does. A failure becomes a notice and leaves what was there before.
import { OWN_TEXT } from '../../experiments/ownText';
import type { SourceRequest } from '../../host/data/dataLibrary';
import type { CleaningStep } from '../../training/data/cleaning/cleaning';
import type { Reading, RowReading } from '../../training/data/sources/types';
import type { SplitName } from '../../training/data/split';
import { SETTINGS } from '../settings/settings';
import type { Bench } from '../stores/bench';
import { saveAs } from '../kit/saveAs';
import { telling } from '../stores/notices';
import { startRun } from '../stores/runActions';
import { takeCleanText } from '../stores/textActions';
import { OWN_FILE } from '../stores/textStore';
import type { DataJob } from './dataStore';

/** One job at a time: a second one would end with the first one's stop. */
async function work(bench: Bench, job: DataJob, act: () => Promise<void>): Promise<boolean> {
  const { data } = bench;
  if (data.getState().job !== null) return false;
  data.setState({ job });
  const done = await telling(bench, act, 'upload');
  data.setState({ job: null });
  return done !== null;
}

export function openSource(bench: Bench, request: SourceRequest): Promise<boolean> {
  const { lab, data } = bench;
  const onProgress = (readBytes: number, totalBytes: number | undefined) => {
    if (data.getState().job?.kind === 'opening')
      data.setState({ job: { kind: 'opening', readBytes, totalBytes } });
  };
  return work(bench, { kind: 'opening', readBytes: 0, totalBytes: undefined }, async () => {
    const source = await lab.openSource(request, onProgress);
    const preview = await lab.previewSource(source.sourceId, source.reading);
    const { reading } = source;
    data.setState({ source, reading, preview, clean: null, rows: [], chosen: null });
  });
}

export function findHubFiles(bench: Bench, name: string): Promise<boolean> {
  return work(bench, { kind: 'hub' }, async () => {
    bench.data.setState({ hub: await bench.lab.listHub(name) });
  });
}

/** Another way of reading the source; what was made of it before is out of date. */
export async function changeReading(bench: Bench, change: Partial<Reading>): Promise<void> {
  const { lab, data } = bench;
  const { source, reading: before } = data.getState();
  if (!source || !before) return;
  const reading = { ...before, ...change };
  data.setState({ reading, clean: null, rows: [], chosen: null });
  const preview = await telling(bench, () => lab.previewSource(source.sourceId, reading));
  if (preview && data.getState().reading === reading) data.setState({ preview });
}

/** As another format, or with another delimiter or header: the columns are others then. */
export function readAgain(bench: Bench, change: RowReading): Promise<boolean> {
  const { lab, data } = bench;
  return work(bench, { kind: 'opening', readBytes: 0, totalBytes: undefined }, async () => {
    const { source } = data.getState();
    if (!source) return;
    const found = await lab.inspectAgain(source.sourceId, change);
    const { reading } = found;
    const preview = await lab.previewSource(found.sourceId, reading);
    data.setState({ source: found, reading, preview, clean: null, rows: [], chosen: null });
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
  return work(bench, { kind: 'cleaning', progress: null }, async () => {
    if (!source || !reading) return;
    const steps = settings.filter(({ isOn }) => isOn).map(({ step }) => step);
    const clean = await lab.cleanText(
      { sourceId: source.sourceId, reading, steps, shares },
      (progress) => {
        if (data.getState().job?.kind === 'cleaning')
          data.setState({ job: { kind: 'cleaning', progress } });
      },
    );
    data.setState({ clean, rows: [], chosen: null });
  });
}

export function compareVocabularies(bench: Bench): Promise<boolean> {
  const { lab, data } = bench;
  const { clean, vocabularies } = data.getState();
  return work(bench, { kind: 'vocabularies', progress: null }, async () => {
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
      (progress) => {
        if (data.getState().job?.kind === 'vocabularies')
          data.setState({ job: { kind: 'vocabularies', progress } });
      },
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
export function trainOnThis(bench: Bench): void {
  const { clean, rows, chosen } = bench.data.getState();
  if (!clean) return;
  takeCleanText(bench, clean.summary);
  const row = rows.find(({ vocabularyId }) => vocabularyId === chosen);
  for (const setting of SETTINGS) {
    if (setting.id === 'corpus') bench.drafts.getState().set(OWN_TEXT.id, setting, OWN_FILE);
    if (row && setting.id === 'tokenizer')
      bench.drafts.getState().set(OWN_TEXT.id, setting, row.kind);
    if (row && row.vocabSize > 0 && setting.id === 'vocab_size')
      bench.drafts.getState().set(OWN_TEXT.id, setting, row.vocabSize);
  }
  void startRun(bench, OWN_TEXT.id);
}
