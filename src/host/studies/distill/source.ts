// Where a distillation's teacher and text come from: a run of this lab with its own text, any other
// model beside a text that its tokeniser cuts, or a run that is trained for it first.
import { BenchtopError } from '../../../gpu/errors';
import { spread } from '../../../training/objectives/causal';
import type { Bases } from '../../lab/bases';
import type { BaseModel } from '../../../training/models/baseModel';
import { buildModel } from '../../../training/models/model';
import type { RunConfig } from '../../../training/run/config';
import type { Comparable } from '../compare/setup';
import { comparedText } from '../compare/text';
import { prepareData } from '../../data/corpus';
import type { DistillTold } from './distill';
import type { DistillRequest } from '../../protocol/distill';
import type { RunEvent } from '../../protocol/run';
import type { SuppliedText } from '../../protocol/text';
import { Run } from '../../run/run';
import type { RunSetup } from '../../run/runSetup';

export type Setup = Pick<RunSetup, 'context' | 'autotuneFor' | 'readAsset'>;

/** Where teachers that exist are. */
export interface Places {
  readonly bases: Bases;
  readonly run: (runId: string) => Run;
}

/** @throws whatever training it fails with; BenchtopError unknown_run | unknown_base | nothing_to_compare */
export async function teacherOf(
  request: DistillRequest,
  setup: Setup,
  { bases, run }: Places,
  told: DistillTold,
): Promise<Comparable> {
  const { teacher } = request;
  if (!teacher) return trainTeacher(request, setup, told);
  if (teacher.kind === 'run') return run(teacher.runId).comparable();
  const reading = { settings: request.teacherRun, text: request.text };
  return comparableOf(await bases.open(teacher), reading, setup.readAsset, told);
}

const trainTeacher = (
  { teacherRun, text, autoSize }: DistillRequest,
  setup: Setup,
  { progress, signal }: DistillTold,
): Promise<Comparable> =>
  runToEnd(
    { runId: 'teacher', config: teacherRun, text, autoSize, ...setup },
    {
      onShare: (share) => progress.tell(share),
      onEval: (step, loss) => progress.point('teacher', 0, step, loss),
      signal,
    },
    (run) => run.comparable(),
  );

/** A run of nobody else's; `take` gets of it what is wanted, then it is gone. @throws what it fails with */
export async function runToEnd<Taken>(
  setup: Omit<RunSetup, 'emit'>,
  told: {
    readonly onShare: (share: number) => void;
    readonly onEval: (step: number, loss: number) => void;
    readonly signal: AbortSignal;
  },
  take: (run: Run) => Promise<Taken>,
): Promise<Taken> {
  let failure: unknown = null;
  const emit = (event: RunEvent): void => {
    if (event.type === 'eval') told.onEval(event.point.step, event.point.validationLoss);
    if (event.type === 'steps') told.onShare(event.progress.step / event.progress.maxSteps);
    if (event.type === 'state' && event.error) failure = event.error;
  };
  const run = new Run({ ...setup, emit });
  const stop = (): void => run.stop();
  told.signal.addEventListener('abort', stop);
  try {
    run.start();
    await run.finished();
    if (failure) throw failure;
    return await take(run);
  } finally {
    told.signal.removeEventListener('abort', stop);
    await run.dispose();
  }
}

/** What a model that brings no text reads. */
export interface Reading {
  readonly settings: RunConfig;
  readonly text?: SuppliedText | undefined;
}

/** A model that brings no text: that of the settings, cut by the model's own tokeniser. */
export async function comparableOf(
  base: BaseModel,
  { settings, text }: Reading,
  readAsset: RunSetup['readAsset'],
  { signal }: Pick<DistillTold, 'signal'>,
): Promise<Comparable> {
  const { name, tokenizer } = base;
  const trained = withWindow(base, settings.training.max_length);
  const { config: model } = trained;
  const config = { ...settings, name, model };
  const onProgress = (): void => undefined;
  const data = await prepareData(config, { text, tokenizer, readAsset, onProgress, signal });
  const { train, validation } = data.text;
  if (!data.dataset) {
    throw new BenchtopError('nothing_to_compare', 'There is no text for this model to read.');
  }
  return {
    config,
    trained,
    steps: 0,
    ...comparedText({
      corpora: { train, validation },
      tokenizer,
      contextLength: model.n_positions,
      evalWindows: config.training.eval_windows,
      starts: spread(
        validation.length - model.n_positions,
        config.training.eval_windows,
        model.n_positions,
      ),
    }),
    bytesPerToken: data.dataset.figures.validation.bytesPerToken,
    tokenizer,
  };
}

/** With a shorter window where one is given: of a table of positions the first rows stay. */
function withWindow(
  { config, vocabSize, weights }: BaseModel,
  length = config.n_positions,
): Comparable['trained'] {
  const short = { ...config, n_positions: Math.min(length, config.n_positions) };
  const model = buildModel(short, vocabSize);
  const kept = model.parameters.map(({ name, shape }) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return [name, weights.get(name)!.subarray(0, size)] as const;
  });
  return { config: short, model, weights: new Map(kept) };
}
