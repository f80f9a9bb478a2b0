// matmul for GPUs: 256 invocations share tiles of A and B in workgroup memory, and each makes
// BLOCKS × BLOCKS blocks of 4×4 elements of out in registers.
//   @binding(0) a, @binding(1) b: lib/matmul_load_*.wgsl; then the epilogue's bindings
// Constants: BLOCKS: 1 or 2, and those of lib/matmul_blocks.wgsl (K_TAIL where TILE_K does not
//   divide k). Workgroup memory: 16 KiB. Every invocation reads one block of A or B per tile.
// Grid: ceil(n / (64 BLOCKS)), ceil(m / (64 BLOCKS)), batch.
// Reference: matmul_plain.wgsl; tests/kernels/matmul.test.ts (float64).
const WIDTH = 16u * BLOCKS;        // of a tile, in blocks of 4 rows or columns
const TILE_K = 32u / BLOCKS;
const DEPTH = TILE_K / 4u;         // of a tile, in blocks

var<workgroup> tile_a: array<vec4f, TILE_K * WIDTH>;  // [inner, rows / 4], a vec4 of rows
var<workgroup> tile_b: array<vec4f, TILE_K * WIDTH>;  // [inner, columns / 4], a vec4 of columns

// Adjacent lanes read along the lines of memory.
fn place(index: u32, along_k: bool) -> vec2u {
  if (along_k) { return vec2u(index % DEPTH, index / DEPTH); }
  return vec2u(index / WIDTH, index % WIDTH);
}

fn copy_a(index: u32, start: u32, k: u32) {
  let path = walk_a();
  let at = place(index, !TRANS_A);
  let i = start + at.x * path.step + at.y * path.next;
  let block = transpose(block_a(
    mat4x4f(load_a(i), load_a(i + path.line), load_a(i + 2u * path.line), load_a(i + 3u * path.line)),
    k + 4u * at.x));
  for (var j = 0u; j < 4u; j++) {
    tile_a[(4u * at.x + j) * WIDTH + at.y] = block[j];
  }
}

fn copy_b(index: u32, start: u32, k: u32) {
  let path = walk_b();
  let at = place(index, TRANS_B);
  let block = block_b(start + at.x * path.step + at.y * path.next, path.line, k + 4u * at.x);
  for (var j = 0u; j < 4u; j++) {
    tile_b[(4u * at.x + j) * WIDTH + at.y] = block[j];
  }
}

fn outer(b: vec4f, a: vec4f) -> mat4x4f {
  return mat4x4f(b * a.x, b * a.y, b * a.z, b * a.w);
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let batch = group.z;
  let row = group.y * (4u * WIDTH);
  let col = group.x * (4u * WIDTH);
  let a_start = start_a(batch, row);
  let b_start = start_b(batch, col);
  let a_step = walk_a().step * DEPTH;
  let b_step = walk_b().step * DEPTH;
  var c00: mat4x4f;
  var c01: mat4x4f;
  var c10: mat4x4f;
  var c11: mat4x4f;
  for (var tile = 0u; tile * TILE_K < params.k; tile++) {
    if (index < 128u) {
      copy_a(index, a_start + tile * a_step, tile * TILE_K);
    } else {
      copy_b(index - 128u, b_start + tile * b_step, tile * TILE_K);
    }
    workgroupBarrier();
    for (var i = 0u; i < TILE_K; i++) {
      let a0 = tile_a[i * WIDTH + local.y];
      let b0 = tile_b[i * WIDTH + local.x];
      c00 += outer(b0, a0);
      if (BLOCKS > 1u) {
        let a1 = tile_a[i * WIDTH + 16u + local.y];
        let b1 = tile_b[i * WIDTH + 16u + local.x];
        c01 += outer(b1, a0);
        c10 += outer(b0, a1);
        c11 += outer(b1, a1);
      }
    }
    workgroupBarrier();
  }
  let first_row = row + 4u * local.y;
  let first_col = col + 4u * local.x;
  for (var i = 0u; i < 4u; i++) {
    store4(batch, first_row + i, first_col, c00[i]);
    if (BLOCKS > 1u) {
      store4(batch, first_row + i, first_col + 64u, c01[i]);
      store4(batch, first_row + 64u + i, first_col, c10[i]);
      store4(batch, first_row + 64u + i, first_col + 64u, c11[i]);
    }
  }
}
