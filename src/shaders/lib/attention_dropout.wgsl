// Dropout of the probabilities of keys first .. first + 3 (first divisible by 4): 0 or 1 / (1 - p).
// Constants: STEP (binding), STEP_SEED, STEP_INDEX. After random.wgsl.
@group(0) @binding(STEP) var<storage, read> step_state: array<u32>;
fn kept_probs(batch: u32, head: u32, row: u32, first: u32) -> vec4f {
  let blocks = (params.k_len + 3u) / 4u;
  let block = ((batch * params.heads + head) * params.q_len + row) * blocks + first / 4u;
  let bits = random4(step_state[STEP_SEED], step_state[STEP_INDEX], params.op, block);
  return select(vec4f(), vec4f(params.keep_scale), bits >= vec4u(params.threshold));
}
