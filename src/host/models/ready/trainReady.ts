// Trains a ready-made model as its experiment says, and measures any model by an experiment's held-out part.
import { runConfigSchema, type RunConfig } from '../../../training/run/config';
import type { Checkpoint } from '../../../training/io/checkpoint';
import type { BaseModel, BaseRef } from '../../../training/models/baseModel';
import type { ReadyExperiment } from '../../../experiments/ready/readyExperiment';
import { LabError } from '../../lab/labError';
import type { LocalLab } from '../../lab/lab';
import type { StartRequest } from '../../protocol/lab';
import type { EvalPoint, RunEvent } from '../../protocol/run';

type TrainingLab = Pick<
  LocalLab,
  'start' | 'finished' | 'dispose' | 'subscribe' | 'bases' | 'keepRuns'
>;

interface Watched {
  readonly floor: number | null;
  readonly evals: readonly EvalPoint[];
  readonly seconds: number;
}

export interface Trained extends Watched {
  readonly base: BaseModel;
  readonly states: readonly Checkpoint[];
  /** With all defaults. */
  readonly config: RunConfig;
}

const TRAINED_RUN = 'ready';
const MEASURED_RUN = 'ready-measured';

/** Runs to its end; `take` is asked for what is wanted of it then. @throws what it fails with */
async function through<Taken>(
  lab: TrainingLab,
  { runId, config }: Pick<StartRequest, 'runId' | 'config'>,
  hear: (event: RunEvent) => void,
  take: () => Promise<Taken>,
): Promise<Watched & { readonly taken: Taken }> {
  let floor: number | null = null;
  let error: LabError | null = null;
  const evals: EvalPoint[] = [];
  const startMs = performance.now();
  await lab.subscribe((event) => {
    if (event.type !== 'run' || event.event.runId !== runId) return;
    const { event: reported } = event;
    if (reported.type === 'ready') floor = reported.floor;
    if (reported.type === 'eval') evals.push(reported.point);
    if (reported.type === 'state' && reported.error) error ??= new LabError(reported.error);
    hear(reported);
  });
  await lab.start({ runId, config, autoSize: false });
  await lab.finished(runId);
  try {
    if (error) throw error as LabError;
    const seconds = (performance.now() - startMs) / 1000;
    return { floor, evals, seconds, taken: await take() };
  } finally {
    await lab.dispose(runId);
  }
}

export async function trainReady(
  lab: TrainingLab,
  { config: input, checkpoints = [] }: Pick<ReadyExperiment, 'config' | 'checkpoints'>,
  hear: (event: RunEvent) => void,
): Promise<Trained> {
  const config = runConfigSchema.parse(input);
  const states: Checkpoint[] = [];
  lab.keepRuns({
    begin: () => (state) => void (checkpoints.includes(state.step) && states.push(state)),
    has: () => Promise.resolve(false),
    opened: () => undefined,
    closed: () => undefined,
  });
  const { taken: base, ...watched } = await through(lab, { runId: TRAINED_RUN, config }, hear, () =>
    lab.bases.open({ kind: 'run', runId: TRAINED_RUN }),
  );
  return { ...watched, config, base, states };
}

/** As a run evaluates: its one step changes nothing, since no float is moved by so small a rate. */
const MEASURED = {
  max_steps: 1,
  num_train_epochs: undefined,
  learning_rate: 1e-30,
  min_learning_rate: 0,
  warmup_steps: 0,
  weight_decay: 0,
  ema_decay: 0,
  eval_steps: 1,
};

export async function measured(
  lab: TrainingLab,
  { config }: Pick<ReadyExperiment, 'config'>,
  base: BaseRef,
): Promise<EvalPoint> {
  const { training, sample } = config;
  const requested = {
    ...config,
    base,
    training: { ...training, ...MEASURED },
    sample: { ...sample, max_new_tokens: 1 },
  };
  const request = { runId: MEASURED_RUN, config: runConfigSchema.parse(requested) };
  const { evals } = await through(
    lab,
    request,
    () => undefined,
    () => Promise.resolve(),
  );
  return evals.at(-1)!;
}
