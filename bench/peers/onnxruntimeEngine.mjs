// ONNX Runtime Web with the benchmarks' interface (bench/engine.ts), on any of its providers. It has no
// training. A provider opens sessions, places tensors where it computes and reads them; `output` is null
// where it makes a new tensor for every result.
import { decode } from './onnxDecode.mjs';
import { OnnxGraph } from './onnxGraph.mjs';

/** A session of one product c [M, N] of `feeds`, by name [dims, data]. */
async function product({ open, place, output, read }, bytes, M, N, feeds) {
  const session = await open(bytes);
  const inputs = Object.entries(feeds).map(([name, [dims, data]]) => [name, place(dims, data)]);
  const c = output([M, N]);
  const outputs = c ? [{ c: c.tensor }] : [];
  let results;
  const tensors = Object.fromEntries(inputs.map(([name, { tensor }]) => [name, tensor]));
  return {
    async run(times) {
      for (let i = 0; i < times; i++) results = await session.run(tensors, ...outputs);
    },
    read: () => read(c ?? { tensor: results.c }),
    async dispose() {
      await session.release();
      for (const made of [c, ...inputs.map(([, input]) => input)]) made?.buffer?.destroy();
    },
  };
}

/** Weights that share a scale. */
const BLOCK = 32;

/** 4 bits: two codes a byte, the first in its low half. */
function packed(codes, bits) {
  if (bits === 8) return codes;
  return Uint8Array.from(
    { length: codes.length / 2 },
    (_, i) => codes[2 * i] | (codes[2 * i + 1] << 4),
  );
}

export const onnxruntime = (provider) => ({
  matmul({ M, K, N, A, B }) {
    const graph = new OnnxGraph();
    graph.node('MatMul', [graph.input('a', [M, K]), graph.input('b', [K, N])], {}, 'c');
    graph.output('c', [M, N]);
    return product(provider, graph.bytes(), M, N, { a: [[M, K], A], b: [[K, N], B] });
  },

  /** The weight is part of the model, as it is in a model that is run. */
  qmatmul({ M, K, N, bits, A, B, q }) {
    const graph = new OnnxGraph();
    const a = graph.input('a', [M, K]);
    if (bits === 32) {
      graph.node('MatMul', [a, graph.constant(B, [K, N])], {}, 'c');
    } else {
      const blocks = K / BLOCK;
      const codes = packed(q.codes, bits);
      const weight = graph.constant(codes, [N, blocks, (BLOCK * bits) / 8], 'uint8');
      const scales = graph.constant(q.scales, [N * blocks]);
      graph.node('MatMulNBits', [a, weight, scales], { K, N, bits, block_size: BLOCK }, 'c');
    }
    graph.output('c', [M, N]);
    return product(provider, graph.bytes(), M, N, { a: [[M, K], A] });
  },

  decode: (config, weights) => decode(provider, config, weights),
});
