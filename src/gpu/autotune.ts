// Chooses kernel variants by measuring them: per adapter and shape class, within a budget of time,
// kept in a store. What was not reached keeps the static choice for good, so that the same run gives
// the same bits tomorrow; only `again` measures anew. A variant that computes something else than the
// plain one is never chosen.
import type { KernelLimits, VariantChoices } from './dispatch';
import {
  chooseMatmul,
  matmulShapeClass,
  matmulVariants,
  type MatmulShape,
} from './kernels/matmul/matmulVariants';

/** What is kept of an adapter: a variant for each shape class, and a shape of that class. */
export type AutotunedVariants = Readonly<
  Record<string, { readonly variant: string; readonly shape: MatmulShape }>
>;

/** Where choices outlive the session. */
export interface AutotuneStore {
  load(adapter: string): Promise<AutotunedVariants | undefined>;
  save(adapter: string, tuned: AutotunedVariants): Promise<void>;
}

export interface AutotuneRow {
  readonly shapeClass: string;
  readonly shape: MatmulShape;
  readonly variant: string;
  /** ms of one run; null for a variant that gave wrong numbers or did not compile. */
  readonly measured: Readonly<Record<string, number | null>>;
}

export interface VariantMeasurer {
  /** Milliseconds of one run; null where the result is wrong. Gives up at the deadline. */
  measure(shape: MatmulShape, variant: string, deadlineMs: number): Promise<number | null | 'late'>;
  /** Frees what it measured with. */
  release(): void;
}

/** At the first start of a run. */
const FIRST_BUDGET_MS = 300;
/** When the person asks for it. */
const AGAIN_BUDGET_MS = 4000;

/** Below so many products no choice is worth a measurement. */
const SMALL = 2 ** 18;
/** A change must pay by more than what clocks disagree on. */
const WORTH = 0.95;

const square = (transA: boolean, transB: boolean, m = 512): MatmulShape => {
  const [n, k] = [512, 512];
  const strides = { strideA: m * k, strideB: k * n, strideOut: m * n };
  return { m, n, k, transA, transB, batch: 1, ...strides };
};
/** What is measured on demand before any run has told its shapes. */
const USUAL = [
  square(false, false),
  square(false, true),
  square(true, false),
  square(false, false, 1),
];

const work = ({ m, n, k, batch }: MatmulShape): number => m * n * k * batch;

export class Autotuner implements VariantChoices {
  readonly #limits: KernelLimits;
  readonly #measurer: VariantMeasurer;
  readonly #now: () => number;
  readonly #tuned = new Map<string, { variant: string; shape: MatmulShape }>();

  constructor(
    limits: KernelLimits,
    measurer: VariantMeasurer,
    tuned: AutotunedVariants = {},
    now: () => number = () => performance.now(),
  ) {
    this.#limits = limits;
    this.#measurer = measurer;
    this.#now = now;
    for (const [shapeClass, choice] of Object.entries(tuned)) this.#tuned.set(shapeClass, choice);
  }

  get tuned(): AutotunedVariants {
    return Object.fromEntries(this.#tuned);
  }

  choose(shapeClass: string): string | undefined {
    return this.#tuned.get(shapeClass)?.variant;
  }

  /** The shapes that a capture asks for; the capture itself is thrown away. */
  shapesOf(capture: (limits: KernelLimits) => unknown): MatmulShape[] {
    const shapes = new Map<string, MatmulShape>();
    const choose = (shapeClass: string, shape: MatmulShape): undefined => {
      const known = shapes.get(shapeClass);
      if (!known || work(shape) > work(known)) shapes.set(shapeClass, shape);
    };
    capture({ ...this.#limits, choices: { choose } });
    return [...shapes.values()];
  }

  /** Decides every shape class that has no choice yet, most work first. */
  async tune(shapes: readonly MatmulShape[], budgetMs = FIRST_BUDGET_MS): Promise<AutotuneRow[]> {
    const open = shapes.filter((shape) => !this.#tuned.has(matmulShapeClass(shape)));
    return this.#decide(open, budgetMs);
  }

  /** Measures everything that is known once more. */
  async again(budgetMs = AGAIN_BUDGET_MS): Promise<AutotuneRow[]> {
    const known = [...this.#tuned.values()].map(({ shape }) => shape);
    return this.#decide(known.length > 0 ? known : USUAL, budgetMs);
  }

  async #decide(shapes: readonly MatmulShape[], budgetMs: number): Promise<AutotuneRow[]> {
    const deadlineMs = this.#now() + budgetMs;
    const rows: AutotuneRow[] = [];
    for (const shape of shapes.toSorted((a, b) => work(b) - work(a))) {
      const row = await this.#decideOne(shape, deadlineMs);
      this.#tuned.set(row.shapeClass, { variant: row.variant, shape });
      rows.push(row);
    }
    this.#measurer.release();
    return rows;
  }

  async #decideOne(shape: MatmulShape, deadlineMs: number): Promise<AutotuneRow> {
    const fallback = chooseMatmul(this.#limits, shape);
    const shapeClass = matmulShapeClass(shape);
    const others = matmulVariants(this.#limits, shape).filter(
      (name) => name !== fallback && name !== 'plain',
    );
    const measured: Record<string, number | null> = {};
    // The one in use first: nothing replaces what was not measured itself.
    const candidates = work(shape) < SMALL || others.length === 0 ? [] : [fallback, ...others];
    for (const variant of candidates) {
      if (this.#now() >= deadlineMs) break;
      const ms = await this.#measurer.measure(shape, variant, deadlineMs);
      if (ms === 'late') break;
      measured[variant] = ms;
    }
    return { shapeClass, shape, variant: fastest(measured, fallback), measured };
  }
}

function fastest(measured: Readonly<Record<string, number | null>>, fallback: string): string {
  if (!(fallback in measured)) return fallback;
  let best = measured[fallback] === null ? 'plain' : fallback;
  let limitMs = (measured[fallback] ?? Infinity) * WORTH;
  for (const [variant, ms] of Object.entries(measured)) {
    if (variant === fallback || ms === null || ms >= limitMs) continue;
    best = variant;
    limitMs = ms;
  }
  return best;
}
