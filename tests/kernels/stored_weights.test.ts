// Packed weights read back from the device, through their integers and onto it again: the same words, the
// floats that they stand for, and the same bits of a product, at odd sizes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ComputeContext } from '../../src/gpu/compute';
import {
  CompressedWeights,
  type WeightScheme,
} from '../../src/training/compress/compressedWeights';
import {
  floatsOf,
  integersOf,
  wordsOf,
  zeroPointsOf,
  zeroWordsOf,
  type PackedValues,
} from '../../src/training/compress/packedValues';
import { writeOut } from '../../src/training/compress/writeOut';
import { linear } from '../../src/training/ops/matmul';
import { ParameterSet, type ParameterSpec } from '../../src/training/parameters';
import { openNodeContext } from '../../src/host/node/context';

let context: ComputeContext;
beforeAll(async () => {
  context = await openNodeContext();
});
afterAll(() => context.destroy());

const RECIPES: readonly WeightScheme[] = [
  { kind: 'int8', scales: 'channel', activations: 'float' },
  { kind: 'int8', scales: 'tensor', activations: 'int8' },
  { kind: 'int4', group: 32, asymmetric: false },
  { kind: 'int4', group: 10, asymmetric: true },
];
const LAYERS: readonly ParameterSpec[] = [
  { name: 'linear', shape: [13, 37], layout: 'linear', initial: { normal: 1 } },
  { name: 'conv1d', shape: [37, 13], layout: 'conv1d', initial: { normal: 1 } },
];
const INPUT: ParameterSpec = { name: 'x', shape: [3, 37], initial: { normal: 1 } };

const throughIntegers = (packed: PackedValues): PackedValues => ({
  ...packed,
  words: wordsOf(packed.format, integersOf(packed)),
  zeros: zeroWordsOf(packed.format, zeroPointsOf(packed)),
});

test.each(RECIPES.flatMap((scheme) => LAYERS.map((spec) => ({ scheme, spec }))))(
  '$scheme.kind of a $spec.name (%#)',
  async ({ scheme, spec }) => {
    const set = new ParameterSet([spec, INPUT]);
    context.buffers.write(set.weights, set.initialWeights(5));
    const made = await CompressedWeights.create(context, set, ({ name }) =>
      name === 'x' ? { kind: 'float' } : scheme,
    );
    const packed = (await made.packed(spec.name))!;
    const again = throughIntegers(packed);
    expect(again).toEqual(packed);
    const x = await writeOut(context, made.parameter('x')!);
    const stored = { weights: new Map([['x', x]]), packed: new Map([[spec.name, again]]) };
    const back = CompressedWeights.upload(context, [spec, INPUT], stored);
    const { layout } = spec;
    const floats = await writeOut(context, back.parameter(spec.name)!);
    expect(floats).toEqual(floatsOf(packed, layout === 'linear'));
    const product = (on: CompressedWeights) =>
      writeOut(
        context,
        linear(on.parameter('x')!, on.parameter(spec.name)!, undefined, { layout }),
      );
    expect(await product(back)).toEqual(await product(made));
    made.destroy();
    back.destroy();
    context.buffers.freeResident(set.weights.buffer);
  },
);
