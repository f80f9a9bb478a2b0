// src/shaders/iota.wgsl and gather_batch.wgsl
import { binding, constant, param } from '../call';
import { endOf, firstOf } from '../lib/tasks';

export function iota(args: usize, task: i32): void {
  const out = binding(args, 0);
  const start = param(args, 1) as u32;
  const modulus = param(args, 2) as u32;
  const isFloat = constant(args, 0) != 0;
  const end = endOf(task, param(args, 0));
  for (let i = firstOf(task); i < end; i++) {
    const value = (start + i) % modulus;
    if (isFloat) store<f32>(out + (i << 2), value as f32);
    else store<u32>(out + (i << 2), value);
  }
}

export function gather_batch(args: usize, task: i32): void {
  const tokens = binding(args, 0);
  const offsets = binding(args, 1);
  const ids = binding(args, 2);
  const targets = binding(args, 3);
  const length = param(args, 1);
  const last = (param(args, 2) as u32) - 1;
  const isPacked = constant(args, 0) != 0;
  const end = endOf(task, param(args, 0) * length);
  let i = firstOf(task);
  while (i < end) {
    const stop = min(end, i + length - (i % length));
    let at = load<u32>(offsets + ((i / length) << 2)) + (i % length);
    let token = tokenAt(tokens, min(at, last), isPacked);
    for (; i < stop; i++) {
      // A window that runs over the end repeats the last token.
      const next = tokenAt(tokens, min(++at, last), isPacked);
      store<u32>(ids + (i << 2), token);
      store<u32>(targets + (i << 2), next);
      token = next;
    }
  }
}

function tokenAt(tokens: usize, index: u32, isPacked: bool): u32 {
  return isPacked
    ? load<u16>(tokens + ((index as usize) << 1))
    : load<u32>(tokens + ((index as usize) << 2));
}
