// ONNX Runtime Web's WebAssembly provider, with SIMD, and threads in a page (in Node it starts
// none). Tensors lie in JavaScript's memory.
import * as ort from 'onnxruntime-web/wasm';
import { onnxruntime } from './onnxruntimeEngine.mjs';

const provider = {
  open: (bytes, options = {}) =>
    ort.InferenceSession.create(bytes, {
      executionProviders: ['wasm'],
      logSeverityLevel: 3,
      ...options,
    }),
  place: (dims, data) => ({ tensor: new ort.Tensor('float32', data, dims) }),
  output: () => null,
  read: async ({ tensor }) => tensor.data,
  Tensor: ort.Tensor,
  cacheLocation: 'cpu',
};

export default {
  ...onnxruntime(provider),
  name: 'onnxruntime-web wasm',

  async init({ assets }) {
    ort.env.wasm.wasmPaths = assets;
    ort.env.wasm.numThreads = 'location' in globalThis ? navigator.hardwareConcurrency : 1;
    ort.env.logLevel = 'error';
    this.version = `${ort.env.versions.web ?? ort.env.versions.common}, threads ${ort.env.wasm.numThreads}`;
  },

  /** A session's run resolves when it has run. */
  async sync() {},
};
