// What a mask of kept positions weighs, one row of T an invocation: 1 for each kept position, or the
// share of each in their mean, or 1 for the last kept position alone. A row without kept positions: all 0.
//   @binding(0) mask u32 [rows, T], 1 = keep   @binding(1) out [rows, T]   @binding(2) params
// Constants: MEAN, LAST. Grid: ceil(rows / 64), folded. Reference: tests/kernels/pool.test.ts.
struct Params { rows: u32, length: u32 }
@group(0) @binding(0) var<storage, read> mask: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let row = (group.y * groups.x + group.x) * 64u + lane;
  if (row >= params.rows) { return; }
  let first = row * params.length;
  var ones = 0u;
  var last = 0u;
  for (var t = 0u; t < params.length; t++) {
    if (mask[first + t] != 0u) {
      ones += 1u;
      last = t;
    }
  }
  let weight = select(1.0, 1.0 / f32(ones), MEAN);
  for (var t = 0u; t < params.length; t++) {
    let counts = mask[first + t] != 0u && (!LAST || t == last);
    out[first + t] = select(0.0, weight, counts);
  }
}
