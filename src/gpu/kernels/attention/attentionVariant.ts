// How an attention kernel is put together: the lib files that load its inputs and know masks, biases
// and dropout, and the choice between tiles (GPUs, any headDim) and whole rows (CPU adapters).
import biasAlibi from '../../../shaders/lib/attention_bias_alibi.wgsl';
import biasNone from '../../../shaders/lib/attention_bias_none.wgsl';
import biasRelative from '../../../shaders/lib/attention_bias_relative.wgsl';
import commonLib from '../../../shaders/lib/attention_common.wgsl';
import dropoutNone from '../../../shaders/lib/attention_dropout_none.wgsl';
import dropoutProbs from '../../../shaders/lib/attention_dropout.wgsl';
import keysAll from '../../../shaders/lib/attention_keys_all.wgsl';
import keysMasked from '../../../shaders/lib/attention_keys_masked.wgsl';
import loadScalar from '../../../shaders/lib/attention_load_scalar.wgsl';
import loadVec4 from '../../../shaders/lib/attention_load_vec4.wgsl';
import row8 from '../../../shaders/lib/attention_row_8.wgsl';
import row16 from '../../../shaders/lib/attention_row_16.wgsl';
import row32 from '../../../shaders/lib/attention_row_32.wgsl';
import row64 from '../../../shaders/lib/attention_row_64.wgsl';
import shareLib from '../../../shaders/lib/attention_share.wgsl';
import tileLib from '../../../shaders/lib/attention_tile.wgsl';
import randomLib from '../../../shaders/lib/random.wgsl';
import { f32, type Binding, type BufferView, type DispatchSink, type Param } from '../../dispatch';
import { dropoutConstants, dropoutParams, isDropping, type Dropout } from '../dropout';
import { read } from '../shapes';

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
  /** Where causal: keys that a row sees at most, the one at its own place the last of them. */
  readonly window?: number | undefined;
  readonly scale: number;
  /** u32 [batch, keyLen], 1 = keep. */
  readonly keyMask?: BufferView | undefined;
  /** [heads, queryLen + keyLen − 1], added to the scores: entry key − row + queryLen − 1 (T5). */
  readonly relativeBias?: BufferView | undefined;
  /** [heads]. */
  readonly alibiSlopes?: BufferView | undefined;
  readonly dropout?: Dropout | undefined;
}

/** A kernel's share of the grid and what its prelude needs. */
export interface AttentionVariant {
  readonly byRows: boolean;
  /** Of a workgroup: query rows, or keys in their gradient. By rows, lanes: some kernels hold two. */
  readonly rows: number;
  readonly lib: readonly string[];
  readonly constants: Readonly<Record<string, number | boolean>>;
  readonly enables: readonly string[];
}

function everyDivisible(by: number, args: Attention): boolean {
  const { strides, qOffset = 0, kOffset = 0, vOffset = 0 } = args;
  const all = Object.values(strides).flatMap(({ batch, row, head }) => [batch, row, head]);
  return [args.headDim, qOffset, kOffset, vOffset, ...all].every((value) => value % by === 0);
}

const ROW_LIBS: Readonly<Record<number, string>> = { 8: row8, 16: row16, 32: row32, 64: row64 };

/** Rows in registers pay on CPU adapters that have subgroups, for the lengths there are files for. */
function rowLib({ limits }: DispatchSink, args: Attention): string | undefined {
  const { software, subgroupSize } = limits;
  const fits = subgroupSize !== null && subgroupSize >= 4 && subgroupSize <= 16;
  return software && fits && everyDivisible(4, args) ? ROW_LIBS[args.headDim] : undefined;
}

/** Tiles of 4 rows in a workgroup, so that it has about as many invocations as suit the adapter. */
function tilesOf({ limits }: DispatchSink, chunks: number, bytesPerLane: number): number {
  const { software, subgroupSize, maxInvocations, maxWorkgroupStorageBytes } = limits;
  const lanes = software ? (subgroupSize ?? 4) : 128;
  const most = Math.min(maxInvocations, Math.floor(maxWorkgroupStorageBytes / bytesPerLane));
  return Math.max(1, Math.min(Math.ceil(lanes / chunks), Math.floor(most / chunks)));
}

/** `bytesPerLane`: workgroup memory that the kernel by tiles takes. */
export function attentionVariant(
  sink: DispatchSink,
  args: Attention,
  bytesPerLane: number,
): AttentionVariant {
  const { headDim, causal } = args;
  const constants = { HEAD_DIM: headDim, CAUSAL: causal };
  const ownRowLib = rowLib(sink, args);
  if (ownRowLib) {
    const lanes = sink.limits.subgroupSize ?? 4;
    return {
      byRows: true,
      rows: lanes,
      lib: [commonLib, loadVec4, shareLib, ownRowLib],
      enables: ['subgroups'],
      constants: { ...constants, SUBGROUP: lanes },
    };
  }
  const chunks = Math.ceil(headDim / 4);
  const tiles = tilesOf(sink, chunks, bytesPerLane);
  return {
    byRows: false,
    rows: 4 * tiles,
    lib: [commonLib, tileLib, everyDivisible(4, args) ? loadVec4 : loadScalar],
    constants: { ...constants, CHUNKS: chunks, TILES: tiles },
    enables: [],
  };
}

/** For kernels that take rows by their chunks alone: any headDim, any adapter. */
export const attentionLoads = (args: Attention): readonly string[] => [
  commonLib,
  everyDivisible(4, args) ? loadVec4 : loadScalar,
];

/** Masks, biases and dropout: what they bind, from `firstBinding` on, and their lib files. */
export function optionalInputs(args: Attention, firstBinding: number) {
  const { keyMask, relativeBias, alibiSlopes, dropout } = args;
  const bindings: Binding[] = [];
  const constants: Record<string, number | boolean> = {};
  const lib: string[] = [];
  const bind = (name: string, view: BufferView) => {
    constants[name] = firstBinding + bindings.length;
    bindings.push(read(view));
  };
  lib.push(keyMask ? keysMasked : keysAll);
  if (keyMask) bind('KEY_MASK', keyMask);
  const biasView = relativeBias ?? alibiSlopes;
  if (biasView) {
    bind('BIAS', biasView);
    constants['ALIBI'] = !relativeBias;
  }
  lib.push(relativeBias ? biasRelative : alibiSlopes ? biasAlibi : biasNone);
  if (isDropping(dropout)) {
    bind('STEP', dropout.step);
    Object.assign(constants, dropoutConstants(dropout));
    lib.push(randomLib, dropoutProbs);
  } else lib.push(dropoutNone);
  return { bindings, constants, lib };
}

/** For kernels: no sequence is as long. */
const NO_WINDOW = 2 ** 30;

export const windowParam = (window = NO_WINDOW): number => Math.min(window, NO_WINDOW);

const stridesParams = ({ batch, row, head }: AttentionStrides, offset = 0): Param[] => [
  batch,
  row,
  head,
  offset,
];

export function attentionParams(args: Attention, { limits }: DispatchSink): Param[] {
  const { heads, kvHeads, queryLen, keyLen, scale, strides, qOffset, kOffset, vOffset } = args;
  return [
    heads,
    kvHeads,
    queryLen,
    keyLen,
    f32(scale),
    Math.ceil(args.headDim / 4),
    limits.subgroupSize ?? 0,
    ...dropoutParams(args.dropout),
    ...stridesParams(strides.q, qOffset),
    ...stridesParams(strides.k, kOffset),
    ...stridesParams(strides.v, vOffset),
    ...stridesParams(strides.out),
    args.batch,
    windowParam(args.window),
  ];
}
