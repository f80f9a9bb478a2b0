// The products of attention. Rows lie in blocks: [pieces of 64 numbers][rows][64]; what they are
// multiplied with lies in panels of 8 columns (../matmul/pack). A tile of 6 rows × 8 columns stays in
// registers while the rows of a strip and one panel are read.
import { madd } from '../lib/simd';

/** Rows of a strip. */
export const ROWS = 6;
/** Numbers in a row of a block, and their bytes. */
export const WIDTH = 64;
export const LINE: usize = 256;
export const STRIP: usize = 1536;
const COLS = 8;

/**
 * into[r][j] = row r of a strip · column j, for j from `from` (a multiple of 8) to `to` and up to 7
 * further. `ones`: 6 of them. `pieceBytes`: from a piece of the strip to the next.
 */
export function multiplyStrip(
  rows: usize,
  pieceBytes: usize,
  panels: usize,
  depth: i32,
  from: i32,
  to: i32,
  ones: usize,
  into: usize,
): void {
  for (let col = from; col < to; col += COLS) {
    const panel = panels + ((col * depth) << 2);
    let piece = rows;
    for (let start = 0; start < depth; start += WIDTH) {
      const keep = start == 0 ? 0 : ones;
      multiply(piece, panel + (start << 5), min(WIDTH, depth - start), into + (col << 2), keep);
      piece += pieceBytes;
    }
  }
}

/** sums[r][d] = keep[r] · sums[r][d] + Σ weights[r][j] · panels[j][d] for j from `from` to `to`. */
export function addStrip(
  weights: usize,
  from: i32,
  to: i32,
  panels: usize,
  panelBytes: usize,
  depth: i32,
  keep: usize,
  sums: usize,
  pieceBytes: usize,
): void {
  for (let d = 0; d < depth; d += COLS) {
    const panel = panels + (d / COLS) * panelBytes + (from << 5);
    const tile = sums + (d / WIDTH) * pieceBytes + ((d % WIDTH) << 2);
    multiply(weights + (from << 2), panel, to - from, tile, keep);
  }
}

/** c[6][8] = keep · c + a[6][k] · b[k][8]; `keep` is the address of 6 factors, or 0 for none of c. */
function multiply(a: usize, b: usize, k: i32, c: usize, keep: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0);
  let c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0);
  let c51 = f32x4.splat(0);
  if (keep) {
    let f = v128.load32_splat(keep);
    c00 = f32x4.mul(f, v128.load(c));
    c01 = f32x4.mul(f, v128.load(c, 16));
    f = v128.load32_splat(keep, 4);
    c10 = f32x4.mul(f, v128.load(c, 256));
    c11 = f32x4.mul(f, v128.load(c, 272));
    f = v128.load32_splat(keep, 8);
    c20 = f32x4.mul(f, v128.load(c, 512));
    c21 = f32x4.mul(f, v128.load(c, 528));
    f = v128.load32_splat(keep, 12);
    c30 = f32x4.mul(f, v128.load(c, 768));
    c31 = f32x4.mul(f, v128.load(c, 784));
    f = v128.load32_splat(keep, 16);
    c40 = f32x4.mul(f, v128.load(c, 1024));
    c41 = f32x4.mul(f, v128.load(c, 1040));
    f = v128.load32_splat(keep, 20);
    c50 = f32x4.mul(f, v128.load(c, 1280));
    c51 = f32x4.mul(f, v128.load(c, 1296));
  }
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a, 256);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a, 512);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a, 768);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 1024);
    c40 = madd(x, b0, c40);
    c41 = madd(x, b1, c41);
    x = v128.load32_splat(a, 1280);
    c50 = madd(x, b0, c50);
    c51 = madd(x, b1, c51);
    a += 4;
    b += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c10, 256);
  v128.store(c, c11, 272);
  v128.store(c, c20, 512);
  v128.store(c, c21, 528);
  v128.store(c, c30, 768);
  v128.store(c, c31, 784);
  v128.store(c, c40, 1024);
  v128.store(c, c41, 1040);
  v128.store(c, c50, 1280);
  v128.store(c, c51, 1296);
}
