// Greedy decoding with jax-js. Shapes never change, so that one compiled function serves prompts of a
// length, and another every single token: positions of the cache that are still empty are masked.
import { blockUntilReady, jit, nn, numpy as np, tree } from '@jax-js/jax';

/**
 * Tokens [n] at positions [n]. `at` [block, n]: 1 where place and row meet; `seen` [n, block]: 0 or far
 * below; `last` [1, n] picks the newest row. Caches are [block, C], keys and values of each layer.
 */
function forward({ nLayer, nHead, nEmbd, block, lnEps }, p, caches, { at, seen, last }, tokens) {
  const n = tokens.shape[0];
  const headDim = nEmbd / nHead;
  const plus = (x, name) => (p[name] ? x.add(p[name]) : x);
  const norm = (x, name) =>
    plus(nn.standardize(x, -1, { epsilon: lnEps }).mul(p[`${name}.w`]), `${name}.b`);
  const linear = (x, name) => plus(np.matmul(x, p[`${name}.w`]), `${name}.b`);
  const heads = (t, rows) => t.reshape([rows, nHead, headDim]).transpose([1, 0, 2]);
  let x = np.take(p.wte.ref, tokens, 0).add(np.matmul(at.ref.transpose(), p.wpe));
  const next = [];
  for (let l = 0; l < nLayer; l++) {
    const [q, k, v] = np.split(linear(norm(x.ref, `h${l}.ln1`), `h${l}.qkv`), 3, 1);
    const keys = caches[2 * l].add(np.matmul(at.ref, k));
    const values = caches[2 * l + 1].add(np.matmul(at.ref, v));
    next.push(keys.ref, values.ref);
    const scores = np.matmul(heads(q, n), heads(keys, block).transpose([0, 2, 1]));
    const masked = scores.mul(1 / Math.sqrt(headDim)).add(seen.ref.reshape([1, n, block]));
    const mixed = np.matmul(nn.softmax(masked, -1), heads(values, block));
    x = x.add(linear(mixed.transpose([1, 0, 2]).reshape([n, nEmbd]), `h${l}.proj`));
    const hidden = nn.gelu(linear(norm(x.ref, `h${l}.ln2`), `h${l}.fc`), { approximate: true });
    x = x.add(linear(hidden, `h${l}.fc2`));
  }
  tree.dispose([at, seen]);
  const logits = np.matmul(norm(np.matmul(last, x), 'lnf'), p.wte.transpose());
  return [next, np.argmax(logits, -1)];
}

function placesOf(block, past, n) {
  const grid = (rows, cols, make) =>
    np.array(
      Float32Array.from({ length: rows * cols }, (_, i) => make(Math.floor(i / cols), i % cols)),
      { shape: [rows, cols] },
    );
  return {
    at: grid(block, n, (place, row) => (place === past + row ? 1 : 0)),
    seen: grid(n, block, (row, place) => (place <= past + row ? 0 : -1e30)),
    last: grid(1, n, (_, row) => (row === n - 1 ? 1 : 0)),
  };
}

export async function decode(config, weights) {
  const { block, nLayer, nEmbd } = config;
  const p = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, np.array(data, { shape })]),
  );
  await blockUntilReady(p);
  const compiled = new Map();
  let caches = null;
  let past = 0;
  const reset = () => {
    if (caches) tree.dispose(caches);
    caches = null;
    past = 0;
  };
  const take = async (tokens) => {
    const n = tokens.length;
    if (!compiled.has(n))
      compiled.set(
        n,
        jit((...args) => forward(config, ...args)),
      );
    caches ??= Array.from({ length: 2 * nLayer }, () => np.zeros([block, nEmbd]));
    const ids = np.array(Int32Array.from(tokens), { dtype: np.int32 });
    const [next, id] = compiled.get(n)(tree.ref(p), caches, placesOf(block, past, n), ids);
    caches = next;
    past += n;
    return (await id.data())[0];
  };
  return {
    reset,
    prefill: (tokens) => take(tokens),
    next: (token) => take([token]),
    dispose() {
      reset();
      tree.dispose(p);
    },
  };
}
