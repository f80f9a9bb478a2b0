// Nothing but multiply-adds, in chains that do not wait for each other: what the adapter can do.
// The sums have names, because software adapters keep an indexed array in memory.
// Constants: CHAINS (vec4 accumulators an invocation: 4, 8 or 16), LOOPS, FUSED (fma() or a * x + y).
// Operations an invocation: 2 * 4 * CHAINS * LOOPS. Grid: any.
override WORKGROUP_X: u32 = 64;
struct Params { x: f32, y: f32 }
@group(0) @binding(0) var<storage, read_write> out: array<vec4f>; // [groups * WORKGROUP_X]
@group(0) @binding(1) var<uniform> params: Params;

fn step(sum: vec4f, x: vec4f, y: vec4f) -> vec4f {
  if (FUSED) { return fma(sum, x, y); }
  return sum * x + y;
}

@compute @workgroup_size(WORKGROUP_X)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = vec4f(params.x);
  let y = vec4f(params.y);
  let start = vec4f(f32(id.x % 7u), 0.5, 1.0, 2.0);
  var a0 = start; var a1 = start + 1.0; var a2 = start + 2.0; var a3 = start + 3.0;
  var b0 = start + 4.0; var b1 = start + 5.0; var b2 = start + 6.0; var b3 = start + 7.0;
  var c0 = start - 1.0; var c1 = start - 2.0; var c2 = start - 3.0; var c3 = start - 4.0;
  var d0 = start - 5.0; var d1 = start - 6.0; var d2 = start - 7.0; var d3 = start - 8.0;
  for (var i = 0u; i < LOOPS; i++) {
    a0 = step(a0, x, y); a1 = step(a1, x, y); a2 = step(a2, x, y); a3 = step(a3, x, y);
    if (CHAINS > 4) {
      b0 = step(b0, x, y); b1 = step(b1, x, y); b2 = step(b2, x, y); b3 = step(b3, x, y);
    }
    if (CHAINS > 8) {
      c0 = step(c0, x, y); c1 = step(c1, x, y); c2 = step(c2, x, y); c3 = step(c3, x, y);
      d0 = step(d0, x, y); d1 = step(d1, x, y); d2 = step(d2, x, y); d3 = step(d3, x, y);
    }
  }
  out[id.x] = a0 + a1 + a2 + a3 + b0 + b1 + b2 + b3 + c0 + c1 + c2 + c3 + d0 + d1 + d2 + d3;
}
