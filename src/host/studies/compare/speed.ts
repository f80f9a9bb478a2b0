// The timed half of a comparison: all models in turn, then each with larger batch sizes.
import {
  measureSpeed,
  type SpeedPlan,
  type SpeedRun,
  type SpeedSample,
} from '../../../training/evaluate/speed';
import { spreadOf } from '../../../training/evaluate/statistics';
import type { Decoder } from '../../../training/generate/decoder';
import type { BatchFigures } from '../../protocol/compare';
import { BATCH_TOKENS } from './contest/setup';
import type { Compared } from './variant';
import type { CompareWatch } from '../surroundings';

export interface Timed {
  readonly id: string;
  readonly compared: Compared;
  /** As many tokens as the plan's prompt. */
  readonly prompt: readonly number[];
}

export interface Timing {
  readonly plan: SpeedPlan;
  readonly watch: CompareWatch;
  readonly signal: AbortSignal;
  /** A fixed small piece of work on a device. */
  readonly control: () => Promise<void>;
}

/** One text at a time. */
export function measureAlone(
  timed: readonly Timed[],
  { plan, watch, ...options }: Timing,
  onRound: (samples: readonly SpeedSample[], round: number) => void,
): Promise<SpeedRun> {
  const contestants = timed.map(({ id, compared, prompt }) => ({
    id,
    decoder: compared.decoder,
    idle: compared.idle,
    prompt,
    isAlsoShallow: Boolean(compared.model.cache),
  }));
  return measureSpeed(contestants, plan, watch, { ...options, onRound });
}

/** One model with batch sizes 1, 2, …, in turn; numbers that need too much memory are left out. */
export async function measureTogether(
  { compared, prompt }: Timed,
  texts: readonly number[],
  { plan, watch, ...options }: Timing,
): Promise<BatchFigures[]> {
  const decoders: Decoder[] = [];
  try {
    for (const count of texts) {
      const decoder = await compared.together(count);
      if (decoder) decoders.push(decoder);
    }
    if (decoders.length === 0) return [];
    const burst = Math.min(BATCH_TOKENS, plan.burst);
    const all = [compared.decoder, ...decoders];
    const contestants = all.map((decoder) => ({
      id: String(decoder.sequences),
      decoder,
      idle: compared.idle,
    }));
    const small = { ...plan, prompt: prompt.slice(0, 1), singles: 0, burst, minMs: 0 };
    const { samples } = await measureSpeed(contestants, small, watch, options);
    return all.flatMap(({ sequences }) => batchOf(samples, sequences, burst));
  } finally {
    for (const decoder of decoders) await decoder.destroy();
  }
}

function batchOf(samples: readonly SpeedSample[], texts: number, burst: number): BatchFigures[] {
  const good = samples.filter(({ id, disturbed }) => id === String(texts) && !disturbed);
  if (good.length === 0) return [];
  return [{ texts, decode: spreadOf(good.map(({ burstMs }) => (1000 * texts * burst) / burstMs)) }];
}
