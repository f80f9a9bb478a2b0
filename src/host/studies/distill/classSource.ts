// Where a distillation's classifier comes from: a model with an output layer that has learned, or one
// that is made for it, a base first and then the layer on labeled examples.
import type { BaseModel, TrainedClassifier } from '../../../training/models/baseModel';
import type { DataConfig, RunConfig } from '../../../training/run/config';
import { baseOfExport } from '../../lab/bases';
import { prepareData } from '../../data/corpus';
import { hostError } from '../../protocol/error';
import type { DistillJob } from './work';
import type { ClassSource } from './classes';
import type { DistillRequest } from '../../protocol/distill';
import { exampleParts, withOneSet } from '../../../training/run/texts/textParts';
import { chosenReading, exampleReading, type ExampleReading } from '../studyText';
import { runToEnd } from './source';

/** Of the time for a teacher, what its base takes. */
const BASE_SHARE = 0.8;

/** @throws whatever training it fails with; BenchtopError unknown_run | unknown_base | no_classifier | other_classes */
export async function classSourceOf(job: DistillJob): Promise<ClassSource> {
  const { request, bases, readAsset, signal } = job;
  const { teacher } = request;
  const base = teacher ? await bases.open(teacher) : await trainClassifier(job);
  const { name, config, classifier } = base;
  if (!classifier) throw hostError('no_classifier', { name });
  const { data: read, isOwn, examples: own } = await readingFor(job, base);
  const run = runOf(request, base, classifier, read);
  const data = await prepareData(run, {
    tokenizer: base.tokenizer,
    vocabSize: base.vocabSize,
    examples: own,
    readAsset,
    onProgress: () => undefined,
    signal,
  });
  const { labels, train, validation } = data.text.examples!;
  refuseOtherLabels(classifier.labels, labels);
  // Of few examples none is read without its label.
  const wanted = labeledIn(request) ?? train.length - request.distill.unlabeled;
  const labeled = Math.min(Math.max(wanted, 1), train.length);
  return {
    name,
    provenance: base.provenance,
    text: { parts: exampleParts(read), isOwn, tokens: null, bytes: null },
    pooling: classifier.pooling,
    tokenizer: base.tokenizer,
    run,
    data: data.text,
    examples: { labels, train: train.slice(0, labeled), validation },
    more: train.slice(labeled),
    teacher: { config, weights: new Map([...base.weights, ...classifier.weights]) },
  };
}

const labeledIn = ({ teacherRun }: DistillRequest): number | undefined =>
  teacherRun.data.examples?.train;

/** Examples alone, as many as there should be with and without their labels. */
function runOf(
  request: DistillRequest,
  { config: model }: BaseModel,
  { pooling }: TrainedClassifier,
  { examples, ...data }: DataConfig,
): RunConfig {
  const { data: _data, tuning: _tuning, ...rest } = request.teacherRun;
  const labeled = labeledIn(request);
  const train = labeled === undefined ? undefined : labeled + request.distill.unlabeled;
  // So many, held out as they were for the teacher.
  const { per_class: _few, ...held } = examples!;
  return {
    ...rest,
    model,
    objectives: [{ kind: 'classify', pooling }],
    data: { ...data, corpus: 'task', examples: { ...held, train } },
  };
}

function refuseOtherLabels(known: readonly string[], wanted: readonly string[]): void {
  if (known.length === wanted.length && known.every((label, i) => label === wanted[i])) return;
  const fields = { labels: known.join(', '), wanted: wanted.join(', ') };
  throw hostError('other_classes.examples', fields);
}

/** A teacher that was made here has read just that. */
async function readingFor({ request, own }: DistillJob, base: BaseModel): Promise<ExampleReading> {
  const { teacher, text } = request;
  if (teacher || !base.provenance) return exampleReading(base, text, own);
  const { data: read, objectives } = base.provenance;
  const data = withOneSet(read, objectives, true);
  return { data, examples: text?.examples, isOwn: true };
}

/** As many as were wanted, of those that were chosen. */
function withExamples(run: RunConfig, chosen: DataConfig | undefined): RunConfig {
  const { examples } = run.data;
  if (!chosen?.examples || !examples) return run;
  return { ...run, data: { ...run.data, examples: { ...examples, ...chosen.examples } } };
}

async function trainClassifier(job: DistillJob): Promise<BaseModel> {
  const { pretrain, teacherRun: requested, text } = job.request;
  const chosen = text && (await chosenReading(text));
  const examples = chosen?.examples;
  const teacherRun = withExamples(requested, chosen?.data);
  const made = (config: RunConfig, base: BaseModel | undefined, part: [number, number]) => {
    const wanted = { config, base, examples, autoSize: false };
    return runToEnd(job, wanted, part, async (run) => baseOfExport(run.name, await run.exported()));
  };
  const base = pretrain && (await made(pretrain, undefined, [0, BASE_SHARE]));
  job.signal.throwIfAborted();
  return made(teacherRun, base, [pretrain ? BASE_SHARE : 0, 1]);
}
