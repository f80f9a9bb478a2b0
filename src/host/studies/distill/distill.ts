// A distillation and its honest control: for each seed the same student with the same start, data and
// steps, once alone and once distilled; then the distilled one in INT8; then all of them timed in turn.
import { GpuError } from '../../../gpu/errors';
import type { WeightRecipe } from '../../../training/compress/compressedWeights';
import { DistillProgress } from './progress';
import type {
  DistillId,
  DistillMethod,
  DistillRequest,
  DistillResult,
} from '../../protocol/distill';
import type { DistillUpdate } from '../../protocol/distill';
import { toErrorData } from '../../lab/labError';

/** Language models and classifiers differ in how they are asked, distilled, judged and timed. */
export interface DistillWork<Learnt> {
  judgeTeacher(): Promise<void>;
  /** What students are distilled with is made. */
  ask(): Promise<DistillMethod>;
  train(id: 'alone' | 'distilled', seed: number): Promise<Learnt>;
  judge(id: Exclude<DistillId, 'teacher'>, seed: number, learnt: Learnt): Promise<void>;
  /** How fast the teacher and the first seed's students are. */
  measure(): Promise<void>;
  destroy(): Promise<void>;
}

/** What the distilled student becomes in the end. */
export const INT8: WeightRecipe = { kind: 'int8', scales: 'channel', activations: 'float' };

export interface DistillTold {
  readonly progress: DistillProgress;
  readonly signal: AbortSignal;
}

/** Finds the teacher: opens or trains it. */
export type OpenDistill<Learnt> = (told: DistillTold) => Promise<DistillWork<Learnt>>;

export class Distillation<Learnt> {
  readonly #open: OpenDistill<Learnt>;
  readonly #seeds: readonly number[];
  readonly #progress: DistillProgress;
  readonly #abort = new AbortController();

  constructor(
    request: DistillRequest,
    open: OpenDistill<Learnt>,
    onUpdate: (update: DistillUpdate) => void,
  ) {
    this.#open = open;
    this.#seeds = request.distill.seeds;
    this.#progress = new DistillProgress(request, onUpdate);
  }

  stop(): void {
    this.#abort.abort();
  }

  async run(): Promise<DistillResult> {
    const { signal } = this.#abort;
    const progress = this.#progress;
    let work: DistillWork<Learnt> | null = null;
    try {
      work = await this.#open({ progress, signal });
      await this.#learnAll(work);
      if (!signal.aborted) {
        progress.enter('speed');
        await work.measure();
      }
      return progress.end(signal.aborted);
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
      return progress.end(true);
    } finally {
      await work?.destroy();
    }
  }

  async #learnAll(work: DistillWork<Learnt>): Promise<void> {
    const { signal } = this.#abort;
    const progress = this.#progress;
    await work.judgeTeacher();
    progress.enter('asking');
    progress.describe(await work.ask());
    for (const seed of this.#seeds) {
      for (const id of ['alone', 'distilled'] as const) {
        if (signal.aborted) return;
        progress.enter('students', { id, seed });
        const learnt = await work.train(id, seed);
        if (signal.aborted) return;
        progress.studentDone();
        await work.judge(id, seed, learnt);
        if (id === 'distilled') await this.#judgeInt8(work, seed, learnt);
      }
    }
  }

  /** The other rows stand without it. */
  async #judgeInt8(work: DistillWork<Learnt>, seed: number, learnt: Learnt): Promise<void> {
    const id = 'distilled_int8';
    this.#progress.enter('int8', { id, seed });
    try {
      await work.judge(id, seed, learnt);
    } catch (thrown) {
      if (thrown instanceof GpuError) throw thrown;
      this.#progress.change(id, { error: toErrorData(thrown) });
    }
  }
}
