// Runs cases, each three times on each device: stale memory shows on the second run, and all runs from
// one start must agree bit by bit.
import { NotYet, type Case, type Environment, type Round } from './case';
import type { Numbers } from './numbers';
import { differingBits } from './compare';
import { Engine } from './engine';
import { prepare } from './runners';

const ROUNDS = 3;

export interface Outcome {
  readonly id: string;
  readonly kind: string;
  readonly status: 'passed' | 'failed' | 'not yet';
  /** Largest error of the runs in units of its tolerance. */
  readonly worst: number;
  readonly details: readonly string[];
  readonly elapsedMs: number;
}

/** One device for all cases; one that has failed is replaced. */
export class Devices implements Environment {
  readonly #driver: string | undefined;
  #engine: Promise<Engine> | null = null;
  #opened: Engine | null = null;

  constructor(driver?: string) {
    this.#driver = driver;
  }

  async engine(): Promise<Engine> {
    if (this.#opened?.fault) this.#engine = null;
    this.#engine ??= Engine.open(this.#driver);
    return (this.#opened = await this.#engine);
  }

  get opened(): Engine | null {
    return this.#opened;
  }

  destroy(): void {
    this.#opened?.destroy();
  }
}

/** On several devices the results must agree bit by bit as well. */
export async function runCase(testCase: Case, engines: readonly Devices[]): Promise<Outcome> {
  const startMs = performance.now();
  const { id, kind } = testCase;
  const outcome = (status: Outcome['status'], worst: number, details: string[]): Outcome => ({
    id,
    kind,
    status,
    worst,
    details,
    elapsedMs: performance.now() - startMs,
  });
  try {
    const { worst, problems, missing } = await rounds(testCase, engines);
    problems.push(...engines.flatMap(({ opened }) => opened?.fault ?? []));
    if (problems.length > 0) return outcome('failed', worst, problems);
    if (missing.length > 0) return outcome('not yet', worst, missing);
    return outcome('passed', worst, []);
  } catch (error) {
    if (error instanceof NotYet) return outcome('not yet', 0, [error.message]);
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return outcome('failed', Infinity, [message]);
  }
}

async function rounds(
  testCase: Case,
  engines: readonly Devices[],
): Promise<{ worst: number; problems: string[]; missing: string[] }> {
  let worst = 0;
  const problems: string[] = [];
  let missing: readonly string[] = [];
  let first: ReadonlyMap<string, Numbers> | undefined;
  let run = 0;
  for (const devices of engines) {
    const prepared = await prepare(testCase, devices);
    try {
      for (let round = 0; round < ROUNDS && problems.length === 0; round++) {
        run += 1;
        const result: Round = await prepared.run();
        worst = Math.max(worst, result.worst);
        missing = result.missing ?? [];
        problems.push(...result.problems.map((text) => (run > 1 ? `run ${run}: ${text}` : text)));
        const names = first && result.results ? differingBits(first, result.results) : [];
        if (names.length > 0) problems.push(`run ${run} differs from run 1: ${names.join(', ')}`);
        first ??= result.results;
      }
    } finally {
      prepared.destroy?.();
    }
  }
  return { worst, problems, missing: [...missing] };
}
