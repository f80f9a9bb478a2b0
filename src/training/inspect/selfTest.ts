// Numerics self-test: every fast variant of a kernel against its plain one, on the adapter at hand.
// A driver may compile a shader wrongly without a word; what fails here must not be chosen.
import type { BufferView, DispatchSink } from '../../gpu/dispatch';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import type { ComputeContext } from '../../gpu/compute';
import { hash32 } from '../initial';

export type Views = Readonly<Record<string, BufferView>>;

/** One kernel at one shape. */
export interface SelfTestCase {
  readonly name: string;
  /** For people. */
  readonly shape: string;
  /** Plain first. */
  readonly variants: readonly string[];
  /** Elements of each tensor. */
  readonly inputs: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, number>>;
  /** Inputs that hold whole numbers, and their bound. */
  readonly below?: Readonly<Record<string, number>>;
  /** Inputs that are bits, and those that may be set. */
  readonly mask?: Readonly<Record<string, number>>;
  /** Largest error allowed, as a share of the largest value; may depend on the variant. */
  tolerance(variant: string): number;
  record(sink: DispatchSink, views: Views, variant: string): void;
}

export interface SelfTestRow {
  readonly name: string;
  readonly variant: string;
  readonly shape: string;
  /** As a share of the largest value; Infinity where a value is missing or not finite. */
  readonly worstError: number;
  readonly tolerance: number;
  readonly passed: boolean;
  /** Why the variant did not even run. */
  readonly failure?: string;
}

export interface SelfTestReport {
  readonly adapter: string;
  readonly rows: readonly SelfTestRow[];
  readonly passed: boolean;
  readonly elapsedMs: number;
}

/** What an output holds before the kernel has run: nothing computes it by chance. */
const GARBAGE = -12345.5;

export interface SelfTestOptions {
  /** Hears of each result at once: compiling every variant takes a CPU adapter minutes. */
  readonly onRow?: (row: SelfTestRow) => void;
  /** Stops between cases; the report then holds what has been done. */
  readonly signal?: AbortSignal;
}

/** Runs the cases one after another. */
export async function selfTest(
  context: ComputeContext,
  cases: readonly SelfTestCase[],
  { onRow, signal }: SelfTestOptions = {},
): Promise<SelfTestReport> {
  const startMs = performance.now();
  const rows: SelfTestRow[] = [];
  for (const test of cases) {
    if (signal?.aborted) break;
    for (const row of await runCase(context, test)) {
      rows.push(row);
      onRow?.(row);
    }
  }
  const { device, description, architecture } = context.open.facts;
  return {
    adapter: device || description || architecture,
    rows,
    passed: rows.every((row) => row.passed),
    elapsedMs: performance.now() - startMs,
  };
}

async function runCase(context: ComputeContext, test: SelfTestCase): Promise<SelfTestRow[]> {
  const { name, shape, variants } = test;
  const [plain, ...fast] = variants;
  if (plain === undefined || fast.length === 0) return [];
  const bench = new Bench(context, test);
  const rows: SelfTestRow[] = [];
  try {
    const want = await bench.run(plain);
    for (const variant of fast) {
      const tolerance = test.tolerance(variant);
      const row = { name, variant, shape, tolerance };
      try {
        const worstError = worst(await bench.run(variant), want);
        rows.push({ ...row, worstError, passed: worstError <= tolerance });
      } catch (error) {
        context.faults.throwIfFailed();
        const failure = error instanceof Error ? error.message : String(error);
        rows.push({ ...row, worstError: Infinity, passed: false, failure });
      }
    }
  } finally {
    bench.destroy();
  }
  return rows;
}

/** The tensors of a case, and its kernel run on them. */
class Bench {
  readonly #context: ComputeContext;
  readonly #test: SelfTestCase;
  readonly #views: Views;

  constructor(context: ComputeContext, test: SelfTestCase) {
    this.#context = context;
    this.#test = test;
    this.#views = Object.fromEntries(
      Object.entries({ ...test.inputs, ...test.outputs }).map(([name, size]) => [
        name,
        wholeView(declareBuffer(name, Math.max(16, size * 4), 'data', true)),
      ]),
    );
    Object.entries(test.inputs).forEach(([name, size], seed) => {
      const bound = test.below?.[name];
      const mask = test.mask?.[name];
      const whole = (of: (bits: number) => number): Uint32Array<ArrayBuffer> =>
        Uint32Array.from({ length: size }, (_, i) => of(hash32(i, seed)));
      const data = bound
        ? whole((bits) => bits % bound)
        : mask
          ? whole((bits) => bits & mask)
          : Float32Array.from({ length: size }, (_, i) => hash32(i, seed) / 2 ** 31 - 1);
      context.buffers.write(this.#views[name]!, data);
    });
  }

  async run(variant: string): Promise<Float32Array[]> {
    const { buffers, open } = this.#context;
    const recorder = new Recorder(open.limits);
    this.#test.record(recorder, this.#views, variant);
    const program = await this.#context.compile(recorder.dispatches);
    const outputs = Object.entries(this.#test.outputs);
    for (const [name, size] of outputs) {
      buffers.write(this.#views[name]!, new Float32Array(size).fill(GARBAGE));
    }
    program.run();
    const results: Float32Array[] = [];
    for (const [name, size] of outputs) {
      results.push((await buffers.readFloats(this.#views[name]!)).subarray(0, size));
    }
    program.destroy();
    return results;
  }

  destroy(): void {
    for (const { buffer } of Object.values(this.#views)) this.#context.buffers.freeResident(buffer);
  }
}

/** Largest difference of any output, as a share of that output's largest value. */
function worst(got: readonly Float32Array[], want: readonly Float32Array[]): number {
  let share = 0;
  got.forEach((values, index) => {
    const expected = want[index]!;
    const greatest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
    values.forEach((value, i) => {
      const difference = Math.abs(value - expected[i]!);
      share = Math.max(share, Number.isFinite(difference) ? difference / greatest : Infinity);
    });
  });
  return share;
}
