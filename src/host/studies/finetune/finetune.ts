// A fine-tuning study: makes the base where none is named, then fine-tunes it in every way asked for,
// once a seed, beside the bag-of-words baseline. One run at a time; the last stays open.
import { GpuError } from '../../../gpu/errors';
import { textHash } from '../../../training/data/cleaning/dedup';
import { BagOfWords } from '../../../training/evaluate/bagOfWords';
import { countedShare } from '../../../training/evaluate/statistics';
import type { BaseRef } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import { generalOf } from '../../../training/run/tuning';
import { examplesFor, exampleSetsFor } from '../../data/examples';
import { LabError, toErrorData } from '../../lab/labError';
import type { FinetuneArm, FinetuneRequest, LiveRun } from '../../protocol/finetune';
import type { StartRequest } from '../../protocol/lab';
import type { PhaseWeights } from '../progress';
import type { Study, StudyJob } from '../study';
import { chosenReading, textReading, type TextReading } from '../studyText';
import { askInContext } from './inContext';
import { hear, liveRun, finetunedRun } from './live';

let studies = 0;

/** By training steps; asking with examples in the prompt takes about as long as so many. */
const PROMPT_WEIGHT = 50;

const weightsOf = (request: FinetuneRequest): PhaseWeights<'finetune'> => {
  const { base, pretrain, arms, seeds, inContext } = request;
  return {
    pretrain: base || !pretrain ? [] : [pretrain.training.max_steps],
    prompt: inContext ? seeds.map(() => PROMPT_WEIGHT) : [],
    finetune: seeds.flatMap(() => arms.map(({ config }) => config.training.max_steps)),
  };
};

export const finetune: Study<'finetune'> = async (job) => {
  job.progress.begin(weightsOf(job.request), {
    baseline: [],
    heldOut: null,
    metrics: job.request.examples?.metrics ?? [],
    runs: [],
    inContext: [],
    noInContext: null,
    live: null,
  });
  await new Finetuning(job).run();
};

class Finetuning {
  readonly #job: StudyJob<'finetune'>;
  readonly #id = `finetune-${Date.now().toString(36)}-${++studies}`;

  #known: TextReading | null = null;

  constructor(job: StudyJob<'finetune'>) {
    this.#job = job;
  }

  /** @throws LabError as the run that failed */
  async run(): Promise<void> {
    const { request, signal } = this.#job;
    await this.#disposeLast();
    const base = await this.#base();
    this.#known = await this.#general();
    for (const seed of request.seeds) {
      await this.#prompt(seed, base);
      for (const arm of request.arms) {
        if (!signal.aborted) await this.#finetune(arm, seed, base);
      }
    }
  }

  /** The last run stays open until the next begins. */
  async #disposeLast(): Promise<void> {
    const { made, dispose } = this.#job;
    if (made.runId !== null) await dispose(made.runId);
    made.runId = null;
  }

  async #base(): Promise<BaseRef | undefined> {
    const { request, hasFinished, progress, signal, dispose } = this.#job;
    const { base, pretrain } = request;
    if (base || !pretrain) return base;
    // The same base serves one study after the other.
    const runId = `finetune-base-${textHash(JSON.stringify(pretrain), 0)[0].toString(36)}`;
    if (hasFinished(runId)) return { kind: 'run', runId };
    const { seed } = pretrain.training;
    progress.enter('pretrain', { arm: null, seed });
    await this.#through(null, { runId, config: pretrain, autoSize: false });
    if (signal.aborted) await dispose(runId);
    return { kind: 'run', runId };
  }

  /** Its examples are those that the tuned runs of this seed learn from. */
  async #prompt(seed: number, base: BaseRef | undefined): Promise<void> {
    const { request, progress, signal, bases, context } = this.#job;
    const { inContext, arms, examples: own } = request;
    if (!inContext || !base || signal.aborted || progress.result.noInContext) return;
    const examples = examplesFor(seeded(arms[0]!.config, seed), own);
    // Of classes alone: a quantity is neither asked for in a prompt nor has a bag-of-words baseline.
    if (!examples || examples.labels.length < 2) return;
    progress.enter('prompt', { arm: null, seed });
    try {
      const model = await bases.open(base);
      const onShare = (share: number): void => progress.tell(share);
      const found = await askInContext(context, model, examples, signal, onShare);
      const { inContext: before } = progress.result;
      if (found) progress.change({ inContext: [...before, { seed, ...found }] });
    } catch (thrown) {
      if (thrown instanceof GpuError) throw thrown;
      progress.change({ noInContext: toErrorData(thrown) });
    }
  }

  /** What the base knows, where that is not built in or was chosen. */
  async #general(): Promise<TextReading | null> {
    const { request, bases, own } = this.#job;
    if (request.general) return chosenReading(request.general);
    if (!request.base) return null;
    try {
      return await textReading(await bases.open(request.base), undefined, own);
    } catch (thrown) {
      // The run says that forgetting is not measured, and why.
      if (thrown instanceof GpuError) throw thrown;
      return null;
    }
  }

  async #finetune(arm: FinetuneArm, seed: number, base: BaseRef | undefined): Promise<void> {
    const config = withGeneral(seeded(arm.config, seed), this.#known);
    const { request, progress, signal, made } = this.#job;
    this.#countWords(config, seed);
    const runId = `${this.#id}-${arm.id}-${seed}`;
    await this.#disposeLast();
    made.runId = runId;
    progress.enter('finetune', { arm: arm.id, seed });
    const live = await this.#through(arm.id, {
      runId,
      config: base ? { ...config, base } : config,
      isFresh: !arm.startsFromBase,
      autoSize: false,
      examples: request.examples,
      text: request.text?.supplied,
      generalText: this.#known?.text,
    });
    const done = signal.aborted ? null : finetunedRun(live);
    if (done) progress.change({ runs: [...progress.result.runs, done] });
    progress.tell(1, true);
  }

  /** The same for every arm of a seed. */
  #countWords(config: RunConfig, seed: number): void {
    const { request, progress } = this.#job;
    const { baseline } = progress.result;
    if (baseline.some((one) => one.seed === seed)) return;
    const sets = exampleSetsFor(config, request.examples);
    const [only] = sets.values();
    if (only && sets.size === 1) progress.change({ heldOut: only.validation.length });
    const counted = Array.from(sets).flatMap(([set, { labels, train, validation }]) => {
      if (labels.length < 2) return [];
      const words = BagOfWords.fit(train, labels.length);
      const share = countedShare(words.accuracy(validation), validation.length);
      return [{ seed, ...share, ...(sets.size > 1 && { set }) }];
    });
    progress.change({ baseline: [...baseline, ...counted] });
  }

  /** A run of this study, to its end. @throws LabError as it failed */
  async #through(arm: string | null, request: StartRequest): Promise<LiveRun> {
    const { progress, signal, begin } = this.#job;
    let live = liveRun(request, arm);
    let failed: LabError | null = null;
    progress.change({ live });
    progress.tell(0, true);
    const run = await begin(request, (event) => {
      if (event.type === 'state' && event.error) failed = new LabError(event.error);
      live = hear(live, event);
      progress.change({ live });
      const { step, maxSteps } = live.progress ?? { step: 0, maxSteps: 1 };
      progress.tell(step / Math.max(1, maxSteps));
    });
    await run.finished(signal);
    if (failed) throw failed as LabError;
    return live;
  }
}

function seeded(config: RunConfig, seed: number): RunConfig {
  const { examples, more_examples: more } = config.data;
  return {
    ...config,
    training: { ...config.training, seed },
    data: {
      ...config.data,
      ...(examples && { examples: { ...examples, seed } }),
      ...(more && { more_examples: more.map((one) => ({ ...one, seed })) }),
    },
  };
}

/** Beside examples that have a text of their own, that text is what is watched. */
function withGeneral(config: RunConfig, known: TextReading | null): RunConfig {
  const { examples, corpus } = config.data;
  const general = known && generalOf(known.data);
  if (!general || (examples && corpus !== 'task')) return config;
  return { ...config, data: { ...config.data, general } };
}
