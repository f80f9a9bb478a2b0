// dinp[i] = dout[i] * f'(inp[i]), for the functions of unary_forward.wgsl.
//   @binding(0) dout [count]   @binding(1) inp [count]   @binding(2) dinp [count]   @binding(3) params
// Constant: KIND. Grid: ceil(count / 64), folded. Reference: tests/kernels/elementwise.test.ts.
struct Params { count: u32, factor: f32 }
@group(0) @binding(0) var<storage, read> dout: array<f32>;
@group(0) @binding(1) var<storage, read> inp: array<f32>;
@group(0) @binding(2) var<storage, read_write> dinp: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

const UNARY_AFFINE = 0u;
const UNARY_EXP = 1u;
const UNARY_LOG = 2u;
const UNARY_SQRT = 3u;
const UNARY_SQUARE = 4u;
const UNARY_ABS = 5u;
const UNARY_RECIPROCAL = 6u;

fn d_unary(d: f32, x: f32) -> f32 {
  switch KIND {
    case UNARY_AFFINE: { return d * params.factor; }
    case UNARY_EXP: { return d * exp(x); }
    case UNARY_LOG: { return d / x; }
    case UNARY_SQRT: { return 0.5 * d / sqrt(x); }
    case UNARY_SQUARE: { return 2.0 * d * x; }
    case UNARY_ABS: { return d * sign(x); }
    default: { return -d / x / x; }
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i < params.count) { dinp[i] = d_unary(dout[i], inp[i]); }
}
