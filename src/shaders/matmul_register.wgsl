// matmul from registers: one invocation makes ROW_BLOCKS × 1 blocks of 4×4 elements of out, so that
// every element of A and B that it reads serves several products. No workgroup memory, no barrier.
//   @binding(0) a, @binding(1) b: lib/matmul_load_*.wgsl; then the epilogue's bindings
// Constants: ROW_BLOCKS: 1..4, and those of lib/matmul_blocks.wgsl.
// Overrides: WORKGROUP_X, WORKGROUP_Y: 1..16 each.
// Grid: ceil(n / (4 X)), ceil(m / (4 ROW_BLOCKS Y)), batch.
// Reference: matmul_plain.wgsl; tests/kernels/matmul.test.ts (float64).
override WORKGROUP_X: u32 = 8;
override WORKGROUP_Y: u32 = 8;

fn read_block_a(i: u32, line: u32, k: u32) -> mat4x4f {
  return block_a(
    mat4x4f(load_a(i), load_a(i + line), load_a(i + 2u * line), load_a(i + 3u * line)), k);
}

@compute @workgroup_size(WORKGROUP_X, WORKGROUP_Y)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let col = id.x * 4u;
  let row = id.y * (4u * ROW_BLOCKS);
  let batch = id.z;
  if (row >= params.m || col >= params.n) { return; }
  let path_a = walk_a();
  let path_b = walk_b();
  var a_at = start_a(batch, row);
  var b_at = start_b(batch, col);
  var c0: mat4x4f;
  var c1: mat4x4f;
  var c2: mat4x4f;
  var c3: mat4x4f;
  for (var k = 0u; k < params.k; k += 4u) {
    let block = block_b(b_at, path_b.line, k);
    c0 += block * read_block_a(a_at, path_a.line, k);
    if (ROW_BLOCKS > 1u) { c1 += block * read_block_a(a_at + path_a.next, path_a.line, k); }
    if (ROW_BLOCKS > 2u) { c2 += block * read_block_a(a_at + 2u * path_a.next, path_a.line, k); }
    if (ROW_BLOCKS > 3u) { c3 += block * read_block_a(a_at + 3u * path_a.next, path_a.line, k); }
    a_at += path_a.step;
    b_at += path_b.step;
  }
  // Indices that vary would keep an array out of registers, so it is one only now.
  var tile = array<mat4x4f, 4>(c0, c1, c2, c3);
  for (var i = 0u; i < 4u * ROW_BLOCKS; i++) {
    store4(batch, row + i, col, tile[i >> 2u][i & 3u]);
  }
}
