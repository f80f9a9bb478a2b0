// A fine-tuning run that was kept half-way and is opened again, its base gone: it ends with the very bits of
// one that went on, and its saved state is the model that was measured.
import { afterAll, expect, test } from 'vitest';
import { baseOfCheckpoint, baseOfExport } from '../../src/host/lab/bases';
import { Run } from '../../src/host/run/run';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../../src/training/io/checkpoint';
import { joinChunks } from '../../src/training/io/safetensors/safetensorsWriter';
import type { BaseModel } from '../../src/training/models/baseModel';
import { parametersOf } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema, runConfigSchema, type RunConfig } from '../../src/training/run/config';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const TEXT = 'the quick brown fox jumps over the lazy dog. '.repeat(40);
/** More rows than tokens, as most models have. */
const ROWS = 48;
const tokenizer = CharTokenizer.train(`${TEXT}\n`);

function baseOf(model: object): BaseModel {
  const config = modelSchema.parse(model);
  const parameters = new ParameterSet(parametersOf(config, ROWS));
  const weights = parameters.unpack(parameters.initialWeights(3));
  return { name: 'base', config, vocabSize: ROWS, tokenizer, weights };
}

const GPT = { family: 'gpt', n_layer: 2, n_head: 2, n_embd: 16, n_positions: 16 };
const LLAMA = { ...GPT, family: 'llama', n_kv_head: 1, n_inner: 32 };
const BERT = { ...GPT, family: 'bert', n_inner: 32, masked_lm_head: false };
const T5 = { ...GPT, family: 't5', n_decoder_layer: 1, d_kv: 8, n_inner: 32, feed_forward: 'relu' };
const OWN = { corpus: 'task', validation_share: 0.2, examples: { set: 'own_examples' } };
const classes = {
  name: 'own',
  labels: ['up', 'down'],
  examples: Array.from({ length: 40 }, (_, i) => ({
    text: i % 3 ? 'the fox' : 'a dog',
    label: i % 3 ? 0 : 1,
  })),
};
const answers = {
  name: 'own',
  labels: [],
  examples: Array.from({ length: 40 }, (_, i) => ({
    text: i % 2 ? 'the' : 'a',
    second: i % 3 ? 'fox' : 'dog',
    label: 0,
  })),
};

interface Case {
  readonly name: string;
  readonly model: object;
  readonly change?: object;
  readonly examples?: typeof classes | typeof answers;
}

const CASES: readonly Case[] = [
  { name: 'all of a LLaMA on a text', model: LLAMA },
  {
    name: 'LoRA on a text',
    model: LLAMA,
    change: { tuning: { method: 'lora', r: 2, lora_alpha: 4 } },
  },
  { name: 'the last block', model: GPT, change: { tuning: { method: 'last_blocks', blocks: 1 } } },
  {
    name: 'classes of a GPT with LoRA',
    model: GPT,
    change: {
      tuning: { method: 'lora', r: 2, lora_alpha: 4 },
      data: OWN,
      objectives: [{ kind: 'classify' }],
    },
    examples: classes,
  },
  {
    name: 'classes of a BERT',
    model: BERT,
    change: { data: OWN, objectives: [{ kind: 'classify' }] },
    examples: classes,
  },
  {
    name: 'answers',
    model: LLAMA,
    change: { data: OWN, objectives: [{ kind: 'answer' }] },
    examples: answers,
  },
  { name: 'spans of a T5', model: T5, change: { objectives: [{ kind: 'span_corruption' }] } },
];

const configOf = ({ change }: Case): RunConfig =>
  runConfigSchema.parse({
    version: 1,
    name: 'run',
    model: GPT,
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    sample: { every_steps: 100, max_new_tokens: 1, prompt: 'the' },
    base: { kind: 'loaded', id: 'base' },
    ...change,
    training: {
      per_device_train_batch_size: 2,
      max_steps: 8,
      learning_rate: 1e-2,
      eval_steps: 8,
      save_steps: 4,
      eval_windows: 2,
    },
  });

async function states(one: Case, from?: Checkpoint) {
  const saved: Checkpoint[] = [];
  const failures: unknown[] = [];
  const run = new Run({
    runId: 'run',
    config: from?.config ?? configOf(one),
    text: { name: 'text', text: TEXT },
    examples: one.examples,
    base: from ? undefined : baseOf(one.model),
    autoSize: false,
    from,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    keep: (state) => void saved.push(state),
    emit: (event) => {
      if (event.type === 'state' && event.error) failures.push(event.error);
    },
  });
  run.start();
  await run.finished();
  expect(failures).toEqual([]);
  const shown = baseOfExport('run', await run.exported());
  await run.dispose();
  return { saved, shown };
}

const throughFile = (state: Checkpoint): Checkpoint =>
  readCheckpoint(joinChunks(writeCheckpoint(state, { columns: new Map(), notes: null })));

test.each(CASES)('$name', { timeout: 120_000 }, async (one) => {
  const { saved, shown } = await states(one);
  expect(saved.map(({ step }) => step)).toEqual([4, 8]);
  const [half, whole] = saved as [Checkpoint, Checkpoint];
  const again = (await states(one, throughFile(half))).saved.at(-1)!;
  expect(again.step).toBe(8);
  expect(again.config).toEqual(whole.config);
  expect(again.arenas).toEqual(whole.arenas);
  const opened = baseOfCheckpoint('run', throughFile(whole));
  const { vocabSize, weights, classifier } = shown;
  expect(opened.vocabSize).toBe(vocabSize);
  expect(vocabSize).toBeGreaterThanOrEqual(ROWS);
  expect(opened.weights).toEqual(weights);
  expect(opened.classifier).toEqual(classifier);
});
