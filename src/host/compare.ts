// Compress and compare: makes the variants of a trained model one after another, judges each on the
// same held-out windows, then measures all of them side by side. Tells what it has after every piece;
// a variant that cannot be made is told and left out of what follows.
import type { GpuContext } from '../gpu/replay';
import { measureSpeed, speedFigures, type SpeedPlan } from '../training/evaluate/speed';
import type { SpeedSample } from '../training/evaluate/speed';
import type { SamplingRequest } from '../training/generate/writeText';
import type {
  CompareMethod,
  CompareRequest,
  CompareResult,
  CompareStage,
  CompareUpdate,
  LayerFigures,
  VariantRow,
} from './compareResult';
import { ComparedVariant, type HeldOut } from './compareVariant';
import { heldOutOf, recoveryStepsOf, speedPlanOf, type Comparable } from './compareSetup';
import type { CompareWatch } from './compareWatch';
import { toErrorData } from './labError';
import { defaultSuites, Suites } from './suites';
import { defaultVariants } from './variantDefaults';
import { checkVariants, honestyOf, isTraining, type VariantSpec } from './variantSpec';
import { StageMaker } from './variantStages';
import { stored } from './variants';

const MIN_ROUNDS = 10;
const MOST_TEXT = 96;
const PROGRESS_EVERY_MS = 250;
/** A recovery takes about as long as this many variants without one. */
const RECOVERY_WEIGHT = 4;
const SPEED_WEIGHT = 8;

export class Comparison {
  readonly #context: GpuContext;
  readonly #source: Comparable;
  readonly #watch: CompareWatch;
  readonly #onUpdate: (update: CompareUpdate) => void;
  /** The first is what the others are held against. */
  readonly #specs: readonly VariantSpec[];
  readonly #maker: StageMaker;
  readonly #abort = new AbortController();
  readonly #startedMs = performance.now();
  readonly #rows = new Map<string, VariantRow>();
  readonly #compared = new Map<string, ComparedVariant>();
  readonly #minRounds: number;
  readonly #heldOut: HeldOut;
  readonly #speedPlan: SpeedPlan;
  readonly #suites: Suites;
  readonly #method: CompareMethod;
  #reference: readonly Float32Array[] | null = null;
  #samples: readonly SpeedSample[] = [];
  #harnessShare: number | null = null;
  #stage: CompareStage = 'variants';
  #current: VariantSpec | null = null;
  #doneWeight = 0;
  #toldMs = 0;

  constructor(
    context: GpuContext,
    source: Comparable,
    { variants, recoverySteps, minRounds = MIN_ROUNDS, suites }: CompareRequest,
    watch: CompareWatch,
    onUpdate: (update: CompareUpdate) => void,
  ) {
    this.#context = context;
    this.#source = source;
    this.#watch = watch;
    this.#onUpdate = onUpdate;
    this.#specs = checkVariants(variants ?? defaultVariants(source.trained.config));
    const { trained, corpora, config, tokenizer } = source;
    this.#maker = new StageMaker({
      context,
      source: trained,
      recovery: { training: config.training, corpora },
      steps: recoverySteps ?? recoveryStepsOf(source),
      signal: this.#abort.signal,
    });
    this.#minRounds = minRounds;
    this.#heldOut = heldOutOf(source);
    this.#speedPlan = speedPlanOf(source, minRounds);
    this.#suites = new Suites(suites ?? defaultSuites(config), tokenizer, trained.model);
    this.#method = this.#describe();
  }

  stop(): void {
    this.#abort.abort();
  }

  async run(): Promise<CompareResult> {
    try {
      for (const spec of this.#specs) {
        if (this.#abort.signal.aborted) break;
        await this.#judge(spec);
        this.#doneWeight += weightOf(spec);
        this.#tell();
      }
      if (!this.#abort.signal.aborted) await this.#measure();
      this.#stage = this.#abort.signal.aborted ? 'stopped' : 'done';
      this.#current = null;
      this.#tell();
      return this.#result();
    } finally {
      for (const compared of this.#compared.values()) await compared.destroy();
    }
  }

  async #judge(spec: VariantSpec): Promise<void> {
    const { id, stages } = spec;
    this.#current = spec;
    this.#tell();
    const honesty = honestyOf(stages, this.#context.open.limits.dot4);
    const empty: VariantRow = { ...EMPTY_ROW, id, stages, honesty };
    const { signal } = this.#abort;
    try {
      const piece = await this.#maker.make(stages, (share) =>
        this.#tellProgress(weightOf(spec) * share),
      );
      if (signal.aborted) return;
      const before = new Map(this.#context.buffers.bytes);
      const variant = await stored(this.#context, piece, piece.recipeOf, piece.isPruned);
      const compared = await ComparedVariant.create(this.#context, variant);
      this.#compared.set(id, compared);
      const text = await compared.write(this.#source.tokenizer, this.#writing(), signal);
      const cost = compared.cost(before);
      const logits = await compared.logits(this.#heldOut, signal);
      this.#reference ??= logits;
      if (signal.aborted) return;
      const judged = compared.quality(this.#heldOut, logits, this.#reference);
      const asked = compared.asked(this.#source.tokenizer, signal);
      const suites = await this.#suites.score(asked, signal);
      const { trainedSteps: recoverySteps } = piece;
      this.#rows.set(id, { ...empty, ...judged, recoverySteps, cost, text, suites });
    } catch (thrown) {
      if (spec === this.#specs[0]) throw thrown;
      this.#rows.set(id, { ...empty, error: toErrorData(thrown) });
    }
  }

  #writing(): SamplingRequest {
    const { sample, training } = this.#source.config;
    const { prompt, temperature, top_k: topK, max_new_tokens } = sample;
    const maxNewTokens = Math.min(MOST_TEXT, max_new_tokens);
    return { prompt, maxNewTokens, temperature, topK, seed: training.seed };
  }

  async #measure(): Promise<void> {
    this.#stage = 'speed';
    this.#current = null;
    const contestants = [...this.#compared]
      .filter(([id]) => this.#rows.get(id)?.error === null)
      .map(([id, { decoder }]) => ({ id, decoder }));
    const run = await measureSpeed(contestants, this.#speedPlan, this.#watch, {
      control: () => this.#control(),
      signal: this.#abort.signal,
      onRound: (samples, round) => {
        this.#samples = [...samples];
        this.#fillSpeed();
        this.#tellProgress(SPEED_WEIGHT * Math.min(1, (round + 1) / this.#minRounds), true);
      },
    });
    this.#samples = run.samples;
    this.#harnessShare = 1 - run.measuredMs / run.elapsedMs;
    this.#fillSpeed();
    for (const [id, compared] of this.#compared) {
      const row = this.#rows.get(id);
      if (!row || row.error || this.#abort.signal.aborted) continue;
      const layers = await compared.layers();
      this.#rows.set(id, { ...row, layers, gpuStepMs: gpuStepMsOf(layers) });
    }
    this.#doneWeight += SPEED_WEIGHT;
  }

  /** One decoding step of the reference. */
  async #control(): Promise<void> {
    this.#compared.get(this.#specs[0]!.id)!.decoder.stepProgram.run();
    await this.#context.idle();
  }

  #fillSpeed(): void {
    for (const [id, row] of this.#rows) {
      const hasPrefill = Boolean(this.#compared.get(id)?.variant.model.cache);
      const options = { reference: this.#specs[0]!.id, hasPrefill };
      const speed = speedFigures(this.#samples, id, this.#speedPlan, options);
      this.#rows.set(id, { ...row, speed });
    }
  }

  #describe(): CompareMethod {
    const { config, steps, bytesPerToken } = this.#source;
    const { prompt, singles, burst } = this.#speedPlan;
    const { windows } = this.#heldOut;
    const { n_layer, n_embd, family } = config.model;
    return {
      adapter: this.#context.open.facts,
      runName: config.name,
      model: `${family} ${n_layer} × ${n_embd}`,
      trainedSteps: steps,
      seed: config.training.seed,
      windows: windows.length,
      windowTokens: windows[0]!.length - 1,
      bytesPerToken,
      promptTokens: prompt.length,
      singleTokens: singles,
      burstTokens: burst,
      prompt: config.sample.prompt,
      temperature: config.sample.temperature,
      startedAt: new Date().toISOString(),
      suites: this.#suites.facts,
    };
  }

  #result(): CompareResult {
    const rows = this.#specs.flatMap(({ id }) => this.#rows.get(id) ?? []);
    const [samples, harnessShare] = [this.#samples, this.#harnessShare];
    return { method: this.#method, rows, samples, harnessShare };
  }

  #tellProgress(part: number, isNews = false): void {
    if (isNews || performance.now() - this.#toldMs > PROGRESS_EVERY_MS) this.#tell(part);
  }

  #tell(part = 0): void {
    this.#toldMs = performance.now();
    const total = this.#specs.reduce((sum, spec) => sum + weightOf(spec), SPEED_WEIGHT);
    const isOver = this.#stage === 'done' || this.#stage === 'stopped';
    const share = isOver ? 1 : Math.min(1, (this.#doneWeight + part) / total);
    const elapsedMs = this.#toldMs - this.#startedMs;
    this.#onUpdate({
      stage: this.#stage,
      variant: this.#current?.stages ?? null,
      share,
      elapsedMs,
      remainingMs: isOver ? 0 : (elapsedMs * (1 - share)) / share,
      result: this.#result(),
    });
  }
}

const EMPTY_ROW = {
  recoverySteps: 0,
  quality: null,
  cost: null,
  speed: null,
  gpuStepMs: null,
  layers: null,
  suites: [],
  text: null,
  places: [],
  error: null,
} as const;

const weightOf = ({ stages }: VariantSpec): number =>
  1 + (RECOVERY_WEIGHT - 1) * stages.filter(isTraining).length;

const gpuStepMsOf = ({ decode: { method, layers } }: LayerFigures): number | null =>
  method === 'timestamps' ? layers.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) : null;
