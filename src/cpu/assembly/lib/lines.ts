// Elements of 4 bytes side by side, or with a step in bytes from one to the next.

/** Fewer elements than this are not worth a call of memory.copy. */
const SHORT = 64;

export function copyLine(from: usize, step: usize, into: usize, stride: usize, count: i32): void {
  let left = count;
  if (step == 4 && stride == 4) {
    if (left >= SHORT) {
      memory.copy(into, from, (left as usize) << 2);
      return;
    }
    for (; left >= 4; left -= 4) {
      v128.store(into, v128.load(from));
      from += 16;
      into += 16;
    }
  }
  for (; left > 0; left--) {
    store<i32>(into, load<i32>(from));
    from += step;
    into += stride;
  }
}

export function fillLine(into: usize, value: i32, count: i32): void {
  let left = count;
  for (; left >= 4; left -= 4) {
    v128.store(into, i32x4.splat(value));
    into += 16;
  }
  for (; left > 0; left--) {
    store<i32>(into, value);
    into += 4;
  }
}

/** sum[i] += x[i] */
export function addLine(sum: usize, x: usize, count: i32): void {
  let left = count;
  for (; left >= 4; left -= 4) {
    v128.store(sum, f32x4.add(v128.load(sum), v128.load(x)));
    sum += 16;
    x += 16;
  }
  for (; left > 0; left--) {
    store<f32>(sum, load<f32>(sum) + load<f32>(x));
    sum += 4;
    x += 4;
  }
}

/** out[i] = x[i] * y[i] */
export function multiplyLines(x: usize, y: usize, out: usize, count: i32): void {
  let at: usize = 0;
  for (; at < ((count & ~3) as usize) << 2; at += 16) {
    v128.store(out + at, f32x4.mul(v128.load(x + at), v128.load(y + at)));
  }
  for (; at < (count as usize) << 2; at += 4) {
    store<f32>(out + at, load<f32>(x + at) * load<f32>(y + at));
  }
}
