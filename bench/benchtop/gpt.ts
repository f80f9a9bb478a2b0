// Benchtop's GPT with given weights: the captured training step, and decoding with the cache.
import { packStep } from '../../src/gpu/kernels/optimizer/stepBuffer';
import type { ComputeContext } from '../../src/gpu/compute';
import { Decoder } from '../../src/training/generate/decoder';
import { buildModel } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema, trainingSchema } from '../../src/training/run/config';
import { lookUp, trainingState } from '../../src/training/run/state';
import { nextTokens } from '../../src/training/run/objective';
import { captureStep } from '../../src/training/run/stepProgram';
import type { Batch, DecodeJob, GptConfig, TrainConfig, TrainJob, Weights } from '../engine';
import { stepFacts } from '../stepFacts';
import { free } from './context';

const LAYER_NAMES: Readonly<Record<string, string>> = {
  ln1: 'ln_1',
  qkv: 'attn.c_attn',
  proj: 'attn.c_proj',
  ln2: 'ln_2',
  fc: 'mlp.c_fc',
  fc2: 'mlp.c_proj',
};
const NAMES: Readonly<Record<string, string>> = { wte: 'wte', wpe: 'wpe', lnf: 'ln_f' };
const SUFFIXES: Readonly<Record<string, string>> = { w: 'weight', b: 'bias' };

/** `h0.fc.w` is `transformer.h.0.mlp.c_fc.weight`. */
function huggingFaceName(name: string): string {
  const [, layer, module = '', suffix = 'w'] =
    /^(?:h(\d+)\.)?(\w+?)(?:\.([wb]))?$/.exec(name) ?? [];
  const known = layer === undefined ? NAMES[module] : LAYER_NAMES[module];
  if (!known) throw new Error(`No parameter of Benchtop's GPT is called ${name}.`);
  const prefix = layer === undefined ? '' : `h.${layer}.`;
  return `transformer.${prefix}${known}.${SUFFIXES[suffix]}`;
}

const packed = (parameters: ParameterSet, weights: Weights): Float32Array<ArrayBuffer> =>
  parameters.pack(
    new Map(Object.entries(weights).map(([name, { data }]) => [huggingFaceName(name), data])),
  );

const modelOf = ({ nLayer, nHead, nEmbd, block, vocab, lnEps, bias = false }: GptConfig) =>
  buildModel(
    modelSchema.parse({
      family: 'gpt',
      n_layer: nLayer,
      n_head: nHead,
      n_embd: nEmbd,
      n_positions: block,
      activation: 'gelu_tanh',
      bias,
      tie_word_embeddings: true,
      layer_norm_epsilon: lnEps,
    }),
    vocab,
  );

/** Each row of the batch as its own block + 1 tokens, one row after another. */
function corpusOf({ x, y }: Batch, batch: number, block: number): Int32Array<ArrayBuffer> {
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
export function captureGpt(config: TrainConfig, limits: ComputeContext['open']['limits']) {
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
  const state = trainingState(modelOf(config), optimizer);
  const minimized = nextTokens(state.model, config.batch);
  const shape = { batch: config.batch, seqLen: config.block };
  const corpusTokens = config.batch * (config.block + 1);
  const captured = captureStep(state, minimized, shape, corpusTokens, optimizer, limits);
  return { state, captured };
}

export async function trainStep(
  context: ComputeContext,
  config: TrainConfig,
  weights: Weights,
  batch: Batch,
): Promise<TrainJob> {
  const { buffers } = context;
  const { state, captured } = captureGpt(config, context.open.limits);
  const program = await context.compile(captured.dispatches);
  buffers.write(state.parameters.weights, packed(state.parameters, weights));
  buffers.write(captured.corpus, corpusOf(batch, config.batch, config.block));
  const windowStarts = Int32Array.from({ length: config.batch }, (_, i) => i * (config.block + 1));
  buffers.write(captured.inputs.batch, windowStarts);
  let done = 0;
  return {
    facts: stepFacts(captured.dispatches),
    step() {
      const { lr: learningRate, beta1, beta2 } = config;
      const scalars = packStep({ learningRate, step: ++done, seed: 1, beta1, beta2 });
      buffers.write(captured.inputs.scalars, new Uint8Array(scalars));
      program.run();
    },
    loss: async () => (await buffers.readFloats(captured.loss))[0]!,
    dispose: () => free(context, program),
  };
}

export async function decode(
  context: ComputeContext,
  config: GptConfig,
  weights: Weights,
): Promise<DecodeJob> {
  const model = modelOf(config);
  const parameters = new ParameterSet(model.parameters);
  context.buffers.write(parameters.weights, packed(parameters, weights));
  const decoder = await Decoder.create(context, { model, parameter: lookUp(parameters) });
  const GREEDY = { temperature: 0, seed: 0 };
  /** All that was taken, and the token that came last. */
  let taken: number[] = [];
  let written: number | undefined;
  const write = async (): Promise<number> => {
    const [fresh] = await decoder.sample(1, taken.length, GREEDY);
    return (written = fresh![0]!);
  };
  return {
    reset() {
      taken = [];
    },
    async prefill(tokens) {
      taken = [...tokens];
      await decoder.start([taken]);
      return write();
    },
    async next(token) {
      taken.push(token);
      // What it wrote itself is in place already.
      if (token !== written) await decoder.start([taken]);
      return write();
    },
    async dispose() {
      await decoder.destroy();
      context.buffers.freeResident(parameters.weights.buffer);
    },
  };
}
