// Every place in the ops and the kernels that refuses what it is given is walked here once: the error
// names the op and the node, what was expected, what came, and a remedy.
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BufferView } from '../../src/gpu/dispatch';
import { BuildError } from '../../src/gpu/errors';
import { attentionDecode } from '../../src/gpu/kernels/attention/attentionDecode';
import { copy } from '../../src/gpu/kernels/layout/copy';
import { int8DotMatmul } from '../../src/gpu/kernels/matmul/int8Dot';
import { dequantMatmul, type QuantizedMatmulArgs } from '../../src/gpu/kernels/matmul/int8Matmul';
import { matmul as matmulKernel, type MatmulShape } from '../../src/gpu/kernels/matmul/matmul';
import { pad as padKernel } from '../../src/gpu/kernels/layout/pad';
import { dequantizeLib, type QuantizedFormat } from '../../src/gpu/kernels/matmul/quantize';
import { walk } from '../../src/gpu/kernels/strides';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { gradients } from '../../src/training/autograd';
import { attention, packedAttention } from '../../src/training/ops/attention/attention';
import { add } from '../../src/training/ops/binary';
import { cachedAttention } from '../../src/training/ops/attention/cachedAttention';
import { concat, split } from '../../src/training/ops/layout/concat';
import { constant } from '../../src/training/ops/layout/constant';
import { conv1dCausal } from '../../src/training/ops/conv1d';
import { crossEntropy } from '../../src/training/ops/losses/crossEntropy';
import { klDivergence } from '../../src/training/ops/losses/distillation';
import { embedding } from '../../src/training/ops/embedding';
import { gather } from '../../src/training/ops/layout/gather';
import { simcse } from '../../src/training/ops/losses/infoNce';
import { linear, matmul } from '../../src/training/ops/matmul';
import { layerNorm } from '../../src/training/ops/norm';
import { permute } from '../../src/training/ops/layout/permute';
import { pool } from '../../src/training/ops/pool';
import { expand, sum } from '../../src/training/ops/reduce';
import { reshape } from '../../src/training/ops/layout/reshape';
import { rnn } from '../../src/training/ops/rnn';
import { rope } from '../../src/training/ops/attention/rope';
import { pad, slice } from '../../src/training/ops/layout/slice';
import { softmax } from '../../src/training/ops/softmax';
import { svd } from '../../src/training/ops/svd';
import { swiglu } from '../../src/training/ops/swiglu';
import { leaf, sizeOf, type DType, type Shape, type Tensor } from '../../src/training/tensor';

const view = (label: string, elements: number): BufferView =>
  wholeView(declareBuffer(label, 4 * elements, 'data', true));
const input = (name: string, shape: Shape, dtype: DType = 'f32'): Tensor =>
  leaf(name, shape, dtype, view(name, Math.max(1, sizeOf(shape))));
const sink = (): Recorder =>
  new Recorder({
    maxInvocations: 256,
    maxWorkgroupStorageBytes: 16_384,
    maxBindingBytes: 2 ** 27,
    maxBufferBytes: 2 ** 28,
    f16: false,
    subgroupSize: null,
    software: false,
    dot4: false,
  });

const x = input('x', [3, 4]);

const product = (shape: Partial<MatmulShape>, variant?: string, room = 16): void =>
  matmulKernel(sink(), {
    a: view('a', 16),
    b: view('b', 16),
    out: view('out', room),
    shape: {
      m: 4,
      n: 4,
      k: 4,
      batch: 1,
      strideA: 0,
      strideB: 0,
      strideOut: 0,
      transA: false,
      transB: false,
      ...shape,
    },
    ...(variant && { variant }),
  });

const quantized = (format: Partial<QuantizedFormat>, variant?: string): QuantizedMatmulArgs => ({
  x: view('x', 64),
  words: view('weight.int8', 64),
  scales: view('scales', 64),
  out: view('out', 64),
  m: 4,
  format: { bits: 8, rows: 8, cols: 16, group: 0, asymmetric: false, ...format },
  variant,
});

const decode = (): void =>
  attentionDecode(sink(), {
    q: { view: view('q', 64), row: 12 },
    keys: view('keys', 64),
    values: view('values', 64),
    control: view('control', 2),
    out: view('out', 64),
    batch: 1,
    rows: 1,
    heads: 3,
    kvHeads: 2,
    headDim: 4,
    scale: 1,
    sequences: 1,
    capacity: 4,
  });

const layer = { weightIh: input('w_ih', [12, 4]), weightHh: input('w_hh', [12, 4]) };
const sequence = input('sequence', [2, 3, 4]);
const state = input('h0', [1, 2, 4]);
const tables = { cos: input('cos', [8, 4]), sin: input('sin', [8, 4]) };
const cache = {
  control: input('control', [2], 'u32'),
  layers: [{ keys: input('keys', [1, 8, 4]), values: input('values', [1, 8, 4]) }],
};
const FULL = { causal: false, layout: 'heads' } as const;
const heads = (name: string, ...shape: Shape): Tensor => input(name, shape);

/** `node`: what the error must name of the tensors that it was given. */
const cases: [op: string, node: string, build: () => unknown][] = [
  ['leaf', 'wte', () => leaf('wte', [3, 4], 'f32', view('small', 2))],
  ['add', 'x, y', () => add(x, input('y', [3]))],
  ['swiglu', 'x, y', () => swiglu(x, input('y', [4, 3]))],
  ['sum', 'x', () => sum(x, { axes: [2] })],
  ['expand', 'x', () => expand(x, [3, 5])],
  ['permute', 'x', () => permute(x, [0, 0])],
  ['reshape', 'x', () => reshape(x, [5])],
  ['slice', 'x', () => slice(x, 1, 3, 6)],
  ['slice', 'x', () => slice(x, 2, 0, 1)],
  ['pad', 'x', () => pad(x, [-1, 0], [0, 0])],
  ['concat', 'axis 0', () => concat([], 0)],
  ['concat', 'x, y', () => concat([x, input('y', [4, 4])], 1)],
  ['split', 'x', () => split(x, 1, [2, 3])],
  ['gather', 'x, x', () => gather(x, x)],
  ['softmax', 'loss', () => softmax(input('loss', []))],
  ['svd', 'sequence', () => svd(sequence)],
  ['pool', 'x', () => pool(x, 'cls')],
  ['pool', 'sequence', () => pool(sequence, 'mean')],
  ['infoNce simcse', 'x, y', () => simcse(x, input('y', [3, 5]), 1)],
  ['matmul', 'x, y', () => matmul(x, input('y', [3, 4]))],
  ['matmul', 'x, y', () => matmul(x, input('y', []))],
  ['matmul', 'a, b', () => matmul(input('a', [2, 3, 4]), input('b', [3, 4, 4]))],
  ['linear', 'x, w', () => linear(x, input('w', [4, 3]))],
  ['linear', 'x, w, b', () => linear(x, input('w', [3, 4]), input('b', [4]))],
  ['embedding', 'ids, wte', () => embedding(input('ids', [2, 3], 'u32'), input('wte', [4]))],
  [
    'embedding',
    'ids, x, wpe',
    () => embedding(input('ids', [2, 3], 'u32'), x, { positions: input('wpe', [2, 4]) }),
  ],
  [
    'layernorm',
    'x, sequence',
    () => layerNorm(x, undefined, undefined, { eps: 1, delta: sequence }),
  ],
  ['layernorm', 'x, w', () => layerNorm(x, input('w', [3]), undefined, { eps: 1 })],
  ['cross_entropy', 'x, t', () => crossEntropy(x, input('t', [4], 'i32'))],
  [
    'cross_entropy',
    'x, t',
    () => {
      const { losses } = crossEntropy(x, input('t', [3], 'i32'));
      return gradients([{ output: losses, gradient: constant([3], 1) }], [x]);
    },
  ],
  ['distillation', 'x, y', () => klDivergence(x, input('y', [3, 5]), { temperature: 1 })],
  ['conv1d_causal', 'sequence, w', () => conv1dCausal(sequence, input('w', [2, 2, 3]))],
  [
    'conv1d_causal',
    'sequence, w, b',
    () => conv1dCausal(sequence, input('w', [2, 3, 3]), { bias: input('b', [3]) }),
  ],
  ['gru', 'x', () => rnn('gru', x, [layer], state)],
  ['gru', 'sequence, h', () => rnn('gru', sequence, [layer], input('h', [2, 2, 4]))],
  ['lstm', 'sequence, w_ih, w_hh', () => rnn('lstm', sequence, [layer], state, state)],
  ['lstm', 'sequence, h0', () => rnn('lstm', sequence, [layer], state)],
  ['rope', 'x, cos', () => rope(x, tables, { layout: 'heads' })],
  ['attention', 'sequence', () => packedAttention(sequence, { causal: true, heads: 3 })],
  [
    'attention',
    'q, k, v',
    () => attention(heads('q', 1, 2, 3, 4), heads('k', 1, 2, 3, 5), heads('v', 1, 2, 3, 5), FULL),
  ],
  [
    'attention',
    'q, bias',
    () => {
      const [q, bias] = [heads('q', 1, 2, 3, 4), input('bias', [2, 3])];
      return attention(q, q, q, { ...FULL, relativeBias: bias });
    },
  ],
  [
    'attention_decode',
    'sequence, keys',
    () => cachedAttention({ q: sequence }, cache, 0, { heads: 1 }),
  ],
  ['gradients', 'x', () => gradients([{ output: x, gradient: constant([2], 1) }], [x])],
  [
    'svd_rotate',
    'svd_rotate',
    () => {
      const { left } = svd(x).factors(1);
      return gradients([{ output: left, gradient: constant(left.shape, 1) }], [x]);
    },
  ],
  ['copy', 'out', () => copy(sink(), { inp: view('inp', 4), out: view('out', 3), size: 4 })],
  ['matmul', 'out', () => product({ batch: 65_536 })],
  ['matmul', 'out', () => product({}, 'fastest')],
  ['matmul', 'out', () => product({}, undefined, 15)],
  ['attention_decode', 'q', decode],
  ['int8_dequant_matmul', 'out', () => dequantMatmul(sink(), quantized({}, 'fastest'))],
  ['int8_dot_matmul_emulated', 'out', () => int8DotMatmul(sink(), quantized({}, 'fastest'))],
  ['int8_dot_matmul', 'weight.int8', () => int8DotMatmul(sink(), quantized({ group: 8 }))],
  ['dequantize', 'INT8 [8, 16]', () => dequantizeLib(quantized({ group: 4 }).format)],
  ['copy', '[2, 2, 2, 2, 2, 2]', () => walk('copy', [2, 2, 2, 2, 2, 2], [[1, 2, 4, 8, 16, 32]])],
  [
    'pad',
    'inp',
    () => {
      const [shape, before] = [Array<number>(6).fill(1), Array<number>(6).fill(0)];
      const [inp, out] = [view('inp', 1), view('out', 1)];
      padKernel(sink(), { inp, out, shape, outShape: shape, before });
    },
  ],
];

function thrownBy(build: () => unknown): BuildError {
  try {
    build();
  } catch (thrown) {
    if (thrown instanceof BuildError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}

test.each(cases)('%s (%s)', (op, node, build) => {
  const { message, fields, code } = thrownBy(build);
  const { expected, got, remedy } = fields as Record<string, string>;
  expect(fields.op).toBe(op);
  expect(fields.node).toBe(node);
  expect(message).toBe(`${op} (${node}): expected ${expected}, got ${got}. ${remedy}`);
  for (const part of [expected, got]) expect(part).toMatch(/\S/);
  expect(expected).not.toBe(got);
  // A sentence that says what to do.
  expect(remedy).toMatch(/^[A-Z].{15,}\.$/);
  if (code === 'shape_mismatch') expect(`${expected} ${got}`).toMatch(/\d|\[|none|one/);
});

/** Where in the sources a case was refused: `file:line:column` of the frame that threw. */
const lineOf = ({ stack = '' }: Error): string | undefined =>
  /src\/(?:gpu|training)\/(?!errors)[\w/]+\.ts:\d+:\d+/.exec(stack)?.[0];

describe('every place that refuses is walked', () => {
  const files = ['src/gpu/kernels', 'src/training/ops', 'src/training'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
  const lines = new Set<string | undefined>();
  beforeAll(() => cases.forEach(([, , build]) => lines.add(lineOf(thrownBy(build)))));
  const sites = (file: string): number =>
    readFileSync(file, 'utf8').match(/throw new (Build|Shape)Error\(|throw unknownVariant\(/g)
      ?.length ?? 0;
  test.each(files.filter((file) => sites(file) > 0))('%s', (file) => {
    const walked = [...lines].filter((line) => line?.startsWith(`${file}:`));
    expect(walked).toHaveLength(sites(file));
  });
});
