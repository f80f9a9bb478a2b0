// Distills classifiers: students learn from labeled examples, and the distilled one from what the teacher
// says of these and, where wanted, of others that have no label.
import { CompressedWeights, recipeForLayers } from '../../../training/compress/compressedWeights';
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
import { ParameterSet } from '../../../training/parameters';
import type { ExportedModel } from '../../../training/io/exportFolder';
import type { Weights } from '../../../training/parameters';
import type { ModelConfig } from '../../../training/run/config';
import { withSteps } from '../../../training/run/duration';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import type { StudyTools } from '../study';
import { INT8, type DistillTold, type DistillWork } from './work';
import { addPoint, changeRow, evaluated } from './rows';
import { measureRates, type ClassContestant } from './classRates';
import { classObjective, trainClassStudent, type ClassTask } from './classStudent';
import { adapterName, describeModel, MIN_ROUNDS } from '../describe';
import type {
  DistillId,
  DistillMethod,
  DistillQuality,
  DistillRequest,
} from '../../protocol/distill';
import { layersOf } from './student';
import { wholeWeights } from '../compress/variants';

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

interface Evaluated extends ClassContestant<DistillId> {
  readonly weights: CompressedWeights;
}

export class ClassDistillation implements DistillWork<Classifier> {
  readonly #tools: StudyTools;
  readonly #source: ClassSource;
  readonly #config: SettledDistill;
  readonly #rounds: number;
  readonly #told: DistillTold;
  readonly #student: ModelConfig;
  readonly #initial: Weights | null;
  readonly #distilled: ExampleData;
  readonly #evaluated = new Map<DistillId, Evaluated>();
  #said: TeacherScores = new Map();
  #reference: readonly Float32Array[] | null = null;

  /** @throws BenchtopError student_has_other_shape, and what a model's config may be refused for */
  constructor(
    tools: StudyTools,
    { distill, minRounds = MIN_ROUNDS }: DistillRequest,
    source: ClassSource,
    told: DistillTold,
  ) {
    this.#tools = tools;
    this.#source = source;
    this.#rounds = minRounds;
    this.#told = told;
    const { teacher, examples, more } = source;
    this.#student = {
      ...(distill.student ?? studentOf(teacher.config, distill)),
      n_positions: teacher.config.n_positions,
    };
    this.#config = {
      ...distill,
      training: withSteps(distill.training, examples.train.length + more.length),
      temperature: temperatureFor(distill, this.#student),
    };
    const { model } = this.#objectiveOf(this.#student, examples);
    this.#initial = distill.initial === 'random' ? null : layersOf(teacher, this.#student, model);
    this.#distilled = { ...examples, train: [...examples.train, ...more.map(withoutLabel)] };
  }

  #objectiveOf(model: ModelConfig, examples: ExampleData) {
    const { max_length } = this.#source.run.training;
    const training = { ...this.#config.training, max_length };
    return classObjective(this.#source, model, examples, training);
  }

  async evaluateTeacher(): Promise<void> {
    this.#reference = await this.#evaluate('teacher', 0, this.#source.teacher);
  }

  async ask(): Promise<DistillMethod> {
    const { progress } = this.#told;
    const { teacher, examples, more, name } = this.#source;
    const { train } = this.#distilled;
    const { batch } = this.#evaluated.get('teacher')!;
    const said = await this.#read(batch, train, (share) => progress.tell(share));
    this.#said = new Map(said.map((logits, index) => [train[index]!, logits]));
    const { facts } = this.#tools.context.open;
    return {
      adapter: adapterName(facts),
      teacherName: name,
      teacherModel: describeModel(teacher.config),
      studentModel: describeModel(this.#student),
      config: this.#config,
      reads: {
        kind: 'examples',
        labels: examples.labels,
        labeled: examples.train.length,
        unlabeled: more.length,
        heldOut: examples.validation.length,
      },
      startedAt: new Date().toISOString(),
    };
  }

  async train(id: 'alone' | 'distilled', seed: number): Promise<Classifier> {
    const { progress, signal } = this.#told;
    const config = this.#config;
    const weights = await trainClassStudent({
      context: this.#tools.context,
      task: this.#source,
      model: this.#student,
      config,
      seed,
      initial: this.#initial,
      distilled: id === 'distilled' ? { examples: this.#distilled, said: this.#said } : null,
      signal,
      onStep: (done) => progress.tell(done / config.training.max_steps),
      onEval: (step, loss) => addPoint(progress, id, seed, step, loss),
    });
    return { config: this.#student, weights };
  }

  async evaluate(
    id: Exclude<DistillId, 'teacher'>,
    seed: number,
    learned: Classifier,
  ): Promise<void> {
    const isFirst = !this.#evaluated.has(id);
    await this.#evaluate(id, seed, learned);
    if (isFirst && id === 'distilled') this.#tools.made.classifier = this.#exported(learned);
  }

  #exported({ config: model, weights }: Classifier): ExportedModel {
    const { data, examples, pooling, run, tokenizer } = this.#source;
    const classifier = { labels: examples.labels, pooling };
    const shape = { model, vocabSize: data.special.vocabSize, classifier };
    return { shape, tokenizer, weights, generation: run.sample };
  }

  /** The first seed's stay for the timing. Gives its logits. */
  async #evaluate(id: DistillId, seed: number, one: Classifier): Promise<readonly Float32Array[]> {
    const { progress, signal } = this.#told;
    const { examples } = this.#source;
    const isFirst = !this.#evaluated.has(id);
    const before = this.#tools.context.buffers.bytes.get('weights') ?? 0;
    const { weights, cost } = await this.#stored(one, id === 'distilled_int8');
    const weightBytes = (this.#tools.context.buffers.bytes.get('weights') ?? 0) - before;
    const single = await this.#readerOf(one.config, weights, 1);
    const batch = await this.#readerOf(one.config, weights, AT_ONCE);
    const own = { id, weights, single, batch };
    if (isFirst) this.#evaluated.set(id, own);
    const logits = await this.#read(batch, examples.validation);
    if (!signal.aborted) {
      const quality = qualityOf(examples, logits, this.#reference ?? logits);
      const change = isFirst ? { cost: { ...cost, weightBytes } } : {};
      evaluated(progress, { seed, quality }, { id, ...change });
    }
    if (!isFirst) destroy(own);
    return logits;
  }

  async #stored({ config, weights }: Classifier, isInt8: boolean) {
    const { model, heads } = this.#objectiveOf(config, this.#source.examples);
    const set = new ParameterSet([...model.parameters, ...heads]);
    const { buffers } = this.#tools.context;
    buffers.write(set.weights, set.pack(weights));
    const recipeOf = isInt8 ? recipeForLayers(INT8) : wholeWeights;
    try {
      const compressed = await CompressedWeights.create(this.#tools.context, set, recipeOf);
      const diskBytes = set.list.reduce((sum, { name }) => sum + compressed.sizeBytes(name), 0);
      return { weights: compressed, cost: { parameters: set.count, diskBytes } };
    } finally {
      buffers.freeResident(set.weights.buffer);
    }
  }

  #readerOf(config: ModelConfig, weights: CompressedWeights, batch: number) {
    const { data, pooling, examples } = this.#source;
    const { seqLen } = this.#objectiveOf(config, examples).shape;
    const reader = classReaderOf(config, data.special.vocabSize);
    const shape = { batch, seqLen };
    return ClassifierReader.create(
      this.#tools.context,
      reader,
      weights.parameter,
      { pooling },
      shape,
    );
  }

  /** Logits of each; fewer where it was stopped. */
  async #read(
    reader: ClassifierReader,
    examples: readonly EncodedExample[],
    onProgress: (share: number) => void = () => undefined,
  ): Promise<Float32Array[]> {
    const logits: Float32Array[] = [];
    const { batch } = reader.shape;
    for (let from = 0; from < examples.length && !this.#told.signal.aborted; from += batch) {
      logits.push(...(await reader.read(examples.slice(from, from + batch))));
      onProgress(logits.length / examples.length);
    }
    return logits;
  }

  async measure(): Promise<void> {
    const { progress, signal } = this.#told;
    await measureRates(
      [...this.#evaluated.values()],
      {
        examples: this.#source.examples.validation,
        rounds: this.#rounds,
        surroundings: this.#tools.watch,
      },
      (found, share) => {
        for (const [id, rates] of found) changeRow(progress, { id, rates });
        progress.tell(share);
      },
      signal,
    );
  }

  destroy(): Promise<void> {
    for (const one of this.#evaluated.values()) destroy(one);
    return Promise.resolve();
  }
}

function destroy({ single, batch, weights }: Evaluated): void {
  single.destroy();
  batch.destroy();
  weights.destroy();
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
