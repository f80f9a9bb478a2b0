// Distills classifiers: students learn from labeled examples, and the distilled one from what the teacher
// says of these and, where wanted, of others that have no label.
import type { ComputeContext } from '../../../gpu/compute';
import { schemeForLayers } from '../../../training/compress/compressedWeights';
import { ClassifierReader, classReaderOf } from '../../../training/evaluate/classifier';
import { QualityMeter } from '../../../training/evaluate/quality';
import { countedShare } from '../../../training/evaluate/statistics';
import {
  withoutLabel,
  type TeacherScores,
} from '../../../training/objectives/distillation/distillClasses';
import { studentOf, temperatureFor } from '../../../training/objectives/distillation/distillConfig';
import type { EncodedExample, ExampleData } from '../../../training/objectives/exampleData';
import type { PoolMode } from '../../../training/ops/pool';
import type { Weights } from '../../../training/parameters';
import type { ModelConfig } from '../../../training/run/config';
import type { Provenance } from '../../../training/run/provenance';
import type { TextFacts } from '../../protocol/studyText';
import { withSteps } from '../../../training/run/duration';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import { INT8, type DistillJob, type DistillWork } from './work';
import { DISTILLED_CLASSIFIER } from './ids';
import { DeviceStack } from '../deviceStack';
import { AT_ONCE, type Batched } from '../exampleRates';
import { measureExamples } from './rates';
import { classObjective, trainClassStudent, type ClassTask } from './classStudent';
import type { DistillQuality, DistillRow } from '../../protocol/distill';
import { layersOf } from './student';
import { storedWeights } from '../compress/variants';

/** A model with an output layer that has learned, on the CPU. */
export interface Classifier {
  readonly config: ModelConfig;
  /** Of the model and of its output layer. */
  readonly weights: Weights;
}

/** A teacher, and the examples in its tokens. */
export interface ClassSource extends ClassTask {
  readonly name: string;
  /** How the teacher came to be, where that is known. */
  readonly provenance: Provenance | undefined;
  readonly text: TextFacts;
  readonly teacher: Classifier;
  readonly pooling: PoolMode;
  readonly tokenizer: Tokenizer;
  /** Without their labels. */
  readonly more: ExampleData['train'];
}

interface Opened {
  readonly single: ClassifierReader;
  readonly batch: ClassifierReader;
  readonly cost: DistillRow['cost'];
  destroy(): Promise<void>;
}

/** @throws BenchtopError student_has_other_shape, and what a model's config may be refused for */
export function classDistillation(
  job: DistillJob,
  source: ClassSource,
): DistillWork<Classifier, Opened> {
  const { context, request, progress, signal, made } = job;
  const { distill } = request;
  const { name, provenance, text, teacher, examples, more, data, pooling, run, tokenizer } = source;
  const { student, config } = studentFor(distill, source);
  const objectiveOf = (model: ModelConfig) => {
    const training = { ...config.training, max_length: run.training.max_length };
    return classObjective(source, model, examples, training);
  };
  const initial =
    distill.initial === 'random' ? null : layersOf(teacher, student, objectiveOf(student).model);
  const train = [...examples.train, ...more.map(withoutLabel)];
  let teacherScores: TeacherScores = new Map();

  const read = (reader: ClassifierReader, list: readonly EncodedExample[], onShare?: OnShare) =>
    logitsOf(reader, list, signal, onShare);

  return {
    name,
    steps: provenance?.steps ?? 0,
    text,
    teacher,
    student,
    config,

    async ask({ batch }) {
      const all = await read(batch, train, (share) => progress.tell(share));
      teacherScores = new Map(all.map((logits, index) => [train[index]!, logits]));
      return {
        kind: 'examples',
        labels: examples.labels,
        labeled: examples.train.length,
        unlabeled: more.length,
        heldOut: examples.validation.length,
      };
    },

    async train(id, seed) {
      const distilled =
        id === 'distilled' ? { examples: { ...examples, train }, teacherScores } : null;
      const task = { task: source, model: student, config, initial, distilled };
      return { config: student, weights: await trainClassStudent(job, { id, seed }, task) };
    },

    open: (classifier, isInt8) =>
      openClassifier(context, source, objectiveOf(classifier.config), classifier, isInt8),

    logits: ({ batch }) => read(batch, examples.validation),

    quality: (logits, reference) => qualityOf(examples, logits, reference),

    describe: ({ cost }) => Promise.resolve({ cost }),

    /** To be exported. */
    keep(id, { config: model, weights }) {
      if (id === 'alone') return;
      const classifier = { labels: examples.labels, pooling };
      const shape = { model, vocabSize: data.special.vocabSize, classifier };
      made.models.set(DISTILLED_CLASSIFIER, {
        name: `${name}: distilled student`,
        shape,
        tokenizer,
        provenance,
        weights,
        generation: run.sample,
      });
    },

    measure: (opened) =>
      measureExamples(
        job,
        Array.from(opened, ([id, { single, batch }]) => ({
          id,
          single: batched(single, examples),
          batch: batched(batch, examples),
        })),
      ),
  };
}

function studentFor(distill: DistillJob['request']['distill'], source: ClassSource) {
  const { teacher, examples, more } = source;
  const student = {
    ...(distill.student ?? studentOf(teacher.config, distill)),
    n_positions: teacher.config.n_positions,
  };
  const config = {
    ...distill,
    training: withSteps(distill.training, examples.train.length + more.length),
    temperature: temperatureFor(distill, student),
  };
  return { student, config };
}

type OnShare = (share: number) => void;

/** Logits of each; fewer where it was stopped. */
async function logitsOf(
  reader: ClassifierReader,
  list: readonly EncodedExample[],
  signal: AbortSignal,
  onShare: OnShare = () => undefined,
): Promise<Float32Array[]> {
  const logits: Float32Array[] = [];
  const { batch } = reader.shape;
  for (let from = 0; from < list.length && !signal.aborted; from += batch) {
    logits.push(...(await reader.read(list.slice(from, from + batch))));
    onShare(logits.length / list.length);
  }
  return logits;
}

/** The first held-out examples, as many as it reads at once. */
const batched = (reader: ClassifierReader, { validation }: ExampleData): Batched => {
  const some = validation.slice(0, reader.shape.batch);
  return { atOnce: some.length, run: () => reader.read(some) };
};

/** On the device, to be read one by one and many at once. */
async function openClassifier(
  context: ComputeContext,
  { data, pooling }: ClassSource,
  { model, heads, shape: { seqLen } }: ReturnType<typeof classObjective>,
  { config, weights: values }: Classifier,
  isInt8: boolean,
): Promise<Opened> {
  const { bytes } = context.buffers;
  const before = bytes.get('weights') ?? 0;
  const scheme = isInt8 ? schemeForLayers(INT8) : undefined;
  const stored = await storedWeights(context, [...model.parameters, ...heads], values, scheme);
  const { weights, parameters, diskBytes } = stored;
  const weightBytes = (bytes.get('weights') ?? 0) - before;
  const reader = classReaderOf(config, data.special.vocabSize);
  const readerOf = (batch: number) =>
    ClassifierReader.create(context, reader, weights.parameter, { pooling }, { batch, seqLen });
  const stack = new DeviceStack();
  await stack.add(weights);
  const single = await stack.add(readerOf(1));
  const batch = await stack.add(readerOf(AT_ONCE));
  const cost = { parameters, diskBytes, weightBytes };
  return { single, batch, cost, destroy: () => stack.destroy() };
}

/** Logits [classes] of every held-out example. */
function qualityOf(
  { labels, validation }: ExampleData,
  logits: readonly Float32Array[],
  reference: readonly Float32Array[],
): DistillQuality {
  const bytesPerToken = 1;
  const meter = new QualityMeter(labels.length, bytesPerToken);
  validation.forEach(({ label }, i) => meter.add([label], logits[i]!, reference[i]!));
  const { loss, standardError, kl, sameTop } = meter.figures();
  const right = meter.positions.filter(({ target, top }) => target === top).length;
  const counted = countedShare(right / validation.length, validation.length);
  return { loss, standardError, kl, sameTop, ...counted };
}
