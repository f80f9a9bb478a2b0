// out[i] = f(inp[i]). `affine` is inp * factor + shift.
//   @binding(0) inp [count]   @binding(1) out [count]   @binding(2) params
// Constant: KIND, one of the codes below. Grid: ceil(count / 64), folded.
// Reference: tests/kernels/elementwise.test.ts.
struct Params { count: u32, factor: f32, shift: f32 }
@group(0) @binding(0) var<storage, read> inp: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

const UNARY_AFFINE = 0u;
const UNARY_EXP = 1u;
const UNARY_LOG = 2u;
const UNARY_SQRT = 3u;
const UNARY_SQUARE = 4u;
const UNARY_ABS = 5u;
const UNARY_RECIPROCAL = 6u;

fn unary(x: f32) -> f32 {
  switch KIND {
    case UNARY_AFFINE: { return x * params.factor + params.shift; }
    case UNARY_EXP: { return exp(x); }
    case UNARY_LOG: { return log(x); }
    case UNARY_SQRT: { return sqrt(x); }
    case UNARY_SQUARE: { return x * x; }
    case UNARY_ABS: { return abs(x); }
    default: { return 1.0 / x; }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i < params.count) { out[i] = unary(inp[i]); }
}
