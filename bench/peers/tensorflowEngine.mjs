// TensorFlow.js with the benchmarks' interface (bench/engine.ts), on any of its backends.
import * as tf from '@tensorflow/tfjs';
import { decode } from './tensorflowDecode.mjs';
import { causalMask, gelu, layerNorm } from './tensorflowLayers.mjs';

/** Products that are freed only when the next one exists, so that one can always be read. */
function keepLast() {
  let kept = [];
  return {
    set(tensors) {
      tf.dispose(kept);
      kept = tensors;
    },
    read: () => Promise.all(kept.map((tensor) => tensor.data())),
    dispose: () => tf.dispose(kept),
  };
}

/** q, k, v [B, T, H, D] → [B, T, H, D] */
function attend(q, k, v, mask) {
  const [queries, keys, values] = [q, k, v].map((t) => tf.transpose(t, [0, 2, 1, 3]));
  const scores = tf.matMul(queries, keys, false, true).mul(1 / Math.sqrt(q.shape[3]));
  return tf.transpose(tf.matMul(tf.softmax(scores.add(mask)), values), [0, 2, 1, 3]);
}

function logitsOf({ nLayer, nHead, nEmbd, block, batch, lnEps }, p, ids, mask) {
  let x = tf.gather(p.wte, ids).reshape([batch, block, nEmbd]).add(p.wpe);
  x = x.reshape([batch * block, nEmbd]);
  const heads = [batch, block, nHead, nEmbd / nHead];
  for (let l = 0; l < nLayer; l++) {
    const w = (name) => p[`h${l}.${name}`];
    const qkv = tf.matMul(layerNorm(x, w('ln1.w'), lnEps), w('qkv.w'));
    const [q, k, v] = tf.split(qkv, 3, 1).map((part) => part.reshape(heads));
    const mixed = attend(q, k, v, mask).reshape([batch * block, nEmbd]);
    x = x.add(tf.matMul(mixed, w('proj.w')));
    const hidden = gelu(tf.matMul(layerNorm(x, w('ln2.w'), lnEps), w('fc.w')));
    x = x.add(tf.matMul(hidden, w('fc2.w')));
  }
  return tf.matMul(layerNorm(x, p['lnf.w'], lnEps), p.wte, false, true);
}

/** What every backend can do; `name`, `init` and `sync` are each backend's own. */
export const tensorflow = {
  version: tf.version.tfjs,

  async matmul({ M, K, N, A, B }) {
    const [a, b] = [tf.tensor(A, [M, K]), tf.tensor(B, [K, N])];
    const last = keepLast();
    return {
      run(times) {
        for (let i = 0; i < times; i++) last.set([tf.matMul(a, b)]);
      },
      read: async () => (await last.read())[0],
      dispose() {
        tf.dispose([a, b]);
        last.dispose();
      },
    };
  },

  async attention({ B, T, H, D, q, k, v, dout }, backward) {
    const inputs = [q, k, v].map((data) => tf.tensor(data, [B, T, H, D]));
    const cotangent = tf.tensor(dout, [B, T, H, D]);
    const mask = tf.tidy(() => causalMask(T));
    const forward = (...tensors) => attend(...tensors, mask);
    const both = tf.valueAndGrads(forward);
    const once = () => {
      if (!backward) return [forward(...inputs)];
      const { value, grads } = both(inputs, cotangent);
      return [value, ...grads];
    };
    const last = keepLast();
    return {
      run(times) {
        for (let i = 0; i < times; i++) last.set(tf.tidy(once));
      },
      read: () => last.read(),
      dispose() {
        tf.dispose([...inputs, cotangent, mask]);
        last.dispose();
      },
    };
  },

  async trainStep(config, weights, { x, y }) {
    const { lr, beta1, beta2, eps, weightDecay, vocab, block } = config;
    const names = Object.keys(weights);
    const p = Object.fromEntries(
      names.map((n) => [n, tf.variable(tf.tensor(weights[n].data, weights[n].shape), true, n)]),
    );
    const matrices = names.filter((name) => weights[name].shape.length === 2);
    const ids = tf.tensor1d(x, 'int32');
    const labels = tf.tidy(() => tf.oneHot(tf.tensor1d(y, 'int32'), vocab).toFloat());
    const mask = tf.tidy(() => causalMask(block));
    const optimizer = tf.train.adam(lr, beta1, beta2, eps);
    const last = keepLast();
    const loss = () => tf.losses.softmaxCrossEntropy(labels, logitsOf(config, p, ids, mask));
    const step = () => {
      const { value, grads } = tf.variableGrads(loss);
      for (const name of matrices) p[name].assign(p[name].mul(1 - lr * weightDecay));
      optimizer.applyGradients(grads);
      return [value];
    };
    return {
      step: () => last.set(tf.tidy(step)),
      loss: async () => (await last.read())[0][0],
      dispose() {
        optimizer.dispose();
        last.dispose();
        tf.dispose([ids, labels, mask, ...Object.values(p)]);
      },
    };
  },

  decode,
};
