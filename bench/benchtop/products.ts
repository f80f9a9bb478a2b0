// Benchtop's matrix products, with float and with packed weights.
import type { ComputeContext } from '../../src/gpu/compute';
import type { BufferView, DispatchSink } from '../../src/gpu/dispatch';
import { dequantMatmul } from '../../src/gpu/kernels/matmul/int8Matmul';
import { matmul as recordMatmul } from '../../src/gpu/kernels/matmul/matmul';
import { quantizedLayout } from '../../src/gpu/kernels/matmul/quantize';
import { Recorder } from '../../src/gpu/recorder';
import type { MatmulInputs, MatmulJob, QuantizedInputs } from '../engine';
import { persistent, replays } from './context';

type Data = readonly [BufferView, Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>];

async function product(
  context: ComputeContext,
  out: BufferView,
  data: readonly Data[],
  record: (sink: DispatchSink) => void,
): Promise<MatmulJob> {
  const recorder = new Recorder(context.open.limits);
  record(recorder);
  const program = await context.compile(recorder.dispatches);
  for (const [view, values] of data) context.buffers.write(view, values);
  return { ...replays(context, program), read: () => context.buffers.readFloats(out) };
}

export function matmul(
  context: ComputeContext,
  { M: m, K: k, N: n, A, B }: MatmulInputs,
): Promise<MatmulJob> {
  const [a, b, out] = [persistent('a', m * k), persistent('b', k * n), persistent('out', m * n)];
  const strides = { strideA: m * k, strideB: k * n, strideOut: m * n };
  const shape = { m, n, k, transA: false, transB: false, batch: 1, ...strides };
  const data: Data[] = [
    [a, A],
    [b, B],
  ];
  return product(context, out, data, (sink) => recordMatmul(sink, { a, b, out, shape }));
}

/** Weights of a scale: what the benchmarks' inputs have. */
const BLOCK = 32;

export function qmatmul(context: ComputeContext, inputs: QuantizedInputs): Promise<MatmulJob> {
  const { M: m, K: cols, N: rows, bits, A, q } = inputs;
  if (bits === 32 || !q) return matmul(context, inputs);
  const format = { bits, rows, cols, group: BLOCK, asymmetric: false };
  const layout = quantizedLayout(format);
  const [x, out] = [persistent('x', m * cols), persistent('out', m * rows)];
  const words = persistent('words', layout.words);
  const scales = persistent('scales', layout.scales);
  const data: Data[] = [
    [x, A],
    [words, packedWords(q.codes, bits)],
    [scales, q.scales],
  ];
  return product(context, out, data, (sink) =>
    dequantMatmul(sink, { x, words, scales, format, out, m }),
  );
}

/** Several codes a word, the first in its low bits: 8 bits in two's complement, 4 bits as they are. */
function packedWords(codes: Uint8Array, bits: 4 | 8): Uint32Array<ArrayBuffer> {
  const each = 32 / bits;
  const flip = bits === 8 ? 0x80 : 0;
  const words = new Uint32Array(codes.length / each);
  codes.forEach((code, i) => {
    words[Math.floor(i / each)]! |= (code ^ flip) << ((i % each) * bits);
  });
  return words;
}
