// matmul by subgroups, for adapters whose lanes are a CPU's and whose loads are dear: one subgroup
// makes ROWS × (SUBGROUP · 4 · BLOCKS) elements of out. Lanes own columns. They need the same part of
// A, so each lane reads one line of it and the subgroup passes the lines around in registers.
//   @binding(0) a, @binding(1) b: lib/matmul_load_*.wgsl; then the epilogue's bindings
// Constants: SUBGROUP: 4 or 8, the adapter's; ROWS: multiples of SUBGROUP up to 32; BLOCKS: 1..4;
//   and those of lib/matmul_blocks.wgsl.
// Grid: ceil(n / (SUBGROUP · 4 · BLOCKS)), ceil(m / ROWS), batch; a workgroup is one subgroup.
// Reference: matmul_plain.wgsl; tests/kernels/matmul.test.ts (float64).

// 4 inner lines × 4 BLOCKS columns of B
struct Strip {
  b: array<mat4x4f, 4>,
}

// 4 rows × 4 BLOCKS columns of out
struct Rows {
  c: array<mat4x4f, 4>,
}

fn multiply(rows: ptr<function, Rows>, a: mat4x4f, strip: Strip) {
  (*rows).c[0] += strip.b[0] * a;
  if (BLOCKS > 1u) { (*rows).c[1] += strip.b[1] * a; }
  if (BLOCKS > 2u) { (*rows).c[2] += strip.b[2] * a; }
  if (BLOCKS > 3u) { (*rows).c[3] += strip.b[3] * a; }
}

// The block whose four lines lanes 0 to 3 hold.
fn low_block(line: vec4f, k: u32) -> mat4x4f {
  return block_a(
    mat4x4f(
      subgroupBroadcast(line, 0u), subgroupBroadcast(line, 1u),
      subgroupBroadcast(line, 2u), subgroupBroadcast(line, 3u)), k);
}

// The block whose four lines lanes 4 to 7 hold.
fn high_block(line: vec4f, k: u32) -> mat4x4f {
  return block_a(
    mat4x4f(
      subgroupBroadcast(line, 4u), subgroupBroadcast(line, 5u),
      subgroupBroadcast(line, 6u), subgroupBroadcast(line, 7u)), k);
}

@compute @workgroup_size(SUBGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let col = (group.x * SUBGROUP + lane) * (4u * BLOCKS);
  let row = group.y * ROWS;
  let batch = group.z;
  let path_a = walk_a();
  let path_b = walk_b();
  var a_at = start_a(batch, row) + (lane & 3u) * path_a.line + (lane >> 2u) * path_a.next;
  let a_next = (SUBGROUP / 4u) * path_a.next;
  var b_at = start_b(batch, col);
  var r0: Rows;
  var r1: Rows;
  var r2: Rows;
  var r3: Rows;
  var r4: Rows;
  var r5: Rows;
  var r6: Rows;
  var r7: Rows;
  for (var k = 0u; k < params.k; k += 4u) {
    var strip: Strip;
    strip.b[0] = block_b(b_at, path_b.line, k);
    if (BLOCKS > 1u) { strip.b[1] = block_b(b_at + path_b.next, path_b.line, k); }
    if (BLOCKS > 2u) { strip.b[2] = block_b(b_at + 2u * path_b.next, path_b.line, k); }
    if (BLOCKS > 3u) { strip.b[3] = block_b(b_at + 3u * path_b.next, path_b.line, k); }
    if (SUBGROUP == 4u) {
      multiply(&r0, low_block(load_a(a_at), k), strip);
      if (ROWS > 4u) { multiply(&r1, low_block(load_a(a_at + a_next), k), strip); }
      if (ROWS > 8u) { multiply(&r2, low_block(load_a(a_at + 2u * a_next), k), strip); }
      if (ROWS > 12u) { multiply(&r3, low_block(load_a(a_at + 3u * a_next), k), strip); }
      if (ROWS > 16u) { multiply(&r4, low_block(load_a(a_at + 4u * a_next), k), strip); }
      if (ROWS > 20u) { multiply(&r5, low_block(load_a(a_at + 5u * a_next), k), strip); }
      if (ROWS > 24u) { multiply(&r6, low_block(load_a(a_at + 6u * a_next), k), strip); }
      if (ROWS > 28u) { multiply(&r7, low_block(load_a(a_at + 7u * a_next), k), strip); }
    } else {
      let line0 = load_a(a_at);
      multiply(&r0, low_block(line0, k), strip);
      multiply(&r1, high_block(line0, k), strip);
      if (ROWS > 8u) {
        let line1 = load_a(a_at + a_next);
        multiply(&r2, low_block(line1, k), strip);
        multiply(&r3, high_block(line1, k), strip);
      }
      if (ROWS > 16u) {
        let line2 = load_a(a_at + 2u * a_next);
        multiply(&r4, low_block(line2, k), strip);
        multiply(&r5, high_block(line2, k), strip);
      }
      if (ROWS > 24u) {
        let line3 = load_a(a_at + 3u * a_next);
        multiply(&r6, low_block(line3, k), strip);
        multiply(&r7, high_block(line3, k), strip);
      }
    }
    a_at += path_a.step;
    b_at += path_b.step;
  }
  // Indices that vary would keep an array out of registers, so it is one only now.
  var tile = array<Rows, 8>(r0, r1, r2, r3, r4, r5, r6, r7);
  for (var i = 0u; i < ROWS; i++) {
    for (var j = 0u; j < BLOCKS; j++) {
      store4(batch, row + i, col + 4u * j, tile[i >> 2u].c[j][i & 3u]);
    }
  }
}
