// Nothing but memory: out = inp, 16 bytes an access, neighbors side by side.
// Constants: EACH (vectors an invocation). Grid: ceil(size / (EACH * WORKGROUP_X)), folded.
override WORKGROUP_X: u32 = 64;
struct Params { size: u32 }
@group(0) @binding(0) var<storage, read> inp: array<vec4f>; // [size]
@group(0) @binding(1) var<storage, read_write> out: array<vec4f>; // [size]
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(WORKGROUP_X)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let first = (group.y * groups.x + group.x) * WORKGROUP_X * EACH + lane;
  for (var e = 0u; e < EACH; e++) {
    let i = first + e * WORKGROUP_X;
    if (i < params.size) { out[i] = inp[i]; }
  }
}
