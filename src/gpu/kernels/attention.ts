// Softmax attention without a Tq × Tk matrix, grouped-query heads, forward and backward.
import deltaCode from '../../shaders/attention_backward_delta.wgsl';
import keyCode from '../../shaders/attention_backward_key.wgsl';
import queryCode from '../../shaders/attention_backward_query.wgsl';
import forwardCode from '../../shaders/attention_forward.wgsl';
import biasAlibi from '../../shaders/lib/attention_bias_alibi.wgsl';
import biasNone from '../../shaders/lib/attention_bias_none.wgsl';
import biasTable from '../../shaders/lib/attention_bias_table.wgsl';
import dropoutNone from '../../shaders/lib/attention_dropout_none.wgsl';
import dropoutProbs from '../../shaders/lib/attention_dropout.wgsl';
import gradsPacked from '../../shaders/lib/attention_grads_packed.wgsl';
import gradsSeparate from '../../shaders/lib/attention_grads_separate.wgsl';
import keysAll from '../../shaders/lib/attention_keys_all.wgsl';
import keysMasked from '../../shaders/lib/attention_keys_masked.wgsl';
import loadScalar from '../../shaders/lib/attention_load_scalar.wgsl';
import loadVec4 from '../../shaders/lib/attention_load_vec4.wgsl';
import tileLib from '../../shaders/lib/attention_tile.wgsl';
import randomLib from '../../shaders/lib/random.wgsl';
import {
  f32,
  foldGrid,
  type Binding,
  type BufferView,
  type DispatchSink,
  type Param,
} from '../dispatch';
import { dropoutConstants, dropoutParams, isDropping, type Dropout } from './dropout';
import { read, readWrite, write } from './shapes';

/** In elements; `head` and `row` of one batch entry. */
export interface AttentionStrides {
  readonly batch: number;
  readonly row: number;
  readonly head: number;
}

export interface Attention {
  /** One packed buffer may serve as q, k and v: then the offsets tell them apart. */
  readonly q: BufferView;
  readonly k: BufferView;
  readonly v: BufferView;
  readonly qOffset?: number;
  readonly kOffset?: number;
  readonly vOffset?: number;
  /** `out` is also the layout of dout. */
  readonly strides: {
    readonly q: AttentionStrides;
    readonly k: AttentionStrides;
    readonly v: AttentionStrides;
    readonly out: AttentionStrides;
  };
  readonly batch: number;
  readonly heads: number;
  /** Query heads j·g … j·g + g − 1 share kv head j, g = heads / kvHeads. */
  readonly kvHeads: number;
  readonly queryLen: number;
  readonly keyLen: number;
  readonly headDim: number;
  /** Query row i stands at key position i + (keyLen − queryLen). */
  readonly causal: boolean;
  readonly scale: number;
  /** u32 [batch, keyLen], 1 = keep. */
  readonly keyMask?: BufferView | undefined;
  /** [heads, queryLen, keyLen], added to the scores (T5). */
  readonly bias?: BufferView | undefined;
  /** [heads]. */
  readonly alibiSlopes?: BufferView | undefined;
  readonly dropout?: Dropout | undefined;
}

export interface AttentionForward extends Attention {
  readonly out: BufferView;
  /** [batch, heads, queryLen], log-sum-exp of the scores; 0 for rows that see no key. */
  readonly lse: BufferView;
}

const stridesParams = ({ batch, row, head }: AttentionStrides, offset = 0): Param[] => [
  batch,
  row,
  head,
  offset,
];

function canLoadVec4({
  headDim,
  strides,
  qOffset = 0,
  kOffset = 0,
  vOffset = 0,
}: Attention): boolean {
  const all = Object.values(strides).flatMap(({ batch, row, head }) => [batch, row, head]);
  return [headDim, qOffset, kOffset, vOffset, ...all].every((value) => value % 4 === 0);
}

/** What all attention kernels bind behind their own inputs, and the lib files and constants for it. */
function optionalInputs(args: Attention, firstBinding: number) {
  const { keyMask, bias, alibiSlopes, dropout } = args;
  const bindings: Binding[] = [];
  const constants: Record<string, number | boolean> = {};
  const lib: string[] = [tileLib, canLoadVec4(args) ? loadVec4 : loadScalar];
  const bind = (name: string, view: BufferView) => {
    constants[name] = firstBinding + bindings.length;
    bindings.push(read(view));
  };
  lib.push(keyMask ? keysMasked : keysAll);
  if (keyMask) bind('KEY_MASK', keyMask);
  const biasView = bias ?? alibiSlopes;
  if (biasView) bind('BIAS', biasView);
  lib.push(bias ? biasTable : alibiSlopes ? biasAlibi : biasNone);
  if (isDropping(dropout)) {
    bind('STEP', dropout.step);
    Object.assign(constants, dropoutConstants(dropout));
    lib.push(randomLib, dropoutProbs);
  } else lib.push(dropoutNone);
  return { bindings, constants, lib };
}

/** Tiles of 4 rows in a workgroup, so that it has about `lanes` invocations. */
function tilesOf(sink: DispatchSink, headDim: number, bytesPerLane: number): number {
  const chunks = Math.ceil(headDim / 4);
  const { software, subgroupSize, maxInvocations, maxWorkgroupStorageBytes } = sink.limits;
  const lanes = software ? (subgroupSize ?? 4) : 128;
  const most = Math.min(maxInvocations, Math.floor(maxWorkgroupStorageBytes / bytesPerLane));
  return Math.max(1, Math.min(Math.ceil(lanes / chunks), Math.floor(most / chunks)));
}

function sharedParams(args: Attention): Param[] {
  const { heads, kvHeads, queryLen, keyLen, scale, strides, qOffset, kOffset, vOffset } = args;
  return [
    ...[heads, kvHeads, queryLen, keyLen, f32(scale), Math.ceil(args.headDim / 4)],
    ...dropoutParams(args.dropout),
    ...stridesParams(strides.q, qOffset),
    ...stridesParams(strides.k, kOffset),
    ...stridesParams(strides.v, vOffset),
    ...stridesParams(strides.out),
  ];
}

const tileConstants = ({ headDim, causal }: Attention, tiles: number) => ({
  HEAD_DIM: headDim,
  CHUNKS: Math.ceil(headDim / 4),
  TILES: tiles,
  CAUSAL: causal,
});

/** Pairs of query and key that count. */
function pairsOf({ batch, heads, queryLen, keyLen, causal }: Attention): number {
  const hidden = causal ? (queryLen * (queryLen - 1)) / 2 : 0;
  return batch * heads * Math.max(0, queryLen * keyLen - hidden);
}

export function attentionForward(sink: DispatchSink, args: AttentionForward): void {
  const { q, k, v, out, lse, batch, heads, kvHeads, queryLen, keyLen, headDim } = args;
  const tiles = tilesOf(sink, headDim, 80);
  const optional = optionalInputs(args, 3);
  const at = 3 + optional.bindings.length;
  sink.dispatch({
    label: 'attention_forward',
    shader: { name: 'attention_forward', code: forwardCode, lib: optional.lib },
    constants: {
      ...tileConstants(args, tiles),
      ...optional.constants,
      OUT: at,
      LSE: at + 1,
      PARAMS: at + 2,
    },
    bindings: [read(q), read(k), read(v), ...optional.bindings, write(out), write(lse)],
    params: sharedParams(args),
    grid: [Math.ceil(queryLen / (4 * tiles)), heads, batch],
    flops: 4 * headDim * pairsOf(args),
    bytes: 4 * batch * headDim * (2 * heads * queryLen + 2 * kvHeads * keyLen),
  });
}

/** dq, dk and dv are laid out as q, k and v are: same strides, same offsets. */
export interface AttentionBackward extends AttentionForward {
  readonly dout: BufferView;
  readonly dq: BufferView;
  readonly dk: BufferView;
  readonly dv: BufferView;
}

export function attentionBackward(sink: DispatchSink, args: AttentionBackward): void {
  const { batch, heads, queryLen } = args;
  const facts = sink.scratch('attention_facts', batch * heads * queryLen * 8);
  attentionBackwardDelta(sink, args, facts);
  attentionBackwardQuery(sink, args, facts);
  attentionBackwardKey(sink, args, facts);
}

function attentionBackwardDelta(sink: DispatchSink, args: AttentionBackward, facts: BufferView) {
  const { dout, out, lse, batch, heads, queryLen, headDim, strides } = args;
  const rows = batch * heads * queryLen;
  sink.dispatch({
    label: 'attention_backward_delta',
    shader: { name: 'attention_backward_delta', code: deltaCode },
    constants: { HEAD_DIM: headDim },
    bindings: [read(dout), read(out), read(lse), write(facts)],
    params: [rows, heads, queryLen, strides.out.batch, strides.out.row, strides.out.head],
    grid: foldGrid(Math.ceil(rows / 64)),
    flops: 2 * rows * headDim,
    bytes: 4 * rows * (2 * headDim + 3),
  });
}

function attentionBackwardQuery(sink: DispatchSink, args: AttentionBackward, facts: BufferView) {
  const { q, k, v, dout, dq, batch, heads, kvHeads, queryLen, keyLen, headDim } = args;
  const tiles = tilesOf(sink, headDim, 64);
  const optional = optionalInputs(args, 4);
  const at = 4 + optional.bindings.length;
  sink.dispatch({
    label: 'attention_backward_query',
    shader: { name: 'attention_backward_query', code: queryCode, lib: optional.lib },
    constants: {
      ...tileConstants(args, tiles),
      ...optional.constants,
      FACTS: at,
      DQ: at + 1,
      PARAMS: at + 2,
    },
    bindings: [...[q, k, v, dout].map(read), ...optional.bindings, read(facts), write(dq)],
    params: sharedParams(args),
    grid: [Math.ceil(queryLen / (4 * tiles)), heads, batch],
    flops: 6 * headDim * pairsOf(args),
    bytes: 4 * batch * headDim * (3 * heads * queryLen + 2 * kvHeads * keyLen),
  });
}

function attentionBackwardKey(sink: DispatchSink, args: AttentionBackward, facts: BufferView) {
  const { q, k, v, dout, dq, dk, dv, batch, heads, kvHeads, queryLen, keyLen, headDim } = args;
  const tiles = tilesOf(sink, headDim, 128);
  const optional = optionalInputs(args, 4);
  const at = 4 + optional.bindings.length;
  const isSame = (a: BufferView, b: BufferView) =>
    a.buffer === b.buffer && a.offsetBytes === b.offsetBytes;
  const packed = isSame(dk, dv);
  // In a packed buffer the part that holds dq stays as it is.
  const outputs = isSame(dk, dq) ? [readWrite(dk)] : [write(dk)];
  if (!packed) outputs.push(write(dv));
  sink.dispatch({
    label: 'attention_backward_key',
    shader: {
      name: 'attention_backward_key',
      code: keyCode,
      lib: [...optional.lib, packed ? gradsPacked : gradsSeparate],
    },
    constants: {
      ...tileConstants(args, tiles),
      ...optional.constants,
      FACTS: at,
      DK: at + 1,
      DV: at + 2,
      PARAMS: at + 1 + outputs.length,
    },
    bindings: [...[q, k, v, dout].map(read), ...optional.bindings, read(facts), ...outputs],
    params: sharedParams(args),
    grid: [Math.ceil(keyLen / (4 * tiles)), kvHeads, batch],
    flops: 8 * headDim * pairsOf(args),
    bytes: 4 * batch * headDim * (2 * heads * queryLen + 4 * kvHeads * keyLen),
  });
}
