// Nothing but multiply-adds, in chains that do not wait for each other: what the adapter can do.
// Constants: CHAINS (vec4 accumulators an invocation), LOOPS, FUSED (fma() or a * x + y).
// Operations an invocation: 2 * 4 * CHAINS * LOOPS. Grid: any.
override WORKGROUP_X: u32 = 64;
struct Params { x: f32, y: f32 }
@group(0) @binding(0) var<storage, read_write> out: array<vec4f>; // [groups * WORKGROUP_X]
@group(0) @binding(1) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP_X)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var sums: array<vec4f, CHAINS>;
  for (var c = 0u; c < CHAINS; c++) { sums[c] = vec4f(f32(id.x % 7u), f32(c), 1.0, 2.0); }
  let x = vec4f(params.x);
  let y = vec4f(params.y);
  for (var i = 0u; i < LOOPS; i++) {
    for (var c = 0u; c < CHAINS; c++) {
      if (FUSED) { sums[c] = fma(sums[c], x, y); } else { sums[c] = sums[c] * x + y; }
    }
  }
  var total = vec4f(0.0);
  for (var c = 0u; c < CHAINS; c++) { total += sums[c]; }
  out[id.x] = total;
}
