// How products are cut into tasks: by their shape alone.
/** Columns of a panel of B, and rows of one of A. */
const COLS = 8;
const ROWS = 6;
/** Rows and columns of a task, at most. */
const TASK_ROWS = 48;
export const TASK_COLS = 512;
/** Tasks that are enough for the threads of common machines. */
const ENOUGH = 32;
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
  const cols = Math.min(TASK_COLS, panels * COLS);
  let rows = TASK_ROWS;
  const tasks = (): number => batch * Math.ceil(m / rows) * Math.ceil(n / cols);
  while (rows > 2 * ROWS && tasks() < ENOUGH) rows /= 2;
  return { rows, cols, panels, tasks: tasks() };
}

/** Bytes of the panels of B. */
export const panelBytes = (panels: number, k: number): number => 4 * panels * COLS * k;

export const packTasks = (panels: number): number => Math.ceil(panels / PACK_PANELS);

/** Columns of a task of a product with few rows. */
export const fewRowsCols = (n: number): number =>
  Math.max(16, Math.min(TASK_COLS, Math.ceil(n / ENOUGH / 16) * 16));
