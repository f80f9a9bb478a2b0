// A fine-tuning study: makes the base where none is named, then fine-tunes it in every way asked for,
// once a seed, beside what counting words reaches. One run at a time; the last stays open.
import { GpuError } from '../../../gpu/errors';
import type { GpuContext } from '../../../gpu/replay';
import { textHash } from '../../../training/data/dedup';
import { BagOfWords } from '../../../training/evaluate/bagOfWords';
import { shareError } from '../../../training/evaluate/statistics';
import type { BaseRef } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import type { Bases } from '../../lab/bases';
import { examplesFor } from '../../data/examples';
import { LabError, toErrorData } from '../../lab/labError';
import type { StartRequest } from '../../protocol/lab';
import type { RunEvent } from '../../protocol/run';
import type { Run } from '../../run/run';
import { askInContext } from './inContext';
import { hear, liveRun, finetunedRun } from './live';
import type {
  LiveRun,
  FinetuneArm,
  FinetuneRequest,
  FinetuneResult,
  FinetuneUpdate,
} from '../../protocol/finetune';

export interface FinetuneHost {
  readonly bases: Pick<Bases, 'open'>;
  /** @throws DeviceError no_adapter where none is open */
  device(): { readonly context: GpuContext };
  begin(request: StartRequest, emit: (event: RunEvent) => void): Promise<Run>;
  dispose(runId: string): Promise<void>;
  /** Whether a run of an earlier study is open and has ended well. */
  hasFinished(runId: string): boolean;
}

/** Updates come no faster than a page can show them. */
const EVERY_MS = 150;

let studies = 0;

export class FinetuneStudy {
  readonly #host: FinetuneHost;
  readonly #request: FinetuneRequest;
  readonly #onUpdate: (update: FinetuneUpdate) => void;
  readonly #id = `finetune-${Date.now().toString(36)}-${++studies}`;
  #stage: FinetuneUpdate['stage'] = 'pretrain';
  #live: LiveRun | null = null;
  #run: Run | null = null;
  #result: FinetuneResult = {
    baseline: [],
    heldOut: null,
    runs: [],
    inContext: [],
    noInContext: null,
  };
  #asked: FinetuneUpdate['asked'] = null;
  readonly #stopping = new AbortController();
  #isStopped = false;
  #toldAtMs = -Infinity;
  /** Disposed of when the next one begins. */
  #last: string | null = null;

  constructor(
    host: FinetuneHost,
    request: FinetuneRequest,
    onUpdate: (update: FinetuneUpdate) => void,
  ) {
    this.#host = host;
    this.#request = request;
    this.#onUpdate = onUpdate;
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopping.abort();
    this.#run?.stop();
  }

  /** @throws LabError as the run that failed */
  async run(): Promise<FinetuneResult> {
    const { arms, seeds } = this.#request;
    const base = await this.#base();
    for (const seed of seeds) {
      await this.#prompt(seed, base);
      this.#stage = 'finetune';
      for (const arm of arms) {
        if (!this.#isStopped) await this.#finetune(arm, seed, base);
      }
    }
    this.#stage = this.#isStopped ? 'stopped' : 'done';
    this.#tell();
    return this.#result;
  }

  /** Frees what a later study does not need. */
  async dispose(): Promise<void> {
    this.stop();
    if (this.#last !== null) await this.#host.dispose(this.#last);
  }

  async #base(): Promise<BaseRef | undefined> {
    const { base, pretrain } = this.#request;
    if (base || !pretrain) return base;
    // The same base serves one study after the other.
    const runId = `finetune-base-${textHash(JSON.stringify(pretrain), 0)[0].toString(36)}`;
    if (this.#host.hasFinished(runId)) return { kind: 'run', runId };
    this.#live = liveRun(runId, null, pretrain.training.seed, pretrain);
    await this.#through({ runId, config: pretrain, autoSize: false });
    if (this.#isStopped) await this.#host.dispose(runId);
    return { kind: 'run', runId };
  }

  /** Its examples are those that the tuned runs of this seed learn from. */
  async #prompt(seed: number, base: BaseRef | undefined): Promise<void> {
    const { inContext, arms, examples: own } = this.#request;
    if (!inContext || !base || this.#isStopped || this.#result.noInContext) return;
    const examples = examplesFor(seeded(arms[0]!.config, seed), own);
    if (!examples || examples.labels.length === 0) return;
    this.#stage = 'prompt';
    const tell = (done: number, total: number): void => {
      this.#asked = { seed, done, total };
      this.#tell();
    };
    try {
      tell(0, 1);
      const model = await this.#host.bases.open(base);
      const { context } = this.#host.device();
      const { signal } = this.#stopping;
      const found = await askInContext(context, model, examples, signal, tell);
      const { inContext: before } = this.#result;
      if (found) this.#result = { ...this.#result, inContext: [...before, { seed, ...found }] };
    } catch (thrown) {
      if (thrown instanceof GpuError) throw thrown;
      this.#result = { ...this.#result, noInContext: toErrorData(thrown) };
    }
    this.#asked = null;
    this.#tell();
  }

  async #finetune(arm: FinetuneArm, seed: number, base: BaseRef | undefined): Promise<void> {
    const config = seeded(arm.config, seed);
    this.#countWords(config, seed);
    const runId = `${this.#id}-${arm.id}-${seed}`;
    if (this.#last !== null) await this.#host.dispose(this.#last);
    this.#last = runId;
    this.#live = liveRun(runId, arm.id, seed, config);
    const { examples } = this.#request;
    await this.#through({
      runId,
      config: base ? { ...config, base } : config,
      isFresh: !arm.startsFromBase,
      autoSize: false,
      ...(examples && { examples }),
    });
    const done = this.#isStopped ? null : finetunedRun(this.#live);
    if (done) this.#result = { ...this.#result, runs: [...this.#result.runs, done] };
    this.#tell();
  }

  /** The same for every arm of a seed. */
  #countWords(config: RunConfig, seed: number): void {
    const { baseline } = this.#result;
    if (baseline.some((one) => one.seed === seed)) return;
    const found = examplesFor(config, this.#request.examples);
    if (!found) return;
    this.#result = { ...this.#result, heldOut: found.validation.length };
    if (found.labels.length === 0) return;
    const words = BagOfWords.fit(found.train, found.labels.length);
    const accuracy = words.accuracy(found.validation);
    const examples = found.validation.length;
    const one = { seed, accuracy, accuracyError: shareError(accuracy, examples), examples };
    this.#result = { ...this.#result, baseline: [...baseline, one] };
  }

  async #through(request: StartRequest): Promise<void> {
    this.#tell();
    let failed: LabError | null = null;
    const run = await this.#host.begin(request, (event) => {
      if (event.type === 'state' && event.error) failed = new LabError(event.error);
      this.#live = this.#live && hear(this.#live, event);
      if (performance.now() - this.#toldAtMs > EVERY_MS) this.#tell();
    });
    this.#run = run;
    if (this.#isStopped) run.stop();
    await run.finished();
    this.#tell();
    if (failed) throw failed as LabError;
  }

  #tell(): void {
    this.#toldAtMs = performance.now();
    const [stage, live, asked, result] = [this.#stage, this.#live, this.#asked, this.#result];
    this.#onUpdate({ stage, live, asked, result });
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
