// Compress and compare: makes the variants of a trained model one after another, evaluates each on the
// same held-out windows, then measures all of them side by side. Tells what it has after every piece;
// a variant that cannot be made is reported and left out of what follows.
import type { ComputeContext } from '../../../gpu/compute';
import { speedFigures, type SpeedPlan } from '../../../training/evaluate/speed';
import { comparedDevice, deviceOf, measureDevices } from './devices';
import { joulesPerToken, rooflineOf } from './figures';
import type { CompareMethod, VariantRow } from '../../protocol/compare';
import { openedComparable } from './opened';
import { heldOutFacts, heldOutOf, recoveryStepsOf, speedPlanOf, type Comparable } from './setup';
import { compareSources, type Source } from './sources';
import { measureAlone, measureTogether, type Timed } from './speed';
import { EMPTY_ROW, gpuStepMsOf, methodOfPlan } from './emptyRow';
import { evaluate } from './quality';
import { comparedOn, textBy, type Compared } from './variant';
import { pieces, withRow, type PhaseWeights } from '../progress';
import { describeModel, MIN_ROUNDS, sampleRequest } from '../describe';
import type { Study, StudyJob } from '../study';
import { toErrorData } from '../../lab/labError';
import { defaultEvalTasks, openEvalTasks, type EvalTasks } from './evalTasks';
import type { EvalTaskFigures } from '../../protocol/evalTask';
import { defaultVariants } from '../compress/defaults';
import { checkVariants, honestyOf, isTraining } from '../compress/spec';
import type { DeviceKind } from '../../protocol/device';
import type { VariantSpec } from '../../protocol/variant';
import type { Piece } from '../compress/stages';
import { HeldVariants } from '../compress/held';
import { hasReadText } from '../studyText';

/** Batch sizes that are timed where nobody has chosen; a CPU playing a GPU has no lanes to spare. */
const USUAL_TEXTS = [2, 4, 8];

/** What has been made of one variant. */
interface Entry {
  readonly spec: VariantSpec;
  readonly source: Source;
  readonly compared: Compared;
}

/** A recovery takes about as long as this many variants without one. */
const RECOVERY_WEIGHT = 4;
const SPEED_WEIGHT = 8;
const TOGETHER_WEIGHT = 1;

function weightsOf(specs: readonly VariantSpec[], isTogether: boolean): PhaseWeights<'compare'> {
  const trainings = ({ stages }: VariantSpec): number => stages.filter(isTraining).length;
  return {
    variants: specs.map((spec) => 1 + (RECOVERY_WEIGHT - 1) * trainings(spec)),
    speed: [SPEED_WEIGHT],
    together: pieces(isTogether ? specs.length : 0, TOGETHER_WEIGHT),
  };
}

export const compare: Study<'compare'> = async (job) => {
  await new Comparison(job, await openedComparable(job, job.request, job.signal)).run();
};

class Comparison {
  /** For whoever keeps what was made. */
  readonly #held = new HeldVariants();
  readonly #job: StudyJob<'compare'>;
  readonly #own: Comparable;
  /** The first is what the others are held against. */
  readonly #specs: readonly VariantSpec[];
  readonly #sourceOf: ReturnType<typeof compareSources>;
  readonly #entries = new Map<string, Entry>();
  #reference: readonly Float32Array[] | null = null;

  constructor(job: StudyJob<'compare'>, own: Comparable) {
    const { context, devices, bases, request, progress, signal, made } = job;
    this.#job = job;
    this.#own = own;
    const { variants = defaultVariants(own.trained.config, devices.own), others = [] } = request;
    this.#specs = checkVariants([
      ...variants,
      ...others.map((base, i) => ({ id: `model_${i + 1}`, base, stages: [] })),
    ]);
    const { corpora, config } = own;
    const stageTools = {
      context,
      recovery: { training: config.training, corpora },
      steps: request.recoverySteps ?? recoveryStepsOf(own),
      signal,
    };
    this.#sourceOf = compareSources(own, stageTools, (base) => bases.open(base));
    const method = this.#describe();
    const weights = weightsOf(this.#specs, method.texts.length > 0);
    progress.begin(weights, { method, rows: [], samples: [], harnessShare: null });
    made.variants = this.#held;
  }

  async run(): Promise<void> {
    const { signal } = this.#job;
    try {
      for (const spec of this.#specs) {
        if (!signal.aborted) await this.#evaluate(spec);
      }
      if (!signal.aborted) await this.#measure();
    } finally {
      for (const { compared } of this.#entries.values()) await compared.destroy();
    }
  }

  #row(id: string): VariantRow | undefined {
    return this.#job.progress.result.rows.find((row) => row.id === id);
  }

  #change(change: Partial<VariantRow> & Pick<VariantRow, 'id'>): void {
    const { progress } = this.#job;
    progress.change({ rows: withRow(progress.result.rows, change, EMPTY_ROW) });
  }

  #describeMore(change: Partial<CompareMethod>): void {
    const { progress } = this.#job;
    progress.change({ method: { ...progress.result.method, ...change } });
  }

  async #evaluate(spec: VariantSpec): Promise<void> {
    const { id, stages, place } = spec;
    const { context, devices, progress, signal } = this.#job;
    const device = place ?? devices.own;
    let row: Partial<VariantRow> & Pick<VariantRow, 'id'> = { id, stages, place, device };
    try {
      const source = await this.#sourceOf(spec.base);
      const isStored = source.trained.packed !== undefined;
      const hasRead = hasReadText(source.recipe?.data, this.#own.config.data);
      row = { ...row, model: source.name, hasReadText: hasRead, ...(isStored && { isStored }) };
      const on = await this.#on(device);
      row = { ...row, honesty: honestyOf(stages, on.open.limits.dot4) };
      progress.enter('variants', { stages, place, model: source.name, isStored });
      const piece = await source.maker.make(stages, (share) => progress.tell(share));
      if (signal.aborted) return;
      const evaluated = await this.#read(spec, source, piece, on);
      if (signal.aborted) return;
      this.#change({ ...row, ...evaluated });
      // It is drawn before it is asked anything.
      progress.tell(1, true);
      this.#change({ id, evalTasks: await this.#ask(id, source) });
    } catch (thrown) {
      context.faults.throwIfFailed();
      if (spec === this.#specs[0]) throw thrown;
      // Of what failed nothing is said but that.
      this.#change({ ...EMPTY_ROW, ...row, error: toErrorData(thrown) });
    }
  }

  /** Makes a variant ready to run; then all but its speed. */
  async #read(
    spec: VariantSpec,
    source: Source,
    piece: Piece,
    on: ComputeContext,
  ): Promise<Partial<VariantRow>> {
    const { signal } = this.#job;
    const fromMs = performance.now();
    const compared = await comparedOn(on, piece, piece.recipeOf, piece.isPruned);
    const loadMs = performance.now() - fromMs;
    this.#entries.set(spec.id, { spec, source, compared });
    this.#hold(spec, source, piece);
    const request = sampleRequest(this.#own.config);
    const text = await textBy(compared, source.tokenizer, request, signal);
    const cost = compared.cost();
    const logits = await compared.logits(source.heldOut, signal);
    if (signal.aborted) return {};
    if (source.isAligned) this.#reference ??= logits;
    const reference = source.isAligned ? this.#reference : null;
    const evaluated = evaluate(source.heldOut, compared.model.vocabSize, logits, reference);
    return { ...evaluated, recoverySteps: piece.trainedSteps, cost, text, loadMs };
  }

  /** What went through no stage is a model already. */
  #hold(
    { id, base, stages }: VariantSpec,
    { name, tokenizer, recipe }: Source,
    piece: Piece,
  ): void {
    const from = base ?? this.#job.request.model;
    if (stages.length === 0) return;
    const { config } = this.#own;
    const origin = { kind: 'variant', name: name ?? config.name, base: from, stages } as const;
    this.#held.hold(id, { piece, tokenizer, recipe, generation: config.sample, origin });
  }

  /** The device, which is described once something runs on it. */
  async #on(kind: DeviceKind): Promise<ComputeContext> {
    const on = await this.#job.devices.open(kind);
    const { devices } = this.#job.progress.result.method;
    if (!devices.some((known) => known.kind === kind)) {
      this.#describeMore({ devices: [...devices, comparedDevice(kind, on)] });
    }
    return on;
  }

  async #ask(id: string, source: Source): Promise<EvalTaskFigures[]> {
    const { signal } = this.#job;
    const scoredModel = this.#entries.get(id)?.compared.scoredModel(source.tokenizer, signal);
    return scoredModel ? this.#evalTasksOf(source).score(scoredModel, signal) : [];
  }

  /** The questions in a model's own tokens; its window may be shorter. */
  #evalTasksOf({ tokenizer, trained }: Pick<Source, 'tokenizer' | 'trained'>): EvalTasks {
    const { request, context } = this.#job;
    const evalTasks = request.evalTasks ?? defaultEvalTasks(this.#own.config);
    const on = context.open.facts.software ? 'software' : 'gpu';
    return openEvalTasks(evalTasks, tokenizer, trained.model, on);
  }

  /** Within the shortest window of the models that are there. */
  #plan(): SpeedPlan {
    const windows = Array.from(
      this.#entries.values(),
      ({ source }) => source.trained.model.contextLength,
    );
    const { request, context } = this.#job;
    return speedPlanOf(this.#own, request.minRounds ?? MIN_ROUNDS, {
      isSoftware: context.open.facts.software,
      contextLength: Math.min(this.#own.trained.model.contextLength, ...windows),
    });
  }

  async #measure(): Promise<void> {
    const plan = this.#plan();
    const { devices, progress, watch, signal } = this.#job;
    this.#describeMore(methodOfPlan(plan));
    progress.enter('speed');
    const { method } = progress.result;
    this.#describeMore({ devices: await measureDevices(method.devices, devices) });
    const timed = this.#timed(plan);
    const timing = { plan, watch, signal, control: () => this.#control() };
    const run = await measureAlone(timed, timing, (samples, round) => {
      progress.change({ samples: [...samples] });
      this.#fillSpeed(plan);
      progress.tell(Math.min(1, (round + 1) / plan.minRounds), true);
    });
    progress.change({ samples: run.samples, harnessShare: 1 - run.measuredMs / run.elapsedMs });
    this.#fillSpeed(plan);
    for (const { id, compared } of timed) {
      if (signal.aborted) return;
      const layers = await compared.layers();
      this.#change({ id, layers, gpuStepMs: gpuStepMsOf(layers) });
    }
    const { texts } = progress.result.method;
    for (const one of texts.length > 0 ? timed : []) {
      if (signal.aborted) return;
      const { stages, place, model, isStored } = this.#row(one.id)!;
      progress.enter('together', { stages, place, model, isStored });
      this.#change({ id: one.id, batches: await measureTogether(one, texts, timing) });
    }
  }

  #timed({ prompt }: SpeedPlan): Timed[] {
    const isEvaluated = ({ spec }: Entry): boolean => this.#row(spec.id)?.error === null;
    return [...this.#entries.values()].filter(isEvaluated).map(({ spec, source, compared }) => ({
      id: spec.id,
      compared,
      prompt: source.tokens.slice(0, prompt.length),
    }));
  }

  /** One decoding step of the reference. */
  async #control(): Promise<void> {
    const { compared } = this.#entries.get(this.#specs[0]!.id)!;
    compared.runStep();
    await compared.idle();
  }

  #fillSpeed(plan: SpeedPlan): void {
    const { samples, method } = this.#job.progress.result;
    const reference = this.#specs[0]!.id;
    const first = this.#entries.get(reference)?.compared.program;
    const own = this.#row(reference)?.device;
    for (const [id, { compared }] of this.#entries) {
      const row = this.#row(id);
      if (!row) continue;
      const sameProgram = row.device === own && compared.program === first;
      const options = { reference, hasPrefill: Boolean(compared.model.cache), sameProgram };
      const speed = speedFigures(samples, id, plan, options);
      this.#change({
        id,
        speed,
        roofline: rooflineOf({ ...row, speed }, deviceOf(method, row)?.ceilings ?? null),
        joules: joulesPerToken(method.watts, { ...row, speed }),
      });
    }
  }

  #describe(): CompareMethod {
    const { config, steps, bytesPerToken } = this.#own;
    const { context, devices, request } = this.#job;
    const { facts } = context.open;
    const { texts = facts.software ? [] : USUAL_TEXTS, watts = null } = request;
    const windows = heldOutOf(this.#own).windows;
    return {
      devices: [comparedDevice(devices.own, context)],
      runName: config.name,
      model: describeModel(config.model),
      trainedSteps: steps,
      text: heldOutFacts(this.#own),
      seed: config.training.seed,
      windows: windows.length,
      windowTokens: windows[0]!.length - 1,
      bytesPerToken,
      ...methodOfPlan(this.#plan()),
      texts,
      watts,
      prompt: config.sample.prompt,
      temperature: config.sample.temperature,
      startedAt: new Date().toISOString(),
      evalTasks: this.#evalTasksOf(this.#own).facts,
    };
  }
}
