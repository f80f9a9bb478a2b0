// The timed half of a comparison: all models in turn, then each with larger batch sizes, and how
// near the adapter's own limits a token comes.
import { BRIEF, measureCeilings } from '../../../gpu/ceilings';
import type { ComputeContext } from '../../../gpu/compute';
import {
  measureSpeed,
  type Contestant,
  type SpeedPlan,
  type SpeedRun,
  type SpeedSample,
} from '../../../training/evaluate/speed';
import { spreadOf } from '../../../training/evaluate/statistics';
import type { Decoder } from '../../../training/generate/decoder';
import type { BatchFigures, Ceilings } from '../../protocol/compare';
import { BATCH_TOKENS } from './setup';
import type { Compared } from './variant';
import type { CompareWatch } from '../surroundings';

export interface Timed {
  readonly id: string;
  readonly compared: Compared;
  /** As many tokens as the plan's prompt. */
  readonly prompt: readonly number[];
}

export class CompareSpeed {
  readonly #context: ComputeContext;
  readonly #watch: CompareWatch;
  readonly #signal: AbortSignal;
  /** A fixed small piece of work on the GPU. */
  readonly #control: () => Promise<void>;

  constructor(
    context: ComputeContext,
    watch: CompareWatch,
    signal: AbortSignal,
    control: () => Promise<void>,
  ) {
    this.#context = context;
    this.#watch = watch;
    this.#signal = signal;
    this.#control = control;
  }

  async ceilings(): Promise<Ceilings> {
    const { fmaGflops, copyGBps } = await measureCeilings(this.#context, BRIEF);
    return { gflops: fmaGflops, gigabytesPerSecond: copyGBps };
  }

  /** One text at a time. */
  alone(
    timed: readonly Timed[],
    plan: SpeedPlan,
    onRound: (samples: readonly SpeedSample[], round: number) => void,
  ): Promise<SpeedRun> {
    const contestants = timed.map(({ id, compared, prompt }): Contestant => ({
      id,
      decoder: compared.decoder,
      prompt,
      isAlsoShallow: compared.hasCache,
    }));
    return this.#measure(contestants, plan, onRound);
  }

  /** One model with batch sizes 1, 2, …, in turn; numbers that need too much memory are left out. */
  async together(
    { compared, prompt }: Timed,
    texts: readonly number[],
    plan: SpeedPlan,
  ): Promise<BatchFigures[]> {
    const decoders: Decoder[] = [];
    try {
      for (const count of texts) {
        const decoder = await compared.together(count);
        if (decoder) decoders.push(decoder);
      }
      if (decoders.length === 0) return [];
      const burst = Math.min(BATCH_TOKENS, plan.burst);
      const first = prompt.slice(0, 1);
      const all = [compared.decoder, ...decoders];
      const contestants = all.map((decoder) => ({ id: String(decoder.sequences), decoder }));
      const small = { ...plan, prompt: first, singles: 0, burst, minMs: 0 };
      const { samples } = await this.#measure(contestants, small);
      return all.flatMap(({ sequences }) => batchOf(samples, sequences, burst));
    } finally {
      for (const decoder of decoders) await decoder.destroy();
    }
  }

  #measure(
    contestants: readonly Contestant[],
    plan: SpeedPlan,
    onRound?: (samples: readonly SpeedSample[], round: number) => void,
  ): Promise<SpeedRun> {
    return measureSpeed(contestants, plan, this.#watch, {
      control: this.#control,
      signal: this.#signal,
      ...(onRound && { onRound }),
    });
  }
}

function batchOf(samples: readonly SpeedSample[], texts: number, burst: number): BatchFigures[] {
  const good = samples.filter(({ id, disturbed }) => id === String(texts) && !disturbed);
  if (good.length === 0) return [];
  return [{ texts, decode: spreadOf(good.map(({ burstMs }) => (1000 * texts * burst) / burstMs)) }];
}
