// One training run: alternates training, held-out evaluation and samples once it is prepared
// (prepareRun.ts). Pausing and stopping take effect between submits; nothing here knows the page.
import { profileProgram, type Profile } from '../../gpu/profiler';
import { evalPoint, heldOut } from '../../training/objectives/heldOut';
import type { ExportedModel } from '../../training/io/exportFolder';
import type { GenerationErrorCode } from '../../training/generate/generationError';
import type { WeightAtStep } from '../../training/inspect/weightMap';
import type { TrainedAdapter } from '../../training/io/peft/peftAdapter';
import type { TrainedStep } from '../../training/run/trainerSetup';
import type { AnyComparable } from '../studies/compare/contest/comparable';
import type { Comparable } from '../studies/compare/contest/setup';
import { toErrorData } from '../lab/labError';
import { kernelRows, kernelSourceOf } from './kernelRows';
import { prepareRun, type PreparedRun } from './prepareRun';
import { promptWarnings } from './promptWarnings';
import { answersOf } from './runAnswers';
import { RunClock } from './runClock';
import {
  adapterOf,
  comparableOf,
  comparedOf,
  endIdsOf,
  exportedOf,
  trainingWords,
  weightOf,
} from './runModel';
import type { RunSetup } from './runSetup';
import { isSavedAt, nextStop, progressOf, stepPoint } from './steps';
import { StepWatch } from './stepWatch';
import { TurnQueue } from './turnQueue';
import type { LabErrorData } from '../protocol/error';
import { contentOf, examplesContent } from '../data/contentId';
import type { OwnExamples } from '../protocol/examples';
import type { SuppliedText } from '../protocol/text';
import type { GenerateRequest } from '../protocol/lab';
import type { KernelProfile, KernelRow, KernelSource, RunEvent, RunState } from '../protocol/run';

/** Of a text by a model that has diverged. */
const NOT_FINITE: GenerationErrorCode = 'generation_not_finite';

/** A run event without the id, which the run adds. */
type Report = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'runId'> : never) : never;

export class Run {
  readonly #setup: RunSetup;
  readonly #abort = new AbortController();
  readonly #disposal = new AbortController();
  readonly #clock = new RunClock();
  #state: RunState = 'preparing';
  #prepared: PreparedRun | null = null;
  #savedStep = 0;
  #savedAtMs = -Infinity;
  #singleSteps = 0;
  #startsPaused: boolean;
  /** A sample is not in the state that was kept last. */
  #hasNewSample = false;
  /** Of the last text that was asked for while the run stood still. */
  #keeping: Promise<void> = Promise.resolve();
  readonly #watch = new StepWatch((error) => this.#warn(error));
  #wake: (() => void) | null = null;
  /** Work that must not overlap on the sampler's buffers. */
  #sampling: Promise<unknown> = Promise.resolve();
  #finished: Promise<void> = Promise.resolve();
  readonly #turns = new TurnQueue();
  #profile: Profile | null = null;

  constructor(setup: RunSetup) {
    this.#setup = setup;
    this.#savedStep = setup.from?.step ?? 0;
    this.#startsPaused = setup.startsPaused ?? false;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Steps that it has trained. */
  get step(): number {
    return this.#prepared?.trainer.step ?? 0;
  }

  get name(): string {
    return this.#setup.config.name;
  }

  /** Begins; resolves at once. What happens then is reported as events. */
  start(): void {
    this.#enter('preparing');
    this.#finished = this.#live();
  }

  /** Resolves when the run has ended, in whatever way; the signal stops it. */
  async finished(signal?: AbortSignal): Promise<void> {
    const stop = (): void => this.stop();
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    await this.#finished;
    signal?.removeEventListener('abort', stop);
  }

  pause(): void {
    if (this.#state === 'running') this.#enter('paused');
    else if (this.#state === 'preparing') this.#startsPaused = true;
  }

  resume(): void {
    this.#startsPaused = false;
    if (this.#state !== 'paused') return;
    this.#enter('running');
    this.#wake?.();
  }

  singleStep(): void {
    if (this.#state !== 'paused') return;
    this.#singleSteps += 1;
    this.#wake?.();
  }

  stop(): void {
    if (this.#isOver()) return;
    this.#enter('stopped');
    this.#abort.abort();
    this.#wake?.();
  }

  /** Also when the device has failed: the run ends, its curves and what is kept of it stay. */
  fail(thrown: unknown): void {
    if (this.#isOver()) return;
    this.#state = 'failed';
    const { fields, ...error } = toErrorData(thrown);
    const saved = this.#savedStep > 0 && { savedStep: this.#savedStep };
    this.#emit({
      type: 'state',
      state: 'failed',
      error: { ...error, fields: { ...fields, ...saved } },
    });
    this.#abort.abort();
    this.#wake?.();
  }

  kernels(): KernelRow[] {
    const setup = this.#prepared?.trainer.setup;
    return setup ? kernelRows(setup, this.#profile) : [];
  }

  /** @throws BenchtopError unknown_kernel */
  kernelSource(index: number): KernelSource {
    return kernelSourceOf(this.#prepared?.trainer.setup, index);
  }

  /** Times each kernel of the training step, between two steps; the run then goes on as if it had not. */
  async profile(): Promise<KernelProfile> {
    const trainer = this.#prepared?.trainer;
    if (!trainer) return { method: 'wall_clock', rows: [] };
    const timed = this.#turns.request(async () => {
      const profiling = this.#sampling.then(async () => {
        const snapshot = await trainer.snapshot();
        const profile = await profileProgram(this.#setup.context, trainer.trainingProgram);
        trainer.restore(snapshot);
        return profile;
      });
      this.#sampling = profiling.catch(() => undefined);
      return profiling;
    });
    this.#wake?.();
    this.#profile = await timed;
    return { method: this.#profile.method, rows: this.kernels() };
  }

  /** Null while it is prepared. @throws BenchtopError unknown_parameter */
  async weight(name: string): Promise<WeightAtStep | null> {
    const prepared = this.#prepared;
    if (!prepared) return null;
    const read = this.#turns.request(() => weightOf(this.#setup, prepared, name));
    this.#wake?.();
    return read;
  }

  /** Text from the present weights; the pieces come as sample events. */
  generate(request: Omit<GenerateRequest, 'runId'>): Promise<string[]> {
    const { sampler, trainer } = this.#prepared ?? {};
    if (!sampler || !trainer) return Promise.resolve([]);
    const { prompt } = request;
    const warnings = promptWarnings(this.#prepared!.tokenizer, sampler.unencodable(prompt), prompt);
    for (const error of warnings) this.#warn(error);
    const written = this.#sampling.then(() =>
      sampler.generate(
        { ...request, endIds: endIdsOf(this.#prepared!) },
        ({ texts: [first = '', ...more] }, done) => {
          const others = more.length > 0 && { more };
          const point = { step: trainer.step, prompt, text: first, ...others };
          this.#hasNewSample ||= done;
          this.#emit({ type: 'sample', point, done });
        },
        this.#disposal.signal,
      ),
    );
    this.#sampling = written.catch(() => undefined);
    // While it trains, the next state that is kept has the sample.
    if (this.#state !== 'running') this.#keeping = this.#sampling.then(() => this.#keepSample());
    return written.then(({ texts }) => texts);
  }

  async #keepSample(): Promise<void> {
    if (this.#state === 'running' || this.#state === 'failed') return;
    await this.#keep().catch((thrown: unknown) => this.#warn(toErrorData(thrown)));
  }

  #warn(error: LabErrorData): void {
    this.#emit({ type: 'warning', error });
  }

  /** @throws BenchtopError nothing_to_compare | wrong_family */
  comparable(): Promise<Comparable> {
    return comparableOf(this.#setup, this.#prepared);
  }

  /** @throws BenchtopError nothing_to_compare */
  compared(): Promise<AnyComparable> {
    return comparedOf(this.#setup, this.#prepared);
  }

  /** @throws BenchtopError nothing_to_export */
  exported(): Promise<ExportedModel> {
    return exportedOf(this.#setup, this.#prepared);
  }

  /** @throws BenchtopError nothing_to_export */
  adapter(): Promise<TrainedAdapter> {
    return adapterOf(this.#setup, this.#prepared);
  }

  async ownText(sha256: string): Promise<SuppliedText | undefined> {
    const { text } = this.#setup;
    return text && (await contentOf(text)).sha256 === sha256 ? text : undefined;
  }

  async ownExamples(sha256: string): Promise<OwnExamples | undefined> {
    const { examples } = this.#setup;
    return examples && (await examplesContent(examples)).sha256 === sha256 ? examples : undefined;
  }

  /** What it and its base have learned from, word by word; null where the base's words are not here. */
  words(): ReadonlySet<string> | null {
    return this.#prepared && trainingWords(this.#setup, this.#prepared);
  }

  /**
   * No more than reading the arenas holds the run up; writing them is the keeper's. A device that has
   * failed gives no snapshot, so that nothing replaces what was kept before.
   */
  async #keep(): Promise<void> {
    const { keep, rangeTest } = this.#setup;
    if (!keep || rangeTest || !this.#prepared) return;
    const { trainer, tokenizer, config, layout, frozen } = this.#prepared;
    // Before its first step a run has nothing to lose.
    if (trainer.step === 0 || (trainer.step === this.#savedStep && !this.#hasNewSample)) return;
    this.#hasNewSample = false;
    const snapshot = await trainer.snapshot();
    this.#savedStep = snapshot.step;
    this.#savedAtMs = performance.now();
    keep({ config, tokenizer: tokenizer.toJSON(), ...snapshot, layout, frozen });
  }

  async dispose(): Promise<void> {
    this.stop();
    this.#disposal.abort();
    await this.#finished;
    await this.#turns.serve();
    await this.#sampling;
    await this.#keeping;
    await this.#prepared?.sampler?.destroy();
    this.#prepared?.trainer.destroy();
    this.#prepared = null;
  }

  async #live(): Promise<void> {
    try {
      const tell = (event: Report): void => this.#emit(event);
      const prepared = await prepareRun(this.#setup, tell, this.#abort.signal);
      this.#prepared = prepared;
      this.#emit(prepared.ready);
      for (const error of prepared.warnings) this.#warn(error);
      if (this.#isOver()) return;
      this.#enter(this.#startsPaused ? 'paused' : 'running');
      await this.#turns.during(() => this.#loop());
      if (this.#state !== 'failed') await this.#keep();
      if (!this.#isOver()) this.#enter('finished');
    } catch (thrown) {
      if (!this.#abort.signal.aborted) this.fail(thrown);
    }
  }

  async #loop(): Promise<void> {
    if (this.#setup.rangeTest) return this.#trainTo(this.#setup.rangeTest.steps);
    const { trainer, config } = this.#prepared!;
    const { training, sample } = config;
    const { max_steps: maxSteps, eval_steps: evalSteps } = training;
    const resumedAt = this.#setup.from?.step;
    if (this.#state === 'paused') await this.#trainTo(Math.min(maxSteps, trainer.step + 1));
    for (;;) {
      const { step } = trainer;
      const isNew = step !== resumedAt;
      if (isNew && (step % evalSteps === 0 || step === maxSteps)) await this.#evaluate(step);
      if (this.#isOver()) return;
      if (isNew && (step % sample.every_steps === 0 || step === maxSteps)) await this.#sample();
      if (this.#isOver() || step >= maxSteps) return;
      // With its sample, where one is due at the step.
      const sinceMs = performance.now() - this.#savedAtMs;
      if (isNew && isSavedAt(step, training, sinceMs)) await this.#keep();
      await this.#trainTo(nextStop(step, config));
      if (this.#isOver()) return;
    }
  }

  async #trainTo(until: number): Promise<void> {
    const { trainer } = this.#prepared!;
    const report = (steps: TrainedStep[]): void => this.#report(steps);
    while (trainer.step < until && !this.#isOver()) {
      await this.#turns.serve();
      await this.#watch.explain(trainer);
      if (this.#state === 'paused') {
        this.#clock.pause();
        await this.#keep();
        if (this.#singleSteps > 0) {
          this.#singleSteps -= 1;
          await trainer.train(trainer.step + 1, report);
        } else {
          await new Promise<void>((wake) => (this.#wake = wake));
        }
        continue;
      }
      this.#clock.run();
      const isWanted = (): boolean =>
        this.#state !== 'running' || this.#turns.isWanted || this.#watch.isWaiting;
      await trainer.train(until, report, isWanted);
    }
    await this.#watch.explain(trainer);
    this.#clock.pause();
  }

  #report(steps: TrainedStep[]): void {
    if (steps.length === 0) return;
    const { trainer } = this.#prepared!;
    const maxSteps = this.#setup.rangeTest?.steps ?? trainer.setup.config.max_steps;
    this.#emit({
      type: 'steps',
      points: steps.map(stepPoint),
      progress: progressOf(trainer, steps.at(-1)!.step + 1, maxSteps, this.#clock.elapsedMs()),
    });
    this.#watch.see(steps, this.#setup.rangeTest === undefined);
  }

  async #evaluate(step: number): Promise<void> {
    this.#clock.run();
    const { trainer, objective, evaluationSets, heldOut: held } = this.#prepared!;
    const scores = await heldOut(objective, evaluationSets, (batch) => trainer.score(batch));
    const figures = evalPoint(objective.terms, scores);
    const mistaken = figures.classes?.mistakes.map(({ index }) => held.examples[index]!);
    const { max_steps: lastStep } = trainer.setup.config;
    const answers =
      step === lastStep ? await answersOf(this.#setup, this.#prepared!, this.#abort.signal) : {};
    const point = { step, ...figures, ...answers, ...(mistaken && { mistaken }) };
    this.#emit({ type: 'eval', point });
    this.#clock.pause();
  }

  async #sample(): Promise<void> {
    this.#clock.run();
    const { sample, training } = this.#prepared!.config;
    const { prompt, max_new_tokens, temperature, top_k } = sample;
    const { seed } = training;
    const request = { prompt, maxNewTokens: max_new_tokens, temperature, topK: top_k, seed };
    await this.generate(request).catch((thrown: unknown) => {
      // A run that diverges says so by its loss, and goes on.
      const error = toErrorData(thrown);
      if (error.code !== NOT_FINITE) throw thrown;
      this.#warn(error);
    });
    this.#clock.pause();
  }

  #isOver(): boolean {
    return this.#state === 'stopped' || this.#state === 'failed' || this.#state === 'finished';
  }

  #enter(state: RunState): void {
    this.#state = state;
    this.#emit({ type: 'state', state });
  }

  #emit(event: Report): void {
    this.#setup.emit({ runId: this.#setup.runId, ...event } as RunEvent);
  }
}
