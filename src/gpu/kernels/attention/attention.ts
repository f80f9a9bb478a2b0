// Softmax attention without a Tq × Tk matrix, grouped-query heads, forward and backward.
import biasCode from '../../../shaders/attention_backward_bias.wgsl';
import deltaCode from '../../../shaders/attention_backward_delta.wgsl';
import keyCode from '../../../shaders/attention_backward_key.wgsl';
import keyRowsCode from '../../../shaders/attention_backward_key_rows.wgsl';
import queryCode from '../../../shaders/attention_backward_query.wgsl';
import queryRowsCode from '../../../shaders/attention_backward_query_rows.wgsl';
import forwardCode from '../../../shaders/attention_forward.wgsl';
import forwardRowsCode from '../../../shaders/attention_forward_rows.wgsl';
import gradsPacked from '../../../shaders/lib/attention_grads_packed.wgsl';
import gradsSeparate from '../../../shaders/lib/attention_grads_separate.wgsl';
import { foldGrid, type BufferView, type DispatchSink, type ShaderSource } from '../../dispatch';
import {
  attentionLoads,
  attentionParams,
  attentionVariant,
  optionalInputs,
  type Attention,
  type AttentionVariant,
} from './attentionVariant';
import { read, readWrite, write } from '../shapes';

export type { AttentionStrides } from './attentionVariant';

export interface AttentionForward extends Attention {
  readonly out: BufferView;
  /** [batch, heads, queryLen], log-sum-exp of the scores; 0 for rows that see no key. */
  readonly lse: BufferView;
}

/** Pairs of query and key that count. */
function pairsOf(args: Attention): number {
  const { batch, heads, queryLen, keyLen, causal } = args;
  const hidden = causal ? (queryLen * (queryLen - 1)) / 2 + beforeWindow(args) : 0;
  return batch * heads * Math.max(0, queryLen * keyLen - hidden);
}

/** Pairs whose key lies before the row's window: the last row hides the most, those above it one less each. */
function beforeWindow({ queryLen, keyLen, window = keyLen }: Attention): number {
  const most = Math.max(0, keyLen - window);
  const rows = Math.min(queryLen, most);
  return (rows * (2 * most - rows + 1)) / 2;
}

/** By rows a lane holds two query rows, but one key. */
const queryRows = ({ byRows, rows }: AttentionVariant): number => (byRows ? 2 * rows : rows);

const sourceOf = (
  { byRows, lib }: AttentionVariant,
  name: string,
  tilesCode: string,
  rowsCode: string,
  more: readonly string[],
): ShaderSource => ({
  name: byRows ? `${name}_rows` : name,
  code: byRows ? rowsCode : tilesCode,
  lib: [...lib, ...more],
});

export function attentionForward(sink: DispatchSink, args: AttentionForward): void {
  const { q, k, v, out, lse, batch, heads, kvHeads, queryLen, keyLen, headDim } = args;
  const variant = attentionVariant(sink, args, 80);
  const optional = optionalInputs(args, 3);
  const at = 3 + optional.bindings.length;
  sink.dispatch({
    label: 'attention_forward',
    shader: sourceOf(variant, 'attention_forward', forwardCode, forwardRowsCode, optional.lib),
    constants: {
      ...variant.constants,
      ...optional.constants,
      OUT: at,
      LSE: at + 1,
      PARAMS: at + 2,
    },
    enables: variant.enables,
    bindings: [read(q), read(k), read(v), ...optional.bindings, write(out), write(lse)],
    params: attentionParams(args, sink),
    grid: [Math.ceil(queryLen / queryRows(variant)), heads, batch],
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
  /** Like relativeBias, where its gradient is wanted. */
  readonly drelativeBias?: BufferView | undefined;
}

export function attentionBackward(sink: DispatchSink, args: AttentionBackward): void {
  const { batch, heads, queryLen } = args;
  const facts = sink.scratch('attention_facts', batch * heads * queryLen * 8);
  attentionBackwardDelta(sink, args, facts);
  attentionBackwardQuery(sink, args, facts);
  attentionBackwardKey(sink, args, facts);
  if (args.drelativeBias) attentionBackwardBias(sink, args, args.drelativeBias, facts);
}

function attentionBackwardDelta(sink: DispatchSink, args: AttentionBackward, facts: BufferView) {
  const { dout, out, lse, batch, heads, queryLen, headDim, strides } = args;
  const rows = batch * heads * queryLen;
  sink.dispatch({
    label: 'attention_backward_delta',
    shader: { name: 'attention_backward_delta', code: deltaCode },
    bindings: [read(dout), read(out), read(lse), write(facts)],
    params: [rows, heads, queryLen, strides.out.batch, strides.out.row, strides.out.head, headDim],
    grid: foldGrid(Math.ceil(rows / 64)),
    flops: 2 * rows * headDim,
    bytes: 4 * rows * (2 * headDim + 3),
  });
}

function attentionBackwardQuery(sink: DispatchSink, args: AttentionBackward, facts: BufferView) {
  const { q, k, v, dout, dq, batch, heads, kvHeads, queryLen, keyLen, headDim } = args;
  const variant = attentionVariant(sink, args, 64);
  const optional = optionalInputs(args, 4);
  const at = 4 + optional.bindings.length;
  sink.dispatch({
    label: 'attention_backward_query',
    shader: sourceOf(variant, 'attention_backward_query', queryCode, queryRowsCode, optional.lib),
    constants: {
      ...variant.constants,
      ...optional.constants,
      FACTS: at,
      DQ: at + 1,
      PARAMS: at + 2,
    },
    enables: variant.enables,
    bindings: [...[q, k, v, dout].map(read), ...optional.bindings, read(facts), write(dq)],
    params: attentionParams(args, sink),
    grid: [Math.ceil(queryLen / queryRows(variant)), heads, batch],
    flops: 6 * headDim * pairsOf(args),
    bytes: 4 * batch * headDim * (3 * heads * queryLen + 2 * kvHeads * keyLen),
  });
}

function attentionBackwardKey(sink: DispatchSink, args: AttentionBackward, facts: BufferView) {
  const { q, k, v, dout, dq, dk, dv, batch, heads, kvHeads, queryLen, keyLen, headDim } = args;
  const variant = attentionVariant(sink, args, 128);
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
    shader: sourceOf(variant, 'attention_backward_key', keyCode, keyRowsCode, [
      ...optional.lib,
      packed ? gradsPacked : gradsSeparate,
    ]),
    constants: {
      ...variant.constants,
      ...optional.constants,
      FACTS: at,
      DK: at + 1,
      DV: at + 2,
      PARAMS: at + 1 + outputs.length,
    },
    enables: variant.enables,
    bindings: [...[q, k, v, dout].map(read), ...optional.bindings, read(facts), ...outputs],
    params: attentionParams(args, sink),
    grid: [Math.ceil(keyLen / variant.rows), kvHeads, batch],
    flops: 8 * headDim * pairsOf(args),
    bytes: 4 * batch * headDim * (2 * heads * queryLen + 4 * kvHeads * keyLen),
  });
}

function attentionBackwardBias(
  sink: DispatchSink,
  args: AttentionBackward,
  dbias: BufferView,
  facts: BufferView,
) {
  const { q, k, v, dout, batch, heads, kvHeads, queryLen, keyLen, headDim, causal } = args;
  const optional = optionalInputs(args, 4);
  const at = 4 + optional.bindings.length;
  sink.dispatch({
    label: 'attention_backward_bias',
    shader: {
      name: 'attention_backward_bias',
      code: biasCode,
      lib: [...attentionLoads(args), ...optional.lib],
    },
    constants: {
      HEAD_DIM: headDim,
      CAUSAL: causal,
      ...optional.constants,
      FACTS: at,
      DBIAS: at + 1,
      PARAMS: at + 2,
    },
    bindings: [...[q, k, v, dout].map(read), ...optional.bindings, read(facts), write(dbias)],
    params: attentionParams(args, sink),
    grid: [queryLen + keyLen - 1, heads, 1],
    flops: 4 * headDim * pairsOf(args),
    bytes: 4 * batch * headDim * (2 * heads * queryLen + 2 * kvHeads * keyLen),
  });
}
