// Recurrent and convolutional layers run on packed and factored weights too.
import { afterAll, expect, test } from 'vitest';
import { STEP_SIZE_BYTES } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { textLearning } from '../../src/host/studies/compress/textLearning';
import { stored } from '../../src/host/studies/compress/variants';
import { checkVariants } from '../../src/host/studies/compress/spec';
import type { VariantSpecInput } from '../../src/host/protocol/variant';
import { StageMaker } from '../../src/host/studies/compress/stages';
import { GraphLowering } from '../../src/training/lower';
import { buildModel } from '../../src/training/models/model';
import { matrixShape, ParameterSet } from '../../src/training/parameters';
import { modelSchema, trainingSchema } from '../../src/training/run/config';
import { leaf, sizeOf } from '../../src/training/tensor';
import { integers, normals } from '../kernels/reference';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const VOCAB = 9;
const T = 5;
const none = new Int32Array(0);
const FAMILIES = [
  { family: 'recurrent', cell: 'gru' },
  { family: 'convolution', kernel_size: 3 },
];

const RANK = 3;

function ofRank(rank: number, rows: number, cols: number): Float32Array<ArrayBuffer> {
  const [left, right] = [normals(rows * rank, 1, 0.3), normals(rank * cols, 2, 0.3)];
  return Float32Array.from({ length: rows * cols }, (_, at) => {
    const [row, col] = [Math.floor(at / cols), at % cols];
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += left[row * rank + k]! * right[k * cols + col]!;
    return sum;
  });
}

test.each(FAMILIES)('$family', async (given) => {
  const config = modelSchema.parse({ ...given, n_layer: 1, n_embd: 32, n_positions: T });
  const model = buildModel(config, VOCAB);
  const set = new ParameterSet(model.parameters);
  const weights = set.unpack(set.initialWeights(4));
  for (const spec of model.parameters.filter(({ layout }) => layout)) {
    weights.set(spec.name, ofRank(RANK, ...matrixShape(spec)));
  }
  const source = { config, model, weights };
  const maker = new StageMaker({
    context,
    source,
    recovery: textLearning({
      training: trainingSchema.parse({
        per_device_train_batch_size: 1,
        max_steps: 1,
        learning_rate: 1e-3,
      }),
      corpora: { train: none, validation: none },
    }),
    steps: 1,
    signal: new AbortController().signal,
  });

  const run = async (stages: VariantSpecInput['stages']) => {
    const piece = await maker.make(checkVariants([{ id: 'a', stages }])[0]!.stages);
    const { weights: own } = await stored(context, piece, piece.schemeOf);
    const view = wholeView(declareBuffer('ids', 4 * T, 'data', true));
    const ids = leaf('ids', [1, T], 'u32', view);
    const { logits } = piece.model.forward(own.parameter, { ids, training: false });
    const into = wholeView(declareBuffer('logits', 4 * sizeOf(logits.shape), 'data', true));
    const recorder = new Recorder(context.open.limits);
    new GraphLowering(recorder, recorder.scratch('step', STEP_SIZE_BYTES)).run([
      { tensor: logits, into },
    ]);
    const program = await context.compile(recorder.dispatches);
    context.buffers.write(view, integers(T, VOCAB, 2).slice());
    program.run();
    const values = await context.buffers.readFloats(into);
    const labels = recorder.dispatches.map(({ label }) => label);
    program.destroy();
    const layerBytes = piece.model.parameters
      .filter(({ layout }) => layout)
      .reduce((sum, { name }) => sum + own.sizeBytes(name), 0);
    return { values, labels, layerBytes };
  };

  const whole = await run([]);
  const packed = await run([{ kind: 'int8' }]);
  const thin = await run([{ kind: 'low_rank', by: 'rank', amount: RANK }]);
  const distance = (other: Float32Array): number => {
    const missed = other.reduce((sum, value, i) => sum + (value - whole.values[i]!) ** 2, 0);
    return Math.sqrt(missed / whole.values.reduce((sum, value) => sum + value ** 2, 0));
  };
  expect(distance(packed.values)).toBeGreaterThan(0);
  expect(distance(packed.values)).toBeLessThan(0.02);
  expect(distance(thin.values)).toBeLessThan(1e-4);
  expect(packed.labels.some((label) => label.startsWith('int8_dequant'))).toBe(true);
  expect(packed.labels).not.toContain('dequantize');
  expect(packed.layerBytes / whole.layerBytes).toBeLessThan(0.3);
  expect(thin.layerBytes).toBeLessThan(whole.layerBytes);
});
