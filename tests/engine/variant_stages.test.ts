// A model taken through stages on a device: pruned weights stay 0 in factors and through training, a
// gradual prune ends at its amount, stages are trained once.
import { afterAll, expect, test } from 'vitest';
import { textLearning } from '../../src/host/studies/compress/textLearning';
import { stored } from '../../src/host/studies/compress/variants';
import { checkVariants } from '../../src/host/studies/compress/spec';
import type { VariantSpecInput } from '../../src/host/protocol/variant';
import { StageMaker, type Piece } from '../../src/host/studies/compress/stages';
import { buildModel } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema, trainingSchema } from '../../src/training/run/config';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const VOCAB = 7;
const tokens = Int32Array.from({ length: 90 }, (_, index) => (index * index) % VOCAB);
const config = modelSchema.parse({
  family: 'gpt',
  n_layer: 1,
  n_head: 2,
  n_embd: 16,
  n_positions: 8,
});
const model = buildModel(config, VOCAB);
const set = new ParameterSet(model.parameters);
const source = { config, model, weights: set.unpack(set.initialWeights(3)) };
const training = trainingSchema.parse({
  per_device_train_batch_size: 2,
  max_steps: 4,
  learning_rate: 1e-2,
});
const maker = new StageMaker({
  context,
  source,
  recovery: textLearning({ training, corpora: { train: tokens, validation: tokens } }),
  steps: 6,
  signal: new AbortController().signal,
});

let trainings = 0;
async function made(...stages: VariantSpecInput['stages']): Promise<Piece> {
  const [spec] = checkVariants([{ id: 'a', stages }]);
  const shares: number[] = [];
  const piece = await maker.make(spec!.stages, (share) => shares.push(share));
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  if (shares.length > 1) trainings++;
  return piece;
}

const zerosOf = ({ model: { parameters }, weights }: Piece): number[] =>
  parameters
    .filter(({ layout }) => layout)
    .map(({ name }) => {
      const values = weights.get(name)!;
      return values.filter((value) => value === 0).length / values.length;
    });

test('low rank, pruned, distilled, INT8: each keeps what the ones before have done', async () => {
  const thin = { kind: 'low_rank', by: 'rank', amount: 4 } as const;
  const cut = { kind: 'prune', amount: 0.25 } as const;
  const distilled = { kind: 'distill' } as const;
  const [one, two, three] = [
    await made(thin),
    await made(thin, cut),
    await made(thin, cut, distilled),
  ];
  expect(one.model.parameters.filter(({ layout }) => layout)).toHaveLength(8);
  expect(zerosOf(two)).toEqual(zerosOf(two).map(() => 0.25));
  expect(zerosOf(three)).toEqual(zerosOf(two));
  expect(three.trainedSteps).toBe(6);
  const all = await made(thin, cut, distilled, { kind: 'int8' });
  expect(all.weights).toBe(three.weights);
  expect(trainings).toBe(1);

  const sizes: number[] = [];
  for (const { schemeOf, isPruned, ...piece } of [one, two, three, all]) {
    const variant = await stored(context, piece, schemeOf, isPruned);
    sizes.push(variant.diskBytes);
    variant.weights.destroy();
  }
  const [thinBytes, cutBytes, distilledBytes, packedBytes] = sizes as [
    number,
    number,
    number,
    number,
  ];
  // In factors as thin as these a bitmask takes more than the zeros that it leaves out.
  expect(cutBytes).toBe(thinBytes);
  expect(distilledBytes).toBe(cutBytes);
  expect(packedBytes).toBeLessThan(cutBytes);
});

test('weights that leave little by little are gone in the end', async () => {
  const piece = await made({ kind: 'prune', how: 'global', amount: 0.5, schedule: 'gradual' });
  const zeros = zerosOf(piece);
  const sizes = piece.model.parameters
    .filter(({ layout }) => layout)
    .map(({ name }) => piece.weights.get(name)!.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(zeros.reduce((sum, share, i) => sum + share * sizes[i]!, 0) / total).toBe(0.5);
  expect(piece.trainedSteps).toBe(6);
});

test('factors of rank 11 of 16 hold most of a random matrix', async () => {
  const [layer] = model.parameters.filter(({ layout }) => layout);
  const piece = await made({ kind: 'low_rank', by: 'rank', amount: 11 });
  const values = source.weights.get(layer!.name)!;
  const [rows, cols] = layer!.shape as [number, number];
  const left = piece.weights.get(`${layer!.name}.left`)!;
  const right = piece.weights.get(`${layer!.name}.right`)!;
  const rank = left.length / rows;
  let [missed, whole] = [0, 0];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += left[r * rank + k]! * right[k * cols + c]!;
      missed += (sum - values[r * cols + c]!) ** 2;
      whole += values[r * cols + c]! ** 2;
    }
  }
  // 11 of 16: most of a random matrix, and no more than its smallest five values are missing.
  expect(rank).toBe(11);
  expect(missed / whole).toBeLessThan(0.15);
  expect(missed / whole).toBeGreaterThan(0);
});
