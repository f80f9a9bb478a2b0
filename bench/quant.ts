// node scripts/run.mjs bench/quant.ts [--driver NAME]: products with packed weights beside the FP32 ones, in one run:
// matrix-vector (decoding) and a few rows. Each FP32 figure is that of the fastest variant.
import { parseArgs } from 'node:util';
import type { BufferView, DispatchSink } from '../src/gpu/dispatch';
import { int8DotMatmul } from '../src/gpu/kernels/matmul/int8Dot';
import { dequantMatmul } from '../src/gpu/kernels/matmul/int8Matmul';
import { matmul, matmulVariants } from '../src/gpu/kernels/matmul/matmul';
import {
  quantize,
  quantizedLayout,
  type QuantizedFormat,
} from '../src/gpu/kernels/matmul/quantize';
import { declareBuffer, Recorder, wholeView } from '../src/gpu/recorder';
import type { ComputeContext, Program } from '../src/gpu/compute';
import { normalFloats } from '../src/training/initial';
import { elapsedMs, interleave, statsOf } from './measure';
import { openNodeContext } from '../src/host/node/context';

const SHAPES = [
  [1, 512, 2048],
  [1, 2048, 512],
  [1, 1024, 4096],
  [32, 512, 2048],
] as const;

/** Others are never the fastest with few rows, and take minutes on a CPU. */
const WORTH_TIMING =
  /^(register_[48]x4|subgroup4_(4|16)x16|subgroup4_32x8|subgroup8_\d+x4|matvec_\d|workgroup_64)$/;

const view = (label: string, words: number): BufferView =>
  wholeView(declareBuffer(label, 4 * Math.max(4, words), 'data', true));

interface Contestant {
  readonly name: string;
  readonly program: Program;
  /** Replays a sample. */
  times: number;
}

async function compile(
  context: ComputeContext,
  name: string,
  record: (sink: DispatchSink) => void,
): Promise<Contestant> {
  const recorder = new Recorder(context.open.limits);
  record(recorder);
  return { name, program: await context.compile(recorder.dispatches), times: 1 };
}

async function run(context: ComputeContext, { program, times }: Contestant): Promise<number> {
  const encoder = context.encoder();
  for (let i = 0; i < times; i++) program.encode(encoder);
  const ms = await elapsedMs(async () => {
    context.send(encoder);
    await context.idle();
  });
  return ms / times;
}

/** Packs a float weight [n, k] and gives its views. */
async function packed(context: ComputeContext, w: BufferView, format: QuantizedFormat) {
  const layout = quantizedLayout(format);
  const views = {
    words: view('words', layout.words),
    scales: view('scales', layout.scales),
    zeros: format.asymmetric ? view('zeros', layout.zeroWords) : undefined,
  };
  const made = await compile(context, 'quantize', (sink) =>
    quantize(sink, {
      ...views,
      inp: w,
      format,
      strides: { row: format.cols, col: 1 },
      calibration: { kind: 'min_max' },
      rounding: 'even',
    }),
  );
  await run(context, made);
  return { ...views, format };
}

async function contestantsOf(
  context: ComputeContext,
  [m, k, n]: readonly [number, number, number],
) {
  const [x, w, out] = [view('x', m * k), view('w', k * n), view('out', m * n)];
  for (const [target, seed] of [
    [x, 1],
    [w, 2],
  ] as const) {
    const values = new Float32Array(target.sizeBytes / 4);
    normalFloats(values, 0.05, seed, 0);
    context.buffers.write(target, values);
  }
  const list: Contestant[] = [];
  const add = async (name: string, record: (sink: DispatchSink) => void): Promise<void> =>
    void list.push(await compile(context, name, record));
  const batch = { batch: 1, strideA: 0, strideB: 0, strideOut: 0 };
  for (const transB of [false, true]) {
    const shape = { m, n, k, transA: false, transB, ...batch };
    for (const variant of matmulVariants(context.open.limits, shape)) {
      if (!WORTH_TIMING.test(variant)) continue;
      const name = `fp32 ${transB ? '[n, k]' : '[k, n]'} ${variant}`;
      await add(name, (sink) => matmul(sink, { a: x, b: w, out, shape, variant }));
    }
  }
  const rows = { bits: 8, rows: n, cols: k, group: 0, asymmetric: false } as const;
  const int8 = await packed(context, w, rows);
  const int4 = await packed(context, w, { ...rows, bits: 4, group: 32 });
  await add('int8_dequant_matmul', (sink) => dequantMatmul(sink, { ...int8, x, out, m }));
  await add('int8_dot_matmul', (sink) => int8DotMatmul(sink, { ...int8, x, out, m }));
  const emulated = { ...int8, x, out, m, emulate: true };
  await add('int8_dot_matmul_emulated', (sink) => int8DotMatmul(sink, emulated));
  await add('int4_dequant_matmul', (sink) => dequantMatmul(sink, { ...int4, x, out, m }));
  return list;
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { driver: { type: 'string' } } });
  const context = await openNodeContext(values.driver);
  const { device, description, dot4 } = context.open.facts;
  console.log(`on ${device || description}; dot4I8Packed: ${dot4 ? 'yes' : 'no'}`);
  for (const shape of SHAPES) {
    const contestants = await contestantsOf(context, shape);
    for (const contestant of contestants) {
      await run(context, contestant);
      contestant.times = Math.max(
        1,
        Math.min(200, Math.round(20 / (await run(context, contestant)))),
      );
    }
    const rounds = { min: 5, max: 9, budgetMs: 1500 };
    const samples = await interleave(contestants, (one) => run(context, one), rounds);
    const medians = contestants.map((one) => statsOf(samples.get(one)!).median);
    const best = Math.min(...medians.filter((_, i) => contestants[i]!.name.startsWith('fp32')));
    console.log(`${shape[0]}×${shape[1]} · ${shape[1]}×${shape[2]}`);
    contestants.forEach(({ name, program }, i) => {
      const ms = medians[i]!;
      console.log(
        `  ${name.padEnd(30)} ${ms.toFixed(4)} ms  ${(best / ms).toFixed(2)}× FP32's best`,
      );
      program.destroy();
    });
  }
}
