// What the page knows of a model that a study is about: how long it was trained and on what.
import type { BaseRef } from '../../../../training/models/baseModel';
import { exampleSetOf } from '../../../../training/data/examples/exampleSets';
import { isGenerativeFamily } from '../../../../training/models/families';
import type { DataConfig, ModelConfig, RunConfig } from '../../../../training/run/config';
import { textOf, type TextPart } from '../../../../training/run/texts/textParts';
import type { ContentId } from '../../../../training/run/finetuningConfig';
import type { LoadedModel } from '../../../../host/protocol/models';
import type { SavedRun } from '../../../../host/storage/savedRun';
import type { Bench } from '../../../stores/bench';
import type { RunView } from '../../../stores/runView';
import { useBench, useBenchStore, useRun } from '../../../stores/context';
import { useAnswer } from '../../../stores/useAnswer';

export interface ModelText {
  /** Where the page knows it. */
  readonly shape: ModelConfig | undefined;
  /** 0 where that is not known. */
  readonly steps: number;
  /** What studies of it read where nothing else is chosen, as far as the page knows. */
  readonly data: DataConfig | undefined;
  /** Chosen once for a model whose training text is unknown, or in its place. */
  readonly isSaved: boolean;
  /** Nobody has said what it was trained on: the engine does not know either. */
  readonly isUnknown: boolean;
  readonly language: 'en' | 'zh' | undefined;
  /** Whether it is compared by what it says of examples, or of a text. */
  readonly reads: TextPart['kind'];
  /** What it tells apart; empty where it answers, undefined where that is not known. */
  readonly labels: readonly string[] | undefined;
  /** It continues texts, and is compared by that. */
  readonly writes: boolean;
}

/** Which of the user's texts or sets it reads. */
export const contentIn = ({ data, reads }: ModelText): ContentId | undefined =>
  reads === 'examples' ? data?.examples?.content : data && textOf(data).content;

interface Lists {
  readonly run: RunView | null;
  readonly saved: readonly SavedRun[] | null;
  readonly loaded: readonly LoadedModel[] | null;
  readonly ready: readonly LoadedModel[] | null;
}

/** Null where there is none, or it is not listed yet. */
function modelTextOf(
  model: BaseRef | null,
  { run, saved, loaded, ready }: Lists,
): ModelText | null {
  if (!model) return null;
  const plain = { isSaved: false, isUnknown: false, language: undefined, shape: undefined };
  if (model.kind === 'run') {
    if (run?.runId !== model.runId) return null;
    const { data, model: shape, objectives } = run.config;
    const steps = run.progress?.step ?? 0;
    return { ...plain, ...readingOf(run.config, objectives), shape, steps, data };
  }
  if (model.kind === 'kept') {
    const found = saved?.find(({ id }) => id === model.id);
    if (!found) return null;
    const { step: steps, data } = found;
    const reads = data?.corpus === 'task' && data.examples ? 'examples' : 'corpus';
    return {
      ...plain,
      reads,
      labels: labelsOf(data),
      writes: reads === 'corpus',
      steps,
      data,
    };
  }
  const [id, adapterId] = model.id.split(/[+@]/);
  const found = (model.kind === 'ready' ? ready : loaded)?.find((one) => one.id === id);
  if (!found) return null;
  const { studyText, language } = found;
  const adapter = found.adapters.find((one) => one.id === adapterId);
  const provenance = adapter?.provenance ?? found.provenance;
  const data = studyText ?? provenance?.data;
  const isSaved = studyText !== undefined;
  const reading = readingOf({ model: found.config, data }, provenance?.objectives);
  const labels = adapter?.labels ?? found.labels;
  const ofClasses = labels && ({ reads: 'examples', labels, writes: false } as const);
  const steps = provenance?.steps ?? 0;
  const about = { shape: found.config, steps, data, language };
  return { ...about, isSaved, isUnknown: !data, ...reading, ...ofClasses };
}

const labelsOf = (data: DataConfig | undefined): readonly string[] | undefined =>
  data?.examples && exampleSetOf(data.examples)?.labels;

/** As the engine chooses what a model is compared on. */
function readingOf(
  { model, data }: { readonly model: ModelConfig; readonly data: DataConfig | undefined },
  objectives: RunConfig['objectives'] = [],
): Pick<ModelText, 'reads' | 'labels' | 'writes'> {
  const isWriter = isGenerativeFamily(model.family);
  const isClassifier = objectives.some(({ kind }) => kind === 'classify');
  const isBeside = isWriter && !isClassifier && data?.corpus !== 'task';
  const reads = data?.examples && !isBeside ? 'examples' : 'corpus';
  return { reads, labels: labelsOf(data), writes: isWriter && reads === 'corpus' };
}

export function useModelText(model: BaseRef | null): ModelText | null {
  const run = useRun((open) => open);
  const saved = useBenchStore('savedRuns', ({ runs }) => runs);
  const loaded = useBenchStore('models', ({ models }) => models);
  const ready = useBenchStore('models', (state) => state.ready);
  return modelTextOf(model, { run, saved, loaded, ready });
}

export const modelTextIn = (bench: Bench, model: BaseRef): ModelText | null =>
  modelTextOf(model, {
    run: bench.run.getState().run,
    saved: bench.savedRuns.getState().runs,
    loaded: bench.models.getState().models,
    ready: bench.models.getState().ready,
  });

/** Whether a text of the user's own is gone; asked again whenever one is imported. */
export function useIsMissing(content: ContentId | undefined): boolean {
  const bench = useBench();
  const imported = useBenchStore('texts', ({ texts }) => texts);
  const cleaned = useBenchStore('data', ({ clean }) => clean?.summary.textId);
  const here = [...Object.values(imported).map(({ textId }) => textId), cleaned];
  const key = content ? JSON.stringify([content.sha256, here]) : null;
  const answer = useAnswer(key, () => bench.lab.hasContent(content!), 0);
  return answer === false;
}
