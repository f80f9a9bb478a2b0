// Benchtop as an engine that a benchmark harness can load beside others: the project's own captured
// step, replayed with given weights. Bundled by esbuild or Vite; needs navigator.gpu and nothing of Node.
import { version } from '../package.json';
import { openDevice } from '../src/gpu/device';
import type { BufferView, Dispatch } from '../src/gpu/dispatch';
import { matmul as recordMatmul } from '../src/gpu/kernels/matmul';
import { packStep, STEP_SIZE_BYTES } from '../src/gpu/kernels/stepBuffer';
import { declareBuffer, Recorder, wholeView } from '../src/gpu/recorder';
import { compileProgram, GpuContext, type Program } from '../src/gpu/replay';
import { gradients } from '../src/training/autograd';
import { Decoder } from '../src/training/generate/decoder';
import { GraphLowering } from '../src/training/lower';
import { buildModel } from '../src/training/models/model';
import { attention as attentionOf } from '../src/training/ops/attention';
import { modelSchema, trainingSchema } from '../src/training/run/config';
import { lookUp, trainingState } from '../src/training/run/state';
import { captureTraining } from '../src/training/run/stepProgram';
import { leaf, type Tensor } from '../src/training/tensor';
import type {
  AttentionInputs,
  AttentionJob,
  Batch,
  DecodeInputs,
  DecodeJob,
  Engine,
  Job,
  MatmulInputs,
  MatmulJob,
  TrainConfig,
  TrainJob,
  Weights,
} from './engine';
import { stepFacts } from './stepFacts';

let context: GpuContext;

/** The device and its memory, for benchmarks of Benchtop alone. */
export const benchContext = (): GpuContext => context;

const persistent = (label: string, elements: number): BufferView =>
  wholeView(declareBuffer(label, elements * 4, 'data', true));

function free(program: Program): void {
  program.destroy();
  for (const buffer of program.plan.persistent) context.buffers.freeResident(buffer);
}

/** A queue of replays: several in one submit, as the trainer does. */
function replays(program: Program): Job {
  return {
    run(times) {
      const encoder = context.encoder();
      for (let i = 0; i < times; i++) program.encode(encoder);
      context.send(encoder);
    },
    dispose: () => free(program),
  };
}

async function matmul({ M, K, N, A, B }: MatmulInputs): Promise<MatmulJob> {
  const [a, b, out] = [persistent('a', M * K), persistent('b', K * N), persistent('out', M * N)];
  const recorder = new Recorder(context.open.limits);
  recordMatmul(recorder, {
    a,
    b,
    out,
    shape: {
      m: M,
      n: N,
      k: K,
      transA: false,
      transB: false,
      batch: 1,
      strideA: M * K,
      strideB: K * N,
      strideOut: M * N,
    },
  });
  const program = await compileProgram(context, recorder.dispatches);
  context.buffers.write(a, A);
  context.buffers.write(b, B);
  return { ...replays(program), read: () => context.buffers.readFloats(out) };
}

async function attention(inputs: AttentionInputs, backward: boolean): Promise<AttentionJob> {
  const { B, T, H, D } = inputs;
  const shape = [B, T, H, D];
  const recorder = new Recorder(context.open.limits);
  const data: [BufferView, Float32Array<ArrayBuffer>][] = [];
  const input = (name: 'q' | 'k' | 'v' | 'dout'): Tensor => {
    const view = persistent(name, B * T * H * D);
    data.push([view, inputs[name]]);
    return leaf(name, shape, 'f32', view);
  };
  const [q, k, v] = [input('q'), input('k'), input('v')];
  const out = attentionOf(q, k, v, { layout: 'rows', causal: true });
  const wanted = backward
    ? [out, ...gradients([{ output: out, gradient: input('dout') }], [q, k, v])]
    : [out];
  const targets = wanted.map((tensor, index) => ({
    tensor: tensor!,
    into: persistent(`result${index}`, B * T * H * D),
  }));
  new GraphLowering(recorder, persistent('step', STEP_SIZE_BYTES / 4)).run(targets);
  const program = await compileProgram(context, recorder.dispatches);
  for (const [view, values] of data) context.buffers.write(view, values);
  return {
    ...replays(program),
    async read() {
      const results: Float32Array[] = [];
      for (const { into } of targets) results.push(await context.buffers.readFloats(into));
      return results;
    },
  };
}

const HF_LAYER_NAMES: Readonly<Record<string, string>> = {
  'ln1.w': 'ln_1.weight',
  'qkv.w': 'attn.c_attn.weight',
  'proj.w': 'attn.c_proj.weight',
  'ln2.w': 'ln_2.weight',
  'fc.w': 'mlp.c_fc.weight',
  'fc2.w': 'mlp.c_proj.weight',
};
const HF_NAMES: Readonly<Record<string, string>> = {
  wte: 'transformer.wte.weight',
  wpe: 'transformer.wpe.weight',
  'lnf.w': 'transformer.ln_f.weight',
};

function huggingFaceName(name: string): string {
  const [, layer, rest = ''] = /^h(\d+)\.(.+)$/.exec(name) ?? [];
  const known = layer === undefined ? HF_NAMES[name] : HF_LAYER_NAMES[rest];
  if (!known) throw new Error(`No parameter of Benchtop's GPT is called ${name}.`);
  return layer === undefined ? known : `transformer.h.${layer}.${known}`;
}

/** Each row of the batch as its own block + 1 tokens, one row after another. */
export function corpusOf({ x, y }: Batch, batch: number, block: number): Int32Array<ArrayBuffer> {
  const corpus = new Int32Array(batch * (block + 1));
  for (let row = 0; row < batch; row++) {
    const from = row * block;
    for (let t = 1; t < block; t++) {
      if (x[from + t] !== y[from + t - 1]) {
        throw new Error(`Row ${row} of the batch is no window: y is not x one place further.`);
      }
    }
    corpus.set(x.subarray(from, from + block), row * (block + 1));
    corpus[row * (block + 1) + block] = y[from + block - 1]!;
  }
  return corpus;
}

/** The dispatches of the step and what they share; needs no device. */
export function captureStep(config: TrainConfig, limits: GpuContext['open']['limits']) {
  const model = buildModel(
    modelSchema.parse({
      family: 'gpt',
      n_layer: config.nLayer,
      n_head: config.nHead,
      n_embd: config.nEmbd,
      n_positions: config.block,
      activation: 'gelu_tanh',
      bias: false,
      tie_word_embeddings: true,
      layer_norm_epsilon: config.lnEps,
    }),
    config.vocab,
  );
  const optimizer = trainingSchema.parse({
    per_device_train_batch_size: config.batch,
    max_steps: 1,
    learning_rate: config.lr,
    lr_scheduler_type: 'constant',
    weight_decay: config.weightDecay,
    adam_beta1: config.beta1,
    adam_beta2: config.beta2,
    adam_epsilon: config.eps,
    max_grad_norm: 0,
  });
  const state = trainingState(model, optimizer);
  const shape = { batch: config.batch, seqLen: config.block };
  const corpusTokens = config.batch * (config.block + 1);
  return { state, captured: captureTraining(state, shape, corpusTokens, optimizer, limits) };
}

async function trainStep(config: TrainConfig, weights: Weights, batch: Batch): Promise<TrainJob> {
  const { buffers } = context;
  const { state, captured } = captureStep(config, context.open.limits);
  const dispatches: readonly Dispatch[] = captured.dispatches;
  const program = await compileProgram(context, dispatches);
  const named = Object.entries(weights).map(([name, { data }]) => [huggingFaceName(name), data]);
  buffers.write(state.parameters.weights, state.parameters.pack(new Map(named as never)));
  buffers.write(captured.corpus, corpusOf(batch, config.batch, config.block));
  const windowStarts = Int32Array.from({ length: config.batch }, (_, i) => i * (config.block + 1));
  buffers.write(captured.inputs.batch, windowStarts);
  let done = 0;
  return {
    facts: stepFacts(dispatches),
    step() {
      const { lr: learningRate, beta1, beta2 } = config;
      const scalars = packStep({ learningRate, step: ++done, seed: 1, beta1, beta2 });
      buffers.write(captured.inputs.scalars, new Uint8Array(scalars));
      program.run();
    },
    loss: async () => (await buffers.readFloats(captured.loss))[0]!,
    dispose: () => free(program),
  };
}

/** Tokens of one submit. */
const CHUNK = 16;

async function decode({ config, weights, prompt }: DecodeInputs): Promise<DecodeJob> {
  const { state } = captureStep(config, context.open.limits);
  const { model, parameters } = state;
  const named = Object.entries(weights).map(([name, { data }]) => [huggingFaceName(name), data]);
  context.buffers.write(parameters.weights, parameters.pack(new Map(named as never)));
  const decoder = await Decoder.create(context, { model, parameter: lookUp(parameters) });
  return {
    async write(count) {
      await decoder.start([prompt]);
      const tokens: number[] = [];
      while (tokens.length < count) {
        const next = Math.min(CHUNK, count - tokens.length);
        const [fresh] = await decoder.sample(next, tokens.length, { temperature: 0, seed: 0 });
        tokens.push(...fresh!);
      }
      return tokens;
    },
    async dispose() {
      await decoder.destroy();
      context.buffers.freeResident(parameters.weights.buffer);
    },
  };
}

const engine: Engine = {
  name: 'benchtop',
  version,
  async init() {
    const open = await openDevice(navigator.gpu);
    context = new GpuContext(open);
    open.device.addEventListener('uncapturederror', (event) => console.error(event.error.message));
  },
  sync: () => context.idle(),
  matmul,
  attention,
  trainStep,
  decode,
};
export default engine;
