// What TensorFlow.js has no op for.
import * as tf from '@tensorflow/tfjs';

export function causalMask(length) {
  const rows = tf.range(0, length).expandDims(1);
  const future = tf.range(0, length).expandDims(0).greater(rows);
  return future.toFloat().mul(-1e9);
}

export function layerNorm(x, weight, eps) {
  const { mean, variance } = tf.moments(x, -1, true);
  return x
    .sub(mean)
    .mul(tf.rsqrt(variance.add(eps)))
    .mul(weight);
}

export function gelu(x) {
  const inner = x.add(tf.pow(x, 3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
  return x.mul(0.5).mul(tf.tanh(inner).add(1));
}
