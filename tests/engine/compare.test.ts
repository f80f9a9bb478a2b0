// Comparing models on a device: perplexity against PyTorch's, a slow contestant found and a copy not,
// and a whole comparison of a small run.
import path from 'node:path';
import { afterAll, expect, test, vi, type MockInstance } from 'vitest';
import { loadModel } from '../../scripts/parity/models';
import { openTensors } from '../../scripts/parity/case';
import { CompareWatch } from '../../src/host/studies/surroundings';
import type { StudyUpdate } from '../../src/host/protocol/study';
import { htmlOf } from '../../src/host/studies/compare/report';
import { csvOf, jsonLinesOf } from '../../src/host/studies/compare/tables';
import { nodeDevices, openNodeContext } from '../../src/host/node/context';
import { openNodeCpu } from '../../src/host/node/cpu';
import { LocalLab } from '../../src/host/lab/lab';
import type { LabDevices } from '../../src/host/lab/labDevices';
import type { DeviceKind } from '../../src/host/protocol/device';
import { defaultVariants } from '../../src/host/studies/compress/defaults';
import type { VariantSpecInput } from '../../src/host/protocol/variant';
import type { EvalTaskRequest } from '../../src/host/protocol/evalTask';
import { LogitsReader } from '../../src/training/evaluate/logits';
import { QualityMeter } from '../../src/training/evaluate/quality';
import { measureSpeed, speedFigures, type Contestant } from '../../src/training/evaluate/speed';
import { Decoder } from '../../src/training/generate/decoder';
import { buildModel } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { runConfigSchema } from '../../src/training/run/config';
import { lookUp } from '../../src/training/run/state';

const context = await openNodeContext();
afterAll(() => context.destroy());

const folder = path.join(import.meta.dirname, '../fixtures/models/gpt2');
const { config, vocabSize, values } = loadModel(
  path.join(folder, 'config.json'),
  path.join(folder, 'model.safetensors'),
);
const model = buildModel(config, vocabSize);
const parameters = new ParameterSet(model.parameters);
context.buffers.write(parameters.weights, parameters.pack(values));
const writer = { model, parameter: lookUp(parameters) };

test('perplexity is that of PyTorch, and KL to itself is 0', async () => {
  const file = openTensors(path.join(folder, 'case0.safetensors'));
  const [batch, seqLen] = file.entry('in.input_ids').shape as [number, number];
  const labels = file.ints('in.labels');
  const reader = await LogitsReader.create(context, writer, { batch, seqLen });
  const logits = await reader.read(Uint32Array.from(file.ints('in.input_ids')));
  reader.destroy();
  const meter = new QualityMeter(vocabSize, 1);
  for (let row = 0; row < batch; row++) {
    // Labels are one position further, as in the model of the reference.
    const targets = Array.from({ length: seqLen }, (_, place) =>
      place + 1 < seqLen ? labels[row * seqLen + place + 1]! : -100,
    );
    const own = logits.subarray(row * seqLen * vocabSize, (row + 1) * seqLen * vocabSize);
    meter.add(targets, own, own);
  }
  const { loss, perplexity, kl, sameTop } = meter.figures();
  const want = file.floats('out.loss')[0]!;
  expect(Math.abs(loss - want)).toBeLessThan(5e-5);
  expect(Math.abs(perplexity / Math.exp(want) - 1)).toBeLessThan(5e-5);
  expect(kl.max).toBe(0);
  expect(sameTop).toBe(1);
});

test('a slowed model is found, a copy shows no difference, and the order is interleaved', async () => {
  const decoders = [await Decoder.create(context, writer), await Decoder.create(context, writer)];
  const [own, copy] = decoders as [Decoder, Decoder];
  const watch = new CompareWatch(() => false);
  // The clock is the test's: every token takes a millisecond, and two where it is slowed.
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const timed = (decoder: Decoder, tokenMs: number): Contestant['decoder'] => ({
    start: async (windows) => {
      await decoder.start(windows);
      nowMs += 2;
    },
    sample: async (count, made, settings) => {
      const ids = await decoder.sample(count, made, settings);
      nowMs += count * tokenMs;
      return ids;
    },
  });
  let starts = 0;
  const slowed = timed(copy, 2);
  const hiding: Contestant['decoder'] = {
    ...slowed,
    start: (windows) => {
      // The tab is hidden for a moment, once.
      if (++starts === 4) watch.setHidden(true);
      watch.setHidden(false);
      return slowed.start(windows);
    },
  };
  const idle = (): Promise<void> => context.idle();
  const contestants = [
    { id: 'own', decoder: timed(own, 1), idle },
    { id: 'copy', decoder: timed(copy, 1), idle },
    { id: 'slowed', decoder: hiding, idle },
  ];
  const plan = {
    prompt: [1, 2, 3, 4],
    singles: 0,
    burst: 4,
    minRounds: 12,
    maxRounds: 30,
    minMs: 0,
  };
  const run = await measureSpeed(contestants, plan, watch, {
    control: () => {
      nowMs += 1;
      return idle();
    },
    signal: new AbortController().signal,
  });
  vi.restoreAllMocks();
  for (const decoder of decoders) await decoder.destroy();
  const { samples } = run;
  expect(samples.slice(0, 6).map(({ id }) => id)).toEqual(
    'own copy slowed copy slowed own'.split(' '),
  );
  expect(samples.map(({ order }) => order)).toEqual(samples.map((_, i) => i));
  const hidden = samples.filter(({ disturbed }) => disturbed === 'hidden');
  expect(hidden.map(({ id, round }) => [id, round])).toEqual([['slowed', 2]]);
  const figures = (id: string) =>
    speedFigures(samples, id, plan, { reference: 'own', hasPrefill: true });
  expect(figures('slowed')?.against?.verdict).toBe('slower');
  expect(figures('copy')?.against?.verdict).toBe('same');
  expect(figures('own')?.against).toBeNull();
  expect(run.measuredMs).toBeLessThanOrEqual(run.elapsedMs);
});

test('what happens while a sample is taken marks it, and only it', async () => {
  let isRunning = false;
  const watch = new CompareWatch(() => isRunning);
  expect(watch.take()).toBeNull();
  watch.setHidden(true);
  watch.setHidden(false);
  expect(watch.take()).toBe('hidden');
  expect(watch.take()).toBeNull();
  // Something short, over before anyone looks.
  watch.disturb();
  expect([watch.take(), watch.take()]).toEqual(['running', null]);
  isRunning = true;
  expect(watch.take()).toBe('running');
  const calm = watch.calm(new AbortController().signal);
  isRunning = false;
  await calm;
  expect(watch.take()).toBeNull();
});

const run = runConfigSchema.parse({
  version: 1,
  name: 'compare',
  model: { family: 'gpt', n_layer: 2, n_head: 2, n_embd: 16, n_positions: 16 },
  tokenizer: { kind: 'byte' },
  data: { corpus: 'story', size_chars: 4000 },
  training: {
    per_device_train_batch_size: 2,
    max_steps: 4,
    learning_rate: 1e-2,
    eval_steps: 4,
    eval_windows: 4,
  },
  sample: { every_steps: 4, max_new_tokens: 3 },
});

/** One of each kind: floats, integers, masks, another shape, recovery, the CPU. */
const CHOSEN = ['fp32', 'int8', 'int4', 'pruned', 'half_layers', 'control', 'cpu'];

/** Of each CPU that was opened: whether it was given back. */
const closed: MockInstance<() => void>[] = [];
const devices: LabDevices = {
  ...nodeDevices(),
  async openCpu() {
    const cpu = await openNodeCpu();
    closed.push(vi.spyOn(cpu, 'destroy'));
    return cpu;
  },
};

async function trainedLab(named: DeviceKind): Promise<LocalLab> {
  const lab = new LocalLab({ ...devices, named }, () => Promise.resolve(''));
  await lab.start({ runId: 'run', config: run, autoSize: false });
  await lab.finished('run');
  return lab;
}

async function comparison() {
  const lab = await trainedLab(devices.gpu ? 'gpu' : 'cpu');
  const updates: StudyUpdate<'compare'>[] = [];
  const requested = { context: 'It was', choices: [' so', ' not'], answer: 0 };
  const evalTasks: EvalTaskRequest[] = [
    {
      id: 'a',
      kind: 'own',
      name: 'a',
      evalTask: { kind: 'choice', questions: [requested, requested] },
    },
    {
      id: 'b',
      kind: 'own',
      name: 'b',
      evalTask: { kind: 'written', questions: [{ prompt: 'So', answer: 'be it' }], stop: ['\n'] },
    },
  ];
  const variants: VariantSpecInput[] = [
    ...defaultVariants(run.model, 'gpu').filter(({ id }) => CHOSEN.includes(id)),
    { id: 'int8_cpu', place: 'cpu', stages: [{ kind: 'int8' }] },
    { id: 'same', base: { kind: 'run', runId: 'run' }, stages: [] },
  ];
  const rounds = { recoverySteps: 1, minRounds: 2 };
  const request = { model: { kind: 'run', runId: 'run' } as const, ...rounds, evalTasks, variants };
  const result = await lab.runStudy('compare', request, (update) => updates.push(update));
  const { exported, origin } = await lab.variant('half_layers');
  expect(closed).toHaveLength(1);
  expect(closed[0]).toHaveBeenCalledTimes(devices.gpu ? 1 : 0);
  const [whole] = defaultVariants(run.model, 'gpu');
  const alone = {
    model: { kind: 'run', runId: 'run' } as const,
    variants: [whole!],
    evalTasks: [],
    minRounds: 2,
    texts: [2],
  };
  const { rows } = await lab.runStudy('compare', alone, () => undefined);
  const counts = rows.map(({ batches }) =>
    batches.map(({ texts, decode }) => [texts, decode.n > 0]),
  );
  expect(counts).toEqual([[[1, true], [2, true]]]); // oxfmt-ignore
  const gone = lab.variant('half_layers');
  await expect(gone).rejects.toMatchObject({ code: 'variant_let_go' });
  await lab.dispose('run');
  return { updates, result, exported, origin };
}

test('a run and its variants', async () => {
  const { updates, result, exported, origin } = await comparison();
  const { rows, samples } = result;
  expect(rows.map(({ id, error }) => [id, error])).toEqual(
    [...CHOSEN, 'int8_cpu', 'same'].map((id) => [id, null]),
  );
  const of = (id: string) => rows.find((row) => row.id === id)!;
  expect(of('fp32').quality?.kl.max).toBe(0);
  for (const row of rows) {
    const { id, quality, cost, speed, text, positions, evalTasks, layers } = row;
    expect(quality?.tokens).toBe(4 * 16);
    expect(speed?.decode.n).toBeGreaterThan(0);
    expect(speed?.shallow?.n).toBeGreaterThan(0);
    expect(text).not.toBeNull();
    expect(positions.length).toBe(64);
    expect(row.roofline!.share).toBeGreaterThan(0);
    expect(cost?.memoryBytes).toBeGreaterThan(cost!.weightBytes);
    expect(evalTasks.map(({ id, right }) => [id, right.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    for (const times of [layers!.decode, layers!.prefill!]) {
      const { length } = times.layers.filter(({ kind }) => kind === 'block');
      expect(length).toBe(id === 'half_layers' ? 1 : 2);
      expect(times.layers.every(({ elapsedMs }) => elapsedMs >= 0)).toBe(true);
    }
  }
  // The same program elsewhere, and the same model by another way.
  expect(of('cpu').quality!.kl.max).toBeLessThan(1e-6);
  expect(of('cpu').quality!.loss).toBeCloseTo(of('fp32').quality!.loss, 5);
  expect(of('cpu').cost!.weightBytes).toBe(of('fp32').cost!.weightBytes);
  expect(of('int8_cpu').quality!.loss).toBeCloseTo(of('int8').quality!.loss, 5);
  expect(of('int8_cpu').cost!.weightBytes).toBe(of('int8').cost!.weightBytes);
  const kinds = devices.gpu ? ['gpu', 'cpu'] : ['cpu'];
  expect(result.method.devices.map(({ kind }) => kind)).toEqual(kinds);
  expect(result.method.devices.every(({ ceilings }) => ceilings!.gflops > 0)).toBe(true);
  expect(rows.map(({ device }) => device === 'cpu')).toEqual(
    rows.map(({ place }) => place === 'cpu' || !devices.gpu),
  );
  expect(of('same').quality!.kl.max).toBe(0);
  expect(of('same').model).toBe('compare');
  for (const id of ['int8', 'int4', 'half_layers']) {
    expect(of(id).cost!.weightBytes).toBeLessThan(of('fp32').cost!.weightBytes);
  }
  // Rows of 16 inputs: scales weigh a quarter of the packed numbers, more than in a real model.
  const layersOf = (id: string) => of(id).cost!.layerBytes / of('fp32').cost!.layerBytes;
  expect(layersOf('int8')).toBeCloseTo(0.25 + 4 / (4 * 16), 1);
  expect(layersOf('int4')).toBeLessThan(layersOf('int8'));
  expect(of('pruned').cost!.diskBytes).toBeLessThan(of('fp32').cost!.diskBytes);
  expect(of('pruned').cost!.weightBytes).toBe(of('fp32').cost!.weightBytes);
  expect(of('half_layers').cost!.flopsPerToken).toBeLessThan(of('fp32').cost!.flopsPerToken!);
  expect(new Set(samples.map(({ id }) => id)).size).toBe(rows.length);
  expect(exported.shape.model.n_layer).toBe(1);
  expect(result.method.choices).toBe(exported.shape.vocabSize);
  const { stages } = of('half_layers');
  const base = { kind: 'run', runId: 'run' };
  expect(origin).toEqual({ kind: 'variant', name: 'compare', base, stages });
  expect(updates.at(-1)?.progress).toMatchObject({ phase: 'done', share: 1 });
  // It fills while it works.
  const filled = updates.map((update) => update.result.rows.length);
  expect(filled).toEqual(filled.toSorted((a, b) => a - b));
  expect(filled.some((count) => count > 0 && count < rows.length)).toBe(true);
  const shares = updates.map(({ progress }) => progress.share);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(csvOf(result).trim().split('\n')).toHaveLength(rows.length + 1);
  const lines = jsonLinesOf(result).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { n_gen: number }).n_gen > 0)).toContain(true);
  expect(htmlOf(result)).not.toMatch(/<(script|link|img)|src=/);
});

test('beside a lab on the CPU, a variant runs on the GPU or is refused in its row', async () => {
  const lab = await trainedLab('cpu');
  const variants: VariantSpecInput[] = [
    { id: 'fp32', stages: [] },
    { id: 'cpu', place: 'cpu', stages: [] },
    { id: 'gpu', place: 'gpu', stages: [] },
  ];
  const request = {
    model: { kind: 'run', runId: 'run' } as const,
    variants,
    evalTasks: [],
    minRounds: 2,
  };
  const { rows, method } = await lab.runStudy('compare', request, () => undefined);
  const [fp32, cpu, gpu] = rows;
  expect(cpu).toMatchObject({
    error: null,
    device: 'cpu',
    speed: { against: { verdict: 'same' } },
  });
  expect(cpu!.quality!.kl.max).toBe(0);
  const code = devices.gpu ? undefined : 'no_webgpu';
  expect(gpu!.error?.code).toBe(code);
  expect(gpu!.speed === null).toBe(code !== undefined);
  expect(method.devices).toHaveLength(code ? 1 : 2);
  expect(fp32!.device).toBe('cpu');
  // The lab goes on with its own.
  expect(closed.at(-1)).not.toHaveBeenCalled();
  await lab.dispose('run');
});
