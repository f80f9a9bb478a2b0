// Runs captured steps on a device: fills the inputs of several steps, submits them together, and
// reads the scalars back without waiting. The loop is driven by the GPU's completion, never by a
// timer; work a submit is kept near 50 ms, so the page stays smooth and no watchdog fires.
import type { BufferView } from '../../gpu/dispatch';
import { BenchtopError } from '../../gpu/errors';
import { GRAD_NORM_LAYOUT, GRAD_NORM_SIZE_BYTES } from '../../gpu/kernels/gradNorm';
import { packStep } from '../../gpu/kernels/stepBuffer';
import { compileProgram, type GpuContext, type Program } from '../../gpu/replay';
import type { TrainingConfig } from './config';
import { learningRateAt } from './learningRate';
import type {
  BatchShape,
  CapturedEvaluation,
  CapturedTraining,
  StepInputs,
  TrainingState,
} from './stepProgram';

export interface TrainedStep {
  /** Counted from 0. */
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly gradNorm: number;
  /** The gradient was not finite: parameters stayed as they were. */
  readonly skipped: boolean;
}

export interface Corpora {
  readonly train: Int32Array<ArrayBuffer>;
  readonly validation: Int32Array<ArrayBuffer>;
}

export interface TrainerSetup {
  readonly state: TrainingState;
  readonly training: CapturedTraining;
  readonly evaluation: CapturedEvaluation;
  readonly shape: BatchShape;
  readonly evaluationShape: BatchShape;
  readonly config: TrainingConfig;
  readonly corpora: Corpora;
  /** Window starts of a step: u32 [batch]. A function of the step alone, so that runs can resume. */
  readonly offsetsOf: (step: number) => Int32Array<ArrayBuffer>;
  readonly initialWeights: Float32Array<ArrayBuffer>;
}

const TARGET_SUBMIT_MS = 50;
const MAX_STEPS_A_SUBMIT = 16;
const IN_FLIGHT = 2;
const RESULT_BYTES = 8 + GRAD_NORM_SIZE_BYTES;

export class Trainer {
  readonly setup: TrainerSetup;
  /** Steps done. */
  step = 0;
  /** Median-like running estimate of one step on the GPU; NaN before the first. */
  stepMs = Number.NaN;
  readonly #context: GpuContext;
  readonly #training: Program;
  readonly #evaluation: Program;
  readonly #schedule: GPUBuffer;
  readonly #results: GPUBuffer;

  private constructor(
    context: GpuContext,
    setup: TrainerSetup,
    training: Program,
    evaluation: Program,
  ) {
    this.#context = context;
    this.setup = setup;
    this.#training = training;
    this.#evaluation = evaluation;
    const inputBytes = setup.training.inputs.whole.sizeBytes;
    this.#schedule = context.buffers.allocate('schedule', inputBytes * MAX_STEPS_A_SUBMIT, 'data');
    this.#results = context.buffers.allocate('results', RESULT_BYTES * MAX_STEPS_A_SUBMIT, 'data');
  }

  /** Compiles, allocates and uploads. */
  static async create(
    context: GpuContext,
    setup: TrainerSetup,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Trainer> {
    const { training, evaluation, state, corpora } = setup;
    const total = training.dispatches.length + evaluation.dispatches.length;
    let before = 0;
    const report = (done: number): void => onProgress?.(before + done, total);
    const trainingProgram = await compileProgram(context, training.dispatches, report);
    before = training.dispatches.length;
    const evaluationProgram = await compileProgram(context, evaluation.dispatches, report);
    context.buffers.write(state.parameters.weights, setup.initialWeights);
    context.buffers.write(training.corpus, corpora.train);
    context.buffers.write(evaluation.corpus, corpora.validation);
    return new Trainer(context, setup, trainingProgram, evaluationProgram);
  }

  get trainingProgram(): Program {
    return this.#training;
  }

  /**
   * Trains up to step `until`, several steps a submit. Stops early, between submits, when
   * `shouldStop` says so; every step submitted is reported.
   */
  async train(
    until: number,
    onSteps: (steps: TrainedStep[]) => void,
    shouldStop: () => boolean = () => false,
  ): Promise<void> {
    const pending: Promise<void>[] = [];
    let finishedAt = performance.now();
    while (this.step < until && !shouldStop()) {
      const count = Math.min(this.#stepsASubmit(), until - this.step);
      const first = this.step;
      const read = this.#submit(first, count);
      this.step += count;
      pending.push(
        read.then((bytes) => {
          const now = performance.now();
          this.#learnPace((now - finishedAt) / count);
          finishedAt = now;
          onSteps(this.#decode(first, count, bytes));
        }),
      );
      if (pending.length >= IN_FLIGHT) await pending.shift();
    }
    await Promise.all(pending);
  }

  #stepsASubmit(): number {
    if (Number.isNaN(this.stepMs)) return 1;
    return Math.max(1, Math.min(MAX_STEPS_A_SUBMIT, Math.round(TARGET_SUBMIT_MS / this.stepMs)));
  }

  #learnPace(stepMs: number): void {
    this.stepMs = Number.isNaN(this.stepMs) ? stepMs : this.stepMs + 0.2 * (stepMs - this.stepMs);
  }

  #submit(first: number, count: number): Promise<ArrayBuffer> {
    const { buffers } = this.#context;
    const { inputs, loss, norm } = this.setup.training;
    const inputBytes = inputs.whole.sizeBytes;
    const schedule = new Uint8Array(inputBytes * count);
    for (let index = 0; index < count; index++) {
      schedule.set(this.#inputsOf(first + index), index * inputBytes);
    }
    this.#context.device.queue.writeBuffer(this.#schedule, 0, schedule);
    const stepMemory = buffers.resident(inputs.whole.buffer);
    let encoder = this.#context.encoder();
    const parts = this.#partsAStep();
    for (let index = 0; index < count; index++) {
      encoder.copyBufferToBuffer(this.#schedule, index * inputBytes, stepMemory, 0, inputBytes);
      for (let part = 0; part < parts; part++) {
        if (part > 0) {
          this.#context.send(encoder);
          encoder = this.#context.encoder();
        }
        const length = this.#training.length;
        const from = Math.floor((length * part) / parts);
        this.#training.encode(encoder, from, Math.floor((length * (part + 1)) / parts));
      }
      const at = index * RESULT_BYTES;
      encoder.copyBufferToBuffer(buffers.resident(loss.buffer), 0, this.#results, at, 8);
      encoder.copyBufferToBuffer(
        buffers.resident(norm.buffer),
        0,
        this.#results,
        at + 8,
        GRAD_NORM_SIZE_BYTES,
      );
    }
    const ticket = buffers.stage(encoder, this.#results, 0, RESULT_BYTES * count);
    this.#context.send(encoder);
    return ticket.read();
  }

  /** Large steps are cut into several submits, so that other work on the GPU gets its turn. */
  #partsAStep(): number {
    return this.stepMs > 2 * TARGET_SUBMIT_MS
      ? Math.min(16, Math.ceil(this.stepMs / TARGET_SUBMIT_MS))
      : 1;
  }

  #inputsOf(step: number): Uint8Array {
    const { config, offsetsOf, training } = this.setup;
    return packInputs(training.inputs, offsetsOf(step), {
      learningRate: learningRateAt(config, step),
      step: step + 1,
      seed: config.seed,
      beta1: config.adam_beta1,
      beta2: config.adam_beta2,
    });
  }

  #decode(first: number, count: number, bytes: ArrayBuffer): TrainedStep[] {
    const view = new DataView(bytes);
    return Array.from({ length: count }, (_, index): TrainedStep => {
      const at = index * RESULT_BYTES;
      const step = first + index;
      return {
        step,
        loss: view.getFloat32(at, true),
        learningRate: learningRateAt(this.setup.config, step),
        gradNorm: view.getFloat32(at + 8 + 4 * GRAD_NORM_LAYOUT.norm, true),
        skipped: view.getUint32(at + 8 + 4 * GRAD_NORM_LAYOUT.nonFinite, true) !== 0,
      };
    });
  }

  /** Mean loss of each held-out window that starts at one of `starts`. */
  async evaluate(starts: ArrayLike<number>): Promise<Float64Array> {
    const { evaluation, evaluationShape: shape } = this.setup;
    const means = new Float64Array(starts.length);
    for (let from = 0; from < starts.length; from += shape.batch) {
      // The last batch repeats its first window rather than needing a program of its own.
      const offsets = Int32Array.from(
        { length: shape.batch },
        (_, index) => starts[from + index] ?? starts[from]!,
      );
      this.#writeInputs(evaluation.inputs, offsets);
      const encoder = this.#context.encoder();
      this.#evaluation.encode(encoder);
      const memory = this.#context.buffers.resident(evaluation.losses.buffer);
      const ticket = this.#context.buffers.stage(encoder, memory, 0, evaluation.losses.sizeBytes);
      this.#context.send(encoder);
      const losses = new Float32Array(await ticket.read());
      for (let row = 0; row < shape.batch && from + row < starts.length; row++) {
        const window = losses.subarray(row * shape.seqLen, (row + 1) * shape.seqLen);
        means[from + row] = window.reduce((sum, loss) => sum + loss, 0) / shape.seqLen;
      }
    }
    return means;
  }

  #writeInputs(inputs: StepInputs, offsets: Int32Array<ArrayBuffer>): void {
    const packed = packInputs(inputs, offsets, { learningRate: 0, step: 0, seed: 0 });
    this.#context.buffers.write(inputs.whole, packed);
  }

  /** The weights by name, from the GPU. */
  async weights(): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    const { parameters } = this.setup.state;
    return parameters.unpack(await this.#context.buffers.readFloats(parameters.weights));
  }

  /** Everything that a resumed run needs to go on as if it had never stopped. */
  async snapshot(): Promise<{ step: number; arenas: Float32Array<ArrayBuffer>[] }> {
    const arenas: Float32Array<ArrayBuffer>[] = [];
    for (const view of this.#stateArenas())
      arenas.push(await this.#context.buffers.readFloats(view));
    return { step: this.step, arenas };
  }

  /** @throws BenchtopError snapshot_mismatch */
  restore({ step, arenas }: { step: number; arenas: readonly Float32Array<ArrayBuffer>[] }): void {
    this.#stateArenas().forEach((view, index) => {
      const arena = arenas[index];
      if (arena?.byteLength !== view.sizeBytes) {
        throw new BenchtopError('snapshot_mismatch', 'The snapshot belongs to another model.');
      }
      this.#context.buffers.write(view, arena);
    });
    this.step = step;
  }

  #stateArenas(): BufferView[] {
    const { parameters, firstMoment, secondMoment } = this.setup.state;
    return [parameters.weights, firstMoment, secondMoment];
  }

  /** Frees everything the run has on the GPU. */
  destroy(): void {
    const { buffers } = this.#context;
    for (const program of [this.#training, this.#evaluation]) {
      program.destroy();
      for (const buffer of program.plan.persistent) buffers.freeResident(buffer);
    }
    buffers.free(this.#schedule);
    buffers.free(this.#results);
  }
}

function packInputs(
  inputs: StepInputs,
  offsets: Int32Array<ArrayBuffer>,
  values: Parameters<typeof packStep>[0],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(inputs.whole.sizeBytes);
  bytes.set(new Uint8Array(packStep(values)), inputs.scalars.offsetBytes);
  bytes.set(
    new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength),
    inputs.offsets.offsetBytes,
  );
  return bytes;
}
