// Reading and writing rows by a whole subgroup: each lane one load, which others get by broadcast.
// After attention_load_vec4.wgsl, before attention_row_*.wgsl. Constants: SUBGROUP.
alias Cell = vec4f;
alias Share = array<vec4f, 4>; // rows of up to 16 chunks, subgroups of 4 lanes or more

fn q_share(i: u32, lane: u32) -> Share {
  var x: Share;
  x[0] = q_at(i, lane % CHUNKS);
  if (CHUNKS > SUBGROUP) { x[1] = q_at(i, lane + SUBGROUP); }
  if (CHUNKS > 2 * SUBGROUP) { x[2] = q_at(i, lane + 2 * SUBGROUP); x[3] = q_at(i, lane + 3 * SUBGROUP); }
  return x;
}
fn k_share(i: u32, lane: u32) -> Share {
  var x: Share;
  x[0] = k_at(i, lane % CHUNKS);
  if (CHUNKS > SUBGROUP) { x[1] = k_at(i, lane + SUBGROUP); }
  if (CHUNKS > 2 * SUBGROUP) { x[2] = k_at(i, lane + 2 * SUBGROUP); x[3] = k_at(i, lane + 3 * SUBGROUP); }
  return x;
}
fn v_share(i: u32, lane: u32) -> Share {
  var x: Share;
  x[0] = v_at(i, lane % CHUNKS);
  if (CHUNKS > SUBGROUP) { x[1] = v_at(i, lane + SUBGROUP); }
  if (CHUNKS > 2 * SUBGROUP) { x[2] = v_at(i, lane + 2 * SUBGROUP); x[3] = v_at(i, lane + 3 * SUBGROUP); }
  return x;
}
fn dout_share(i: u32, lane: u32) -> Share {
  var x: Share;
  x[0] = dout_at(i, lane % CHUNKS);
  if (CHUNKS > SUBGROUP) { x[1] = dout_at(i, lane + SUBGROUP); }
  if (CHUNKS > 2 * SUBGROUP) { x[2] = dout_at(i, lane + 2 * SUBGROUP); x[3] = dout_at(i, lane + 3 * SUBGROUP); }
  return x;
}

// One key at a time of what the other files give for four.
fn sees(batch: u32, row: u32, key: u32) -> bool { return visible(batch, row, key).x; }
fn bias_of(head: u32, row: u32, key: u32) -> f32 { return score_bias(head, row, key).x; }
fn kept_prob(batch: u32, head: u32, row: u32, key: u32) -> f32 {
  return kept_probs(batch, head, row, key & ~3u)[key & 3u];
}
