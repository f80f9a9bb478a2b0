// A fine-tuning study: makes the base where none is named, then fine-tunes it in every way asked for,
// once a seed, beside the bag-of-words baseline. One run at a time; the last stays open.
import { GpuError } from '../../../gpu/errors';
import { textHash } from '../../../training/data/cleaning/dedup';
import { BagOfWords } from '../../../training/evaluate/bagOfWords';
import { shareError } from '../../../training/evaluate/statistics';
import type { BaseRef } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import { examplesFor } from '../../data/examples';
import { LabError, toErrorData } from '../../lab/labError';
import type { FinetuneArm, FinetuneRequest, LiveRun } from '../../protocol/finetune';
import type { StartRequest } from '../../protocol/lab';
import type { Progress, StageWeights } from '../progress';
import type { Study, StudyTools } from '../study';
import { askInContext } from './inContext';
import { hear, liveRun, finetunedRun } from './live';

let studies = 0;

/** By training steps; asking with examples in the prompt takes about as long as so many. */
const PROMPT_WEIGHT = 50;

function weightsOf({ base, pretrain, arms, seeds, inContext }: FinetuneRequest) {
  const weights: StageWeights<'finetune'> = {
    pretrain: base || !pretrain ? [] : [pretrain.training.max_steps],
    prompt: inContext ? seeds.map(() => PROMPT_WEIGHT) : [],
    finetune: seeds.flatMap(() => arms.map(({ config }) => config.training.max_steps)),
  };
  return weights;
}

export const finetune: Study<'finetune'> = async (tools, request, progress, signal) => {
  progress.begin(weightsOf(request), {
    baseline: [],
    heldOut: null,
    runs: [],
    inContext: [],
    noInContext: null,
    live: null,
  });
  await new Finetuning(tools, request, progress, signal).run();
};

class Finetuning {
  readonly #tools: StudyTools;
  readonly #request: FinetuneRequest;
  readonly #progress: Progress<'finetune'>;
  readonly #signal: AbortSignal;
  readonly #id = `finetune-${Date.now().toString(36)}-${++studies}`;

  constructor(
    tools: StudyTools,
    request: FinetuneRequest,
    progress: Progress<'finetune'>,
    signal: AbortSignal,
  ) {
    this.#tools = tools;
    this.#request = request;
    this.#progress = progress;
    this.#signal = signal;
  }

  /** @throws LabError as the run that failed */
  async run(): Promise<void> {
    const { arms, seeds } = this.#request;
    await this.#disposeLast();
    const base = await this.#base();
    for (const seed of seeds) {
      await this.#prompt(seed, base);
      for (const arm of arms) {
        if (!this.#signal.aborted) await this.#finetune(arm, seed, base);
      }
    }
  }

  /** The last run stays open until the next begins. */
  async #disposeLast(): Promise<void> {
    const { made, dispose } = this.#tools;
    if (made.runId !== null) await dispose(made.runId);
    made.runId = null;
  }

  async #base(): Promise<BaseRef | undefined> {
    const { base, pretrain } = this.#request;
    if (base || !pretrain) return base;
    // The same base serves one study after the other.
    const runId = `finetune-base-${textHash(JSON.stringify(pretrain), 0)[0].toString(36)}`;
    if (this.#tools.hasFinished(runId)) return { kind: 'run', runId };
    const { seed } = pretrain.training;
    this.#progress.enter('pretrain', { arm: null, seed });
    await this.#through(liveRun(runId, null, seed, pretrain), {
      runId,
      config: pretrain,
      autoSize: false,
    });
    if (this.#signal.aborted) await this.#tools.dispose(runId);
    return { kind: 'run', runId };
  }

  /** Its examples are those that the tuned runs of this seed learn from. */
  async #prompt(seed: number, base: BaseRef | undefined): Promise<void> {
    const { inContext, arms, examples: own } = this.#request;
    const progress = this.#progress;
    if (!inContext || !base || this.#signal.aborted || progress.result.noInContext) return;
    const examples = examplesFor(seeded(arms[0]!.config, seed), own);
    if (!examples || examples.labels.length === 0) return;
    progress.enter('prompt', { arm: null, seed });
    try {
      const model = await this.#tools.bases.open(base);
      const { context } = this.#tools;
      const found = await askInContext(context, model, examples, this.#signal, (done, total) =>
        progress.tell(done / total),
      );
      const { inContext: before } = progress.result;
      if (found) progress.change({ inContext: [...before, { seed, ...found }] });
    } catch (thrown) {
      if (thrown instanceof GpuError) throw thrown;
      progress.change({ noInContext: toErrorData(thrown) });
    }
  }

  async #finetune(arm: FinetuneArm, seed: number, base: BaseRef | undefined): Promise<void> {
    const config = seeded(arm.config, seed);
    const progress = this.#progress;
    this.#countWords(config, seed);
    const runId = `${this.#id}-${arm.id}-${seed}`;
    await this.#disposeLast();
    this.#tools.made.runId = runId;
    const { examples } = this.#request;
    progress.enter('finetune', { arm: arm.id, seed });
    const live = await this.#through(liveRun(runId, arm.id, seed, config), {
      runId,
      config: base ? { ...config, base } : config,
      isFresh: !arm.startsFromBase,
      autoSize: false,
      ...(examples && { examples }),
    });
    const done = this.#signal.aborted ? null : finetunedRun(live);
    if (done) progress.change({ runs: [...progress.result.runs, done] });
    progress.tell(1, true);
  }

  /** The same for every arm of a seed. */
  #countWords(config: RunConfig, seed: number): void {
    const { baseline } = this.#progress.result;
    if (baseline.some((one) => one.seed === seed)) return;
    const found = examplesFor(config, this.#request.examples);
    if (!found) return;
    this.#progress.change({ heldOut: found.validation.length });
    if (found.labels.length === 0) return;
    const words = BagOfWords.fit(found.train, found.labels.length);
    const accuracy = words.accuracy(found.validation);
    const examples = found.validation.length;
    const one = { seed, accuracy, accuracyError: shareError(accuracy, examples), examples };
    this.#progress.change({ baseline: [...baseline, one] });
  }

  /** A run of this study, to its end. @throws LabError as it failed */
  async #through(begun: LiveRun, request: StartRequest): Promise<LiveRun> {
    const progress = this.#progress;
    let live = begun;
    let failed: LabError | null = null;
    progress.change({ live });
    progress.tell(0, true);
    const run = await this.#tools.begin(request, (event) => {
      if (event.type === 'state' && event.error) failed = new LabError(event.error);
      live = hear(live, event);
      progress.change({ live });
      const { step, maxSteps } = live.progress ?? { step: 0, maxSteps: 1 };
      progress.tell(step / Math.max(1, maxSteps));
    });
    const stop = (): void => run.stop();
    this.#signal.addEventListener('abort', stop);
    if (this.#signal.aborted) stop();
    await run.finished();
    this.#signal.removeEventListener('abort', stop);
    if (failed) throw failed as LabError;
    return live;
  }
}

function seeded(config: RunConfig, seed: number): RunConfig {
  const { examples } = config.data;
  return {
    ...config,
    training: { ...config.training, seed },
    data: { ...config.data, ...(examples && { examples: { ...examples, seed } }) },
  };
}
