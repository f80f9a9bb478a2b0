// Greedy decoding with TensorFlow.js: keys and values of earlier tokens are kept, and joined with those
// of the new ones.
import * as tf from '@tensorflow/tfjs';
import { causalMask, gelu, layerNorm } from './tensorflowLayers.mjs';

/** ids [n] behind `past` tokens: the likeliest next token [1], and what each layer now keeps. */
function forward({ nLayer, nHead, nEmbd, lnEps }, p, caches, past, ids) {
  const n = ids.length;
  const norm = (x, name) => layerNorm(x, p[`${name}.w`], lnEps).add(p[`${name}.b`] ?? 0);
  const linear = (x, name) => tf.matMul(x, p[`${name}.w`]).add(p[`${name}.b`] ?? 0);
  const heads = (t) => tf.transpose(t.reshape([n, nHead, nEmbd / nHead]), [1, 0, 2]);
  const kept = [];
  let x = tf.gather(p.wte, tf.tensor1d(ids, 'int32')).add(tf.slice(p.wpe, [past, 0], [n, nEmbd]));
  for (let l = 0; l < nLayer; l++) {
    const [q, k, v] = tf.split(linear(norm(x, `h${l}.ln1`), `h${l}.qkv`), 3, 1).map(heads);
    const [keys, values] = [k, v].map((t, i) => (past > 0 ? tf.concat([caches[l][i], t], 1) : t));
    kept.push([keys, values]);
    let scores = tf.matMul(q, keys, false, true).mul(Math.sqrt(nHead / nEmbd));
    if (n > 1) scores = scores.add(causalMask(n));
    const mixed = tf.transpose(tf.matMul(tf.softmax(scores), values), [1, 0, 2]);
    x = x.add(linear(mixed.reshape([n, nEmbd]), `h${l}.proj`));
    x = x.add(linear(gelu(linear(norm(x, `h${l}.ln2`), `h${l}.fc`)), `h${l}.fc2`));
  }
  const last = norm(tf.slice(x, [n - 1, 0], [1, nEmbd]), 'lnf');
  return { id: tf.argMax(tf.matMul(last, p.wte, false, true), 1), kept };
}

export async function decode(config, weights) {
  const p = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, tf.tensor(data, shape)]),
  );
  let caches = [];
  let past = 0;
  const take = async (ids) => {
    const { id, kept } = tf.tidy(() => forward(config, p, caches, past, ids));
    tf.dispose(caches);
    caches = kept;
    past += ids.length;
    const [token] = await id.data();
    id.dispose();
    return token;
  };
  const reset = () => {
    tf.dispose(caches);
    caches = [];
    past = 0;
  };
  return {
    reset,
    // A mask for a prompt that continues a cache is not needed: prompts come first.
    prefill: (tokens) => take(tokens),
    next: (token) => take(Int32Array.of(token)),
    dispose() {
      reset();
      tf.dispose(Object.values(p));
    },
  };
}
