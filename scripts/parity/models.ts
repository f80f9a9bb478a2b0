// A whole model in Hugging Face's layout: logits, hidden states, attention, loss, and the gradient
// of every parameter.
import path from 'node:path';
import { collect, gradients } from '../../src/training/autograd';
import { fromHuggingFaceConfig, locateParameters } from '../../src/training/io/huggingface';
import { buildModel } from '../../src/training/models/model';
import { crossEntropy } from '../../src/training/ops/crossEntropy';
import { ones } from '../../src/training/ops/constant';
import { ParameterSet } from '../../src/training/parameters';
import type { Tensor } from '../../src/training/tensor';
import {
  caseTensors,
  openTensors,
  readJson,
  type Case,
  type Check,
  type Environment,
  type Numbers,
  type Prepared,
} from './case';
import { compareAll, expectation, type Expected } from './compare';
import { GraphCase } from './engine';
import { AttentionProbe, unpackQueryKey, type ProbeDims } from './probe';

/** A model of a folder with its weights, ready for a graph. Dropout is off. */
export function loadGpt2(configFile: string, weightsFile: string) {
  const weights = openTensors(weightsFile);
  const located = locateParameters(fromHuggingFaceConfig(readJson(configFile)), weights);
  const { model: config, vocabSize } = located.shape;
  const values = new Map(
    [...located.nameInFile].map(([name, stored]) => [name, weights.floats(stored)]),
  );
  return { config: { ...config, dropout: 0 }, vocabSize, values };
}

/** HF shifts the labels inside the model: place t is compared with label t + 1. */
function shifted(labels: Int32Array, length: number): Int32Array<ArrayBuffer> {
  return Int32Array.from(labels, (_, i) => ((i + 1) % length === 0 ? -100 : labels[i + 1]!));
}

export async function gpt2(testCase: Case, environment: Environment): Promise<Prepared> {
  const { json, folder } = testCase;
  const beside = (name: unknown, fallback: string): string =>
    path.join(folder, typeof name === 'string' ? name : fallback);
  const file = caseTensors(testCase);
  const { config, vocabSize, values } = loadGpt2(
    beside(json.config, 'config.json'),
    beside(json.weights, 'model.safetensors'),
  );
  const model = buildModel(config, vocabSize);
  const parameters = new ParameterSet(model.parameters);
  const engine = await environment.engine();
  const graph = new GraphCase(engine);
  graph.input(parameters.weights, parameters.pack(values));

  const { shape } = file.entry('in.input_ids');
  const [batch, length] = shape as [number, number];
  const ids = graph.leaf('ids', shape, 'u32', file.ints('in.input_ids'));
  const mask = file.has('in.attention_mask') ? file.ints('in.attention_mask') : undefined;
  const keyMask = mask && graph.leaf('key_mask', shape, 'u32', mask);
  const targets = graph.leaf('labels', shape, 'i32', shifted(file.ints('in.labels'), length));

  const lookUp = (name: string): Tensor | undefined =>
    parameters.has(name) ? parameters.tensor(name) : undefined;
  const { logits, final, hidden } = model.forward(lookUp, { ids, keyMask, training: true });
  const { loss } = crossEntropy(logits, targets);
  graph.target('out.logits', logits);
  graph.target('out.final', final);
  hidden.forEach((tensor, index) => graph.target(`out.hidden.${index}`, tensor));
  graph.target('out.loss', loss);
  const packed = packedInputs(logits);
  packed.forEach((tensor, index) => graph.target(`qkv.${index}`, tensor));
  const list = parameters.list;
  const seed = { output: loss, gradient: ones(loss.shape) };
  const found = gradients(
    [seed],
    list.map(({ tensor }) => tensor),
  );
  found.forEach((tensor, index) => {
    if (tensor) graph.target(`grad.${list[index]!.name}`, tensor);
  });
  const compiled = await graph.compile();

  const dims: ProbeDims = {
    batch,
    heads: config.n_head,
    kvHeads: config.n_head,
    queryLen: length,
    keyLen: length,
    headDim: config.n_embd / config.n_head,
    causal: true,
  };
  const probe = await AttentionProbe.compile(engine, dims, mask);
  const expected = expectations(testCase);
  return {
    async run() {
      const results: Map<string, Numbers> = await compiled.run();
      results.set('out.loss', results.get('out.loss')!.slice(0, 1));
      for (const index of packed.keys()) {
        const qkv = results.get(`qkv.${index}`)!;
        results.delete(`qkv.${index}`);
        results.set(`out.attn.${index}`, await probe.run(unpackQueryKey(qkv, dims)));
      }
      return compareAll(results, expected);
    },
    destroy() {
      compiled.destroy();
      probe.destroy();
      engine.context.buffers.freeResident(parameters.weights.buffer);
    },
  };
}

/** The packed q, k, v of each attention below a tensor, first block first. */
function packedInputs(root: Tensor): Tensor[] {
  return collect([root])
    .filter(({ op }) => op.name === 'attention')
    .map(({ inputs }) => inputs.q!);
}

function expectations(testCase: Case): Map<string, Expected> {
  const { json, folder } = testCase;
  const file = caseTensors(testCase);
  const expected = new Map<string, Expected>();
  for (const name of file.names) {
    if (name.startsWith('out.')) {
      expected.set(name, expectation(file, name, json.check?.[name]));
    }
  }
  if (typeof json.grads === 'string') {
    const gradientFile = openTensors(path.join(folder, json.grads));
    const checks = json.grad_check as Readonly<Record<string, Check>> | undefined;
    for (const name of gradientFile.names) {
      expected.set(`grad.${name}`, expectation(gradientFile, name, checks?.[name]));
    }
  }
  return expected;
}
