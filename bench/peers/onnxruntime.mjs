// ONNX Runtime Web's WebGPU provider, with the benchmarks' interface (bench/engine.ts). It has no
// training, so it takes part in products only. Inputs and outputs stay in GPU buffers.
import { onnx } from 'onnx-proto';
import * as ort from 'onnxruntime-web/webgpu';

const FLOAT = 1;
const OPSET = 17;

const tensorInfo = (name, dims) => ({
  name,
  type: {
    tensorType: { elemType: FLOAT, shape: { dim: dims.map((dimValue) => ({ dimValue })) } },
  },
});

/** A model of one node: `inputs` and `output` are [name, dims]. */
function oneNode(opType, inputs, output) {
  const model = onnx.ModelProto.create({
    irVersion: 8,
    opsetImport: [{ domain: '', version: OPSET }],
    graph: {
      name: 'bench',
      node: [{ opType, input: inputs.map(([name]) => name), output: [output[0]] }],
      input: inputs.map(([name, dims]) => tensorInfo(name, dims)),
      output: [tensorInfo(...output)],
    },
  });
  return onnx.ModelProto.encode(model).finish();
}

const open = (bytes) =>
  ort.InferenceSession.create(bytes, { executionProviders: ['webgpu'], logSeverityLevel: 3 });

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

export default {
  name: 'onnxruntime-web',
  version: ort.env.versions.web ?? ort.env.versions.common,

  async init({ assets }) {
    if (assets) ort.env.wasm.wasmPaths = assets;
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    resident = await open(oneNode('Neg', [['x', [4]]], ['y', [4]]));
    device = await ort.env.webgpu.device;
  },

  sync: () => device.queue.onSubmittedWorkDone(),

  async matmul({ M, K, N, A, B }) {
    const shapes = [
      ['a', [M, K]],
      ['b', [K, N]],
    ];
    const session = await open(oneNode('MatMul', shapes, ['c', [M, N]]));
    const [a, b, c] = [onGpu([M, K], A), onGpu([K, N], B), onGpu([M, N])];
    const feeds = { a: a.tensor, b: b.tensor };
    return {
      async run(times) {
        for (let i = 0; i < times; i++) await session.run(feeds, { c: c.tensor });
      },
      read: () => download(c),
      async dispose() {
        await session.release();
        for (const { buffer } of [a, b, c]) buffer.destroy();
      },
    };
  },

  dispose: () => resident.release(),
};
