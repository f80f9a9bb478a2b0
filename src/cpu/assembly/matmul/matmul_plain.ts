// src/shaders/matmul_plain.wgsl: out = A · B for every batch. B is packed once into panels of 8 columns,
// each task packs its rows of A into panels of 6; a tile of 6 × 8 results then stays in registers while
// both panels are read in order. (Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix
// Multiplication".)
import { binding, constant, param, scratch } from '../call';
import { madd } from '../lib/simd';
import {
  A,
  A_BATCH,
  A_COL,
  A_ROW,
  B,
  B_BATCH,
  B_COL,
  B_ROW,
  K,
  M,
  N,
  PANELS,
  TASK_COLS,
  TASK_ROWS,
} from './arguments';
import { packColumns, packRows } from './pack';
import { storeRow } from './store';
import { storeStrip } from './store_strip';

const ROWS = 6;
export const PANEL_COLS = 8;
const TILE_BYTES: usize = ROWS * PANEL_COLS * 4;
/** Lines of both panels that are multiplied at a time: a panel of B stays in the nearest cache. */
const STRETCH = 512;
/** Panels of B that one task packs. */
export const PACK_PANELS = 8;

/** Bindings: b, packed. Packs B[k, n] of each batch as [panel][k][8], with zeros behind the last column. */
export function matmul_pack(args: usize, task: i32): void {
  const n = param(args, N);
  const k = param(args, K);
  const panels = constant(args, PANELS);
  const groups = (panels + PACK_PANELS - 1) / PACK_PANELS;
  const batch = task / groups;
  const first = (task % groups) * PACK_PANELS;
  const last = min(panels, first + PACK_PANELS);
  const source = binding(args, 0) + ((batch * param(args, B_BATCH)) << 2);
  for (let panel = first; panel < last; panel++) {
    const col = panel * PANEL_COLS;
    const from = source + ((col * param(args, B_COL)) << 2);
    const into = binding(args, 1) + (batch * panels + panel) * k * PANEL_COLS * 4;
    packColumns(from, into, k, min(PANEL_COLS, n - col), param(args, B_ROW), param(args, B_COL));
  }
}

export function matmul_plain(args: usize, task: i32): void {
  const m = param(args, M);
  const n = param(args, N);
  const k = param(args, K);
  const taskRows = constant(args, TASK_ROWS);
  const taskCols = constant(args, TASK_COLS);
  const blocksDown = (m + taskRows - 1) / taskRows;
  const blocksAcross = (n + taskCols - 1) / taskCols;
  const across = task % blocksAcross;
  const down = (task / blocksAcross) % blocksDown;
  const batch = task / (blocksAcross * blocksDown);
  const row = down * taskRows;
  const col = across * taskCols;
  const rows = min(taskRows, m - row);
  const cols = min(taskCols, n - col);
  const panels = constant(args, PANELS);
  const ownB = param(args, B_BATCH) == 0 ? 0 : batch;
  const packedB = binding(args, B) + (ownB * panels + col / PANEL_COLS) * k * PANEL_COLS * 4;
  const a = binding(args, A) + ((batch * param(args, A_BATCH) + row * param(args, A_ROW)) << 2);
  multiplyBlock(args, batch, row, col, rows, cols, a, packedB);
}

function multiplyBlock(
  args: usize,
  batch: i32,
  row: i32,
  col: i32,
  rows: i32,
  cols: i32,
  a: usize,
  packedB: usize,
): void {
  const k = param(args, K);
  const aCol = param(args, A_COL);
  const tilesDown = (rows + ROWS - 1) / ROWS;
  const tilesAcross = (cols + PANEL_COLS - 1) / PANEL_COLS;
  const tiles = scratch();
  const packedA = tiles + tilesDown * tilesAcross * TILE_BYTES;
  for (let from = 0; from < k; from += STRETCH) {
    const lines = min(STRETCH, k - from);
    packRows(a + ((from * aCol) << 2), packedA, rows, lines, param(args, A_ROW), aCol);
    const isLast = from + lines == k;
    for (let across = 0; across < tilesAcross; across++) {
      const panelB = packedB + (across * k + from) * PANEL_COLS * 4;
      for (let down = 0; down < tilesDown; down++) {
        const panelA = packedA + down * lines * ROWS * 4;
        const tile = tiles + (across * tilesDown + down) * TILE_BYTES;
        multiply(panelA, panelB, lines, tile, from == 0);
      }
      if (!isLast) continue;
      const strip = tiles + across * tilesDown * TILE_BYTES;
      storePanel(args, batch, row, col + across * PANEL_COLS, strip, rows, col + cols);
    }
  }
}

/** Results of a panel of B, in rows of 8; those from column `end` on are not there. */
function storePanel(
  args: usize,
  batch: i32,
  row: i32,
  col: i32,
  strip: usize,
  rows: i32,
  end: i32,
): void {
  if (end - col >= PANEL_COLS) {
    storeStrip(args, batch, row, col, strip, rows);
    return;
  }
  for (let r = 0; r < rows; r++) {
    storeRow(args, batch, row + r, col, strip + r * PANEL_COLS * 4, end - col);
  }
}

/** A tile of 6 × 8 results into `tile`: both panels are read along k. */
function multiply(a: usize, b: usize, k: i32, tile: usize, isFirst: bool): void {
  let c00 = isFirst ? f32x4.splat(0) : v128.load(tile, 0);
  let c01 = isFirst ? f32x4.splat(0) : v128.load(tile, 16);
  let c10 = isFirst ? f32x4.splat(0) : v128.load(tile, 32);
  let c11 = isFirst ? f32x4.splat(0) : v128.load(tile, 48);
  let c20 = isFirst ? f32x4.splat(0) : v128.load(tile, 64);
  let c21 = isFirst ? f32x4.splat(0) : v128.load(tile, 80);
  let c30 = isFirst ? f32x4.splat(0) : v128.load(tile, 96);
  let c31 = isFirst ? f32x4.splat(0) : v128.load(tile, 112);
  let c40 = isFirst ? f32x4.splat(0) : v128.load(tile, 128);
  let c41 = isFirst ? f32x4.splat(0) : v128.load(tile, 144);
  let c50 = isFirst ? f32x4.splat(0) : v128.load(tile, 160);
  let c51 = isFirst ? f32x4.splat(0) : v128.load(tile, 176);
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, b0, c40);
    c41 = madd(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, b0, c50);
    c51 = madd(x, b1, c51);
    a += 24;
    b += 32;
  }
  v128.store(tile, c00, 0);
  v128.store(tile, c01, 16);
  v128.store(tile, c10, 32);
  v128.store(tile, c11, 48);
  v128.store(tile, c20, 64);
  v128.store(tile, c21, 80);
  v128.store(tile, c30, 96);
  v128.store(tile, c31, 112);
  v128.store(tile, c40, 128);
  v128.store(tile, c41, 144);
  v128.store(tile, c50, 160);
  v128.store(tile, c51, 176);
}
