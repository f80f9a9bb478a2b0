// Runs a matmul variant on the adapter: is it right, and how long does it take?
import type { BufferView } from './dispatch';
import type { VariantMeasurer } from './autotune';
import { matmul, type MatmulShape } from './kernels/matmul/matmul';
import { declareBuffer, Recorder, wholeView } from './recorder';
import type { ComputeContext, Program } from './compute';

/** Larger products are measured as smaller ones of their proportions. */
const MOST_PRODUCTS = 2 ** 28;
/** Work between two waits. */
const TARGET_MS = 3;
/** Largest error allowed, as a share of the largest value; sums may be in another order. */
const TOLERANCE = 1e-5;

interface Product {
  readonly shape: MatmulShape;
  readonly views: Readonly<Record<'a' | 'b' | 'out', BufferView>>;
  /** What the plain variant makes of the same numbers. */
  readonly expected: Float32Array;
}

/** Measures on one device; remembers the product at hand, so that variants of one shape share it. */
export class MatmulMeasurer implements VariantMeasurer {
  readonly #context: ComputeContext;
  #at: { readonly requested: MatmulShape; readonly product: Product } | null = null;

  constructor(context: ComputeContext) {
    this.#context = context;
  }

  async measure(requested: MatmulShape, variant: string, deadlineMs: number) {
    if (this.#at?.requested !== requested) {
      this.release();
      this.#at = { requested, product: await prepare(this.#context, measurable(requested)) };
    }
    if (performance.now() >= deadlineMs) return 'late';
    return measure(this.#context, this.#at.product, variant, deadlineMs);
  }

  release(): void {
    if (!this.#at) return;
    for (const { buffer } of Object.values(this.#at.product.views)) {
      this.#context.buffers.freeResident(buffer);
    }
    this.#at = null;
  }
}

/** Halves the longest extent, in whole fours, until it is quick. */
function measurable(shape: MatmulShape): MatmulShape {
  let { m, n, k } = shape;
  const batch = Math.min(shape.batch, 4);
  const half = (extent: number): number => Math.ceil(extent / 8) * 4;
  while (m * n * k * batch > MOST_PRODUCTS) {
    if (m >= n && m >= k) m = half(m);
    else if (n >= k) n = half(n);
    else k = half(k);
  }
  const strides = { strideA: m * k, strideB: k * n, strideOut: m * n };
  return { ...shape, m, n, k, batch, ...strides };
}

async function prepare(context: ComputeContext, shape: MatmulShape): Promise<Product> {
  const { m, n, k, batch } = shape;
  const view = (label: string, elements: number): BufferView =>
    wholeView(declareBuffer(label, Math.max(4, elements) * 4, 'workspace', true));
  const views = {
    a: view('tuning_a', batch * m * k),
    b: view('tuning_b', batch * k * n),
    out: view('tuning_out', batch * m * n),
  };
  context.buffers.write(views.a, pattern(batch * m * k, 1));
  context.buffers.write(views.b, pattern(batch * k * n, 2));
  const program = await compile(context, { shape, views }, 'plain');
  program.run();
  const expected = await context.buffers.readFloats(views.out);
  program.destroy();
  return { shape, views, expected };
}

/** Numbers in [-1, 1) that repeat with a prime length: no two rows are alike. */
function pattern(count: number, seed: number): Float32Array<ArrayBuffer> {
  const period = Float32Array.from({ length: 4093 }, (_, i) => Math.sin(i * i * 0.7 + seed));
  const values = new Float32Array(count);
  for (let at = 0; at < count; at += period.length) {
    values.set(period.subarray(0, Math.min(period.length, count - at)), at);
  }
  return values;
}

async function compile(
  context: ComputeContext,
  { shape, views }: Pick<Product, 'shape' | 'views'>,
  variant: string,
): Promise<Program> {
  const recorder = new Recorder(context.open.limits);
  matmul(recorder, { ...views, shape, variant });
  return context.compile(recorder.dispatches);
}

async function measure(
  context: ComputeContext,
  product: Product,
  variant: string,
  deadlineMs: number,
): Promise<number | null | 'late'> {
  const { views, expected } = product;
  const compiling = compile(context, product, variant);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, deadlineMs - performance.now()));
  });
  const program = await Promise.race([compiling, late]).catch(() => null);
  clearTimeout(timer);
  if (program === null) return null;
  if (program === 'late') {
    // Compiling cannot be stopped; what comes of it is put away.
    compiling.then((unused) => unused.destroy()).catch(() => undefined);
    return 'late';
  }
  try {
    context.buffers.write(views.out, new Float32Array(expected.length).fill(Number.NaN));
    program.run();
    if (!agrees(await context.buffers.readFloats(views.out), expected)) return null;
    return await time(context, program);
  } finally {
    program.destroy();
  }
}

function agrees(got: Float32Array, want: Float32Array): boolean {
  const greatest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // NaN compares false.
  return got.every((value, i) => Math.abs(value - want[i]!) <= TOLERANCE * greatest);
}

/** The better of two rounds. */
async function time(context: ComputeContext, program: Program): Promise<number> {
  const round = async (times: number): Promise<number> => {
    const fromMs = performance.now();
    const encoder = context.encoder();
    for (let i = 0; i < times; i++) program.encode(encoder);
    context.send(encoder);
    await context.idle();
    return (performance.now() - fromMs) / times;
  };
  const onceMs = await round(1);
  const times = Math.max(1, Math.min(32, Math.round(TARGET_MS / onceMs)));
  return Math.min(await round(times), await round(times));
}
