// A pretrained model of each kind goes on with another text, and what it knew is measured all along.
import {
  FINETUNE_DEFAULTS,
  PLAIN_TEXT,
  finetuneRequest,
} from '../../src/host/studies/finetune/request';
import { afterAll, expect, test } from 'vitest';
import { baseOfExport } from '../../src/host/lab/bases';
import type { EvalPoint, RunEvent } from '../../src/host/protocol/run';
import type { SuppliedText } from '../../src/host/protocol/text';
import { Run } from '../../src/host/run/run';
import type { BaseModel } from '../../src/training/models/baseModel';
import { ownKind } from '../../src/training/models/families';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';
import { rowOf } from '../../src/training/run/texts/textRows';
import { nodeDevices, openNodeContext } from '../../src/host/node/context';
import { LocalLab } from '../../src/host/lab/lab';

const context = await openNodeContext();
afterAll(() => context.destroy());

const size = { n_layer: 2, n_embd: 16, n_positions: 16, initializer_range: 0.1, n_head: 2 };
const MODELS = {
  gpt: { family: 'gpt', ...size },
  bert: { family: 'bert', ...size, n_inner: 24 },
  t5: { family: 't5', ...size, n_layer: 1, n_decoder_layer: 1, d_kv: 8, n_inner: 24 },
} as const;

const training = {
  per_device_train_batch_size: 8,
  max_steps: 40,
  learning_rate: 0.02,
  eval_steps: 20,
  eval_windows: 64,
};
const LETTERS = { corpus: 'letters', size_chars: 4000 };
const STORIES = { corpus: 'story', size_chars: 4000 };

interface More {
  readonly base?: BaseModel;
  readonly text?: SuppliedText;
  readonly generalText?: SuppliedText;
}

async function train(family: keyof typeof MODELS, changes: Partial<RunConfigInput>, more: More) {
  const config: RunConfigInput = {
    version: 1,
    name: 'run',
    model: MODELS[family],
    tokenizer: { kind: 'char' },
    data: LETTERS,
    objectives: [{ kind: ownKind(family) }],
    training,
    sample: { every_steps: 1000, max_new_tokens: 1, prompt: 'To ' },
    ...changes,
  };
  const events: RunEvent[] = [];
  const run = new Run({
    runId: 'run',
    config: runConfigSchema.parse(config),
    ...more,
    autoSize: false,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    emit: (event) => void events.push(event),
  });
  run.start();
  await run.finished();
  expect(events.find((event) => event.type === 'state' && event.error)).toBeUndefined();
  const exported = await run.exported();
  const model = baseOfExport('base', exported);
  await run.dispose();
  const evals = events.flatMap((event) => (event.type === 'eval' ? [event.point] : []));
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.error] : []));
  const parsed = runConfigSchema.parse(config);
  return { model, evals, last: evals.at(-1)!, warnings, config: parsed };
}

const pretrained = await train('gpt', {}, {});

const forgetting = ({ parts }: EvalPoint): number => parts!.forgetting!.loss;

test.each(['gpt', 'bert', 't5'] as const)(
  '%s learns the new text and forgets of the old one, by its own kind of loss',
  async (family) => {
    const base = family === 'gpt' ? pretrained : await train(family, {}, {});
    expect(base.last.parts?.forgetting).toBeUndefined();
    const tuned = await train(family, { data: STORIES }, { base: base.model });
    const [first] = tuned.evals as [EvalPoint];
    expect(tuned.evals.map(forgetting)).toHaveLength(3);
    // Masks and spans are drawn anew on the same held-out text.
    const { standardError } = first.parts!.forgetting!;
    const apart = Math.abs(forgetting(first) - base.last.validationLoss);
    expect(apart).toBeLessThan(4 * Math.hypot(standardError, base.last.standardError));
    expect(tuned.last.validationLoss).toBeLessThan(first.validationLoss);
    expect(forgetting(tuned.last)).not.toBe(forgetting(first));
    // Stories have characters that letters lack.
    expect(tuned.warnings.map(({ code }) => code)).toEqual(['characters_unknown']);
  },
);

test.each([
  { method: 'last_blocks', blocks: 1 },
  { method: 'lora', r: 2, lora_alpha: 4 },
  { method: 'lora', r: 2, lora_alpha: 4, use_dora: true },
  { method: 'lora', r: 2, lora_alpha: 4, quantization: 'int8' },
  { method: 'full', fake_quantize: 'int8' },
] as const)('%j trains on text', async (tuning) => {
  const tuned = await train('gpt', { data: STORIES, tuning }, { base: pretrained.model });
  expect(tuned.last.validationLoss).toBeLessThan(tuned.evals[0]!.validationLoss);
  expect(forgetting(tuned.last)).not.toBe(forgetting(tuned.evals[0]!));
});

test('a base whose text is not here is measured on a general text that the user brings', async () => {
  const text = { name: 'new', text: 'the new text is short. '.repeat(60) };
  const generalText = { name: 'general', text: 'Dear Nora, please send me one kite.\n'.repeat(60) };
  const base = { ...pretrained.model, provenance: undefined };
  const alone = await train('gpt', { data: { corpus: 'own_file' } }, { base, text });
  expect(alone.last.parts).toBeUndefined();
  expect(alone.warnings.map(({ code }) => code)).toEqual(['forgetting_imported']);
  const data = { corpus: 'own_file', general: { corpus: 'own_file' } };
  const measured = await train('gpt', { data }, { base, text, generalText });
  expect(measured.last.validationLoss).toBeCloseTo(alone.last.validationLoss, 6);
  expect(forgetting(measured.last)).toBeGreaterThan(forgetting(measured.evals[0]!));
});

test('a study of several ways on plain text: losses before and after, the general text, the floor', async () => {
  const lab = new LocalLab(nodeDevices(), () => Promise.reject(new Error('no asset is needed')));
  await lab.open();
  const runId = 'base';
  const config = {
    ...pretrained.config,
    training: { ...pretrained.config.training, max_steps: 8 },
  };
  await lab.start({ runId, config, autoSize: false });
  await lab.finished(runId);
  const base = { kind: 'run', runId } as const;
  const rows = [
    { ...rowOf('story'), size_chars: 3000, share: 3 },
    { ...rowOf('letters'), size_chars: 3000 },
  ];
  const choices = { ...FINETUNE_DEFAULTS, set: PLAIN_TEXT, texts: rows, steps: 6, base };
  const request = finetuneRequest(choices, 'small', null, {
    methods: ['full', 'lora', 'scratch'],
    seeds: [2],
  });
  const supplied = { name: 'general', text: 'Dear Nora, please send me one kite.\n'.repeat(40) };
  const general = { data: { corpus: 'own_file' }, supplied };
  const unknown = await lab.unknownCharacters({ config: { ...request.arms[0]!.config, base } });
  expect(unknown).toMatchObject({ isLeftOut: false });
  expect(unknown.count).toBeGreaterThan(0);
  const result = await lab.runStudy('finetune', { ...request, general }, () => undefined);
  expect(result.runs.map(({ arm }) => arm)).toEqual(['full', 'lora', 'scratch']);
  expect(result.heldOut).toBeNull();
  for (const run of result.runs) {
    expect(run.accuracy).toBeNull();
    expect(run.loss).not.toBe(run.lossBefore);
    expect(run.forgetting!.after).not.toBe(run.forgetting!.before);
  }
  expect(result.live!.floor).toBeGreaterThan(0);
  expect(result.live!.evals.length).toBeGreaterThan(3);
  expect(Object.keys(result.live!.evals[0]!.parts!)).toEqual(['story', 'forgetting']);
  expect(result.live!.warnings.map(({ code }) => code)).toEqual(['characters_unknown']);
});
