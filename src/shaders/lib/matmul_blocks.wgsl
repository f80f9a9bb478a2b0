// A matmul as a matmul of 4×4 blocks, each a mat4x4f. WGSL matrices are lists of columns, so a
// block of A or out holds its rows as columns, a block of B its inner lines; then out += B · A.
// Reading past an edge is harmless: it only reaches elements of out that are not stored, except
// past the end of k, where both factors must be zero.
// Constants: TRANS_A, TRANS_B, K_TAIL (k is not a multiple of 4).

// Where 4×4 blocks lie in a row-major matrix; everything in elements.
struct Walk {
  line: u32,  // from one line of a block to the next
  next: u32,  // to the next block along the rows (A) or columns (B) of out
  step: u32,  // to the next block along k
}

fn walk_a() -> Walk {
  if (TRANS_A) { return Walk(params.a_col, 4u, 4u * params.a_col); }
  return Walk(params.a_row, 4u * params.a_row, 4u);
}

fn walk_b() -> Walk {
  if (TRANS_B) { return Walk(params.b_col, 4u * params.b_col, 4u); }
  return Walk(params.b_row, 4u, 4u * params.b_row);
}

fn start_a(batch: u32, row: u32) -> u32 {
  return batch * params.a_batch + row * params.a_row;
}

fn start_b(batch: u32, col: u32) -> u32 {
  return batch * params.b_batch + col * params.b_col;
}

// Zeroes what lies past the end of k: whole lines, or the ends of lines.
fn mask_lines(block: mat4x4f, k: u32) -> mat4x4f {
  let keep = vec4u(k, k + 1u, k + 2u, k + 3u) < vec4u(params.k);
  let zero = vec4f();
  return mat4x4f(
    select(zero, block[0], keep.x), select(zero, block[1], keep.y),
    select(zero, block[2], keep.z), select(zero, block[3], keep.w));
}

fn mask_ends(block: mat4x4f, k: u32) -> mat4x4f {
  let keep = vec4u(k, k + 1u, k + 2u, k + 3u) < vec4u(params.k);
  let zero = vec4f();
  return mat4x4f(
    select(zero, block[0], keep), select(zero, block[1], keep),
    select(zero, block[2], keep), select(zero, block[3], keep));
}

// Four lines as read, k being the inner index of their first element, to a block of rows.
fn block_a(lines: mat4x4f, k: u32) -> mat4x4f {
  if (TRANS_A) {
    if (K_TAIL) { return transpose(mask_lines(lines, k)); }
    return transpose(lines);
  }
  if (K_TAIL) { return mask_ends(lines, k); }
  return lines;
}

fn block_b(i: u32, line: u32, k: u32) -> mat4x4f {
  let lines = mat4x4f(
    load_b(i), load_b(i + line), load_b(i + 2u * line), load_b(i + 3u * line));
  if (TRANS_B) {
    if (K_TAIL) { return transpose(mask_ends(lines, k)); }
    return transpose(lines);
  }
  if (K_TAIL) { return mask_lines(lines, k); }
  return lines;
}
