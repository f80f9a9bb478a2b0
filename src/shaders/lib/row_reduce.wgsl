// Sums and maxima over the LANES invocations that share a row, in a fixed order; each gets the result.
// @workgroup_size(LANES * ROWS): lane = local index % LANES, slot = local index / LANES. (A workgroup of
// two dimensions would leave CPU adapters idle: they fill their vectors along x only.)
// Constants: LANES (power of two; 1 where the lanes are a CPU's, so that nothing waits), ROWS.
var<workgroup> lane_values: array<f32, LANES * ROWS>;
var<workgroup> lane_pairs: array<vec2f, LANES * ROWS>;

fn row_sum(slot: u32, lane: u32, value: f32) -> f32 {
  if (LANES == 1) { return value; }
  let start = slot * LANES;
  lane_values[start + lane] = value;
  workgroupBarrier();
  for (var reach = u32(LANES) / 2u; reach > 0u; reach /= 2u) {
    if (lane < reach) { lane_values[start + lane] += lane_values[start + lane + reach]; }
    workgroupBarrier();
  }
  let total = lane_values[start];
  workgroupBarrier();
  return total;
}

// Two sums at the price of one.
fn row_sum2(slot: u32, lane: u32, value: vec2f) -> vec2f {
  if (LANES == 1) { return value; }
  let start = slot * LANES;
  lane_pairs[start + lane] = value;
  workgroupBarrier();
  for (var reach = u32(LANES) / 2u; reach > 0u; reach /= 2u) {
    if (lane < reach) { lane_pairs[start + lane] += lane_pairs[start + lane + reach]; }
    workgroupBarrier();
  }
  let total = lane_pairs[start];
  workgroupBarrier();
  return total;
}

fn row_max(slot: u32, lane: u32, value: f32) -> f32 {
  if (LANES == 1) { return value; }
  let start = slot * LANES;
  lane_values[start + lane] = value;
  workgroupBarrier();
  for (var reach = u32(LANES) / 2u; reach > 0u; reach /= 2u) {
    if (lane < reach) {
      lane_values[start + lane] = max(lane_values[start + lane], lane_values[start + lane + reach]);
    }
    workgroupBarrier();
  }
  let greatest = lane_values[start];
  workgroupBarrier();
  return greatest;
}
