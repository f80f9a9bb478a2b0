// src/shaders/transpose_tiled.wgsl: out[b, c, r] = inp[b, r, c], as 32 bits of any type.
import { binding, param } from '../call';
import { copyLine } from '../lib/lines';
import { transpose4 } from '../lib/transpose';

/** As TRANSPOSE_TILE of src/cpu/families/layout.ts. */
const TILE = 64;

export function transpose_tiled(args: usize, task: i32): void {
  const rows = param(args, 0);
  const cols = param(args, 1);
  const across = (cols + TILE - 1) / TILE;
  const down = (rows + TILE - 1) / TILE;
  const col = (task % across) * TILE;
  const row = ((task / across) % down) * TILE;
  const plane = (task / (across * down)) * rows * cols;
  const line = (cols as usize) << 2;
  const outLine = (rows as usize) << 2;
  const inp = binding(args, 0) + ((plane + row * cols + col) << 2);
  const out = binding(args, 1) + ((plane + col * rows + row) << 2);
  const height = min(TILE, rows - row);
  const width = min(TILE, cols - col);
  let r = 0;
  for (; r + 4 <= height; r += 4) {
    let from = inp + r * line;
    let into = out + ((r as usize) << 2);
    let c = 0;
    for (; c + 4 <= width; c += 4) {
      transpose4(from, line, into, outLine);
      from += 16;
      into += 4 * outLine;
    }
    for (; c < width; c++) {
      copyLine(from, line, into, 4, 4);
      from += 4;
      into += outLine;
    }
  }
  for (; r < height; r++) copyLine(inp + r * line, 4, out + ((r as usize) << 2), outLine, width);
}
