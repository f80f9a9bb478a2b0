// A task's scratch, and rows on their way into blocks and panels (./tile) and out again.
import { scratch } from '../call';
import { packColumns } from '../matmul/pack';
import { LINE, WIDTH } from './tile';

const COLS = 8;

let free: usize = 0;

/** What was taken before is given back. */
export function openScratch(): void {
  free = scratch();
}

export function take(bytes: usize): usize {
  const at = free;
  free += (bytes + 15) & ~15;
  return at;
}

export function takeFloats(count: i32, value: f32): usize {
  const at = take((count as usize) << 2);
  for (let i = 0; i < count; i++) store<f32>(at + (i << 2), value);
  return at;
}

/** Bytes of a block of `height` rows. */
export function blockBytes(height: i32, depth: i32): usize {
  return ((depth + WIDTH - 1) / WIDTH) * height * LINE;
}

export function takeBlock(height: i32, depth: i32): usize {
  return take(blockBytes(height, depth));
}

/** A block of zeros. */
export function takeSums(height: i32, depth: i32): usize {
  const at = takeBlock(height, depth);
  memory.fill(at, 0, blockBytes(height, depth));
  return at;
}

/** Panels of `count` lines of up to `columns` numbers. */
export function takePanels(count: i32, columns: i32): usize {
  return take((((columns + COLS - 1) / COLS) * count) << 5);
}

function scaleRow(from: usize, count: i32, factor: f32, to: usize): void {
  const by = f32x4.splat(factor);
  let i: usize = 0;
  const whole = ((count & ~3) as usize) << 2;
  for (; i < whole; i += 16) v128.store(to + i, f32x4.mul(by, v128.load(from + i)));
  for (; i < (count as usize) << 2; i += 4) store<f32>(to + i, factor * load<f32>(from + i));
}

/** `count` rows, times a factor, as a block of `height` rows; those behind the last are zero. */
export function copyRows(
  from: usize,
  rowStep: usize,
  count: i32,
  height: i32,
  depth: i32,
  factor: f32,
  into: usize,
): void {
  for (let start = 0; start < depth; start += WIDTH) {
    const width = min(WIDTH, depth - start);
    for (let row = 0; row < count; row++) {
      scaleRow(from + row * rowStep + (start << 2), width, factor, into + row * LINE);
    }
    memory.fill(into + count * LINE, 0, (height - count) * LINE);
    into += height * LINE;
  }
}

/** The first `count` rows of a block of `height`, each times its factor. */
export function storeRows(
  block: usize,
  height: i32,
  count: i32,
  depth: i32,
  factors: usize,
  to: usize,
  rowStep: usize,
): void {
  for (let start = 0; start < depth; start += WIDTH) {
    const width = min(WIDTH, depth - start);
    for (let row = 0; row < count; row++) {
      const factor = load<f32>(factors + (row << 2));
      scaleRow(block + row * LINE, width, factor, to + row * rowStep + (start << 2));
    }
    block += height * LINE;
  }
}

/** `count` rows as columns: panels of 8 rows, [depth][8]. */
export function packTurned(from: usize, rowStep: usize, count: i32, depth: i32, into: usize): void {
  for (let row = 0; row < count; row += COLS) {
    const columns = min(COLS, count - row);
    packColumns(from + row * rowStep, into, depth, columns, 1, (rowStep >> 2) as i32);
    into += (depth as usize) << 5;
  }
}

/** `count` rows as they are: panels of 8 dimensions, [row][8], `panelBytes` from one to the next. */
export function packStraight(
  from: usize,
  rowStep: usize,
  count: i32,
  depth: i32,
  into: usize,
  panelBytes: usize,
): void {
  for (let d = 0; d < depth; d += COLS) {
    const columns = min(COLS, depth - d);
    packColumns(from + (d << 2), into, count, columns, (rowStep >> 2) as i32, 1);
    into += panelBytes;
  }
}
