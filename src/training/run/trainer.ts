// Runs captured steps on a device: fills the inputs of several steps, submits them together, and
// reads the scalars back without waiting. The loop is driven by the GPU's completion, never by a
// timer; work a submit is kept near 50 ms, so the page stays smooth and no watchdog fires.
import type { BufferView } from '../../gpu/dispatch';
import { BenchtopError } from '../../gpu/errors';
import { GRAD_NORM_LAYOUT, GRAD_NORM_SIZE_BYTES } from '../../gpu/kernels/optimizer/gradNorm';
import type { CommandEncoder, ComputeContext, DeviceBuffer, Program } from '../../gpu/compute';
import { learningRateAt } from './learningRate';
import { firstBadTensor, firstNonFinite } from './nonFinite';
import type { Weights } from '../parameters';
import { emaDecayAt, packInputs } from './stepInputs';
import { costOf, SCALAR_BYTES } from './stepProgram';
import { stretchesOf, type Stretch } from './stretches';
import type { ScoreValues, TrainedStep, TrainerSetup } from './trainerSetup';

const TARGET_SUBMIT_MS = 50;
const MAX_BATCHES_A_SUBMIT = 16;
const IN_FLIGHT = 2;

export class Trainer {
  readonly setup: TrainerSetup;
  /** Steps done: their losses have been read back, and nothing failed before that. */
  step = 0;
  /** Median-like running estimate of one step on the GPU; NaN before the first. */
  stepMs = Number.NaN;
  readonly #context: ComputeContext;
  readonly #training: Program;
  readonly #evaluation: Program;
  readonly #schedule: DeviceBuffer;
  readonly #results: DeviceBuffer;
  readonly #resultBytes: number;
  readonly #stretches: readonly Stretch[];
  /** With every batch counted. */
  readonly #dispatchesAStep: number;

  private constructor(
    context: ComputeContext,
    setup: TrainerSetup,
    training: Program,
    evaluation: Program,
  ) {
    this.#context = context;
    this.setup = setup;
    this.#training = training;
    this.#evaluation = evaluation;
    const { inputs, scalars, repeated } = setup.training;
    this.#resultBytes = SCALAR_BYTES * scalars.size * repeated.times + GRAD_NORM_SIZE_BYTES;
    this.#stretches = stretchesOf(setup.training);
    this.#dispatchesAStep = costOf(setup.training).dispatches;
    const batches = Math.max(MAX_BATCHES_A_SUBMIT, repeated.times);
    const steps = Math.floor(batches / repeated.times);
    const { buffers } = context;
    this.#schedule = buffers.allocate('schedule', inputs.whole.sizeBytes * batches, 'data');
    this.#results = buffers.allocate('results', this.#resultBytes * steps, 'data');
  }

  /** Compiles, allocates and uploads. */
  static async create(
    context: ComputeContext,
    setup: TrainerSetup,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Trainer> {
    const { training, evaluation, state, corpora } = setup;
    const total = training.dispatches.length + evaluation.dispatches.length;
    let before = 0;
    const report = (done: number): void => onProgress?.(before + done, total);
    const trainingProgram = await context.compile(training.dispatches, report);
    before = training.dispatches.length;
    const evaluationProgram = await context
      .compile(evaluation.dispatches, report)
      .catch((thrown: unknown) => {
        release(context, trainingProgram);
        throw thrown;
      });
    context.buffers.write(state.parameters.weights, setup.initialWeights);
    for (const { view, data } of setup.fixed ?? []) context.buffers.write(view, data);
    if (state.average) context.buffers.write(state.average, setup.initialWeights);
    await context.buffers.upload(training.corpus, corpora.train);
    await context.buffers.upload(evaluation.corpus, corpora.validation);
    return new Trainer(context, setup, trainingProgram, evaluationProgram);
  }

  get trainingProgram(): Program {
    return this.#training;
  }

  /**
   * Trains up to step `until`, several steps a submit. Stops early, between submits, when
   * `shouldStop` says so; every step submitted is reported. After a failure `step` is the last one
   * whose results came back.
   * @throws GpuError
   */
  async train(
    until: number,
    onSteps: (steps: TrainedStep[]) => void,
    shouldStop: () => boolean = () => false,
  ): Promise<void> {
    const pending: Promise<void>[] = [];
    let finishedAt = performance.now();
    let submitted = this.step;
    let before = Promise.resolve();
    while (submitted < until && !shouldStop()) {
      const count = Math.min(this.#stepsASubmit(), until - submitted);
      const first = submitted;
      const reading = Promise.all([this.#submit(first, count), before]);
      const done = reading.then(([bytes]) => {
        const now = performance.now();
        this.#learnPace((now - finishedAt) / count);
        finishedAt = now;
        this.step = first + count;
        onSteps(this.#decode(first, count, bytes));
      });
      // Awaited one after another: a later one is not unhandled when an earlier one fails.
      done.catch(() => undefined);
      before = done;
      submitted += count;
      pending.push(done);
      if (pending.length >= IN_FLIGHT) await pending.shift();
    }
    await Promise.all(pending);
  }

  #stepsASubmit(): number {
    if (Number.isNaN(this.stepMs)) return 1;
    const most = Math.floor(MAX_BATCHES_A_SUBMIT / this.setup.training.repeated.times);
    return Math.max(1, Math.min(most, Math.round(TARGET_SUBMIT_MS / this.stepMs)));
  }

  #learnPace(stepMs: number): void {
    this.stepMs = Number.isNaN(this.stepMs) ? stepMs : this.stepMs + 0.2 * (stepMs - this.stepMs);
  }

  #submit(first: number, count: number): Promise<ArrayBuffer> {
    const { buffers } = this.#context;
    const inputBytes = this.setup.training.inputs.whole.sizeBytes;
    const { times } = this.setup.training.repeated;
    const schedule = new Uint8Array(inputBytes * count * times);
    for (let index = 0; index < count; index++) {
      this.#inputsOf(first + index).forEach((batch, slot) =>
        schedule.set(batch, (index * times + slot) * inputBytes),
      );
    }
    buffers.writeBuffer(this.#schedule, schedule);
    let encoder = this.#context.encoder();
    for (let index = 0; index < count; index++) encoder = this.#encodeStep(encoder, index);
    const ticket = buffers.readBack(encoder, this.#results, 0, this.#resultBytes * count);
    this.#context.send(encoder);
    return ticket.read();
  }

  /** Adds step `index` of this submit; a large one takes several submits. Gives the encoder to go on with. */
  #encodeStep(encoder: CommandEncoder, index: number): CommandEncoder {
    const { buffers } = this.#context;
    const { inputs, scalars, norm, repeated } = this.setup.training;
    const inputBytes = inputs.whole.sizeBytes;
    const stepMemory = buffers.resident(inputs.whole.buffer);
    const keep = (view: BufferView, sizeBytes: number, at: number): void =>
      encoder.copyBufferToBuffer(buffers.resident(view.buffer), 0, this.#results, at, sizeBytes);
    const perSubmit = Math.ceil(this.#dispatchesAStep / this.#submitsAStep());
    let room = perSubmit;
    let at = index * this.#resultBytes;
    for (const { batch, from, to } of this.#stretches) {
      if (batch !== null) {
        const slot = (index * repeated.times + batch) * inputBytes;
        encoder.copyBufferToBuffer(this.#schedule, slot, stepMemory, 0, inputBytes);
      }
      for (let next = from; next < to;) {
        if (room === 0) {
          this.#context.send(encoder);
          encoder = this.#context.encoder();
          room = perSubmit;
        }
        const end = Math.min(to, next + room);
        this.#training.encode(encoder, next, end);
        room -= end - next;
        next = end;
      }
      if (batch === null) continue;
      for (const view of scalars.values()) {
        keep(view, SCALAR_BYTES, at);
        at += SCALAR_BYTES;
      }
    }
    keep(norm, GRAD_NORM_SIZE_BYTES, at);
    return encoder;
  }

  /** Large steps are cut into several submits, so that other work on the GPU gets its turn. */
  #submitsAStep(): number {
    return this.stepMs > 2 * TARGET_SUBMIT_MS
      ? Math.min(16, Math.ceil(this.stepMs / TARGET_SUBMIT_MS))
      : 1;
  }

  #learningRateAt(step: number): number {
    const { config, learningRateOf } = this.setup;
    return learningRateOf?.(step) ?? learningRateAt(config, step);
  }

  /** One a batch; the batches of a step are made together. */
  #inputsOf(step: number): Uint8Array<ArrayBuffer>[] {
    const { config, batchesOf, training } = this.setup;
    const words = training.inputs.batch.sizeBytes / 4;
    const written = batchesOf(step);
    return Array.from({ length: training.repeated.times }, (_, batch) =>
      packInputs(training.inputs, written.subarray(batch * words, (batch + 1) * words), {
        learningRate: this.#learningRateAt(step),
        step: step + 1,
        // Each batch of a step has dropout of its own.
        seed: (config.seed ^ Math.imul(batch, 0x9e37_79b9)) >>> 0,
        beta1: config.adam_beta1,
        beta2: config.adam_beta2,
        emaDecay: emaDecayAt(config.ema_decay, step),
      }),
    );
  }

  #decode(first: number, count: number, bytes: ArrayBuffer): TrainedStep[] {
    const { scalars, repeated } = this.setup.training;
    const view = new DataView(bytes);
    return Array.from({ length: count }, (_, index): TrainedStep => {
      const start = index * this.#resultBytes;
      const step = first + index;
      const means = [...scalars.keys()].map((name, scalar) => {
        let sum = 0;
        for (let batch = 0; batch < repeated.times; batch++) {
          sum += view.getFloat32(start + SCALAR_BYTES * (batch * scalars.size + scalar), true);
        }
        return [name, sum / repeated.times] as const;
      });
      const { loss, ...terms } = Object.fromEntries(means);
      const at = start + SCALAR_BYTES * scalars.size * repeated.times;
      const skipped = view.getUint32(at + 4 * GRAD_NORM_LAYOUT.nonFinite, true) !== 0;
      const element = view.getUint32(at + 4 * GRAD_NORM_LAYOUT.firstNonFinite, true);
      return {
        step,
        loss: loss!,
        terms,
        learningRate: this.#learningRateAt(step),
        gradNorm: view.getFloat32(at + 4 * GRAD_NORM_LAYOUT.norm, true),
        skipped,
        nonFinite: skipped ? (this.setup.state.parameters.at(element)?.name ?? null) : null,
      };
    });
  }

  /**
   * The first tensor of a skipped step that is not finite, from running it again with the present
   * weights and looking at everything it makes: slow, and only between calls of `train`. Null
   * where the step has become finite since.
   */
  async diagnose(step: number): Promise<string | null> {
    const { training, state } = this.setup;
    const { parameters } = state;
    const weights = await this.#context.buffers.readFloats(parameters.weights);
    const bad = parameters.at(firstNonFinite(weights));
    if (bad) return bad.name;
    for (const batch of this.#inputsOf(step)) {
      this.#context.buffers.write(training.inputs.whole, batch);
      const found = await firstBadTensor(this.#context, this.#training, training);
      if (found) return found;
    }
    return null;
  }

  /** Runs held-out evaluation on one batch. */
  async score(written: Int32Array<ArrayBuffer>): Promise<ReadonlyMap<string, ScoreValues>> {
    const { inputs, scores } = this.setup.evaluation;
    const { buffers } = this.#context;
    const packed = packInputs(inputs, written, { learningRate: 0, step: 0, seed: 0 });
    buffers.write(inputs.whole, packed);
    const encoder = this.#context.encoder();
    this.#evaluation.encode(encoder);
    const readBack = (view: BufferView) =>
      buffers.readBack(encoder, buffers.resident(view.buffer), 0, view.sizeBytes);
    const tickets = Array.from(scores, ([name, { losses, gaps, logits }]) => ({
      name,
      losses: readBack(losses),
      gaps: gaps && readBack(gaps),
      logits: logits && readBack(logits),
    }));
    this.#context.send(encoder);
    const values = new Map<string, ScoreValues>();
    for (const { name, losses, gaps, logits } of tickets) {
      values.set(name, {
        losses: new Float32Array(await losses.read()),
        ...(gaps && { gaps: new Float32Array(await gaps.read()) }),
        ...(logits && { logits: new Float32Array(await logits.read()) }),
      });
    }
    return values;
  }

  /** The weights by name, from the GPU. */
  async weights(): Promise<Weights> {
    const { parameters } = this.setup.state;
    return parameters.unpack(await this.#context.buffers.readFloats(parameters.weights));
  }

  /**
   * Everything that a resumed run needs to go on as if it had never stopped, once all errors of what
   * led to it can be ruled out.
   * @throws GpuError
   */
  async snapshot(): Promise<{ step: number; arenas: Float32Array<ArrayBuffer>[] }> {
    const arenas: Float32Array<ArrayBuffer>[] = [];
    for (const view of this.#stateArenas())
      arenas.push(await this.#context.buffers.readFloats(view));
    const { step } = this;
    await this.#context.faults.settled();
    return { step, arenas };
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
    const { parameters, optimizer, average } = this.setup.state;
    return [parameters.weights, ...optimizer.state, ...(average ? [average] : [])];
  }

  /** Frees everything the run has on the GPU. */
  destroy(): void {
    const { buffers } = this.#context;
    release(this.#context, this.#training);
    release(this.#context, this.#evaluation);
    // Texts lie there even where no objective reads them.
    for (const { corpus } of [this.setup.training, this.setup.evaluation])
      buffers.freeResident(corpus.buffer);
    buffers.free(this.#schedule);
    buffers.free(this.#results);
  }
}

function release({ buffers }: ComputeContext, program: Program): void {
  program.destroy();
  for (const buffer of program.plan.persistent) buffers.freeResident(buffer);
}
