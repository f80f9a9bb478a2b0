// One record for everything that is a model: a run in progress or saved, what was imported or made here, an
// adapter. Derived from what there is; pure.
import type { Words } from '../../../experiments/experiment';
import type { LoadedAdapter, LoadedModel, ModelSource } from '../../../host/protocol/models';
import type { ReadyCard, ReadyModel } from '../../../host/protocol/ready';
import type { RunState } from '../../../host/protocol/run';
import type { RunFacts } from '../../../host/storage/runFacts';
import type { SavedRun } from '../../../host/storage/savedRun';
import { baseKey, type BaseRef } from '../../../training/models/baseModel';
import { thumbnailOf } from '../../../training/inspect/thumbnail';
import {
  fillsMasks,
  isEncoderDecoderFamily,
  isEncoderFamily,
} from '../../../training/models/families';
import type { DataConfig, ModelConfig, RunConfig } from '../../../training/run/config';
import type { Provenance } from '../../../training/run/provenance';
import type { RunView } from '../runView';

export const ORIGINS = [
  'ready',
  'trained',
  'finetuned',
  'distilled',
  'variant',
  'adapter',
  'hub',
  'files',
] as const;
export type Origin = (typeof ORIGINS)[number];

/** What is done with it first. */
export type Ability = 'writes' | 'answers' | 'classifies' | 'fills';

export interface ModelRecord {
  /** As its address has it. */
  readonly key: string;
  readonly base: BaseRef;
  readonly name: string;
  readonly origin: Origin;
  readonly ability: Ability;
  readonly config: ModelConfig | null;
  readonly parameters: number | null;
  readonly sizeBytes: number | null;
  readonly dateMs: number;
  /** In nats a token, held out where that was measured. */
  readonly loss: number | null;
  readonly floor: number | null;
  /** Among which it predicts: classes or tokens; null where it predicts a number, or that is not known. */
  readonly choices: number | null;
  readonly accuracy: number | null;
  readonly labels: readonly string[] | undefined;
  /** Losses of its training, for a thumbnail. */
  readonly curve: readonly number[];
  readonly steps: number;
  /** Of a run that is open. */
  readonly progress: { readonly state: RunState; readonly share: number } | null;
  readonly data: DataConfig | undefined;
  readonly provenance: Provenance | undefined;
  readonly parent: Parent | null;
  readonly experimentId: string | undefined;
  readonly saved: SavedRun | undefined;
  readonly loaded: LoadedModel | undefined;
  /** What was measured of one that comes with the lab. */
  readonly card: ReadyCard | undefined;
}

/** The model that it was made of, and in which way. */
export interface Parent {
  readonly base: BaseRef;
  /** As it was called then, where that is known. */
  readonly name: string | null;
  readonly how: Exclude<Origin, 'ready' | 'trained' | 'hub' | 'files'>;
}

export interface Models {
  readonly run: RunView | null;
  readonly saved: readonly SavedRun[];
  readonly loaded: readonly LoadedModel[];
  readonly ready: readonly ReadyModel[];
  /** In which those that come with the lab are called. */
  readonly language: keyof Words;
}

/** Newest first, those in progress before all others; equal names get a number. */
export function recordsOf({ run, saved, loaded, ready, language }: Models): ModelRecord[] {
  const records = [
    ...ready.map((model) => readyRecord(model, language)),
    ...saved.map((row) => savedRecord(row, run?.runId === row.id ? run : null)),
    ...(run && saved.every(({ id }) => id !== run.runId) ? [runRecord(run)] : []),
    ...loaded.flatMap((model) => [
      loadedRecord(model),
      ...model.adapters.map((adapter) => adapterRecord(model, adapter)),
    ]),
  ];
  return withFreeNames(records.sort((a, b) => a.dateMs - b.dateMs)).reverse();
}

function withFreeNames(records: readonly ModelRecord[]): ModelRecord[] {
  const taken = new Set<string>();
  return records.map((record) => {
    let { name } = record;
    for (let count = 2; taken.has(name); count++) name = `${record.name} (${count})`;
    taken.add(name);
    return name === record.name ? record : { ...record, name };
  });
}

const progressOf = ({ state, progress }: RunView): ModelRecord['progress'] => ({
  state,
  share: progress ? progress.step / Math.max(1, progress.maxSteps) : 0,
});

const choicesOf = (labels: readonly string[] | undefined, vocabSize = 0): number | null => {
  const choices = labels?.length ?? vocabSize;
  return choices > 1 ? choices : null;
};

/** Before it is saved for the first time, and where nothing can be saved. */
function runRecord(run: RunView): ModelRecord {
  const { runId, experimentId, config, lastEval, lastPoint, history } = run;
  const base = { kind: 'run', runId } as const;
  return {
    key: baseKey(base),
    base,
    name: config.name,
    ...madeBy(config),
    ability: abilityOf(config.model, config.objectives),
    config: config.model,
    parameters: run.plan?.parameters ?? null,
    sizeBytes: null,
    dateMs: Infinity,
    loss: lastEval?.validationLoss ?? lastPoint?.loss ?? null,
    floor: run.floor,
    choices: choicesOf(undefined, run.plan?.vocabSize),
    accuracy: lastEval?.accuracy ?? null,
    labels: undefined,
    curve: thumbnailOf(history.means),
    steps: run.progress?.step ?? 0,
    progress: progressOf(run),
    data: config.data,
    provenance: undefined,
    experimentId,
    saved: undefined,
    loaded: undefined,
    card: undefined,
  };
}

function savedRecord(row: SavedRun, open: RunView | null): ModelRecord {
  const { id, name, data, facts, experimentId, sizeBytes } = row;
  const live = open && runRecord(open);
  const base = live?.base ?? ({ kind: 'kept', id } as const);
  return {
    key: baseKey(base),
    base,
    name,
    ...madeBy(facts ?? {}),
    ability: abilityOf(facts?.model ?? null, facts?.objectives),
    config: facts?.model ?? null,
    parameters: facts?.parameters ?? null,
    sizeBytes,
    dateMs: row.keptAtMs,
    loss: live?.loss ?? row.loss,
    floor: live?.floor ?? facts?.floor ?? null,
    choices: choicesOf(facts?.labels, facts?.vocabSize) ?? live?.choices ?? null,
    accuracy: live?.accuracy ?? facts?.accuracy ?? null,
    labels: facts?.labels,
    curve: live && live.curve.length > 0 ? live.curve : (facts?.curve ?? []),
    steps: live?.steps ?? row.step,
    progress: live?.progress ?? null,
    data,
    provenance: undefined,
    experimentId,
    saved: row,
    loaded: undefined,
    card: undefined,
  };
}

function loadedRecord(model: LoadedModel): ModelRecord {
  const { id, name, config, parameters, sizeBytes, addedAtMs, provenance, labels } = model;
  const base = { kind: 'loaded', id } as const;
  return {
    key: baseKey(base),
    base,
    name,
    ...sourceOf(model.source, provenance),
    ability: labels ? 'classifies' : abilityOf(config, provenance?.objectives),
    config,
    parameters,
    sizeBytes,
    dateMs: addedAtMs,
    loss: null,
    floor: null,
    choices: choicesOf(labels, model.vocabSize),
    accuracy: null,
    labels,
    curve: [],
    steps: provenance?.steps ?? 0,
    progress: null,
    data: model.studyText ?? provenance?.data,
    provenance,
    experimentId: undefined,
    saved: undefined,
    loaded: model,
    card: undefined,
  };
}

function readyRecord(model: ReadyModel, language: keyof Words): ModelRecord {
  const { id, card } = model;
  const base = { kind: 'ready', id } as const;
  const { loss, floor, accuracy, exactMatch, date, steps } = card;
  return {
    ...loadedRecord(model),
    key: baseKey(base),
    base,
    name: card.title[language],
    origin: 'ready',
    loss,
    floor,
    accuracy: accuracy ?? exactMatch ?? null,
    dateMs: Date.parse(date),
    steps,
    card,
  };
}

function adapterRecord(model: LoadedModel, adapter: LoadedAdapter): ModelRecord {
  const whole = loadedRecord(model);
  const { provenance = whole.provenance, labels = whole.labels, sizeBytes } = adapter;
  const base = { kind: 'loaded', id: `${model.id}+${adapter.id}` } as const;
  return {
    ...whole,
    key: baseKey(base),
    base,
    name: `${model.name} + ${adapter.name}`,
    origin: 'adapter',
    ability: labels ? 'classifies' : whole.ability,
    labels,
    choices: choicesOf(labels, model.vocabSize),
    sizeBytes,
    provenance,
    data: provenance?.data ?? whole.data,
    steps: provenance?.steps ?? 0,
    parent: { base: whole.base, name: model.name, how: 'adapter' },
  };
}

/** By its config: from nothing, from another model, or distilled from one. */
function madeBy({
  base,
  teacher,
}: Pick<RunConfig, 'base' | 'teacher'> | Pick<RunFacts, 'base' | 'teacher'>): Pick<
  ModelRecord,
  'origin' | 'parent'
> {
  if (teacher)
    return { origin: 'distilled', parent: { base: teacher, name: null, how: 'distilled' } };
  if (base) return { origin: 'finetuned', parent: { base, name: null, how: 'finetuned' } };
  return { origin: 'trained', parent: null };
}

function sourceOf(
  source: ModelSource,
  provenance: Provenance | undefined,
): Pick<ModelRecord, 'origin' | 'parent'> {
  if (source.kind === 'run') return madeBy(provenance ?? {});
  if (source.kind !== 'variant') return { origin: source.kind, parent: null };
  const { base, name } = source;
  return { origin: 'variant', parent: { base, name, how: 'variant' } };
}

function abilityOf(config: ModelConfig | null, objectives: RunConfig['objectives'] = []): Ability {
  if (objectives.some(({ kind }) => kind === 'classify')) return 'classifies';
  if (!config) return 'writes';
  if (fillsMasks(config) || isEncoderFamily(config.family)) return 'fills';
  return isEncoderDecoderFamily(config.family) ? 'answers' : 'writes';
}
