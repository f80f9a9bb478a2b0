// Timing and counting: rounds that go from engine to engine, medians with quartiles, WebGPU calls.

export interface Stats {
  readonly n: number;
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  readonly min: number;
}

export function statsOf(samples: readonly number[]): Stats {
  const sorted = [...samples].sort((a, b) => a - b);
  const quantile = (share: number): number => {
    const at = share * (sorted.length - 1);
    const low = sorted[Math.floor(at)]!;
    return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
  };
  return {
    n: sorted.length,
    median: quantile(0.5),
    p25: quantile(0.25),
    p75: quantile(0.75),
    min: sorted[0] ?? Number.NaN,
  };
}

export interface Rounds {
  readonly min: number;
  readonly max: number;
  /** What the slowest contestant may spend on single samples; there are `min` rounds at least. */
  readonly budgetMs: number;
  /** Each turn begins with a sample that does not count: caches and sleeping threads come back. */
  readonly warmsUp?: boolean;
}

/** Before an engine's turn: buffers that the one before let go of are freed, its garbage is collected. */
const SETTLE_MS = 150;
/** A turn takes about as long as the slowest contestant's, but no longer than this. */
const MOST_TURN_MS = 2000;
const MOST_SAMPLES_A_TURN = 8;

/**
 * Turns of all contestants, the first one moving on by one each round. A turn of a fast one holds
 * several samples, and the rounds end for all at once: whatever else the machine does, and however its
 * speed drifts, falls on all of them alike.
 */
export async function interleave<T>(
  contestants: readonly T[],
  sample: (contestant: T) => Promise<number>,
  { min, max, budgetMs, warmsUp = false }: Rounds,
): Promise<Map<T, number[]>> {
  const samples = new Map<T, number[]>(contestants.map((contestant) => [contestant, []]));
  let slowestMs = 0;
  let spentMs = 0;
  for (let round = 0; round < max && (round < min || spentMs < budgetMs); round++) {
    let longestMs = 0;
    for (let i = 0; i < contestants.length; i++) {
      const contestant = contestants[(i + round) % contestants.length]!;
      const own = samples.get(contestant)!;
      if (contestants.length > 1) await new Promise((done) => setTimeout(done, SETTLE_MS));
      if (contestants.length > 1 && warmsUp) await sample(contestant);
      const from = performance.now();
      const elapsed = (): number => performance.now() - from;
      let taken = 0;
      do {
        own.push(await sample(contestant));
        taken++;
      } while (taken < MOST_SAMPLES_A_TURN && elapsed() < Math.min(slowestMs, MOST_TURN_MS));
      longestMs = Math.max(longestMs, elapsed() / taken);
    }
    slowestMs = longestMs;
    spentMs += longestMs;
  }
  return samples;
}

export async function elapsedMs(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

export interface Calls {
  readonly dispatches: number;
  readonly submits: number;
  readonly passes: number;
  readonly bindGroups: number;
  readonly buffers: number;
  readonly writes: number;
}

const counts = { dispatches: 0, submits: 0, passes: 0, bindGroups: 0, buffers: 0, writes: 0 };

/** Counts what every engine asks of WebGPU from now on. Once, before the engines open devices. */
export function countCalls(): void {
  const count = (type: { prototype: object }, method: string, key: keyof typeof counts): void => {
    const prototype = type.prototype as Record<string, (...args: unknown[]) => unknown>;
    const original = prototype[method]!;
    prototype[method] = function (this: unknown, ...args) {
      counts[key]++;
      return original.apply(this, args);
    };
  };
  count(GPUComputePassEncoder, 'dispatchWorkgroups', 'dispatches');
  count(GPUComputePassEncoder, 'dispatchWorkgroupsIndirect', 'dispatches');
  count(GPUCommandEncoder, 'beginComputePass', 'passes');
  count(GPUQueue, 'submit', 'submits');
  count(GPUQueue, 'writeBuffer', 'writes');
  count(GPUDevice, 'createBindGroup', 'bindGroups');
  count(GPUDevice, 'createBuffer', 'buffers');
}

export async function callsOf(work: () => unknown): Promise<Calls> {
  const before = { ...counts };
  await work();
  const keys = Object.keys(counts) as (keyof typeof counts)[];
  return Object.fromEntries(keys.map((key) => [key, counts[key] - before[key]])) as typeof counts;
}
