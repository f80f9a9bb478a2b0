// Where a distillation's teacher and text come from: a run of this lab with its own text, any other
// model beside a text that its tokeniser cuts, or a run that is trained for it first.
import { BenchtopError } from '../gpu/errors';
import { spread } from '../training/objectives/causal';
import type { BaseModel } from '../training/models/baseModel';
import { buildModel } from '../training/models/model';
import type { Comparable } from './compareSetup';
import { prepareData } from './corpus';
import type { DistilRequest } from './distilResult';
import type { RunEvent } from './protocol';
import { Run } from './run';
import type { RunSetup } from './runSetup';

interface Told {
  readonly onEval: (step: number, loss: number) => void;
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** @throws whatever the run fails with; BenchtopError nothing_to_compare where it was stopped too soon */
export async function trainTeacher(
  { teacherRun, text, autoSize }: DistilRequest,
  setup: Pick<RunSetup, 'context' | 'tuneFor' | 'readAsset'>,
  { onEval, onProgress, signal }: Told,
): Promise<Comparable> {
  let failure: unknown = null;
  const emit = (event: RunEvent): void => {
    if (event.type === 'eval') onEval(event.point.step, event.point.validationLoss);
    if (event.type === 'steps') onProgress(event.progress.step / event.progress.maxSteps);
    if (event.type === 'state' && event.error) failure = event.error;
  };
  const run = new Run({ runId: 'teacher', config: teacherRun, text, autoSize, emit, ...setup });
  const stop = (): void => run.stop();
  signal.addEventListener('abort', stop);
  try {
    run.start();
    await run.finished();
    if (failure) throw failure;
    return await run.comparable();
  } finally {
    signal.removeEventListener('abort', stop);
    await run.dispose();
  }
}

/** A model that brings no text: the request's, cut by the model's own tokeniser. */
export async function comparableOf(
  { name, config: model, vocabSize, tokenizer, weights }: BaseModel,
  { teacherRun, text }: DistilRequest,
  readAsset: RunSetup['readAsset'],
  { signal }: Pick<Told, 'signal'>,
): Promise<Comparable> {
  const config = { ...teacherRun, name, model };
  const onProgress = (): void => undefined;
  const data = await prepareData(config, { text, tokenizer, readAsset, onProgress, signal });
  const { train, validation } = data.text;
  if (!data.dataset) {
    throw new BenchtopError('nothing_to_compare', 'There is no text to distil with.');
  }
  return {
    config,
    trained: { config: model, model: buildModel(model, vocabSize), weights: new Map(weights) },
    steps: 0,
    corpora: { train, validation },
    starts: spread(
      validation.length - model.n_positions,
      config.training.eval_windows,
      model.n_positions,
    ),
    bytesPerToken: data.dataset.figures.validation.bytesPerToken,
    tokenizer,
  };
}
