// out[i] = (start + i) % modulus, as i32 or f32.
//   @binding(0) out [count]   @binding(1) params
// Constant: FLOAT. Grid: ceil(count / 64), folded. Reference: tests/kernels/pool.test.ts.
struct Params { count: u32, start: u32, modulus: u32 }
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@group(0) @binding(1) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.count) { return; }
  let value = (params.start + i) % params.modulus;
  out[i] = select(value, bitcast<u32>(f32(value)), FLOAT);
}
