// The draw of sample_token, with sums in the order of the shader: runs of neighbors, one a lane, then
// lane after lane. So a number draws the same token on every device.

/** Makes weights to probabilities; the first token at which their sum exceeds u. */
export function draw(probs: usize, vocab: i32, lanes: i32, u: f32): i32 {
  const share = (vocab + lanes - 1) / lanes;
  let total: f32 = 0;
  for (let lane = 0; lane < lanes; lane++) {
    total += sumInOrder(probs, min(lane * share, vocab), min((lane + 1) * share, vocab));
  }
  for (let i = 0; i < vocab; i++) {
    store<f32>(probs + (i << 2), load<f32>(probs + (i << 2)) / total);
  }
  let chosen = 0;
  let below: f32 = 0;
  let through: f32 = 0;
  for (let lane = 0; lane < lanes; lane++) {
    const sum = sumInOrder(probs, min(lane * share, vocab), min((lane + 1) * share, vocab));
    // Rounding can leave u behind them all: then the last lane that has any keeps it.
    if (!(sum > 0)) continue;
    chosen = lane;
    below = through;
    through += sum;
    if (u < through) break;
  }
  return tokenIn(probs, min(chosen * share, vocab), min((chosen + 1) * share, vocab), below, u);
}

function sumInOrder(probs: usize, first: i32, end: i32): f32 {
  let sum: f32 = 0;
  for (let i = first; i < end; i++) sum += load<f32>(probs + (i << 2));
  return sum;
}

function tokenIn(probs: usize, first: i32, end: i32, before: f32, u: f32): i32 {
  let token = first;
  let below = before;
  for (let i = first; i < end; i++) {
    const p = load<f32>(probs + (i << 2));
    if (!(p > 0)) continue;
    token = i;
    below += p;
    if (u < below) break;
  }
  return token;
}
