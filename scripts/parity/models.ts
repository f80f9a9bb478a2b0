// A whole model in Hugging Face's layout: logits, hidden states, attention, loss, and the gradient
// of every parameter. What a family takes in and gives out, modelGraphs.ts knows.
import path from 'node:path';
import { gradients } from '../../src/training/autograd';
import { fromHuggingFaceConfig } from '../../src/training/io/huggingface/huggingface';
import { locateParameters } from '../../src/training/io/huggingface/locateParameters';
import { parametersOf } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import type { Tensor } from '../../src/training/tensor';
import {
  caseTensors,
  openTensors,
  readJson,
  type Case,
  type Check,
  type Environment,
  type Prepared,
} from './case';
import type { Numbers } from './numbers';
import { compareAll, expectation, type Expected } from './compare';
import { GraphCase } from './engine';
import { modelGraph } from './modelGraphs';

/** A model of a folder with its weights, ready for a graph. Dropout is off. */
export function loadModel(configFile: string, weightsFile: string) {
  const weights = openTensors(weightsFile);
  const located = locateParameters(fromHuggingFaceConfig(readJson(configFile)), weights);
  const { model: config, vocabSize } = located.shape;
  const values = new Map(
    [...located.nameInFile].map(([name, stored]) => [name, weights.floats(stored)]),
  );
  return { config: { ...config, dropout: 0 }, vocabSize, values };
}

export async function model(testCase: Case, environment: Environment): Promise<Prepared> {
  const { json, folder } = testCase;
  const beside = (name: unknown, fallback: string): string =>
    path.join(folder, typeof name === 'string' ? name : fallback);
  const file = caseTensors(testCase);
  const { config, vocabSize, values } = loadModel(
    beside(json.config, 'config.json'),
    beside(json.weights, 'model.safetensors'),
  );
  const parameters = new ParameterSet(parametersOf(config, vocabSize));
  const engine = await environment.engine();
  const graph = new GraphCase(engine);
  graph.input(parameters.weights, parameters.pack(values));
  const lookUp = (name: string): Tensor | undefined =>
    parameters.has(name) ? parameters.tensor(name) : undefined;
  const { outputs, seeds, derived } = modelGraph(config, vocabSize, { graph, file, lookUp });
  for (const [name, tensor] of Object.entries(outputs)) graph.target(`out.${name}`, tensor);
  const list = parameters.list;
  const found = gradients(
    seeds,
    list.map(({ tensor }) => tensor),
  );
  found.forEach((tensor, index) => {
    if (tensor) graph.target(`grad.${list[index]!.name}`, tensor);
  });
  const compiled = await graph.compile();
  const expected = expectations(testCase);
  const loss = expected.get('out.loss');
  if (loss && 'perplexity' in derived) {
    // An error of the loss is that share of its exponential.
    const want = loss.want[0]!;
    const { atol = 0, rtol = 0 } = loss.check;
    const check = { rtol: atol + rtol * want };
    expected.set('out.perplexity', { want: Float32Array.of(Math.exp(want)), check });
  }
  return {
    async run() {
      const results: Map<string, Numbers> = await compiled.run();
      for (const [name, derive] of Object.entries(derived))
        results.set(`out.${name}`, derive(results));
      // A loss comes with the number of rows behind it.
      for (const [name, { want }] of expected) {
        const got = results.get(name);
        if (got && want.length === 1) results.set(name, got.slice(0, 1));
      }
      return compareAll(results, expected);
    },
    destroy() {
      compiled.destroy();
      engine.context.buffers.freeResident(parameters.weights.buffer);
    },
  };
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
