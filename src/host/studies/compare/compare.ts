// Compress and compare: makes the variants of a trained model one after another, evaluates each on the
// same held-out windows, then measures all of them side by side. Tells what it has after every piece;
// a variant that cannot be made is reported and left out of what follows.
import type { ComputeContext } from '../../../gpu/compute';
import { speedFigures, type SpeedPlan } from '../../../training/evaluate/speed';
import type { BaseRef } from '../../../training/models/baseModel';
import { joulesPerToken, rooflineOf } from './figures';
import { ComparedOnCpu } from './onCpu';
import type {
  CompareMethod,
  CompareRequest,
  LayerFigures,
  VariantRow,
} from '../../protocol/compare';
import { hostError } from '../../protocol/error';
import { openedComparable } from './opened';
import { heldOutOf, recoveryStepsOf, speedPlanOf, type Comparable } from './setup';
import { CompareSources, type Source } from './sources';
import { CompareSpeed, type Timed } from './speed';
import { ComparedVariant, type Compared } from './variant';
import { pieces, withRow, type Progress, type StageWeights } from '../progress';
import { describeModel, MIN_ROUNDS, sampleRequest } from '../describe';
import type { Study, StudyTools } from '../study';
import { toErrorData } from '../../lab/labError';
import { defaultSuites, Suites } from './suites';
import type { SuiteFigures } from '../../protocol/suite';
import { defaultVariants } from '../compress/defaults';
import { checkVariants, honestyOf, isTraining } from '../compress/spec';
import type { VariantSpec } from '../../protocol/variant';
import type { Piece } from '../compress/stages';
import { stored } from '../compress/variants';
import { HeldVariants } from '../compress/held';

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

function weightsOf(specs: readonly VariantSpec[], isTogether: boolean): StageWeights<'compare'> {
  const trainings = ({ stages }: VariantSpec): number => stages.filter(isTraining).length;
  return {
    variants: specs.map((spec) => 1 + (RECOVERY_WEIGHT - 1) * trainings(spec)),
    speed: [SPEED_WEIGHT],
    together: pieces(isTogether ? specs.length : 0, TOGETHER_WEIGHT),
  };
}

export const compare: Study<'compare'> = async (tools, request, progress, signal) => {
  const own = await comparedOf(tools, request, signal);
  await new Comparison(tools, own, request, progress, signal).run();
};

/** @throws BenchtopError nothing_to_compare | unknown_run | unknown_base */
function comparedOf(
  tools: StudyTools,
  { runId, base, settings, text }: CompareRequest,
  signal: AbortSignal,
): Promise<Comparable> {
  const ref = runId === undefined ? base : ({ kind: 'run', runId } as const);
  if (!ref || (ref.kind !== 'run' && !settings)) {
    throw hostError('nothing_to_compare.no_model');
  }
  return openedComparable(tools, ref, { settings, text }, signal);
}

class Comparison {
  /** For whoever keeps what was made. */
  readonly #held = new HeldVariants();
  readonly #context: ComputeContext;
  readonly #tools: StudyTools;
  readonly #own: Comparable;
  readonly #request: CompareRequest;
  /** The first is what the others are held against. */
  readonly #specs: readonly VariantSpec[];
  readonly #sources: CompareSources;
  readonly #signal: AbortSignal;
  readonly #entries = new Map<string, Entry>();
  readonly #progress: Progress<'compare'>;
  #reference: readonly Float32Array[] | null = null;

  constructor(
    tools: StudyTools,
    own: Comparable,
    request: CompareRequest,
    progress: Progress<'compare'>,
    signal: AbortSignal,
  ) {
    const { context, bases } = tools;
    this.#tools = tools;
    this.#context = context;
    this.#own = own;
    this.#request = request;
    this.#signal = signal;
    this.#progress = progress;
    const { variants = defaultVariants(own.trained.config), others = [] } = request;
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
    this.#sources = new CompareSources(own, stageTools, (base) => bases.open(base));
    const method = this.#describe();
    const weights = weightsOf(this.#specs, method.texts.length > 0);
    progress.begin(weights, { method, rows: [], samples: [], harnessShare: null });
    tools.made.variants = this.#held;
  }

  async run(): Promise<void> {
    try {
      for (const spec of this.#specs) {
        if (!this.#signal.aborted) await this.#evaluate(spec);
      }
      if (!this.#signal.aborted) await this.#measure();
    } finally {
      for (const { compared } of this.#entries.values()) await compared.destroy();
    }
  }

  #row(id: string): VariantRow | undefined {
    return this.#progress.result.rows.find((row) => row.id === id);
  }

  #change(change: Partial<VariantRow> & Pick<VariantRow, 'id'>): void {
    this.#progress.change({ rows: withRow(this.#progress.result.rows, change, EMPTY_ROW) });
  }

  #describeMore(change: Partial<CompareMethod>): void {
    this.#progress.change({ method: { ...this.#progress.result.method, ...change } });
  }

  async #evaluate(spec: VariantSpec): Promise<void> {
    const { id, stages, place } = spec;
    const { limits } = this.#context.open;
    let row: Partial<VariantRow> & Pick<VariantRow, 'id'> = {
      id,
      stages,
      place,
      honesty: honestyOf(stages, limits.dot4),
    };
    try {
      const source = await this.#sources.of(spec.base);
      row = { ...row, model: source.name };
      this.#progress.enter('variants', { stages, place, model: source.name });
      const piece = await source.maker.make(stages, (share) => this.#progress.tell(share));
      if (this.#signal.aborted) return;
      const evaluated = await this.#read(spec, source, piece);
      if (this.#signal.aborted) return;
      this.#change({ ...row, ...evaluated });
      // It is drawn before it is asked anything.
      this.#progress.tell(1, true);
      this.#change({ id, suites: await this.#ask(id, source) });
    } catch (thrown) {
      this.#context.faults.throwIfFailed();
      if (spec === this.#specs[0]) throw thrown;
      // Of what failed nothing is said but that.
      this.#change({ ...EMPTY_ROW, ...row, error: toErrorData(thrown) });
    }
  }

  /** Makes a variant ready to run; then all but its speed. */
  async #read(spec: VariantSpec, source: Source, piece: Piece): Promise<Partial<VariantRow>> {
    const signal = this.#signal;
    const before = new Map(this.#context.buffers.bytes);
    const fromMs = performance.now();
    const compared = await this.#ready(spec, source, piece);
    const loadMs = performance.now() - fromMs;
    this.#entries.set(spec.id, { spec, source, compared });
    this.#hold(spec, source, piece);
    const text = await compared.write(source.tokenizer, sampleRequest(this.#own.config), signal);
    const cost = compared.cost(before);
    const logits = await compared.logits(source.heldOut, signal);
    if (signal.aborted) return {};
    if (source.isAligned) this.#reference ??= logits;
    const reference = source.isAligned ? this.#reference : null;
    const evaluated = compared.quality(source.heldOut, logits, reference);
    return { ...evaluated, recoverySteps: piece.trainedSteps, cost, text, loadMs };
  }

  /** What went through no stage is a model already. */
  #hold({ id, base, stages }: VariantSpec, { name, tokenizer }: Source, piece: Piece): void {
    const from = base ?? baseOf(this.#request);
    if (stages.length === 0 || !from) return;
    const { config } = this.#own;
    const origin = { kind: 'variant', name: name ?? config.name, base: from, stages } as const;
    this.#held.hold(id, { piece, tokenizer, generation: config.sample, origin });
  }

  async #ready({ place }: VariantSpec, source: Source, piece: Piece): Promise<Compared> {
    if (place === 'cpu') {
      const { limits } = this.#context.open;
      return new ComparedOnCpu(piece, source.heldOut, this.#plan(), limits);
    }
    const variant = await stored(this.#context, piece, piece.recipeOf, piece.isPruned);
    return ComparedVariant.create(this.#context, variant);
  }

  async #ask(id: string, source: Source): Promise<SuiteFigures[]> {
    const signal = this.#signal;
    const asked = this.#entries.get(id)?.compared.asked(source.tokenizer, signal);
    return asked ? this.#suitesOf(source).score(asked, signal) : [];
  }

  /** The questions in a model's own tokens; its window may be shorter. */
  #suitesOf({ tokenizer, trained }: Pick<Source, 'tokenizer' | 'trained'>): Suites {
    const asked = this.#request.suites ?? defaultSuites(this.#own.config);
    const on = this.#context.open.facts.software ? 'software' : 'gpu';
    return new Suites(asked, tokenizer, trained.model, on);
  }

  /** Within the shortest window of the models that are there. */
  #plan(): SpeedPlan {
    const windows = Array.from(
      this.#entries.values(),
      ({ source }) => source.trained.model.contextLength,
    );
    return speedPlanOf(this.#own, this.#request.minRounds ?? MIN_ROUNDS, {
      isSoftware: this.#context.open.facts.software,
      contextLength: Math.min(this.#own.trained.model.contextLength, ...windows),
    });
  }

  async #measure(): Promise<void> {
    const plan = this.#plan();
    const progress = this.#progress;
    this.#describeMore(methodOfPlan(plan));
    progress.enter('speed');
    const signal = this.#signal;
    const { watch } = this.#tools;
    const speed = new CompareSpeed(this.#context, watch, signal, () => this.#control());
    this.#describeMore({ ceilings: await speed.ceilings() });
    const timed = this.#timed(plan);
    const run = await speed.alone(timed, plan, (samples, round) => {
      progress.change({ samples: [...samples] });
      this.#fillSpeed(plan);
      progress.tell(Math.min(1, (round + 1) / plan.minRounds), true);
    });
    progress.change({ samples: run.samples, harnessShare: 1 - run.measuredMs / run.elapsedMs });
    this.#fillSpeed(plan);
    for (const { id, compared } of timed) {
      if (signal.aborted) return;
      const layers = await compared.layers();
      this.#change({ id, layers, gpuStepMs: layers && gpuStepMsOf(layers) });
    }
    const { texts } = progress.result.method;
    for (const one of texts.length > 0 ? timed : []) {
      if (signal.aborted) return;
      const { stages, place, model } = this.#row(one.id)!;
      progress.enter('together', { stages, place, model });
      this.#change({ id: one.id, batches: await speed.together(one, texts, plan) });
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

  /** One decoding step of the first model on the GPU. */
  async #control(): Promise<void> {
    for (const { compared } of this.#entries.values()) {
      if (!(compared instanceof ComparedVariant)) continue;
      compared.decoder.stepProgram.run();
      break;
    }
    await this.#context.idle();
  }

  #fillSpeed(plan: SpeedPlan): void {
    const { samples, method } = this.#progress.result;
    const reference = this.#specs[0]!.id;
    const first = this.#entries.get(reference)?.compared.program ?? null;
    for (const [id, { compared }] of this.#entries) {
      const sameProgram = first !== null && compared.program === first;
      const options = { reference, hasPrefill: compared.hasCache, sameProgram };
      const speed = speedFigures(samples, id, plan, options);
      const row = this.#row(id);
      if (!row) continue;
      this.#change({
        id,
        speed,
        roofline: rooflineOf({ ...row, speed }, method.ceilings),
        joules: joulesPerToken(method.watts, { ...row, speed }),
      });
    }
  }

  #describe(): CompareMethod {
    const { config, steps, bytesPerToken } = this.#own;
    const { facts } = this.#context.open;
    const { texts = facts.software ? [] : USUAL_TEXTS, watts = null } = this.#request;
    const windows = heldOutOf(this.#own).windows;
    return {
      adapter: facts,
      runName: config.name,
      model: describeModel(config.model),
      trainedSteps: steps,
      seed: config.training.seed,
      windows: windows.length,
      windowTokens: windows[0]!.length - 1,
      bytesPerToken,
      ...methodOfPlan(this.#plan()),
      texts,
      ceilings: null,
      watts,
      prompt: config.sample.prompt,
      temperature: config.sample.temperature,
      startedAt: new Date().toISOString(),
      suites: this.#suitesOf(this.#own).facts,
    };
  }
}

const baseOf = ({ runId, base }: CompareRequest): BaseRef | undefined =>
  runId === undefined ? base : { kind: 'run', runId };

const methodOfPlan = ({ prompt, singles, burst }: SpeedPlan) => ({
  promptTokens: prompt.length,
  singleTokens: singles,
  burstTokens: burst,
});

const EMPTY_ROW: Omit<VariantRow, 'id'> = {
  stages: [],
  place: 'gpu',
  honesty: 'executed',
  model: null,
  recoverySteps: 0,
  quality: null,
  bytes: null,
  cost: null,
  speed: null,
  batches: [],
  loadMs: null,
  roofline: null,
  joules: null,
  gpuStepMs: null,
  layers: null,
  suites: [],
  text: null,
  places: [],
  error: null,
};

const gpuStepMsOf = ({ decode: { method, layers } }: LayerFigures): number | null =>
  method === 'timestamps' ? layers.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) : null;
