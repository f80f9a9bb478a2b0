// Distills classifiers: students learn from labeled examples, and the distilled one from what the teacher
// says of these and, where wanted, of others that have no label.
import {
  recipeForLayers,
  type CompressedWeights,
} from '../../../training/compress/compressedWeights';
import { ClassifierReader, classReaderOf } from '../../../training/evaluate/classifier';
import { QualityMeter } from '../../../training/evaluate/quality';
import { shareError } from '../../../training/evaluate/statistics';
import {
  withoutLabel,
  type TeacherScores,
} from '../../../training/objectives/distillation/distillClasses';
import {
  studentOf,
  temperatureFor,
  type SettledDistill,
} from '../../../training/objectives/distillation/distillConfig';
import type { EncodedExample, ExampleData } from '../../../training/objectives/exampleData';
import type { PoolMode } from '../../../training/ops/pool';
import type { Weights } from '../../../training/parameters';
import type { ModelConfig } from '../../../training/run/config';
import { withSteps } from '../../../training/run/duration';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import { INT8, type DistillJob, type DistillWork } from './work';
import { changeRow } from './rows';
import { measureRates, type ClassContestant } from './classRates';
import { classObjective, trainClassStudent, type ClassTask } from './classStudent';
import { MIN_ROUNDS } from '../describe';
import type { DistillId, DistillMethod, DistillQuality, DistillRow } from '../../protocol/distill';
import { layersOf } from './student';
import { storedWeights } from '../compress/variants';

const AT_ONCE = 16;

/** A model with an output layer that has learned, on the CPU. */
export interface Classifier {
  readonly config: ModelConfig;
  /** Of the model and of its output layer. */
  readonly weights: Weights;
}

/** A teacher, and the examples in its tokens. */
export interface ClassSource extends ClassTask {
  readonly name: string;
  readonly teacher: Classifier;
  readonly pooling: PoolMode;
  readonly tokenizer: Tokenizer;
  /** Without their labels. */
  readonly more: ExampleData['train'];
}

interface Opened extends Omit<ClassContestant<DistillId>, 'id'> {
  readonly cost: DistillRow['cost'];
  destroy(): void;
}

export class ClassDistillation implements DistillWork<Classifier, Opened> {
  readonly name: string;
  readonly teacher: Classifier;
  readonly student: ModelConfig;
  readonly config: SettledDistill;
  readonly #job: DistillJob;
  readonly #source: ClassSource;
  readonly #initial: Weights | null;
  readonly #distilled: ExampleData;
  #said: TeacherScores = new Map();

  /** @throws BenchtopError student_has_other_shape, and what a model's config may be refused for */
  constructor(job: DistillJob, source: ClassSource) {
    const { distill } = job.request;
    const { teacher, examples, more } = source;
    this.name = source.name;
    this.teacher = teacher;
    this.#job = job;
    this.#source = source;
    this.student = {
      ...(distill.student ?? studentOf(teacher.config, distill)),
      n_positions: teacher.config.n_positions,
    };
    this.config = {
      ...distill,
      training: withSteps(distill.training, examples.train.length + more.length),
      temperature: temperatureFor(distill, this.student),
    };
    const { model } = this.#objectiveOf(this.student);
    this.#initial = distill.initial === 'random' ? null : layersOf(teacher, this.student, model);
    this.#distilled = { ...examples, train: [...examples.train, ...more.map(withoutLabel)] };
  }

  #objectiveOf(model: ModelConfig) {
    const { max_length } = this.#source.run.training;
    const training = { ...this.config.training, max_length };
    return classObjective(this.#source, model, this.#source.examples, training);
  }

  async ask({ batch }: Opened): Promise<DistillMethod['reads']> {
    const { examples, more } = this.#source;
    const { train } = this.#distilled;
    const said = await this.#read(batch, train, (share) => this.#job.progress.tell(share));
    this.#said = new Map(said.map((logits, index) => [train[index]!, logits]));
    return {
      kind: 'examples',
      labels: examples.labels,
      labeled: examples.train.length,
      unlabeled: more.length,
      heldOut: examples.validation.length,
    };
  }

  async train(id: 'alone' | 'distilled', seed: number): Promise<Classifier> {
    const config = this.student;
    const weights = await trainClassStudent(
      this.#job,
      { id, seed },
      {
        task: this.#source,
        model: config,
        config: this.config,
        initial: this.#initial,
        distilled: id === 'distilled' ? { examples: this.#distilled, said: this.#said } : null,
      },
    );
    return { config, weights };
  }

  async open({ config, weights: values }: Classifier, isInt8: boolean): Promise<Opened> {
    const { buffers } = this.#job.context;
    const before = buffers.bytes.get('weights') ?? 0;
    const { model, heads } = this.#objectiveOf(config);
    const recipe = isInt8 ? recipeForLayers(INT8) : undefined;
    const specs = [...model.parameters, ...heads];
    const { weights, parameters, diskBytes } = await storedWeights(
      this.#job.context,
      specs,
      values,
      recipe,
    );
    const weightBytes = (buffers.bytes.get('weights') ?? 0) - before;
    const single = await this.#readerOf(config, weights, 1);
    const batch = await this.#readerOf(config, weights, AT_ONCE);
    const destroy = (): void => {
      for (const one of [single, batch, weights]) one.destroy();
    };
    return { single, batch, cost: { parameters, diskBytes, weightBytes }, destroy };
  }

  #readerOf(config: ModelConfig, weights: CompressedWeights, batch: number) {
    const { data, pooling } = this.#source;
    const { seqLen } = this.#objectiveOf(config).shape;
    const reader = classReaderOf(config, data.special.vocabSize);
    return ClassifierReader.create(
      this.#job.context,
      reader,
      weights.parameter,
      { pooling },
      { batch, seqLen },
    );
  }

  logits({ batch }: Opened): Promise<Float32Array[]> {
    return this.#read(batch, this.#source.examples.validation);
  }

  quality(logits: readonly Float32Array[], reference: readonly Float32Array[]): DistillQuality {
    return qualityOf(this.#source.examples, logits, reference);
  }

  describe({ cost }: Opened) {
    return Promise.resolve({ cost });
  }

  /** To be exported. */
  keep(id: 'alone' | 'distilled', { config: model, weights }: Classifier): void {
    if (id === 'alone') return;
    const { data, examples, pooling, run, tokenizer } = this.#source;
    const classifier = { labels: examples.labels, pooling };
    const shape = { model, vocabSize: data.special.vocabSize, classifier };
    this.#job.made.classifier = { shape, tokenizer, weights, generation: run.sample };
  }

  /** Logits of each; fewer where it was stopped. */
  async #read(
    reader: ClassifierReader,
    examples: readonly EncodedExample[],
    onProgress: (share: number) => void = () => undefined,
  ): Promise<Float32Array[]> {
    const logits: Float32Array[] = [];
    const { batch } = reader.shape;
    for (let from = 0; from < examples.length && !this.#job.signal.aborted; from += batch) {
      logits.push(...(await reader.read(examples.slice(from, from + batch))));
      onProgress(logits.length / examples.length);
    }
    return logits;
  }

  async measure(opened: ReadonlyMap<DistillId, Opened>): Promise<void> {
    const { progress, signal, watch: surroundings, request } = this.#job;
    const { minRounds: rounds = MIN_ROUNDS } = request;
    const { validation: examples } = this.#source.examples;
    await measureRates(
      Array.from(opened, ([id, { single, batch }]) => ({ id, single, batch })),
      { examples, rounds, surroundings },
      (found, share) => {
        for (const [id, rates] of found) changeRow(progress, { id, rates });
        progress.tell(share);
      },
      signal,
    );
  }
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
  const right = meter.places.filter(({ target, top }) => target === top).length;
  const examples = validation.length;
  const accuracy = right / examples;
  const accuracyError = shareError(accuracy, examples);
  return { loss, standardError, kl, sameTop, accuracy, accuracyError, examples };
}
