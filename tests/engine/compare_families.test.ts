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
import { defaultVariants } from '../../src/host/studies/compress/defaults';
import { csvOf, jsonLinesOf } from '../../src/host/studies/compare/tables';
import { markdownOf } from '../../src/host/studies/compare/report';
import { examplesFor } from '../../src/host/data/examples';
import { classReport, predictionOf } from '../../src/training/evaluate/classReport';
import { ClassifierReader, classReaderOf } from '../../src/training/evaluate/classifier';
import { uploadWeights } from '../../src/training/models/upload';
import { encodeExamples } from '../../src/training/objectives/exampleData';
import { specialIds } from '../../src/training/objectives/specialIds';
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
  t5: { family: 't5', ...size, n_decoder_layer: 4, d_kv: 16, n_inner: 48 },
} as const;
type Family = keyof typeof SHAPES;

const training = {
  per_device_train_batch_size: 4,
  max_steps: 30,
  learning_rate: 3e-3,
  eval_steps: 30,
  eval_windows: 12,
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
    data: { corpus: 'task', examples: { set: 'reviews', train: 64, validation: 40 } },
  });

const ofText = (family: Family, kind: string): RunConfig =>
  configOf(family, {
    tokenizer: family === 't5' ? { kind: 'byte' } : { kind: 'wordpiece', vocab_size: 300 },
    objectives: [{ kind }],
    data: { corpus: 'story', size_chars: 4000 },
  });

const MORE: readonly VariantSpecInput[] = [
  { id: 'int8_tensor', stages: [{ kind: 'int8', scales: 'tensor', embeddings: true }] },
  { id: 'pruned_groups', stages: [{ kind: 'prune', how: 'n_m', amount: 0.5 }] },
  { id: 'gradual', stages: [{ kind: 'prune', amount: 0.5, schedule: 'gradual' }] },
  { id: 'shared', stages: [{ kind: 'share_layers', groups: 1 }, { kind: 'recover' }] },
  { id: 'distilled', stages: [{ kind: 'low_rank' }, { kind: 'distill' }, { kind: 'int8' }] },
];

async function compared(config: RunConfig) {
  const lab = new LocalLab(nodeDevices(), () => Promise.resolve(''));
  await lab.start({ runId: 'run', config, autoSize: false });
  await lab.finished('run');
  const device = nodeDevices().gpu ? 'gpu' : 'cpu';
  const variants = [...defaultVariants(config.model, device), ...MORE];
  const request = { variants, recoverySteps: 2, minRounds: 2 };
  const model = { kind: 'run', runId: 'run' } as const;
  const result = await lab.runStudy('compare', { model, ...request }, () => undefined);
  return { lab, result, variants };
}

const rowOf = ({ rows }: CompareResult, id: string): VariantRow => rows.find((row) => row.id === id)!;

const CASES = [
  { name: 'a GPT that classifies', config: classes('gpt') },
  { name: 'a LLaMA that classifies', config: classes('llama') },
  { name: 'a BERT that classifies', config: classes('bert') },
  { name: 'a DistilBERT that classifies', config: classes('distilbert') },
  { name: 'masked tokens of a BERT', config: ofText('bert', 'masked_lm') },
  { name: 'masked tokens of a DistilBERT', config: ofText('distilbert', 'masked_lm') },
  { name: 'spans of a T5', config: ofText('t5', 'span_corruption') },
];

test.each(CASES)('$name', async ({ config }) => {
  const { lab, result, variants } = await compared(config);
  const { rows, method } = result;
  expect(rows.map(({ id, error }) => [id, error])).toEqual(variants.map(({ id }) => [id, null]));
  const whole = rowOf(result, 'fp32');
  expect(whole.quality!.kl.max).toBe(0);
  expect(whole.quality!.sameTop).toBe(1);
  const isClasses = method.objective!.classes !== null;
  for (const row of rows) {
    const { id, quality, task, rates, cost, layers, roofline, text } = row;
    expect(quality!.tokens).toBe(task!.places);
    expect(task!.places).toBe(method.windows * method.objective!.places);
    expect(task!.macroF1 === null).toBe(!isClasses);
    expect([id, rates!.single.n, rates!.batch.n]).toEqual([id, 2, 2]);
    expect((rates!.against === null) === (id === 'fp32')).toBe(true);
    expect(cost!.flopsPerExample).toBeGreaterThan(0);
    expect(layers!.decode.layers.some(({ kind }) => kind === 'block')).toBe(true);
    expect(roofline!.share).toBeGreaterThan(0);
    expect(text).toBeNull();
  }
  for (const id of ['int8', 'int4', 'fp16', 'low_rank', 'half_heads', 'half_layers', 'shared']) {
    expect([id, rowOf(result, id).cost!.weightBytes < whole.cost!.weightBytes]).toEqual([id, true]);
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
  await lab.dispose('run');
});
