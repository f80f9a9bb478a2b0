// What the optimizers over flat arenas share. Every buffer is an arena in vec4s; sizes count vec4s,
// decay_end counts elements. Nothing is updated where a gradient is not finite.
// Constants: STEP_*, NORM_* (positions in the step buffer and in grad_norm's out).
// Grid: ceil(size / 64), folded.
struct Params { size: u32, decay_end: u32, lr_scale: f32, decay: f32, a: f32, b: f32, c: f32, d: f32, e: f32 }
@group(0) @binding(0) var<storage, read> grads: array<vec4f>; // [size]
@group(0) @binding(1) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(2) var<storage, read> norm: array<u32>; // grad_norm's out
@group(0) @binding(3) var<storage, read_write> weights: array<vec4f>; // [size]

fn is_idle(i: u32) -> bool { return i >= params.size || norm[NORM_NON_FINITE] != 0u; }

fn learning_rate() -> f32 { return bitcast<f32>(step[STEP_LEARNING_RATE]) * params.lr_scale; }

// Clipped, and without the loss scale.
fn gradient(i: u32) -> vec4f { return grads[i] * bitcast<f32>(norm[NORM_CLIP_SCALE]); }

// Weight decay of each element: params.decay, or 0 from decay_end on.
fn decay(i: u32) -> vec4f {
  let element = vec4u(i * 4u) + vec4u(0u, 1u, 2u, 3u);
  return select(vec4f(), vec4f(params.decay), element < vec4u(params.decay_end));
}
