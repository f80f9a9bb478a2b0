// Greedy decoding with ONNX Runtime Web: one graph for prompts and single tokens, the cache in tensors
// that go from run to run where the provider computes.
import { OnnxGraph } from './onnxGraph.mjs';

/** ids and positions [n], mask [n, total], a cache of keys and values each layer → the likeliest token. */
function writer({ nLayer, nHead, nEmbd: C, vocab, lnEps }, weights) {
  const graph = new OnnxGraph();
  const headDim = C / nHead;
  const known = new Map();
  const weight = (name) => {
    if (!known.has(name)) known.set(name, graph.constant(weights[name].data, weights[name].shape));
    return known.get(name);
  };
  const plus = (x, name) => (weights[name] ? graph.node('Add', [x, weight(name)]) : x);
  const linear = (x, name) => plus(graph.node('MatMul', [x, weight(`${name}.w`)]), `${name}.b`);
  const norm = (x, name) => {
    const bias = weights[`${name}.b`] ? [weight(`${name}.b`)] : [];
    const inputs = [x, weight(`${name}.w`), ...bias];
    return graph.node('LayerNormalization', inputs, { axis: -1, epsilon: lnEps });
  };
  const [ids, positions] = [
    graph.input('ids', ['n'], 'int64'),
    graph.input('positions', ['n'], 'int64'),
  ];
  const mask = graph.input('mask', ['n', 'total']);
  const apart = graph.integers(0, nHead, headDim);
  const together = graph.integers(0, C);
  const thirds = graph.integers(C, C, C);
  const scale = graph.constant(Float32Array.of(1 / Math.sqrt(headDim)), []);
  const looked = [
    [weight('wte'), ids],
    [weight('wpe'), positions],
  ].map((inputs) => graph.node('Gather', inputs));
  let x = graph.node('Add', looked);
  for (let l = 0; l < nLayer; l++) {
    const qkv = linear(norm(x, `h${l}.ln1`), `h${l}.qkv`);
    const [q, k, v] = graph.nodes('Split', [qkv, thirds], { axis: 1 }, 3).map((part) => {
      const heads = graph.node('Reshape', [part, apart]);
      return graph.transpose(heads, [1, 0, 2]);
    });
    const [keys, values] = [
      ['keys', k],
      ['values', v],
    ].map(([name, fresh]) => {
      const past = graph.input(`${name}${l}`, [nHead, 'past', headDim]);
      graph.output(`new_${name}${l}`, [nHead, 'total', headDim]);
      return graph.node('Concat', [past, fresh], { axis: 1 }, `new_${name}${l}`);
    });
    const products = graph.node('MatMul', [q, graph.transpose(keys, [0, 2, 1])]);
    const scores = graph.node('Add', [graph.node('Mul', [products, scale]), mask]);
    const mixed = graph.node('MatMul', [graph.node('Softmax', [scores], { axis: -1 }), values]);
    const rows = graph.node('Reshape', [graph.transpose(mixed, [1, 0, 2]), together]);
    x = graph.node('Add', [x, linear(rows, `h${l}.proj`)]);
    const hidden = linear(norm(x, `h${l}.ln2`), `h${l}.fc`);
    const activated = graph.node('Gelu', [hidden], { approximate: 'tanh' });
    x = graph.node('Add', [x, linear(activated, `h${l}.fc2`)]);
  }
  const last = graph.node('Slice', [x, ...[-1, 2 ** 31, 0].map((at) => graph.integers(at))]);
  const head = graph.constant(transposedMatrix(weights.wte.data, vocab, C), [C, vocab]);
  const logits = graph.node('MatMul', [norm(last, 'lnf'), head]);
  graph.node('ArgMax', [logits], { axis: 1, keepdims: 0 }, 'id');
  graph.output('id', [1], 'int64');
  return graph.bytes();
}

function transposedMatrix(data, rows, cols) {
  const out = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) out[c * rows + r] = data[r * cols + c];
  }
  return out;
}

const HIDDEN = -1e9;

/** Row i stands at place past + i and sees what is not after it. */
function causal(Tensor, past, n) {
  const total = past + n;
  const mask = new Float32Array(n * total);
  for (let i = 0; i < n; i++) mask.fill(HIDDEN, i * total + past + i + 1, (i + 1) * total);
  return new Tensor('float32', mask, [n, total]);
}

const integers = (Tensor, values) =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);

export async function decode({ open, Tensor, cacheLocation }, config, weights) {
  const { nLayer, nHead, nEmbd } = config;
  const layers = Array.from({ length: nLayer }, (_, l) => [`keys${l}`, `values${l}`]).flat();
  const session = await open(writer(config, weights), {
    preferredOutputLocation: Object.fromEntries([
      ['id', 'cpu'],
      ...layers.map((name) => [`new_${name}`, cacheLocation]),
    ]),
  });
  const empty = () => new Tensor('float32', new Float32Array(), [nHead, 0, nEmbd / nHead]);
  let cache = null;
  let past = 0;
  const reset = () => {
    for (const tensor of Object.values(cache ?? {})) tensor.dispose();
    cache = null;
    past = 0;
  };
  const take = async (tokens) => {
    const positions = Array.from(tokens, (_, i) => past + i);
    const feeds = {
      ids: integers(Tensor, tokens),
      positions: integers(Tensor, positions),
      mask: causal(Tensor, past, tokens.length),
    };
    for (const name of layers) feeds[name] = cache?.[name] ?? empty();
    const results = await session.run(feeds);
    const total = past + tokens.length;
    reset();
    past = total;
    cache = Object.fromEntries(layers.map((name) => [name, results[`new_${name}`]]));
    return Number(results.id.data[0]);
  };
  return {
    reset,
    prefill: (tokens) => take([...tokens]),
    next: (token) => take([token]),
    async dispose() {
      reset();
      await session.release();
    },
  };
}
