// Sums and maxima over the lanes of a workgroup, in a fixed order; every lane gets the result.
// LANES (override): power of two, 1 .. 256.
override LANES: u32 = 64;
var<workgroup> lane_values: array<f32, LANES>;

fn row_sum(lane: u32, value: f32) -> f32 {
  lane_values[lane] = value;
  workgroupBarrier();
  var total = 0.0;
  if (LANES <= 16u) {
    // Few lanes: each adds all, which saves the barriers of a tree.
    for (var i = 0u; i < LANES; i++) { total += lane_values[i]; }
  } else {
    for (var reach = LANES / 2u; reach > 0u; reach /= 2u) {
      if (lane < reach) { lane_values[lane] += lane_values[lane + reach]; }
      workgroupBarrier();
    }
    total = lane_values[0];
  }
  workgroupBarrier();
  return total;
}

fn row_max(lane: u32, value: f32) -> f32 {
  lane_values[lane] = value;
  workgroupBarrier();
  var greatest = value;
  if (LANES <= 16u) {
    for (var i = 0u; i < LANES; i++) { greatest = max(greatest, lane_values[i]); }
  } else {
    for (var reach = LANES / 2u; reach > 0u; reach /= 2u) {
      if (lane < reach) { lane_values[lane] = max(lane_values[lane], lane_values[lane + reach]); }
      workgroupBarrier();
    }
    greatest = lane_values[0];
  }
  workgroupBarrier();
  return greatest;
}

var<workgroup> lane_pairs: array<vec2f, LANES>;

// Two sums at the price of one.
fn row_sum2(lane: u32, value: vec2f) -> vec2f {
  lane_pairs[lane] = value;
  workgroupBarrier();
  var total = vec2f();
  if (LANES <= 16u) {
    for (var i = 0u; i < LANES; i++) { total += lane_pairs[i]; }
  } else {
    for (var reach = LANES / 2u; reach > 0u; reach /= 2u) {
      if (lane < reach) { lane_pairs[lane] += lane_pairs[lane + reach]; }
      workgroupBarrier();
    }
    total = lane_pairs[0];
  }
  workgroupBarrier();
  return total;
}
