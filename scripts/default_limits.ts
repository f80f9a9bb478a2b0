// A model on a device that grants WebGPU's default limits and no more (128 MiB a binding, 256 MiB a buffer):
// it writes, takes LoRA steps, and does both as with all that the adapter has.
// node scripts/run.mjs scripts/default_limits.ts FOLDER [--device lavapipe] [--steps 2] [--length 16]
import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../src/gpu/device';
import type { ComputeContext } from '../src/gpu/compute';
import { GpuContext } from '../src/gpu/replay';
import { openNodeGpu } from '../src/host/node/drivers';
import { Run } from '../src/host/run/run';
import { Decoder } from '../src/training/generate/decoder';
import { openFolder, readFolder } from '../src/training/io/huggingface/modelFolder';
import type { BaseModel } from '../src/training/models/baseModel';
import { buildModel } from '../src/training/models/model';
import { uploadWeights } from '../src/training/models/upload';
import { ParameterSet } from '../src/training/parameters';
import { runConfigSchema } from '../src/training/run/config';
import { lookUp } from '../src/training/run/state';

const DEFAULT_LIMITS = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupStorageSize: 16_384,
  maxStorageBuffersPerShaderStage: 8,
};
const WRITTEN = 8;

/** A GPU object whose adapter has the default limits, so that no more is asked of it. */
function withDefaultLimits(gpu: GPU): GPU {
  const wrapped = {
    wgslLanguageFeatures: gpu.wgslLanguageFeatures,
    async requestAdapter(options?: GPURequestAdapterOptions) {
      const adapter = await gpu.requestAdapter(options);
      if (!adapter) return null;
      const { info, features } = adapter;
      const requestDevice = (requested: GPUDeviceDescriptor) => adapter.requestDevice(requested);
      return { info, features, limits: DEFAULT_LIMITS, requestDevice };
    },
  };
  return wrapped as unknown as GPU;
}

interface Settings {
  readonly steps: number;
  readonly length: number;
}

async function write(context: ComputeContext, base: BaseModel): Promise<number[]> {
  const model = buildModel(base.config, base.vocabSize);
  const parameters = new ParameterSet(model.parameters);
  uploadWeights(context.buffers, parameters, base.weights);
  const decoder = await Decoder.create(context, { model, parameter: lookUp(parameters) });
  await decoder.start([[...base.tokenizer.encode('Once upon a time')]]);
  const [ids = []] = await decoder.sample(WRITTEN, 0, { temperature: 0, seed: 1 });
  await decoder.destroy();
  context.buffers.freeResident(parameters.weights.buffer);
  return ids;
}

async function finetune(
  context: ComputeContext,
  base: BaseModel,
  settings: Settings,
): Promise<number[]> {
  const config = runConfigSchema.parse({
    version: 1,
    name: 'tuned',
    model: base.config,
    tokenizer: { kind: 'byte' },
    base: { kind: 'loaded', id: 'base' },
    data: { corpus: 'story', size_chars: 60_000 },
    tuning: { method: 'lora', r: 8, lora_alpha: 16 },
    training: {
      per_device_train_batch_size: 1,
      max_steps: settings.steps,
      max_length: settings.length,
      learning_rate: 1e-3,
      eval_windows: 1,
      eval_steps: 1000,
    },
    sample: { every_steps: 1000, max_new_tokens: 1, prompt: 'Once' },
  });
  const losses: number[] = [];
  let error: unknown;
  const run = new Run({
    runId: 'tuned',
    config,
    autoSize: false,
    base,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('No packed corpus is needed.')),
    emit(event) {
      if (event.type === 'steps') losses.push(...event.points.map(({ loss }) => loss));
      if (event.type === 'ready') console.log(`planned ${mebibytes(event.plan.totalBytes)}`);
      if (event.type === 'state') error ??= event.error;
    },
  });
  run.start();
  await run.finished();
  await run.dispose();
  if (error) throw new Error(JSON.stringify(error));
  return losses;
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

async function both(title: string, gpu: GPU, base: BaseModel, settings: Settings) {
  const context = new GpuContext(await openDevice(gpu));
  const { maxStorageBufferBindingSize, maxBufferSize } = context.device.limits;
  const limits = `${mebibytes(maxStorageBufferBindingSize)} a binding, ${mebibytes(maxBufferSize)} a buffer`;
  console.log(`${title}: ${limits}`);
  const fromMs = performance.now();
  const ids = await write(context, base);
  console.log(`wrote ${ids.join(' ')} after ${((performance.now() - fromMs) / 1000).toFixed(1)} s`);
  const losses = await finetune(context, base, settings);
  const seconds = ((performance.now() - fromMs) / 1000).toFixed(1);
  console.log(`losses ${losses.map((loss) => loss.toFixed(5)).join(' ')} after ${seconds} s`);
  const { error: fault } = context.faults;
  if (fault) console.log(fault.message);
  const isValid = fault === null;
  context.destroy();
  return { ids, losses, isValid };
}

export async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      device: { type: 'string' },
      steps: { type: 'string', default: '2' },
      length: { type: 'string', default: '16' },
    },
  });
  const [folder] = positionals;
  if (folder === undefined) {
    console.error('Say which folder: node scripts/run.mjs scripts/default_limits.ts FOLDER');
    return 2;
  }
  const files = new Map<string, Blob>();
  for (const name of await readdir(folder)) {
    files.set(name, await openAsBlob(path.join(folder, name)));
  }
  const base = await readFolder('base', await openFolder(files));
  const settings = { steps: Number(values.steps), length: Number(values.length) };
  const gpu = openNodeGpu(values.device);
  const small = await both('default limits', withDefaultLimits(gpu), base, settings);
  const large = await both("the adapter's limits", gpu, base, settings);
  const sameText = small.ids.join() === large.ids.join();
  const gap = Math.max(...large.losses.map((loss, i) => Math.abs(loss - small.losses[i]!)));
  console.log(`${sameText ? 'the same tokens' : 'OTHER TOKENS'}; losses differ by ${gap} at most`);
  const isRight = sameText && gap < 1e-4 && large.losses.length === settings.steps;
  return isRight && small.isValid && large.isValid ? 0 : 1;
}
