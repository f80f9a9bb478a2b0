// One entry an op: its inputs as tensors and the case's parameters → the outputs by name.
import type { ActivationKind } from '../../src/gpu/kernels/matmul/matmul';
import { fakeQuantized } from '../../src/training/compress/fakeQuantized';
import { formatFor } from '../../src/training/compress/packedBase';
import { dequantized, quantizeWeight } from '../../src/training/compress/quantized';
import type { ParameterSpec } from '../../src/training/parameters';
import type { Quantization } from '../../src/training/run/finetuningConfig';
import { adapterNames, withLora } from '../../src/training/nn/lora';
import { activation } from '../../src/training/ops/activation';
import { attention, packedAttention } from '../../src/training/ops/attention/attention';
import { conv1dCausal } from '../../src/training/ops/conv1d';
import { add, div, maximum, minimum, mul, sub } from '../../src/training/ops/binary';
import { constant } from '../../src/training/ops/layout/constant';
import { crossEntropy } from '../../src/training/ops/losses/crossEntropy';
import { maskedDropout } from '../../src/training/ops/dropout';
import { dpoLoss, sequenceLogps, type PairLogps } from '../../src/training/ops/losses/dpo';
import { klDivergence, softCrossEntropy } from '../../src/training/ops/losses/distillation';
import { embedding } from '../../src/training/ops/embedding';
import { clipGradients } from '../../src/training/ops/gradientClip';
import { ntXent, simcse, symmetric } from '../../src/training/ops/losses/infoNce';
import { linear, matmul } from '../../src/training/ops/matmul';
import { layerNorm, rmsNorm } from '../../src/training/ops/norm';
import { permute } from '../../src/training/ops/layout/permute';
import { pool, type PoolMode } from '../../src/training/ops/pool';
import { mean, sum } from '../../src/training/ops/reduce';
import { swiglu } from '../../src/training/ops/swiglu';
import { rnn, type RnnKind } from '../../src/training/ops/rnn';
import {
  plainRotation,
  rope,
  ropeTables,
  type RopeTables,
} from '../../src/training/ops/attention/rope';
import { slice } from '../../src/training/ops/layout/slice';
import { logSoftmax, softmax } from '../../src/training/ops/softmax';
import { lowRank, svd } from '../../src/training/ops/svd';
import { sqrt, square } from '../../src/training/ops/unary';
import type { DType, Tensor } from '../../src/training/tensor';
import { NotYet } from './case';

type Inputs = Readonly<Record<string, Tensor | undefined>>;

export class Params {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>> = {}) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] != null;
  }
  number(name: string): number {
    return this.#as(name, 'number') as number;
  }
  flag(name: string): boolean {
    return this.#as(name, 'boolean') as boolean;
  }
  text<T extends string>(name: string): T {
    return this.#as(name, 'string') as T;
  }
  list(name: string): number[] {
    return this.#as(name, 'object') as number[];
  }
  /** Parameters inside a parameter. */
  inner(name: string): Params {
    return new Params(this.#as(name, 'object') as Readonly<Record<string, unknown>>);
  }
  #as(name: string, type: string): unknown {
    const value = this.#values[name];
    if (typeof value === type) return value;
    throw new Error(`the case has no ${type} called ${name}`);
  }
}

type Outputs = Readonly<Record<string, Tensor>>;

export interface OpEntry {
  /** Types of integer inputs where the engine wants other than i32. */
  readonly dtypes?: Readonly<Record<string, DType>>;
  build(inputs: Inputs, params: Params, leafOf: LeafOf): Outputs;
}

/** A tensor of numbers that the case does not hold. */
export type LeafOf = (name: string, shape: number[], data: Float32Array<ArrayBuffer>) => Tensor;

function tablesFor(x: Tensor, theta: number, offset: number, leafOf: LeafOf): RopeTables {
  const [seqLen, headDim] = x.shape.slice(-2) as [number, number];
  const { cos, sin } = ropeTables(seqLen, plainRotation(headDim, theta), offset);
  return {
    cos: leafOf('cos', [seqLen, headDim], cos),
    sin: leafOf('sin', [seqLen, headDim], sin),
  };
}

const need = (inputs: Inputs, name: string): Tensor => {
  const tensor = inputs[name];
  if (!tensor) throw new Error(`the case has no input ${name}`);
  return tensor;
};

function quantized(w: Tensor, spec: ParameterSpec, quantization: Quantization): Tensor {
  const outputsFirst = spec.layout !== 'conv1d';
  return dequantized(quantizeWeight(w, formatFor(spec, quantization), outputsFirst), outputsFirst);
}

const BINARY = { add, sub, mul, div, maximum, minimum };

/** A case names the mode (`rnn_relu`) or torch.nn's class and option (`rnn`, `nonlinearity`). */
function rnnKind(params: Params): RnnKind {
  const kind = params.text<RnnKind | 'rnn'>('kind');
  const isPlain = kind === 'rnn' || kind === 'rnn_tanh';
  if (!isPlain) return kind;
  const isRelu = params.has('nonlinearity') && params.text('nonlinearity') === 'relu';
  return isRelu ? 'rnn_relu' : 'rnn_tanh';
}

export const OPS: Readonly<Record<string, OpEntry>> = {
  matmul: {
    build: (inputs, params) => {
      const options = { transA: params.flag('ta'), transB: params.flag('tb') };
      return { y: matmul(need(inputs, 'a'), need(inputs, 'b'), options) };
    },
  },
  binary: {
    build: (inputs, params) => ({
      y: BINARY[params.text<keyof typeof BINARY>('fn')](need(inputs, 'a'), need(inputs, 'b')),
    }),
  },
  reduce: {
    build: (inputs, params) => {
      const options = { axes: params.list('axes'), keepDims: params.flag('keep') };
      return { y: (params.text('fn') === 'mean' ? mean : sum)(need(inputs, 'x'), options) };
    },
  },
  linear: {
    build: (inputs, params) => {
      const layout = params.text<'linear' | 'conv1d'>('layout');
      return { y: linear(need(inputs, 'x'), need(inputs, 'w'), inputs.b, { layout }) };
    },
  },
  adapted_linear: {
    build: (inputs, params) => {
      const [layout, name] = [params.text<'linear' | 'conv1d'>('layout'), 'layer.weight'];
      const lora = {
        r: params.number('r'),
        lora_alpha: params.number('alpha'),
        use_rslora: params.flag('use_rslora'),
        use_dora: params.flag('use_dora'),
        target_modules: ['layer'],
      };
      const names = adapterNames(name);
      const w = need(inputs, 'w');
      const spec = { name, shape: w.shape, layout, initial: { constant: 0 } };
      const base = params.has('quantization')
        ? quantized(w, spec, params.text<Quantization>('quantization'))
        : w;
      const tensors = new Map([
        [name, base],
        [names.a, need(inputs, 'a')],
        [names.b, need(inputs, 'b')],
        ...(lora.use_dora ? [[names.magnitude, need(inputs, 'm')] as const] : []),
      ]);
      const merged = withLora((wanted) => tensors.get(wanted), [spec], lora)(name)!;
      return { y: linear(need(inputs, 'x'), merged, inputs.bias, { layout }), merged };
    },
  },
  fake_quantized_linear: {
    build: (inputs, params) => {
      const [w, layout] = [need(inputs, 'w'), params.text<'linear' | 'conv1d'>('layout')];
      const spec = { name: 'layer.weight', shape: w.shape, layout, initial: { constant: 0 } };
      const rounded = fakeQuantized(w, spec, params.text<Quantization>('quantization'));
      return { y: linear(need(inputs, 'x'), rounded, undefined, { layout }), rounded };
    },
  },
  embedding: {
    dtypes: { ids: 'u32' },
    build: (inputs) => ({ y: embedding(need(inputs, 'ids'), need(inputs, 'w')) }),
  },
  layernorm: {
    build: (inputs, params) => ({
      y: layerNorm(need(inputs, 'x'), inputs.w, inputs.b, { eps: params.number('eps') }).normed,
    }),
  },
  rmsnorm: {
    build: (inputs, params) => ({
      y: rmsNorm(need(inputs, 'x'), inputs.w, { eps: params.number('eps') }).normed,
    }),
  },
  cross_entropy: {
    build: (inputs, params) => {
      const { loss } = crossEntropy(need(inputs, 'logits'), need(inputs, 'targets'), {
        smoothing: params.number('smoothing'),
        reduction: params.text<'mean' | 'sum'>('reduction'),
      });
      return { loss };
    },
  },
  attention: {
    dtypes: { key_mask: 'u32' },
    build: (inputs, params, leafOf): Outputs => {
      const [q, k, v] = ['q', 'k', 'v'].map((name) => need(inputs, name)) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      const causal = params.flag('causal');
      const options = { layout: 'heads', causal, keyMask: inputs.key_mask } as const;
      if (!params.has('rope_theta')) return { y: attention(q, k, v, options) };
      const [theta, offset] = [params.number('rope_theta'), params.number('pos_offset')];
      const tables = tablesFor(k, theta, offset, leafOf);
      // Queries stand at the end of the keys.
      const first = k.shape[2]! - q.shape[2]!;
      const turnedQ = rope(q, tables, { layout: 'heads', first });
      const turnedK = rope(k, tables, { layout: 'heads' });
      return { y: attention(turnedQ, turnedK, v, options), q: turnedQ, k: turnedK };
    },
  },
  mha: {
    build: (inputs, params) => {
      const dense = (x: Tensor, name: string): Tensor =>
        linear(x, need(inputs, `${name}_w`), inputs[`${name}_b`], { layout: 'conv1d' });
      const qkv = dense(need(inputs, 'x'), 'attn');
      const mixed = packedAttention(qkv, { heads: params.number('heads'), causal: true });
      return { y: dense(mixed, 'proj'), qkv };
    },
  },
  activation: {
    build: (inputs, params) => ({
      y: activation(need(inputs, 'x'), params.text<ActivationKind>('fn')),
    }),
  },
  swiglu: {
    build: (inputs) => ({ y: swiglu(need(inputs, 'gate'), need(inputs, 'up')) }),
  },
  dropout: {
    dtypes: { mask: 'u32' },
    build: (inputs, params) => ({
      y: maskedDropout(need(inputs, 'x'), need(inputs, 'mask'), params.number('p')),
    }),
  },
  pool: {
    dtypes: { mask: 'u32' },
    build: (inputs, params) => ({
      y: pool(need(inputs, 'x'), params.text<PoolMode>('mode'), inputs.mask),
    }),
  },
  grad_clip: {
    build: (inputs, params) => {
      const names = Object.keys(inputs);
      const given = names.map((name) => need(inputs, name));
      const { gradients, norm } = clipGradients(given, params.number('max_norm'));
      return { ...Object.fromEntries(names.map((name, i) => [name, gradients[i]!])), norm };
    },
  },
  dpo: {
    build: (inputs, params) => {
      const targets = need(inputs, 'targets');
      const pairOf = (name: string): PairLogps => {
        const logps = sequenceLogps(need(inputs, name), targets);
        const batch = targets.shape[0]! / 2;
        return { chosen: slice(logps, 0, 0, batch), rejected: slice(logps, 0, batch) };
      };
      const options = {
        beta: params.number('beta'),
        label_smoothing: params.number('label_smoothing'),
      };
      const { loss, losses, rewards } = dpoLoss(pairOf('policy'), pairOf('reference'), options);
      return { loss, losses, ...rewards };
    },
  },
  infonce: {
    build: (inputs, params) => {
      const [z1, z2] = [need(inputs, 'z1'), need(inputs, 'z2')];
      const temperature = params.number('temp');
      const form = params.text<'simcse' | 'simcse_hard' | 'symmetric' | 'ntxent'>('form');
      if (form === 'symmetric') return { ...symmetric(z1, z2, temperature) };
      if (form === 'ntxent') return { loss: ntXent(z1, z2, temperature).loss };
      const hard = form === 'simcse_hard' ? need(inputs, 'z3') : undefined;
      return { ...simcse(z1, z2, temperature, hard) };
    },
  },
  conv1d_causal: {
    build: (inputs, params) => {
      const options = {
        bias: inputs.b,
        dilation: params.number('dilation'),
        groups: params.number('groups'),
      };
      return { y: conv1dCausal(need(inputs, 'x'), need(inputs, 'w'), options) };
    },
  },
  rnn: {
    build: (inputs, params) => {
      // torch.nn's other options: a causal language model has no use for them.
      const other = [/_reverse$/, /^weight_hr_/].some((name) =>
        Object.keys(inputs).some((given) => name.test(given)),
      );
      if (other) throw new NotYet('rnn with bidirectional or proj_size');
      const layers = Array.from({ length: params.number('layers') }, (_, layer) => ({
        weightIh: need(inputs, `weight_ih_l${layer}`),
        weightHh: need(inputs, `weight_hh_l${layer}`),
        biasIh: inputs[`bias_ih_l${layer}`],
        biasHh: inputs[`bias_hh_l${layer}`],
      }));
      const isTimeFirst = params.has('batch_first') && !params.flag('batch_first');
      const turned = (x: Tensor): Tensor => (isTimeFirst ? permute(x, [1, 0, 2]) : x);
      const x = turned(need(inputs, 'x'));
      const { y, hN, cN } = rnn(rnnKind(params), x, layers, need(inputs, 'h0'), inputs.c0);
      return { y: turned(y), h_n: hN, ...(cN && { c_n: cN }) };
    },
  },
  softmax: {
    build: (inputs, params) => {
      const x = need(inputs, 'x');
      return { y: params.flag('log') ? logSoftmax(x) : softmax(x) };
    },
  },
  kl_distill: {
    build: (inputs, params) => {
      const loss = params.text('form') === 'soft_ce' ? softCrossEntropy : klDivergence;
      const options = { temperature: params.number('T'), timesT2: params.flag('times_T2') };
      return { loss: loss(need(inputs, 'student'), need(inputs, 'teacher'), options) };
    },
  },
  svd_lowrank: {
    build: (inputs, params) => {
      const w = need(inputs, 'w');
      const decomposed = svd(w);
      const outputs: Record<string, Tensor> = { s: decomposed.values };
      const norm = (x: Tensor): Tensor => sqrt(sum(square(x)));
      for (const rank of params.list('ranks')) {
        const near = lowRank(decomposed, rank);
        const error = norm(sub(w, near));
        const count = decomposed.values.shape[0]!;
        outputs[`w_rank${rank}`] = near;
        outputs[`err_rank${rank}`] = error;
        outputs[`relerr_rank${rank}`] = div(error, norm(w));
        outputs[`tail_rank${rank}`] =
          rank < count ? norm(slice(decomposed.values, 0, rank)) : constant([], 0);
      }
      return outputs;
    },
  },
  rope: {
    build: (inputs, params, leafOf) => {
      const x = need(inputs, 'x');
      const tables = tablesFor(x, params.number('theta'), params.number('offset'), leafOf);
      return { y: rope(x, tables, { layout: 'heads' }), ...tables };
    },
  },
};
