// From an experiment to the files of a ready-made model: trained, stored, opened again and measured as it is then.
import type { ReadyExperiment } from '../../../experiments/ready/readyExperiment';
import { folderBlobs } from '../../../training/io/exportFolder';
import { WEIGHTS_FILE } from '../../../training/io/huggingface/weightFiles';
import { inductionScore } from '../../../training/inspect/inductionScore';
import { meanOf } from '../../../training/evaluate/statistics';
import type { BaseModel, BaseRef } from '../../../training/models/baseModel';
import { baseOfCheckpoint } from '../../lab/bases';
import type { LocalLab } from '../../lab/lab';
import type { LoadedModel } from '../../protocol/models';
import type { ReadyEntry, ReadyMeasures } from '../../protocol/ready';
import type { EvalPoint, RunEvent } from '../../protocol/run';
import { MemoryStorage } from '../../storage/memoryStorage';
import type { LoadedEntry } from '../../storage/loadedModels';
import { madeAs } from '../../studies/compress/exportForms';
import { modelFolder } from '../modelFolder';
import { neededFiles } from '../modelFiles';
import { ModelLibrary } from '../modelLibrary';
import { checkpointFile } from '../readyModels';
import { measured, trainReady, type Trained } from './trainReady';

export interface MadeOn {
  readonly engine: ReadyMeasures['engine'];
  /** As in 2026-11-30. */
  readonly date: string;
}

export interface Made {
  readonly entry: ReadyEntry;
  readonly files: ReadonlyMap<string, Blob>;
}

/** @throws what its run fails with */
export async function makeReady(
  lab: LocalLab,
  experiment: ReadyExperiment,
  { engine, date }: MadeOn,
  hear: (event: RunEvent) => void,
): Promise<Made> {
  const { id, config } = experiment;
  const trained = await trainReady(lab, experiment, hear);
  const files = await stored(lab, experiment, trained.base);
  const library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>());
  const named = Array.from(files, ([path, blob]) => ({ path, blob }));
  const facts = await library.import(named, () => undefined);
  const ref = { kind: 'loaded', id: facts.id } as const;
  const point = await measured(lab, experiment, ref);
  const induction = await inductionOf(lab, experiment, ref);
  const shown = await shownBy(library, experiment, ref);
  await library.rest();
  for (const state of trained.states) {
    const folder = await stored(lab, experiment, baseOfCheckpoint(config.name, state));
    files.set(checkpointFile(state.step), folder.get(WEIGHTS_FILE)!);
  }
  const measures = {
    ...figuresOf(point),
    ...(induction && { induction }),
    shown,
    floor: trained.floor,
    seed: trained.config.training.seed,
    steps: trained.config.training.max_steps,
    command: commandOf(id),
    date,
    engine,
    seconds: Math.round(trained.seconds),
    ...(trained.states.length > 0 && { checkpoints: checkpointsOf(id, trained) }),
  };
  return { entry: await entryOf(experiment, facts, measures, files), files };
}

const commandOf = (id: string): string => `npm run make-models -- ${id}`;

/** Its folder in the form in which it is stored. */
async function stored(
  lab: LocalLab,
  { config: { name }, form }: ReadyExperiment,
  base: BaseModel,
): Promise<Map<string, Blob>> {
  const made = await madeAs(await lab.context(), base, form);
  const { provenance } = base;
  const lineage = { name, source: { kind: 'ready', name }, provenance } as const;
  return folderBlobs(modelFolder(base, made, lineage));
}

function figuresOf({ validationLoss: loss, standardError, accuracy, ...more }: EvalPoint) {
  const { answers, answersOf = {} } = more;
  const written = answers ? [answers] : Object.values(answersOf);
  return {
    loss,
    lossError: standardError,
    ...(accuracy !== undefined && { accuracy }),
    ...(written.length > 0 && { exactMatch: meanOf(written.map((one) => one.exactMatch)) }),
  };
}

const checkpointsOf = (id: string, { states, evals }: Trained) =>
  states.map(({ step }) => {
    const { validationLoss: loss, accuracy } = evals.find((point) => point.step === step)!;
    const base = { kind: 'ready', id: `${id}@${step}` } as const;
    return { step, base, loss, ...(accuracy !== undefined && { accuracy }) };
  });

async function inductionOf(lab: LocalLab, { config }: ReadyExperiment, ref: BaseRef) {
  const [objective] = config.objectives ?? [];
  if (objective?.kind !== 'algorithm') return null;
  return inductionScore(await lab.context(), await lab.bases.open(ref), objective.algorithm);
}

const SHOWN_TOKENS = 60;

/** To its first prompt: the class, or what it writes greedily. */
export async function shownBy(
  library: Pick<ModelLibrary, 'classify' | 'write'>,
  { kind, prompts }: Pick<ReadyExperiment, 'kind' | 'prompts'>,
  base: BaseRef,
): Promise<string> {
  const prompt = prompts[0]!;
  if (kind === 'classify') {
    const { labels, probabilities } = await library.classify({ base, text: prompt });
    return labels[probabilities.indexOf(Math.max(...probabilities))]!;
  }
  const maxNewTokens = kind === 'task' ? 1 : SHOWN_TOKENS;
  const greedy = { base, prompt, temperature: 0, seed: 1, maxNewTokens };
  return (await library.write(greedy, () => undefined)).texts[0]!;
}

/** A row of the index: what a library says of the model, under the id and the date of this one. */
async function entryOf(
  { id, config: { name } }: ReadyExperiment,
  facts: LoadedModel,
  measures: ReadyMeasures,
  files: ReadonlyMap<string, Blob>,
): Promise<ReadyEntry> {
  const checkpoints = [...files.keys()].filter((file) => file.startsWith('checkpoint-'));
  const names = [
    ...neededFiles([...files.keys()].filter((file) => !checkpoints.includes(file))),
    ...checkpoints,
  ];
  const sizeBytes = names.reduce((sum, file) => sum + files.get(file)!.size, 0);
  return {
    ...facts,
    id,
    name,
    sizeBytes,
    addedAtMs: Date.parse(measures.date),
    measures,
    files: names,
    hash: await hashOf(names.map((file) => files.get(file)!)),
  };
}

const HASH_BYTES = 6;

async function hashOf(blobs: readonly Blob[]): Promise<string> {
  const bytes = await new Blob([...blobs]).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash.subarray(0, HASH_BYTES), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
