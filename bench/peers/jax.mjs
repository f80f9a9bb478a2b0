// jax-js on WebGPU, with the benchmarks' interface (bench/engine.ts). Its functions consume their
// arguments: `.ref` stands where a value is needed once more.
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
  vjp,
} from '@jax-js/jax';
import { decode } from './jaxDecode.mjs';
import { version } from './node_modules/@jax-js/jax/package.json';

/** Holds on to the newest results and lets go of those before. */
function newest() {
  let held = null;
  return {
    get: () => held,
    set(value) {
      if (held) tree.dispose(held);
      held = value;
    },
    dispose() {
      if (held) tree.dispose(held);
    },
  };
}

/** `times` calls at once, then one wait; results but the last are dropped. */
async function repeat(times, call, last) {
  const results = [];
  for (let i = 0; i < times; i++) results.push(call());
  await blockUntilReady(results);
  last.set(results.pop());
  for (const result of results) tree.dispose(result);
}

const attend = (q, k, v) => nn.dotProductAttention(q, k, v, { isCausal: true });

function lossOf({ nLayer, nHead, nEmbd, block, batch, vocab, lnEps }, p, ids, targets) {
  const rows = batch * block;
  const norm = (x, weight) => nn.standardize(x, -1, { epsilon: lnEps }).mul(weight);
  // Looked up by a product: the gradient of np.take does not compile under jit in this version.
  const picked = np.matmul(nn.oneHot(ids, vocab), p.wte.ref).reshape([batch, block, nEmbd]);
  let x = picked.add(p.wpe).reshape([rows, nEmbd]);
  for (let l = 0; l < nLayer; l++) {
    const w = (name) => p[`h${l}.${name}`];
    const qkv = np.matmul(norm(x.ref, w('ln1.w')), w('qkv.w'));
    const heads = np.split(qkv, 3, 1).map((t) => t.reshape([batch, block, nHead, nEmbd / nHead]));
    const mixed = attend(...heads).reshape([rows, nEmbd]);
    x = x.add(np.matmul(mixed, w('proj.w')));
    const hidden = np.matmul(norm(x.ref, w('ln2.w')), w('fc.w'));
    x = x.add(np.matmul(nn.gelu(hidden, { approximate: true }), w('fc2.w')));
  }
  const logits = np.matmul(norm(x, p['lnf.w']), p.wte.transpose());
  const picks = nn.logSoftmax(logits, -1).mul(nn.oneHot(targets, vocab));
  return picks.sum().mul(-1 / rows);
}

export default {
  name: 'jax-js',
  version,

  async init() {
    if (!(await init('webgpu')).includes('webgpu')) throw new Error('it found no WebGPU device');
    defaultDevice('webgpu');
  },

  // Every run below ends with a wait of its own.
  async sync() {},

  async matmul({ M, K, N, A, B }) {
    const [a, b] = [np.array(A, { shape: [M, K] }), np.array(B, { shape: [K, N] })];
    await blockUntilReady([a, b]);
    const product = jit((left, right) => np.matmul(left, right));
    const last = newest();
    return {
      run: (times) => repeat(times, () => product(a.ref, b.ref), last),
      read: () => last.get().ref.data(),
      dispose() {
        tree.dispose([a, b]);
        last.dispose();
      },
    };
  },

  async attention({ B, T, H, D, q, k, v, dout }, backward) {
    const inputs = [q, k, v, dout].map((data) => np.array(data, { shape: [B, T, H, D] }));
    await blockUntilReady(inputs);
    const forward = jit((...args) => [attend(...args)]);
    const both = jit((queries, keys, values, cotangent) => {
      const [out, pull] = vjp(attend, [queries, keys, values]);
      return [out, ...pull(cotangent)];
    });
    const used = backward ? inputs : inputs.slice(0, 3);
    const call = () => (backward ? both : forward)(...used.map((input) => input.ref));
    const last = newest();
    return {
      run: (times) => repeat(times, call, last),
      read: () => Promise.all(last.get().map((result) => result.ref.data())),
      dispose() {
        tree.dispose(inputs);
        last.dispose();
      },
    };
  },

  async trainStep(config, weights, { x, y }) {
    const { lr, beta1, beta2, eps, weightDecay } = config;
    const names = Object.keys(weights);
    const each = (make) => Object.fromEntries(names.map((name) => [name, make(weights[name])]));
    const differentiate = valueAndGrad((p, ids, targets) => lossOf(config, p, ids, targets));
    const update = jit(({ p, m, v, t }, ids, targets) => {
      const [loss, gradients] = differentiate(tree.ref(p), ids, targets);
      const count = t.add(1);
      const correction = (beta) => np.subtract(1, np.exp(count.ref.mul(Math.log(beta))));
      const [first, second] = [correction(beta1), correction(beta2)];
      const next = { p: {}, m: {}, v: {}, t: count };
      for (const name of names) {
        const gradient = gradients[name];
        const mean = m[name].mul(beta1).add(gradient.ref.mul(1 - beta1));
        const square = v[name].mul(beta2).add(np.square(gradient).mul(1 - beta2));
        const size = np.sqrt(square.ref.div(second.ref)).add(eps);
        const decay = weights[name].shape.length === 2 ? 1 - lr * weightDecay : 1;
        next.p[name] = p[name].mul(decay).sub(mean.ref.div(first.ref).div(size).mul(lr));
        next.m[name] = mean;
        next.v[name] = square;
      }
      tree.dispose([first, second]);
      return [next, loss];
    });
    let state = {
      p: each(({ shape, data }) => np.array(data, { shape })),
      m: each(({ shape }) => np.zeros(shape)),
      v: each(({ shape }) => np.zeros(shape)),
      t: np.array(0),
    };
    const [ids, targets] = [x, y].map((data) => np.array(data, { dtype: np.int32 }));
    await blockUntilReady([state, ids, targets]);
    const last = newest();
    return {
      async step() {
        const [next, loss] = update(state, ids.ref, targets.ref);
        state = next;
        await blockUntilReady(loss);
        last.set(loss);
      },
      loss: async () => (await last.get().ref.data())[0],
      dispose() {
        tree.dispose([state, ids, targets]);
        last.dispose();
      },
    };
  },

  decode,
};
