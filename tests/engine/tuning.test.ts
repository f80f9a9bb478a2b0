// A model is pretrained, then fine-tuned on examples, as the page does it.
import { afterAll, expect, test } from 'vitest';
import { baseOfCheckpoint, baseOfExport, Bases } from '../../src/host/lab/bases';
import { Classifiers } from '../../src/host/models/classifiers';
import { examplesFor } from '../../src/host/data/examples';
import type { OwnExamples } from '../../src/host/protocol/examples';
import type { EvalPoint, RunEvent } from '../../src/host/protocol/run';
import { Run } from '../../src/host/run/run';
import type { Checkpoint } from '../../src/training/io/checkpoint';
import { exportFolder, folderBlobs } from '../../src/training/io/exportFolder';
import { openFolder, readFolder } from '../../src/training/io/huggingface/modelFolder';
import { PackedBase } from '../../src/training/compress/packedBase';
import { parametersOf } from '../../src/training/models/model';
import type { BaseModel, ModelWeights } from '../../src/training/models/baseModel';
import type { Quantization } from '../../src/training/run/finetuningConfig';
import type { AugmentationConfig } from '../../src/training/run/objectiveConfig';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const training = {
  per_device_train_batch_size: 4,
  max_steps: 4,
  learning_rate: 0.02,
  eval_steps: 100,
  eval_windows: 20,
};
const common: RunConfigInput = {
  version: 1,
  name: 'run',
  model: {
    family: 'gpt',
    n_layer: 1,
    n_head: 2,
    n_embd: 16,
    n_positions: 24,
    initializer_range: 0.1,
  },
  tokenizer: { kind: 'char' },
  data: { corpus: 'reviews', size_chars: 4000 },
  training,
  sample: { every_steps: 1000, max_new_tokens: 1, prompt: 'The ' },
};
const examples = { set: 'reviews', train: 10, validation: 20 };

async function train(changes: Partial<RunConfigInput>, base?: BaseModel, examples?: OwnExamples) {
  const events: RunEvent[] = [];
  const saved: Checkpoint[] = [];
  const run = new Run({
    runId: 'run',
    config: runConfigSchema.parse({ ...common, ...changes }),
    autoSize: false,
    base,
    examples,
    context,
    keep: (checkpoint) => void saved.push(checkpoint),
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    emit: (event) => void events.push(event),
  });
  run.start();
  await run.finished();
  const failed = events.find((event) => event.type === 'state' && event.error);
  expect(failed).toBeUndefined();
  const exported = await run.exported();
  const model = baseOfExport('base', exported);
  await run.dispose();
  const points = events.flatMap((event) => (event.type === 'eval' ? [event.point] : []));
  const ready = events.find((event) => event.type === 'ready')!;
  return {
    exported,
    model,
    first: points[0]!,
    last: points.at(-1)!,
    plan: ready.plan,
    steps: events.flatMap((event) => (event.type === 'steps' ? event.points : [])),
    saved: saved.at(-1)!,
  };
}

const base = await train({});

const CLASSIFY: Partial<RunConfigInput> = {
  data: { ...common.data, examples },
  objectives: [{ kind: 'classify' }],
  training: { ...training, num_train_epochs: 2, max_length: 20 },
};
const forgetting = ({ parts }: EvalPoint): number => parts!.forgetting!.loss;

/** As they are once they are packed. */
function rounded(weights: ModelWeights, quantization: Quantization): ModelWeights {
  const specs = parametersOf(base.model.config, base.model.vocabSize);
  const packed = new PackedBase(specs, quantization);
  return packed.open(packed.pack(new Map(weights)));
}

test('LoRA leaves its base as it was, and starts where that is', async () => {
  const lora = { method: 'lora', r: 2, lora_alpha: 4, lora_dropout: 0.1 } as const;
  const tuned = await train({ ...CLASSIFY, tuning: lora }, base.model);
  // Two epochs of three batches, the last one smaller: updates are counted as Trainer does.
  expect(tuned.last.step).toBe(6);
  expect(tuned.plan.frozenParameters).toBe(base.plan.parameters);
  expect(tuned.plan.parameters).toBeLessThan(base.plan.parameters / 4);
  // Another length of windows: the loss on them is close to that of the base, not equal to it.
  expect(Math.abs(forgetting(tuned.first) / base.last.validationLoss - 1)).toBeLessThan(0.1);
  expect(forgetting(tuned.last)).not.toBe(forgetting(tuned.first));
  const { confusion, labels } = tuned.last.classes!;
  expect(labels).toEqual(['positive', 'negative']);
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(20);
  const right = confusion[0]![0]! + confusion[1]![1]!;
  expect(tuned.last.accuracy).toBeCloseTo(right / 20, 6);
  expect(tuned.last.mistaken!.length).toBe(Math.min(8, 20 - right));
  const wte = 'transformer.wte.weight';
  expect(tuned.model.weights.get(wte)).toEqual(base.model.weights.get(wte));
  const attention = 'transformer.h.0.attn.c_attn.weight';
  expect(tuned.model.weights.get(attention)).not.toEqual(base.model.weights.get(attention));
});

test('DoRA begins where its base is, and is merged as it was measured', async () => {
  const lora = { method: 'lora', r: 2, lora_alpha: 4, use_dora: true, use_rslora: true } as const;
  const tuned = await train({ ...CLASSIFY, tuning: lora }, base.model);
  const plain = await train({ ...CLASSIFY, tuning: { ...lora, use_dora: false } }, base.model);
  expect(forgetting(tuned.first)).toBeCloseTo(forgetting(plain.first), 5);
  expect(forgetting(tuned.last)).not.toBe(forgetting(plain.last));
  // One length for each output of the layer: 3C + C + 4C + C.
  expect(tuned.plan.parameters - plain.plan.parameters).toBe(9 * 16);
  const opened = baseOfCheckpoint('saved', tuned.saved);
  expect(opened.weights).toEqual(tuned.model.weights);
  const again = await train(
    { ...CLASSIFY, training: { ...CLASSIFY.training!, learning_rate: 1e-9 } },
    { ...opened, provenance: base.model.provenance },
  );
  expect(forgetting(again.first)).toBeCloseTo(forgetting(tuned.last), 5);
});

test.each(['int8', 'int4'] as const)(
  'QLoRA on %s: the base stays packed, in the run and where it is saved',
  async (quantization) => {
    const lora = { method: 'lora', r: 2, lora_alpha: 4, quantization } as const;
    const tuned = await train({ ...CLASSIFY, tuning: lora }, base.model);
    const plain = await train(
      { ...CLASSIFY, tuning: { method: 'lora', r: 2, lora_alpha: 4 } },
      base.model,
    );
    expect(tuned.plan.frozenParameters).toBe(plain.plan.frozenParameters);
    // 12 C² weights in the layers of the block, and their scales; 4 bytes each where they are not packed.
    const saved = plain.plan.memory.weights - tuned.plan.memory.weights;
    const layers = 12 * 16 * 16;
    expect(saved / layers).toBeGreaterThan(quantization === 'int8' ? 2.5 : 2.9);
    const file = (saved: Checkpoint) => saved.frozen!.byteLength;
    expect(file(plain.saved) - file(tuned.saved)).toBeGreaterThan(2.5 * layers);
    // What it begins as is the base rounded, and what is saved opens as what was measured.
    const asPacked = { ...base.model, weights: rounded(base.model.weights, quantization) };
    const still = { ...CLASSIFY, training: { ...CLASSIFY.training!, learning_rate: 1e-9 } };
    const first = await train(still, asPacked);
    expect(forgetting(first.first)).toBeCloseTo(forgetting(tuned.first), 5);
    const opened = baseOfCheckpoint('saved', tuned.saved);
    expect(opened.weights).toEqual(tuned.model.weights);
    const again = await train(still, { ...opened, provenance: base.model.provenance });
    expect(forgetting(again.first)).toBeCloseTo(forgetting(tuned.last), 5);
    expect(forgetting(tuned.last)).not.toBe(forgetting(tuned.first));
  },
);

test.each(['int8', 'int4'] as const)(
  'what was trained for %s loses nothing when it is packed',
  async (fake_quantize) => {
    const tuned = await train(
      { ...CLASSIFY, tuning: { method: 'full', fake_quantize } },
      base.model,
    );
    const plain = await train(CLASSIFY, base.model);
    expect(forgetting(tuned.first)).not.toBeCloseTo(forgetting(plain.first), 7);
    const still = { ...CLASSIFY, training: { ...CLASSIFY.training!, learning_rate: 1e-9 } };
    const asPacked = { ...base.model, weights: rounded(tuned.model.weights, fake_quantize) };
    const measured = await train(still, asPacked);
    expect(forgetting(measured.first)).toBeCloseTo(forgetting(tuned.last), 6);
    const asFloats = await train(still, { ...base.model, weights: tuned.model.weights });
    expect(forgetting(asFloats.first)).not.toBeCloseTo(forgetting(tuned.last), 7);
  },
);

test('a classifier leaves as a folder, comes back, and is as right as it was', async () => {
  // Without a length of its own: what is too long is cut where it is cut in the folder's model.
  const whole = { ...CLASSIFY, training: { ...training, num_train_epochs: 2 } };
  const tuned = await train(whole, base.model);
  const files = folderBlobs(exportFolder(tuned.exported));
  const read = await readFolder('back', await openFolder(files));
  expect(read.classifier).toEqual(tuned.model.classifier);
  const bases = new Bases();
  bases.provide('loaded', () => Promise.resolve(read));
  const classifiers = new Classifiers(() => Promise.resolve(context), bases);
  const ref = { kind: 'loaded', id: 'back' } as const;
  const { validation, labels } = examplesFor(runConfigSchema.parse({ ...common, ...CLASSIFY }))!;
  let right = 0;
  for (const { text, label } of validation) {
    const { probabilities } = await classifiers.classify({ base: ref, text });
    expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
    right += Number(probabilities[label]! > 1 / labels.length);
  }
  const found = await classifiers.evaluate({ base: ref, set: 'reviews' }, () => undefined);
  const { confusion } = found.classes;
  expect(found.accuracy).toBeCloseTo((confusion[0]![0]! + confusion[1]![1]!) / found.examples, 6);
  await expect(
    classifiers.evaluate({ base: ref, set: 'finance' }, () => undefined),
  ).rejects.toMatchObject({ code: 'other_classes' });
  await classifiers.rest();
  // The same classes: it goes on from its own output layer.
  const again = await train({ ...whole, tuning: { method: 'head' } }, read);
  expect(again.first.validationLoss).toBeCloseTo(tuned.last.validationLoss, 5);
  expect(right / validation.length).toBeCloseTo(again.first.accuracy!, 6);
});

test('the head alone learns; what is saved is the model, which opens by itself', async () => {
  const tuned = await train({ ...CLASSIFY, tuning: { method: 'head' } }, base.model);
  const block = 'transformer.h.0.mlp.c_fc.weight';
  expect(tuned.model.weights.get(block)).toEqual(base.model.weights.get(block));
  expect(tuned.last.validationLoss).not.toBe(tuned.first.validationLoss);
  expect(tuned.saved.config.objectives).toEqual([{ kind: 'classify' }]);
  const opened = baseOfCheckpoint('saved', tuned.saved);
  expect(opened.weights).toEqual(tuned.model.weights);
  expect(opened.classifier).toEqual(tuned.model.classifier);
});

const PARTS = ['story', 'music', 'plot', 'hero', 'cover', 'ending', 'menu', 'view'];
const pairs = {
  name: 'own',
  labels: [],
  examples: PARTS.flatMap((a, i) =>
    PARTS.map((b, j) => ({
      text: `${a}, ${b}`,
      second: ['warm.', 'fresh.', 'clever.'][(i + j) % 3]!,
      rejected: ['dull.', 'stale.', 'messy.'][(i * j) % 3]!,
      label: 0,
    })),
  ),
};

test.each([
  [{ method: 'full' }, 0.01],
  [{ method: 'last_blocks', blocks: 1 }, 0.01],
  [{ method: 'lora', r: 2, lora_alpha: 4 }, 0.02],
] as const)('preferences by %o: rewards begin at 0 and part', async (tuning, learning_rate) => {
  const dpo = {
    data: { ...common.data, validation_share: 0.25, examples: { set: 'own_examples' } },
    objectives: [{ kind: 'dpo' as const, beta: 0.2 }],
    training: { ...training, num_train_epochs: 5, learning_rate },
    tuning,
  };
  const tuned = await train(dpo, base.model, pairs);
  // The policy is the reference: log 2, and nothing is preferred yet.
  expect(tuned.first.validationLoss).toBeCloseTo(Math.LN2, 6);
  expect(tuned.first.accuracy).toBe(0);
  expect(tuned.last.validationLoss).toBeLessThan(0.4);
  expect(tuned.last.accuracy).toBeGreaterThan(0.9);
  const names = ['chosen', 'rejected', 'accuracies', 'margins'].map((name) => `rewards/${name}`);
  const [begun, ended] = [tuned.steps[0]!, tuned.steps.at(-1)!];
  expect(Object.keys(begun.parts!)).toEqual(names);
  for (const value of Object.values(begun.parts!)) expect(Math.abs(value)).toBeLessThan(1e-6);
  const margin = ended.parts!['rewards/chosen']! - ended.parts!['rewards/rejected']!;
  expect(ended.parts!['rewards/margins']).toBeCloseTo(margin, 5);
  expect(margin).toBeGreaterThan(0);
  // The copies of the reference are no parameters of the model.
  const whole = base.plan.parameters;
  const { parameters, frozenParameters = 0 } = tuned.plan;
  expect(tuning.method === 'lora' ? frozenParameters : parameters + frozenParameters).toBe(whole);
});

test('answers without a text beside them, from nothing', async () => {
  const { last, first } = await train({
    data: { corpus: 'task', examples: { ...examples, set: 'questions' } },
    objectives: [{ kind: 'answer' }],
    training: { ...training, num_train_epochs: 4 },
  });
  expect(last.parts).toBeUndefined();
  expect(last.accuracy).toBeGreaterThanOrEqual(0);
  expect(last.validationLoss).toBeLessThan(first.validationLoss);
});

test('augmented reviews: training reads others, evaluation the same', async () => {
  const augmentations: AugmentationConfig[] = [
    { kind: 'token_dropout', probability: 0.2 },
    { kind: 'masking', probability: 0.2 },
  ];
  const plain = await train(CLASSIFY, base.model);
  const objectives: RunConfigInput['objectives'] = [{ kind: 'classify', augmentations }];
  const changed = await train({ ...CLASSIFY, objectives }, base.model);
  expect(changed.first.validationLoss).toBeCloseTo(plain.first.validationLoss, 5);
  expect(changed.steps[0]!.loss).not.toBe(plain.steps[0]!.loss);
  expect(changed.last.classes!.labels).toEqual(['positive', 'negative']);
});
