// ONNX Runtime Web's WebGPU provider, with the benchmarks' interface (bench/engine.ts). It has no
// training. Inputs and outputs of products stay in GPU buffers.
import * as ort from 'onnxruntime-web/webgpu';
import { decode } from './onnxDecode.mjs';
import { OnnxGraph } from './onnxGraph.mjs';

const open = (bytes, options = {}) =>
  ort.InferenceSession.create(bytes, {
    executionProviders: ['webgpu'],
    logSeverityLevel: 3,
    ...options,
  });

let device;
/** The device goes away with the last session: this one stays. */
let resident;

function onGpu(dims, data) {
  const bytes = 4 * dims.reduce((product, dim) => product * dim, 1);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size: Math.ceil(bytes / 16) * 16, usage });
  if (data) device.queue.writeBuffer(buffer, 0, data);
  return { buffer, bytes, tensor: ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims }) };
}

async function download({ buffer, bytes }) {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = device.createBuffer({ size: bytes, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const values = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return values;
}

/** A session of one product c [M, N] of `feeds`, by name [dims, data]. */
async function product(bytes, M, N, feeds) {
  const session = await open(bytes);
  const buffers = Object.entries(feeds).map(([name, [dims, data]]) => [name, onGpu(dims, data)]);
  const c = onGpu([M, N]);
  const tensors = Object.fromEntries(buffers.map(([name, { tensor }]) => [name, tensor]));
  return {
    async run(times) {
      for (let i = 0; i < times; i++) await session.run(tensors, { c: c.tensor });
    },
    read: () => download(c),
    async dispose() {
      await session.release();
      for (const { buffer } of [c, ...buffers.map(([, made]) => made)]) buffer.destroy();
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

export default {
  name: 'onnxruntime-web',
  version: ort.env.versions.web ?? ort.env.versions.common,

  async init({ assets }) {
    if (assets) ort.env.wasm.wasmPaths = assets;
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    const graph = new OnnxGraph();
    graph.node('Neg', [graph.input('x', [4])], {}, 'y');
    graph.output('y', [4]);
    resident = await open(graph.bytes());
    device = await ort.env.webgpu.device;
  },

  sync: () => device.queue.onSubmittedWorkDone(),

  matmul({ M, K, N, A, B }) {
    const graph = new OnnxGraph();
    graph.node('MatMul', [graph.input('a', [M, K]), graph.input('b', [K, N])], {}, 'c');
    graph.output('c', [M, N]);
    return product(graph.bytes(), M, N, { a: [[M, K], A], b: [[K, N], B] });
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
    return product(graph.bytes(), M, N, { a: [[M, K], A] });
  },

  decode: (config, weights) => decode(open, config, weights),

  dispose: () => resident.release(),
};
