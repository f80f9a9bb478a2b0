// Pass 2 of the gradient norm. out = [norm, clip_scale, non_finite, first_non_finite]:
//   norm = sqrt(sum) / loss_scale
//   clip_scale = min(1, max_norm / (norm + 1e-6)) / loss_scale: what each gradient is multiplied by
//   non_finite = 1 where an element or the sum is inf or NaN (then no update may be made),
//   first_non_finite the element's index
// Constants: LANES, ROWS = 1 (lib/row_reduce), LOSS_SCALE, STEP_LOSS_SCALE. Grid: 1.
// Reference: tests/kernels/grad_norm.test.ts.
struct Params { groups: u32, max_norm: f32 } // max_norm 0: no clipping
@group(0) @binding(0) var<storage, read> partials: array<vec2u>; // [groups]
@group(0) @binding(1) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(2) var<storage, read_write> out: array<u32>; // [4]
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> first_bad: array<u32, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(local_invocation_index) lane: u32) {
  var total = 0.0;
  var bad = 0xffffffffu;
  for (var g = lane; g < params.groups; g += LANES) {
    let partial = partials[g];
    total += bitcast<f32>(partial.x);
    bad = min(bad, partial.y);
  }
  total = row_sum(0u, lane, total);
  first_bad[lane] = bad;
  workgroupBarrier();
  if (lane != 0u) { return; }
  for (var other = 0u; other < LANES; other++) { bad = min(bad, first_bad[other]); }
  var unscale = 1.0;
  if (LOSS_SCALE) { unscale = 1.0 / bitcast<f32>(step[STEP_LOSS_SCALE]); }
  let norm = sqrt(total) * unscale;
  var clip = 1.0;
  if (params.max_norm > 0.0) { clip = min(1.0, params.max_norm / (norm + 1e-6)); }
  out[0] = bitcast<u32>(norm);
  out[1] = bitcast<u32>(clip * unscale);
  // Finite gradients may have squares that are not: Adam's averages would never recover.
  let overflows = (bitcast<u32>(total) & 0x7f800000u) == 0x7f800000u;
  out[2] = select(0u, 1u, overflows || bad != 0xffffffffu);
  out[3] = bad;
}
