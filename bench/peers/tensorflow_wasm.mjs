// TensorFlow.js on its WebAssembly backend: SIMD, and threads where it has them (in Node it has not).
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { tensorflow } from './tensorflowEngine.mjs';

export default {
  ...tensorflow,
  name: 'tensorflow.js wasm',

  async init({ assets }) {
    setWasmPaths(assets);
    setThreadsCount(navigator.hardwareConcurrency);
    if (!(await tf.setBackend('wasm'))) throw new Error('its WebAssembly backend did not start');
    await tf.ready();
    const hasThreads = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
    this.version = `${tf.version.tfjs}, threads ${hasThreads ? getThreadsCount() : 1}`;
  },

  /** Its kernels have run when they return. */
  async sync() {},
};
