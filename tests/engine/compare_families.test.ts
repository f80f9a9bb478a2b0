// Classifiers, encoders and encoder-decoders compared whole by their own objective: every method, a kept
// variant that comes back to the very figures, and figures against computations of their own.
import { afterAll, expect, test } from 'vitest';
import { nodeDevices, openNodeContext } from '../../src/host/node/context';
import { LocalLab } from '../../src/host/lab/lab';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import type { CompareResult, VariantRow } from '../../src/host/protocol/compare';
import type { VariantSpecInput } from '../../src/host/protocol/variant';
import { csvOf, jsonLinesOf } from '../../src/host/studies/compare/tables';
import { markdownOf } from '../../src/host/studies/compare/report';
import { examplesFor } from '../../src/host/data/examples';
import type { BaseRef } from '../../src/training/models/baseModel';
import { classReport, predictionOf } from '../../src/training/evaluate/classReport';
import { ClassifierReader, classReaderOf } from '../../src/training/evaluate/classifier';
import { uploadWeights } from '../../src/training/models/upload';
import { encodeExamples } from '../../src/training/objectives/exampleData';
import { specialIds } from '../../src/training/objectives/specialIds';
import { classifierParameters } from '../../src/training/nn/classifier';
import { ParameterSet } from '../../src/training/parameters';
import { runConfigSchema, type RunConfig } from '../../src/training/run/config';
import { lookUp } from '../../src/training/run/state';

const context = await openNodeContext();
afterAll(() => context.destroy());

const size = { n_layer: 2, n_head: 2, n_embd: 32, n_positions: 32 };
const SHAPES = {
  gpt: { family: 'gpt', ...size },
  llama: { family: 'llama', ...size, n_kv_head: 2, n_inner: 48 },
  bert: { family: 'bert', ...size, n_inner: 48 },
  distilbert: { family: 'distilbert', ...size, n_inner: 48 },
  t5: { family: 't5', ...size, n_decoder_layer: 2, d_kv: 16, n_inner: 48 },
} as const;
type Family = keyof typeof SHAPES;

const training = {
  per_device_train_batch_size: 4,
  max_steps: 2,
  learning_rate: 3e-3,
  eval_steps: 2,
  eval_windows: 4,
};

const configOf = (family: Family, what: object): RunConfig =>
  runConfigSchema.parse({
    version: 1,
    name: 'own',
    model: SHAPES[family],
    training,
    sample: { every_steps: 1000, max_new_tokens: 3 },
    ...what,
  });

const classes = (family: Family): RunConfig =>
  configOf(family, {
    tokenizer: family.endsWith('bert') ? { kind: 'wordpiece', vocab_size: 300 } : { kind: 'char' },
    objectives: [{ kind: 'classify' }],
    data: { corpus: 'task', examples: { set: 'reviews', train: 16, validation: 12 } },
  });

const ofText = (family: Family, kind: string): RunConfig =>
  configOf(family, {
    tokenizer: { kind: 'wordpiece', vocab_size: 300 },
    objectives: [{ kind }],
    data: { corpus: 'story', size_chars: 2000 },
  });

const answers = (family: Family): RunConfig =>
  configOf(family, {
    tokenizer: { kind: 'char' },
    objectives: [{ kind: 'answer' }],
    data: { corpus: 'task', examples: { set: 'questions', train: 16, validation: 6 } },
  });

const GENTLY = { kind: 'recover' } as const;
/** Every method once. */
const METHODS: readonly VariantSpecInput[] = [
  { id: 'fp32', stages: [] },
  { id: 'fp16', stages: [{ kind: 'f16' }] },
  { id: 'int8', stages: [{ kind: 'int8' }] },
  { id: 'int8_tensor', stages: [{ kind: 'int8', scales: 'tensor', embeddings: true }] },
  { id: 'int8_dot', stages: [{ kind: 'int8', activations: 'int8' }] },
  { id: 'int4', stages: [{ kind: 'int4' }] },
  { id: 'pruned', stages: [{ kind: 'prune', amount: 0.5 }, GENTLY] },
  { id: 'pruned_groups', stages: [{ kind: 'prune', how: 'n_m', amount: 0.5 }] },
  { id: 'gradual', stages: [{ kind: 'prune', amount: 0.5, schedule: 'gradual' }] },
  { id: 'half_heads', stages: [{ kind: 'heads' }] },
  { id: 'half_layers', stages: [{ kind: 'layers' }, GENTLY] },
  { id: 'shared', stages: [{ kind: 'share_layers', groups: 1 }] },
  { id: 'distilled', stages: [{ kind: 'low_rank' }, { kind: 'distill' }, { kind: 'int8' }] },
];

async function trainedLab(config: RunConfig): Promise<LocalLab> {
  const lab = new LocalLab(nodeDevices(), () => Promise.resolve(''));
  await lab.start({ runId: 'run', config, autoSize: false });
  await lab.finished('run');
  return lab;
}

async function compared(config: RunConfig, variants = METHODS) {
  const lab = await trainedLab(config);
  const request = { variants, recoverySteps: 1, minRounds: 1 };
  const model = { kind: 'run', runId: 'run' } as const;
  const result = await lab.runStudy('compare', { model, ...request }, () => undefined);
  return { lab, result };
}

const rowOf = ({ rows }: CompareResult, id: string): VariantRow =>
  rows.find((row) => row.id === id)!;

const CASES = [
  { name: 'a LLaMA that classifies', config: classes('llama') },
  { name: 'a DistilBERT that classifies', config: classes('distilbert') },
  { name: 'masked tokens of a BERT', config: ofText('bert', 'masked_lm') },
  { name: 'answers of a T5', config: answers('t5') },
];

test.each(CASES)(
  '$name: every method, its figures, and the same bits again',
  async ({ config }) => {
    const { lab, result } = await compared(config);
    const { rows, method } = result;
    expect(rows.map(({ id, error }) => [id, error])).toEqual(METHODS.map(({ id }) => [id, null]));
    const whole = rowOf(result, 'fp32');
    expect(whole.quality!.kl.max).toBe(0);
    expect(whole.quality!.sameTop).toBe(1);
    const isClasses = method.objective!.classes !== null;
    // Classes, or the tokens of a vocabulary.
    expect(method.choices! > 10).toBe(!isClasses);
    expect(method.objective!.classes ?? method.choices).toBe(method.choices);
    for (const row of rows) {
      const { id, quality, task, rates, cost, layers, roofline, text } = row;
      expect(quality!.tokens).toBe(task!.positions);
      const learnsAnswers = method.objective!.kind === 'answer';
      expect(task!.answers === null).toBe(!learnsAnswers);
      expect(task!.answers?.answered ?? method.windows).toBe(method.windows);
      // Answers are of different lengths.
      const even = method.windows * method.objective!.positions;
      expect(learnsAnswers || task!.positions === even).toBe(true);
      expect(task!.macroF1 === null).toBe(!isClasses);
      expect([id, rates!.single.n, rates!.batch.n]).toEqual([id, 1, 1]);
      expect((rates!.against === null) === (id === 'fp32')).toBe(true);
      expect(cost!.flopsPerExample).toBeGreaterThan(0);
      expect(layers!.decode.layers.some(({ kind }) => kind === 'block')).toBe(true);
      expect(roofline!.share).toBeGreaterThan(0);
      expect(text).toBeNull();
    }
    for (const id of ['int8', 'int4', 'fp16', 'half_heads', 'half_layers', 'shared', 'distilled']) {
      expect([id, rowOf(result, id).cost!.weightBytes < whole.cost!.weightBytes]).toEqual([
        id,
        true,
      ]);
    }
    expect(rowOf(result, 'pruned').cost!.diskBytes).toBeLessThan(whole.cost!.diskBytes);
    for (const id of ['half_heads', 'half_layers']) {
      const { flopsPerExample } = rowOf(result, id).cost!;
      expect(flopsPerExample).toBeLessThan(whole.cost!.flopsPerExample!);
    }
    const [head] = csvOf(result).split('\n');
    expect(head!.includes('accuracy,')).toBe(true);
    expect(head!.includes('macro_f1')).toBe(isClasses);
    expect(head).not.toMatch(/decode|perplexity|prefill|bits_per_byte/);
    expect(jsonLinesOf(result).trim().split('\n')).toHaveLength(2 * rows.length);
    expect(markdownOf(result)).not.toContain('Texts from');
    await expectSameBits(lab, result);
    await lab.dispose('run');
  },
);

/** The library of a lab, where what a comparison made is kept and opened again. */
function libraryOf(lab: LocalLab): ModelLibrary {
  return new ModelLibrary(
    {
      bases: lab.bases,
      context: () => Promise.resolve(context),
      exported: (id) => lab.exported(id),
      adapter: (id) => lab.adapter(id),
      variant: (id) => lab.variant(id),
    },
    new MemoryStorage<LoadedEntry>(),
  );
}

const SAVED = ['int8', 'int8_dot', 'int4', 'shared', 'distilled'];

/** Variants that were saved, zipped and brought back give the same bits, in files as large as the table says. */
async function expectSameBits(lab: LocalLab, result: CompareResult): Promise<void> {
  const [library, other] = [libraryOf(lab), libraryOf(lab)];
  const loaded: BaseRef[] = [];
  for (const id of SAVED) {
    const { id: savedId } = await library.keepVariant(id, id);
    const zip = await library.zip({ kind: 'loaded', id: savedId });
    const again = await other.import([{ path: `${id}.zip`, blob: zip }], () => undefined);
    expect(again.name).toBe(id);
    const file = (await other.files({ kind: 'loaded', id: again.id })).find(
      ({ path }) => path === 'model.safetensors',
    )!;
    const { diskBytes } = rowOf(result, id).cost!;
    expect(Math.abs(file.blob.size / diskBytes - 1)).toBeLessThan(0.02);
    loaded.push({ kind: 'loaded', id: again.id });
  }
  const variants: VariantSpecInput[] = [
    { id: 'fp32', stages: [] },
    ...loaded.map((base, i) => ({ id: SAVED[i]!, base, stages: [] })),
  ];
  const model = { kind: 'run', runId: 'run' } as const;
  const request = { model, variants, minRounds: 1 };
  const again = await lab.runStudy('compare', request, () => undefined);
  for (const id of SAVED) {
    const [before, after] = [rowOf(result, id), rowOf(again, id)];
    expect([id, after.error]).toEqual([id, null]);
    expect([id, after.quality]).toEqual([id, before.quality]);
    expect(after.task).toEqual(before.task);
  }
  // By itself, on what it carries with it.
  const alone = await lab.runStudy(
    'compare',
    { model: loaded[0]!, variants: [{ id: 'fp32', stages: [] }], minRounds: 1 },
    () => undefined,
  );
  expect(alone.rows[0]!.quality!.loss).toBe(rowOf(result, 'int8').quality!.loss);
  expect(alone.rows[0]!.task).toEqual(rowOf(result, 'int8').task);
}

test('accuracy and F1 are those that the classifier gives by itself', async () => {
  const config = classes('distilbert');
  const variants = METHODS.filter(({ id }) => id === 'fp32' || id === 'half_heads');
  const { lab, result } = await compared(config, variants);
  expect(result.rows.map(({ id, error }) => [id, error])).toEqual([
    ['fp32', null],
    ['half_heads', null],
  ]);
  const { id } = await libraryOf(lab)
    .keepVariant('half_heads', 'half')
    .catch(() => ({ id: '' }));
  expect(id).toBe('');
  const exported = await lab.exported('run');
  const { model, vocabSize, classifier } = exported.shape;
  const reader = classReaderOf(model, vocabSize);
  const specs = [...reader.model.parameters, ...classifierParameters(model, 2)];
  const parameters = new ParameterSet(specs);
  uploadWeights(context.buffers, parameters, exported.weights);
  const shape = { batch: 4, seqLen: 32 };
  const own = await ClassifierReader.create(
    context,
    reader,
    lookUp(parameters),
    classifier!,
    shape,
  );
  const { labels, validation } = examplesFor(config)!;
  const { tokenizer } = exported;
  const special = specialIds(tokenizer, 0, ['cls', 'sep']);
  const { train: examples } = encodeExamples(
    { labels, train: validation, validation: [] },
    { tokenizer, special, isEncoder: true, maxTokens: 32 },
  );
  const predictions = (await own.read(examples)).map((logits, i) =>
    predictionOf(logits, validation[i]!.label),
  );
  own.destroy();
  const right = predictions.filter(({ label, predicted }) => label === predicted).length;
  const { task, quality } = rowOf(result, 'fp32');
  expect(task!.accuracy).toBe(right / predictions.length);
  expect(task!.macroF1).toBeCloseTo(classReport(labels, predictions).macroF1, 12);
  expect(task!.positions).toBe(12);
  expect(quality!.loss).toBeGreaterThan(0);
  await lab.dispose('run');
});

test('a T5 is pruned from 0 to 90 %', async () => {
  const lab = await trainedLab(ofText('t5', 'span_corruption'));
  const model = { kind: 'run', runId: 'run' } as const;
  const request = { model, recoverySteps: 1 };
  const result = await lab.runStudy('pruning', request, () => undefined);
  expect(result.method!.timed).toBe('examples');
  expect(result.points).toHaveLength(20);
  expect(result.points.every(({ loss }) => loss > 0)).toBe(true);
  const layer = result.points.filter(({ scope }) => scope === 'layer');
  expect(layer.every(({ decodeTps }) => decodeTps! > 0)).toBe(true);
  expect(layer.filter(({ recoveredLoss }) => recoveredLoss !== null)).toHaveLength(4);
  expect(result.sensitivity.length).toBeGreaterThan(4);
  expect(result.calibration).toHaveLength(6);
  await lab.dispose('run');
});
