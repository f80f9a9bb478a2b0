// How products are cut into tasks: by their shape alone.
/** Columns of a panel of B, and rows of one of A. */
const COLS = 8;
const ROWS = 6;
/** Rows and columns of a task, at most. */
const TASK_ROWS = 48;
export const TASK_COLS = 512;
/** Columns that a task keeps: its rows of A are packed for them alone. */
const LEAST_COLS = 64;
/** Tasks that are enough for the threads of common machines, and those that they cannot do without. */
const ENOUGH = 32;
const FEW_TASKS = 16;
/** As PACK_PANELS in assembly/matmul/matmul_plain.ts. */
const PACK_PANELS = 8;
/** With so few rows B is not worth packing. */
export const FEW_ROWS = 8;

/** How a product is cut: panels of B, and rows and columns of a task. */
export function tilesOf(
  m: number,
  n: number,
  batch: number,
): { rows: number; cols: number; panels: number; tasks: number } {
  const panels = Math.ceil(n / COLS);
  let cols = Math.min(TASK_COLS, panels * COLS);
  let rows = TASK_ROWS;
  const tasks = (): number => batch * Math.ceil(m / rows) * Math.ceil(n / cols);
  while (rows > 2 * ROWS && tasks() < ENOUGH) rows /= 2;
  while (cols > LEAST_COLS && tasks() < FEW_TASKS) cols = Math.ceil(cols / 2 / COLS) * COLS;
  return { rows, cols, panels, tasks: tasks() };
}

/** Bytes of the panels of B. */
export const panelBytes = (panels: number, k: number): number => 4 * panels * COLS * k;

export const packTasks = (panels: number): number => Math.ceil(panels / PACK_PANELS);

/** Columns of a task of a product with few rows. */
export const fewRowsCols = (n: number): number =>
  Math.max(16, Math.min(TASK_COLS, Math.ceil(n / ENOUGH / 16) * 16));

/** Bytes of B that a slice of a product with few rows has: much more than its sums. */
const SLICE_BYTES = 2 ** 18;
const MOST_SLICES = 16;

/** Lines of B[k, n] in a slice: a multiple of four. */
export function sliceLines(n: number, k: number): number {
  const slices = Math.min(MOST_SLICES, Math.max(1, Math.round((4 * k * n) / SLICE_BYTES)));
  return Math.max(4, Math.ceil(k / slices / 4) * 4);
}

/** Numbers that are added up in a task: as few as to be done before other threads have come. */
const SUMMED = 2 ** 16;

export const sumCols = (n: number, slices: number): number =>
  Math.min(n, Math.max(TASK_COLS, Math.floor(SUMMED / slices / 4) * 4));
