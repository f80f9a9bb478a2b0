// Attention for the self-test: few lanes a workgroup, as any adapter can run it, against the way that
// is chosen here (rows in registers on CPU adapters, wide tiles on GPUs).
import type { DispatchSink, KernelLimits } from '../../gpu/dispatch';
import { attentionBackward, attentionForward } from '../../gpu/kernels/attention/attention';
import type { SelfTestCase } from './selfTest';

/** Grouped-query heads over lengths that no tile divides. */
const [BATCH, HEADS, KV_HEADS, ROWS, KEYS, HEAD_DIM] = [2, 4, 2, 19, 37, 16] as const;
const QUERY_SIZE = BATCH * ROWS * HEADS * HEAD_DIM;
const KEY_SIZE = BATCH * KEYS * KV_HEADS * HEAD_DIM;

const withFewLanes = (sink: DispatchSink): DispatchSink => ({
  limits: { ...sink.limits, software: true, subgroupSize: null },
  dispatch: (dispatch) => sink.dispatch(dispatch),
  scratch: (label, sizeBytes) => sink.scratch(label, sizeBytes),
});

const stridesOf = (length: number, heads: number) => ({
  batch: length * heads * HEAD_DIM,
  row: heads * HEAD_DIM,
  head: HEAD_DIM,
});

export const attentionCases = ({ software }: KernelLimits): SelfTestCase[] => [
  {
    name: 'attention',
    shape: `${BATCH} × ${HEADS} heads on ${KV_HEADS}, ${ROWS} rows, ${KEYS} keys, width ${HEAD_DIM}`,
    variants: ['few lanes', software ? 'rows' : 'tiles'],
    inputs: { q: QUERY_SIZE, k: KEY_SIZE, v: KEY_SIZE, dout: QUERY_SIZE, keyMask: BATCH * KEYS },
    below: { keyMask: 2 },
    outputs: {
      out: QUERY_SIZE,
      lse: BATCH * HEADS * ROWS,
      dq: QUERY_SIZE,
      dk: KEY_SIZE,
      dv: KEY_SIZE,
    },
    tolerance: () => 1e-5,
    record(sink, views, variant) {
      const { q, k, v, dout, keyMask, out, lse, dq, dk, dv } = views;
      const args = {
        q: q!,
        k: k!,
        v: v!,
        keyMask: keyMask!,
        out: out!,
        lse: lse!,
        strides: {
          q: stridesOf(ROWS, HEADS),
          k: stridesOf(KEYS, KV_HEADS),
          v: stridesOf(KEYS, KV_HEADS),
          out: stridesOf(ROWS, HEADS),
        },
        batch: BATCH,
        heads: HEADS,
        kvHeads: KV_HEADS,
        queryLen: ROWS,
        keyLen: KEYS,
        headDim: HEAD_DIM,
        causal: true,
        scale: 1 / Math.sqrt(HEAD_DIM),
      };
      const target = variant === 'few lanes' ? withFewLanes(sink) : sink;
      attentionForward(target, args);
      attentionBackward(target, { ...args, dout: dout!, dq: dq!, dk: dk!, dv: dv! });
    },
  },
];
