// TensorFlow.js on its WebAssembly backend: SIMD, and threads where it has them (in Node it has not).
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { tensorflow } from './tensorflowEngine.mjs';

export default {
  ...tensorflow,
  name: 'tensorflow.js wasm',

  async init({ assets }) {
    setWasmPaths(assets);
    const threads = navigator.hardwareConcurrency;
    setThreadsCount(threads);
    // It never takes more than half of the cores; told of twice as many it takes all, as the others do.
    const cores = (value) =>
      Object.defineProperty(navigator, 'hardwareConcurrency', { value, configurable: true });
    cores(2 * threads);
    if (!(await tf.setBackend('wasm'))) throw new Error('its WebAssembly backend did not start');
    await tf.ready();
    cores(threads);
    this.version = `${tf.version.tfjs}, threads ${getThreadsCount()}`;
  },

  /** Its kernels have run when they return. */
  async sync() {},
};
