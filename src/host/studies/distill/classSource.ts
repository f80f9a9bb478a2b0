// Where a distillation's classifier comes from: a model with an output layer that has learned, or one
// that is made for it, a base first and then the layer on labeled examples.
import type { BaseModel, TrainedClassifier } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import { baseOfExport } from '../../lab/bases';
import { prepareData } from '../../data/corpus';
import type { StudyTools } from '../study';
import { hostError } from '../../protocol/error';
import { addPoint } from './rows';
import type { DistillTold } from './work';
import type { ClassSource } from './classes';
import type { DistillRequest } from '../../protocol/distill';
import { runToEnd } from './source';

/** Of the time for a teacher, what its base takes. */
const BASE_SHARE = 0.8;

/** @throws whatever training it fails with; BenchtopError unknown_run | unknown_base | no_classifier | other_classes */
export async function classSourceOf(
  request: DistillRequest,
  tools: StudyTools,
  told: DistillTold,
): Promise<ClassSource> {
  const { teacher } = request;
  const base = teacher
    ? await tools.bases.open(teacher)
    : await trainClassifier(request, tools, told);
  const { name, config, classifier } = base;
  if (!classifier) throw hostError('no_classifier', { name });
  const run = runOf(request, base, classifier);
  const data = await prepareData(run, {
    tokenizer: base.tokenizer,
    vocabSize: base.vocabSize,
    examples: request.examples,
    readAsset: tools.readAsset,
    onProgress: () => undefined,
    signal: told.signal,
  });
  const { labels, train, validation } = data.text.examples!;
  refuseOtherLabels(classifier.labels, labels);
  const labeled = train.length - Math.min(request.distill.unlabeled, train.length - 1);
  return {
    name,
    pooling: classifier.pooling,
    tokenizer: base.tokenizer,
    run,
    data: data.text,
    examples: { labels, train: train.slice(0, labeled), validation },
    more: train.slice(labeled),
    teacher: { config, weights: new Map([...base.weights, ...classifier.weights]) },
  };
}

/** Examples alone, as many as there should be with and without their labels. */
function runOf(
  { teacherRun, distill }: DistillRequest,
  { config: model }: BaseModel,
  { pooling }: TrainedClassifier,
): RunConfig {
  const { data, tuning: _tuning, ...rest } = teacherRun;
  const { examples } = data;
  const train = examples?.train === undefined ? undefined : examples.train + distill.unlabeled;
  return {
    ...rest,
    model,
    objectives: [{ kind: 'classify', pooling }],
    data: { ...data, corpus: 'task', ...(examples && { examples: { ...examples, train } }) },
  };
}

function refuseOtherLabels(known: readonly string[], wanted: readonly string[]): void {
  if (known.length === wanted.length && known.every((label, i) => label === wanted[i])) return;
  const fields = { labels: known.join(', '), wanted: wanted.join(', ') };
  throw hostError('other_classes.examples', fields);
}

async function trainClassifier(
  { pretrain, teacherRun, examples }: DistillRequest,
  tools: StudyTools,
  { progress, signal }: DistillTold,
): Promise<BaseModel> {
  const made = (config: RunConfig, base: BaseModel | undefined, [from, to]: [number, number]) =>
    runToEnd(
      tools,
      { runId: 'teacher', config, base, examples, autoSize: false },
      {
        onShare: (share) => progress.tell(from + share * (to - from)),
        onEval: (step, loss) => {
          if (config === teacherRun) addPoint(progress, 'teacher', 0, step, loss);
        },
        signal,
      },
      async (run) => baseOfExport(run.name, await run.exported()),
    );
  const base = pretrain && (await made(pretrain, undefined, [0, BASE_SHARE]));
  signal.throwIfAborted();
  return made(teacherRun, base, [pretrain ? BASE_SHARE : 0, 1]);
}
