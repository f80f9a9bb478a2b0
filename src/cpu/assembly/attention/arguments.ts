// Positions of what src/cpu/families/attention.ts hands to the kernels of attention.

/** Inputs; what a call does not have is never read. */
export const Q = 0;
export const K = 1;
export const V = 2;
export const DOUT = 3;
export const KEY_MASK = 4;
export const BIAS = 5;
export const STEP = 6;
/** [batch, heads, q_len]: lse, delta. */
export const FACTS = 7;
/** Outputs. */
export const OUT = 8;
export const LSE = 9;
export const DQ = 8;
export const DK = 8;
export const DV = 9;
export const DBIAS = 8;

/** Params, as in src/shaders/lib/attention_common.wgsl. */
export const HEADS = 0;
export const KV_HEADS = 1;
export const Q_LEN = 2;
export const K_LEN = 3;
export const SCALE = 4;
export const OP = 7;
export const THRESHOLD = 8;
export const KEEP_SCALE = 9;
export const Q_STRIDES = 10;
export const K_STRIDES = 14;
export const V_STRIDES = 18;
export const OUT_STRIDES = 22;
export const BATCHES = 26;
export const WINDOW = 27;

/** Constants. */
export const HEAD_DIM = 0;
/** Strips of 6 rows that a task owns, and rows of the other kind that it takes at a time. */
export const STRIPS = 1;
export const BLOCK = 2;
export const CAUSAL = 3;
export const HAS_MASK = 4;
export const BIAS_KIND = 5;
export const DROPS = 6;
export const STEP_SEED = 7;
export const STEP_INDEX = 8;

/** What BIAS_KIND holds. */
export const RELATIVE = 1;
export const ALIBI = 2;
