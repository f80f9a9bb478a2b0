// Gradients of whole graphs against central finite differences of the graph's own loss.
import { afterAll, describe, expect, test } from 'vitest';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import type { Program } from '../../src/gpu/compute';
import { gradients } from '../../src/training/autograd';
import { hash32 } from '../../src/training/initial';
import { GraphLowering } from '../../src/training/lower';
import { ones } from '../../src/training/ops/layout/constant';
import { crossEntropy } from '../../src/training/ops/losses/crossEntropy';
import { embedding } from '../../src/training/ops/embedding';
import { linear } from '../../src/training/ops/matmul';
import { layerNorm } from '../../src/training/ops/norm';
import { ParameterSet, type ParameterSpec } from '../../src/training/parameters';
import { leaf, type Tensor } from '../../src/training/tensor';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

interface Case {
  readonly specs: ParameterSpec[];
  readonly vocab: number;
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly shape: [number, number];
  logits(parameter: (name: string) => Tensor, ids: Tensor): Tensor;
}

/** Directional derivative by the gradient, and by moving all parameters both ways. */
async function bothDerivatives(test: Case): Promise<{ byGradient: number; byDifference: number }> {
  const parameters = new ParameterSet(test.specs);
  const recorder = new Recorder(context.open.limits);
  const step = wholeView(declareBuffer('step', 256, 'data', true));
  const size = test.ids.length * 4;
  const idsView = wholeView(declareBuffer('ids', size, 'data', true));
  const targetsView = wholeView(declareBuffer('targets', size, 'data', true));
  const ids = leaf('ids', test.shape, 'u32', idsView);
  const targets = leaf('targets', test.shape, 'i32', targetsView);
  const logits = test.logits((name) => parameters.tensor(name), ids);
  const { loss } = crossEntropy(logits, targets);
  const lossView = wholeView(declareBuffer('loss', 16, 'data', true));
  const wrt = parameters.list.map(({ tensor }) => tensor);
  const found = gradients([{ output: loss, gradient: ones(loss.shape) }], wrt);
  expect(found.every((tensor) => tensor !== undefined)).toBe(true);
  new GraphLowering(recorder, step).run([
    { tensor: loss, into: lossView },
    ...parameters.list.map(({ gradient }, index) => ({ tensor: found[index]!, into: gradient })),
  ]);
  const program: Program = await context.compile(recorder.dispatches);
  const { buffers } = context;
  buffers.write(idsView, test.ids);
  buffers.write(
    targetsView,
    Int32Array.from(test.ids, (id) => (id * 3 + 1) % test.vocab),
  );
  const start = parameters.initialWeights(5);
  const direction = start.map((_, index) => hash32(index, 9) / 2 ** 31 - 1);
  const lossAt = async (amount: number): Promise<number> => {
    buffers.write(
      parameters.weights,
      start.map((value, index) => value + amount * direction[index]!),
    );
    program.run();
    return (await buffers.readFloats(lossView))[0]!;
  };
  const h = 4e-3;
  const byDifference = ((await lossAt(h)) - (await lossAt(-h))) / (2 * h);
  await lossAt(0);
  const gradient = parameters.unpack(await buffers.readFloats(parameters.gradients));
  let byGradient = 0;
  for (const { name, offset } of parameters.list) {
    gradient
      .get(name)!
      .forEach((value, index) => (byGradient += value * direction[offset + index]!));
  }
  program.destroy();
  return { byGradient, byDifference };
}

const normal = { normal: 0.3 };

describe('whole graphs', () => {
  for (const bias of [false, true]) {
    test(`tied MLP language model, bias ${bias}: gradient against finite differences`, async () => {
      const C = 20;
      const vocab = 13;
      const specs: ParameterSpec[] = [
        { name: 'table', shape: [vocab, C], initial: normal },
        { name: 'positions', shape: [9, C], initial: normal },
        { name: 'norm', shape: [C], initial: { constant: 1 } },
        { name: 'up', shape: [C, 28], initial: normal },
        { name: 'down', shape: [28, C], initial: normal },
        { name: 'last', shape: [C], initial: { constant: 0.7 } },
        ...(bias
          ? [
              { name: 'upBias', shape: [28], initial: normal },
              { name: 'normBias', shape: [C], initial: normal },
            ]
          : []),
      ];
      const result = await bothDerivatives({
        specs,
        vocab,
        shape: [3, 7],
        ids: Uint32Array.from({ length: 21 }, (_, index) => hash32(index, 1) % vocab),
        logits(parameter, ids) {
          const optional = (name: string) => (bias ? parameter(name) : undefined);
          const x = embedding(ids, parameter('table'), { positions: parameter('positions') });
          const { normed } = layerNorm(x, parameter('norm'), optional('normBias'), { eps: 1e-5 });
          const up = linear(normed, parameter('up'), optional('upBias'), {
            layout: 'conv1d',
            activation: 'gelu_tanh',
          });
          const delta = linear(up, parameter('down'), undefined, { layout: 'conv1d' });
          const last = layerNorm(x, parameter('last'), undefined, { eps: 1e-5, delta });
          return linear(last.normed, parameter('table'), undefined, { logits: true });
        },
      });
      expect(Math.abs(result.byGradient - result.byDifference)).toBeLessThan(
        2e-3 * Math.abs(result.byDifference) + 1e-3,
      );
    });
  }
});
