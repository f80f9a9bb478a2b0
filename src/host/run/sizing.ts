// Sizes the default model for this adapter: half a second of matrix products, then the largest
// rung whose training step should stay pleasant.
import type { AdapterFacts } from '../../gpu/compute';
import { matmul } from '../../gpu/kernels/matmul/matmul';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import type { ComputeContext } from '../../gpu/compute';
import type { ModelConfig, RunConfig } from '../../training/run/config';
import { SIZED_STEP_MS } from '../protocol/device';

/** From a CPU that emulates a GPU to a workstation card. */
const LADDER = [
  {
    model: { n_layer: 2, n_head: 4, n_embd: 96, n_positions: 32 },
    training: { per_device_train_batch_size: 16, learning_rate: 5e-3, max_steps: 450 },
  },
  {
    model: { n_layer: 4, n_head: 4, n_embd: 128, n_positions: 64 },
    training: { per_device_train_batch_size: 12, learning_rate: 2e-3, max_steps: 2000 },
  },
  {
    model: { n_layer: 4, n_head: 6, n_embd: 192, n_positions: 128 },
    training: { per_device_train_batch_size: 16, learning_rate: 1.5e-3, max_steps: 2500 },
  },
  {
    model: { n_layer: 6, n_head: 8, n_embd: 256, n_positions: 128 },
    training: { per_device_train_batch_size: 32, learning_rate: 1e-3, max_steps: 3000 },
  },
  {
    model: { n_layer: 6, n_head: 6, n_embd: 384, n_positions: 256 },
    training: { per_device_train_batch_size: 48, learning_rate: 1e-3, max_steps: 4000 },
  },
];

type Rung = (typeof LADDER)[number];

/** The share of the probe's speed that a step reaches. */
const EFFICIENCY = 0.5;
const PROBE_SIZE = 256;
const PROBE_MS = 500;

/** Billions of float operations a second in a 256³ product. */
export async function probeAdapter(context: ComputeContext): Promise<{ gflops: number }> {
  const recorder = new Recorder(context.open.limits);
  const sizeBytes = PROBE_SIZE * PROBE_SIZE * 4;
  const [a, b, out] = ['a', 'b', 'out'].map((name) =>
    wholeView(declareBuffer(`probe_${name}`, sizeBytes, 'workspace')),
  );
  const side = PROBE_SIZE;
  const shape = {
    m: side,
    n: side,
    k: side,
    transA: false,
    transB: false,
    batch: 1,
    strideA: 0,
    strideB: 0,
    strideOut: 0,
  };
  matmul(recorder, { a: a!, b: b!, out: out!, shape });
  const program = await context.compile(recorder.dispatches);
  const time = async (repeats: number): Promise<number> => {
    const from = performance.now();
    const encoder = context.encoder();
    for (let i = 0; i < repeats; i++) program.encode(encoder);
    context.send(encoder);
    await context.idle();
    return performance.now() - from;
  };
  await time(1);
  let repeats = 1;
  let best = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + PROBE_MS; performance.now() < end;) {
    const elapsedMs = await time(repeats);
    best = Math.min(best, elapsedMs / repeats);
    // Long enough that the wait for completion does not count.
    if (elapsedMs < 50) repeats *= 2;
  }
  program.destroy();
  return { gflops: (2 * side ** 3) / best / 1e6 };
}

/** Arithmetic of a training step: six operations a weight and token, plus attention. */
function stepFlops({ model, training }: Rung): number {
  const { n_layer, n_embd, n_positions } = model;
  const perToken = 6 * n_layer * 12 * n_embd * n_embd + 12 * n_layer * n_embd * n_positions;
  return perToken * n_positions * training.per_device_train_batch_size;
}

/** The config with the rung's model, batch, rate and length in place of its own. */
export function sizeFor(
  config: RunConfig,
  { gflops }: { readonly gflops: number },
  facts: AdapterFacts,
  maxSteps?: number,
) {
  const budgetMs = SIZED_STEP_MS[facts.software ? 'cpu' : 'hardware'];
  const affordable = gflops * 1e6 * EFFICIENCY * budgetMs;
  const fits = LADDER.filter((rung) => stepFlops(rung) <= affordable);
  const { model, training } = fits.at(-1) ?? LADDER[0]!;
  const { n_layer, n_embd } = model;
  return {
    config: {
      ...config,
      model: {
        ...sized(config.model, model),
        initializer_range: initialStd(n_embd),
      },
      training: {
        ...config.training,
        ...training,
        eval_steps: facts.software ? 50 : 100,
        ...(maxSteps !== undefined && { max_steps: maxSteps }),
        min_learning_rate: training.learning_rate / 10,
        warmup_steps: 50,
      },
    },
    chosen: `${n_layer} × ${n_embd}`,
  };
}

/**
 * Narrow models learn sooner from wider initial weights: at 96 channels and 500 steps the story's
 * loss was 1.40 a letter with 0.06 and 1.73 with GPT-2's 0.02 (docs/decisions/0004-stories-in-pieces.md).
 */
const initialStd = (width: number): number => Number((0.6 / Math.sqrt(width)).toFixed(3));

/** The inner widths of other families keep their ratio to the width. */
function sized(model: ModelConfig, { n_head, ...size }: Rung['model']): ModelConfig {
  const inner =
    'n_inner' in model && model.n_inner
      ? Math.max(1, Math.round((model.n_inner / model.n_embd) * size.n_embd))
      : 0;
  switch (model.family) {
    case 'gpt':
      return { ...model, ...size, n_head, ...(inner > 0 && { n_inner: inner }) };
    case 'llama':
      return { ...model, ...size, n_head, n_kv_head: n_head, n_inner: inner };
    case 'recurrent':
    case 'convolution':
      return { ...model, ...size };
    case 'blocks':
    case 'bert':
    case 'distilbert':
    case 't5':
      return { ...model, ...size, n_head, n_inner: inner };
  }
}
