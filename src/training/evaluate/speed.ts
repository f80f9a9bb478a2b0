// How fast models write, side by side: rounds in which each has its turn, the first one moving on by one
// each time, so that drift falls on all alike. A disturbed sample is kept, marked, and taken again.
import { SLOTS } from '../generate/decodeProgram';
import type { TokenGenerator } from '../generate/tokenGenerator';
import {
  spreadOf,
  pairedRatio,
  quantile,
  rising,
  type PairedRatio,
  type Spread,
} from './statistics';

export interface Contestant {
  readonly id: string;
  readonly decoder: Pick<TokenGenerator, 'start' | 'sample'> & { readonly sequences?: number };
  /** Waits for its device. */
  readonly idle: () => Promise<void>;
  /** The plan's where left out. */
  readonly prompt?: readonly number[];
  /** Also writes behind a single token: with a cache, a deep text is slower. */
  readonly isAlsoShallow?: boolean;
}

/** `hidden`: the tab was; `running`: something else of this lab used the device; `busy`: something outside did. */
export type Disturbance = 'hidden' | 'running' | 'busy';

/** Watched by the host. */
export interface Surroundings {
  /** What has happened since it was last asked, or still is. */
  take(): Disturbance | null;
  /** Resolves when nothing disturbs any longer. */
  calm(signal: AbortSignal): Promise<void>;
}

export interface SpeedPlan {
  /** Tokens before the first one that is written. */
  readonly prompt: readonly number[];
  /** Tokens that are each waited for. */
  readonly singles: number;
  /** Tokens in one go, after those. */
  readonly burst: number;
  readonly minRounds: number;
  readonly maxRounds: number;
  /** Measured time of each contestant, at least, within `maxRounds`. */
  readonly minMs: number;
}

export interface SpeedSample {
  /** Counts all samples in the order in which they were taken. */
  readonly order: number;
  readonly round: number;
  readonly id: string;
  /** Prompt read, caches filled. */
  readonly prefillMs: number;
  /** From the beginning of the prompt to the first token on the CPU. */
  readonly firstTokenMs: number;
  readonly singleMs: readonly number[];
  readonly burstMs: number;
  /** As many tokens behind a single one. */
  readonly shallowMs?: number;
  disturbed: Disturbance | null;
}

const GREEDY = { temperature: 0, seed: 0 };
/** A control this much slower than usual: somebody else has the device. */
const BUSY_FACTOR = 2;

const since = (from: number): number => performance.now() - from;
const measuredMs = ({ firstTokenMs, singleMs, burstMs, shallowMs = 0 }: SpeedSample): number =>
  singleMs.reduce((sum, ms) => sum + ms, firstTokenMs + burstMs + shallowMs);

/** Milliseconds of `count` tokens, in as few goes as may be. */
async function written(
  decoder: Contestant['decoder'],
  count: number,
  made: number,
): Promise<number> {
  const from = performance.now();
  for (let done = 0; done < count; done += SLOTS) {
    await decoder.sample(Math.min(SLOTS, count - done), made + done, GREEDY);
  }
  return since(from);
}

async function sampleOf(
  { id, decoder, idle, prompt: own, isAlsoShallow }: Contestant,
  { prompt: common, singles, burst }: SpeedPlan,
  surroundings: Surroundings,
  index: { readonly order: number; readonly round: number },
): Promise<SpeedSample> {
  const prompt = own ?? common;
  const texts = (text: readonly number[]) =>
    Array.from({ length: decoder.sequences ?? 1 }, () => text);
  surroundings.take();
  const from = performance.now();
  await decoder.start(texts(prompt));
  await idle();
  const prefillMs = since(from);
  await decoder.sample(1, 0, GREEDY);
  const firstTokenMs = since(from);
  const singleMs: number[] = [];
  for (let made = 1; made <= singles; made++) {
    const start = performance.now();
    await decoder.sample(1, made, GREEDY);
    singleMs.push(since(start));
  }
  const burstMs = await written(decoder, burst, singles + 1);
  const sample = { ...index, id, prefillMs, firstTokenMs, singleMs, burstMs };
  if (!isAlsoShallow) return { ...sample, disturbed: surroundings.take() };
  await decoder.start(texts(prompt.slice(0, 1)));
  const shallowMs = await written(decoder, burst, 0);
  return { ...sample, shallowMs, disturbed: surroundings.take() };
}

export interface SpeedRun {
  readonly samples: readonly SpeedSample[];
  /** Whole time of the rounds, and the part of it that was measured. */
  readonly elapsedMs: number;
  readonly measuredMs: number;
}

/** Warms every contestant up, then measures in rounds. `control` is a fixed small piece of work on a device. */
export async function measureSpeed(
  contestants: readonly Contestant[],
  plan: SpeedPlan,
  surroundings: Surroundings,
  options: {
    readonly control: () => Promise<void>;
    readonly onRound?: (samples: readonly SpeedSample[], round: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<SpeedRun> {
  const { control, onRound, signal } = options;
  const samples: SpeedSample[] = [];
  const index = { order: -1, round: -1 };
  for (const contestant of contestants) await sampleOf(contestant, plan, surroundings, index);
  const controls: number[] = [];
  const from = performance.now();
  let waitedMs = 0;
  for (let round = 0; round < plan.maxRounds && !signal.aborted; round++) {
    if (isEnough(samples, contestants, plan)) break;
    const waitFrom = performance.now();
    await surroundings.calm(signal);
    const controlFrom = performance.now();
    await control();
    controls.push(since(controlFrom));
    waitedMs += since(waitFrom);
    for (let i = 0; i < contestants.length && !signal.aborted; i++) {
      const contestant = contestants[(i + round) % contestants.length]!;
      samples.push(
        await sampleOf(contestant, plan, surroundings, { order: samples.length, round }),
      );
    }
    markBusy(samples, controls);
    onRound?.(samples, round);
  }
  const measured = samples.reduce((sum, sample) => sum + measuredMs(sample), 0);
  return { samples, elapsedMs: since(from) - waitedMs, measuredMs: measured };
}

function isEnough(
  samples: readonly SpeedSample[],
  contestants: readonly Contestant[],
  { minRounds, minMs }: SpeedPlan,
): boolean {
  return contestants.every(({ id }) => {
    const good = samples.filter((sample) => sample.id === id && !sample.disturbed);
    const ms = good.reduce((sum, sample) => sum + measuredMs(sample), 0);
    return good.length >= minRounds && ms >= minMs;
  });
}

/** Rounds whose control took much longer than usual; evaluated anew as more controls are known. */
function markBusy(samples: readonly SpeedSample[], controls: readonly number[]): void {
  const usual = quantile(rising(controls), 0.5);
  for (const sample of samples) {
    if (sample.disturbed === 'hidden' || sample.disturbed === 'running') continue;
    sample.disturbed = controls[sample.round]! > BUSY_FACTOR * usual ? 'busy' : null;
  }
}

export interface SpeedFigures {
  /** Tokens a second while the prompt is read; null where the model keeps no cache and so reads it anew. */
  readonly prefill: Spread | null;
  /** Tokens a second, written in one go behind the prompt. */
  readonly decode: Spread;
  /** The same behind a single token; null where the model keeps no cache: depth is nothing to it. */
  readonly shallow: Spread | null;
  readonly firstTokenMs: Spread;
  /** Tokens that were waited for one by one. */
  readonly tokenMs: { readonly p50: number; readonly p90: number; readonly p99: number };
  /** Decoding beside the reference, round by round; null for the reference itself. */
  readonly against: PairedRatio | null;
}

/** Figures of one contestant from the undisturbed samples; null while there are none. */
export function speedFigures(
  samples: readonly SpeedSample[],
  id: string,
  { prompt, burst }: SpeedPlan,
  options: {
    readonly reference: string;
    readonly hasPrefill: boolean;
    /** It runs the kernels of the reference. */
    readonly sameProgram?: boolean;
  },
): SpeedFigures | null {
  const of = (wanted: string): Map<number, SpeedSample> =>
    new Map(
      samples
        .filter((sample) => sample.id === wanted && !sample.disturbed)
        .map((sample) => [sample.round, sample]),
    );
  const own = of(id);
  if (own.size === 0) return null;
  const good = [...own.values()];
  const singles = rising(good.flatMap(({ singleMs }) => singleMs));
  const read = prompt.length - 1;
  return {
    prefill:
      options.hasPrefill && read > 0
        ? spreadOf(good.map(({ prefillMs }) => (1000 * read) / prefillMs))
        : null,
    decode: spreadOf(good.map(({ burstMs }) => (1000 * burst) / burstMs)),
    shallow: shallowOf(good, burst),
    firstTokenMs: spreadOf(good.map(({ firstTokenMs }) => firstTokenMs)),
    tokenMs: {
      p50: quantile(singles, 0.5),
      p90: quantile(singles, 0.9),
      p99: quantile(singles, 0.99),
    },
    against:
      id === options.reference
        ? null
        : against(own, of(options.reference), options.sameProgram ?? false),
  };
}

function shallowOf(good: readonly SpeedSample[], burst: number): Spread | null {
  const times = good.flatMap(({ shallowMs }) => shallowMs ?? []);
  return times.length > 0 ? spreadOf(times.map((ms) => (1000 * burst) / ms)) : null;
}

function against(
  own: ReadonlyMap<number, SpeedSample>,
  reference: ReadonlyMap<number, SpeedSample>,
  sameProgram: boolean,
): PairedRatio | null {
  const rounds = [...own.keys()].filter((round) => reference.has(round));
  if (rounds.length === 0) return null;
  const decodeMs = ({ singleMs, burstMs }: SpeedSample): number =>
    singleMs.reduce((sum, ms) => sum + ms, burstMs);
  const found = pairedRatio(
    rounds.map((round) => decodeMs(own.get(round)!)),
    rounds.map((round) => decodeMs(reference.get(round)!)),
  );
  return sameProgram ? { ...found, verdict: 'same', sameProgram } : found;
}
