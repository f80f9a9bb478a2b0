// One op, forward and gradient: leaves from in.*, upstream gradients from up.*, compared with
// out.* and grad.*. Which op it is, opTable.ts knows.
import { gradients, type Seed } from '../../src/training/autograd';
import type { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { sizeOf, type Tensor } from '../../src/training/tensor';
import { caseTensors, NotYet, type Case, type Environment, type Prepared } from './case';
import type { Numbers } from './numbers';
import { compareAll, expectation, type Expected } from './compare';
import { GraphCase, type Engine } from './engine';
import { OPS, Params, type OpEntry } from './opTable';
import { AttentionProbe, unpackQueryKey, type ProbeDims, type QueryKey } from './probe';

export async function op(testCase: Case, environment: Environment): Promise<Prepared> {
  const { json } = testCase;
  const entry = Object.hasOwn(OPS, json.op ?? '') ? OPS[json.op!]! : undefined;
  if (!entry) throw new NotYet(`op ${json.op}`);
  const file = caseTensors(testCase);
  const params = new Params(json.params);
  const engine = await environment.engine();
  const graph = new GraphCase(engine);
  const inputs = leaves(graph, file, entry);
  const outputs = entry.build(inputs, params, (name, shape, data) =>
    graph.leaf(name, shape, 'f32', data),
  );
  for (const [name, tensor] of Object.entries(outputs)) graph.target(`out.${name}`, tensor);
  addGradients(graph, file, inputs, outputs);
  const compiled = await graph.compile();
  const expected = expectations(testCase, file);
  const probe = expected.has('out.probs') ? await probeOf(json.op!, file, params, engine) : null;
  return {
    async run() {
      const results: Map<string, Numbers> = await compiled.run();
      // A loss comes with the number of rows behind it: [2] where the case has a scalar.
      for (const [name, { want }] of expected) {
        const got = results.get(name);
        if (got && want.length === 1) results.set(name, got.slice(0, 1));
      }
      if (probe) results.set('out.probs', await probe.run(results));
      for (const name of ['out.qkv', 'out.q', 'out.k']) results.delete(name);
      return compareAll(results, expected);
    },
    destroy() {
      compiled.destroy();
      probe?.destroy();
    },
  };
}

const namesWith = (file: SafetensorsFile, prefix: string): string[] =>
  file.names.filter((name) => name.startsWith(prefix));

function leaves(graph: GraphCase, file: SafetensorsFile, entry: OpEntry): Record<string, Tensor> {
  const inputs: Record<string, Tensor> = {};
  for (const full of namesWith(file, 'in.')) {
    const name = full.slice(3);
    const { dtype, shape } = file.entry(full);
    const float = dtype.startsWith('F') || dtype === 'BF16';
    const data = float ? file.floats(full) : file.ints(full);
    const type = entry.dtypes?.[name] ?? (float ? 'f32' : 'i32');
    inputs[name] = graph.leaf(name, shape, type, data);
  }
  return inputs;
}

function addGradients(
  graph: GraphCase,
  file: SafetensorsFile,
  inputs: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, Tensor>>,
): void {
  const seeds = namesWith(file, 'up.').flatMap((full): Seed[] => {
    const output = outputs[full.slice(3)];
    if (!output) return [];
    const upstream = new Float32Array(sizeOf(output.shape));
    upstream.set(file.floats(full));
    return [{ output, gradient: graph.leaf(full, output.shape, 'f32', upstream) }];
  });
  const wanted = namesWith(file, 'grad.').map((name) => name.slice(5));
  const found = gradients(
    seeds,
    wanted.map((name) => inputs[name]!),
  );
  found.forEach((tensor, index) => {
    if (tensor) graph.target(`grad.${wanted[index]}`, tensor);
  });
}

function expectations({ json }: Case, file: SafetensorsFile): Map<string, Expected> {
  const expected = new Map<string, Expected>();
  for (const name of [...namesWith(file, 'out.'), ...namesWith(file, 'grad.')]) {
    expected.set(name, expectation(file, name, json.check?.[name]));
  }
  if (file.has('in.valid_rows')) leaveOutRows(expected, file);
  return expected;
}

/** Left padding: rows that may attend nothing are undefined in the reference. [B, Tq] → [B, H, Tq, …]. */
function leaveOutRows(expected: Map<string, Expected>, file: SafetensorsFile): void {
  const valid = file.ints('in.valid_rows');
  for (const [name, old] of expected) {
    if (!name.startsWith('out.')) continue;
    const [, heads = 1, rows = 1, width = 1] = file.entry(name).shape;
    const counts = (index: number): boolean => {
      const row = Math.floor(index / width);
      return valid[Math.floor(row / (heads * rows)) * rows + (row % rows)] === 1;
    };
    expected.set(name, { ...old, counts });
  }
}

interface Probe {
  run(results: ReadonlyMap<string, Numbers>): Promise<Float32Array<ArrayBuffer>>;
  destroy(): void;
}

async function probeOf(
  name: string,
  file: SafetensorsFile,
  params: Params,
  engine: Engine,
): Promise<Probe> {
  let dims: ProbeDims;
  let queryKey: (results: ReadonlyMap<string, Numbers>) => QueryKey;
  if (name === 'mha') {
    const [batch, length, width] = file.entry('in.x').shape as [number, number, number];
    const heads = params.number('heads');
    dims = {
      batch,
      heads,
      kvHeads: heads,
      queryLen: length,
      keyLen: length,
      headDim: width / heads,
      causal: true,
    };
    queryKey = (results) => unpackQueryKey(results.get('out.qkv')!, dims);
  } else {
    const [batch, heads, queryLen, headDim] = file.entry('in.q').shape as [
      number,
      number,
      number,
      number,
    ];
    const [, kvHeads, keyLen] = file.entry('in.k').shape as [number, number, number];
    dims = { batch, heads, kvHeads, queryLen, keyLen, headDim, causal: params.flag('causal') };
    // With rotary positions the build gives q and k as the scores see them.
    queryKey = (results) => ({
      q: results.get('out.q') ?? file.floats('in.q'),
      k: results.get('out.k') ?? file.floats('in.k'),
    });
  }
  const mask = file.has('in.key_mask') ? file.ints('in.key_mask') : undefined;
  const probe = await AttentionProbe.compile(engine, dims, mask);
  return { run: (results) => probe.run(queryKey(results)), destroy: () => probe.destroy() };
}
