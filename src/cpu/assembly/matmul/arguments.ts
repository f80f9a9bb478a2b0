// Positions of what src/cpu/families/matmul.ts hands to the kernels of a product.

export const A = 0;
export const B = 1;
export const OUT = 2;
export const BIAS = 3;
export const RESIDUAL = 4;
export const PREACTIVATION = 5;

/** Params, as in src/shaders/lib/matmul_params.wgsl. */
export const M = 0;
export const N = 1;
export const K = 2;
export const A_ROW = 3;
export const A_COL = 4;
export const A_BATCH = 5;
export const B_ROW = 6;
export const B_COL = 7;
export const B_BATCH = 8;
export const OUT_ROW = 9;
export const OUT_BATCH = 10;

/** Constants. */
export const STORE = 0;
export const HAS_BIAS = 1;
export const HAS_RESIDUAL = 2;
export const ACTIVATION = 3;
export const ACCUMULATE = 4;
/** Rows and columns of a task. */
export const TASK_ROWS = 5;
export const TASK_COLS = 6;
/** Panels of a batch. */
export const PANELS = 7;
/** Of a product that is cut along k. */
export const TASK_LINES = 5;

/** What STORE holds: src/shaders/lib/matmul_store*.wgsl. */
export const STORE_PLAIN = 0;
export const STORE_FORWARD = 1;
export const STORE_PREACTIVATION = 2;
export const STORE_GRADIENT = 3;
