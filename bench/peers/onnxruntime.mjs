// ONNX Runtime Web's WebGPU provider: inputs and outputs of products stay in GPU buffers.
import * as ort from 'onnxruntime-web/webgpu';
import { OnnxGraph } from './onnxGraph.mjs';
import { onnxruntime } from './onnxruntimeEngine.mjs';

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

const provider = {
  open,
  place: onGpu,
  output: onGpu,
  read: download,
  Tensor: ort.Tensor,
  cacheLocation: 'gpu-buffer',
};

export default {
  ...onnxruntime(provider),
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

  dispose: () => resident.release(),
};
