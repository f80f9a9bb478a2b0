// TensorFlow.js on its WebGPU backend.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { tensorflow } from './tensorflowEngine.mjs';

export default {
  ...tensorflow,
  name: 'tensorflow.js',

  async init() {
    if (!(await tf.setBackend('webgpu'))) throw new Error('its WebGPU backend did not start');
    await tf.ready();
  },

  async sync() {
    // The backend collects dispatches before it submits: what it still holds must go out first.
    const backend = tf.backend();
    backend.endComputePassEncoder();
    if (backend.commandEncoder) backend.submitQueue();
    await backend.device.queue.onSubmittedWorkDone();
  },
};
