// src/shaders/lion.wgsl
import { binding } from '../call';
import { madd, sign4 } from '../lib/simd';
import { endOf, firstOf } from '../lib/tasks';
import { A, B, C, clipScale, D, decayAt, learningRate, sizeOf, splatParam } from './arenas';

export function lion(args: usize, task: i32): void {
  const grads = binding(args, 0);
  const weights = binding(args, 3);
  const ms = binding(args, 4);
  const lr = f32x4.splat(learningRate(args));
  const clip = clipScale(args);
  const beta1 = splatParam(args, A);
  const beta2 = splatParam(args, B);
  const rest1 = splatParam(args, C);
  const rest2 = splatParam(args, D);
  const end = endOf(task, sizeOf(args));
  for (let i = firstOf(task); i < end; i += 4) {
    const at = i << 2;
    const g = f32x4.mul(v128.load(grads + at), clip);
    const m = v128.load(ms + at);
    const w = v128.load(weights + at);
    const direction = sign4(f32x4.add(f32x4.mul(beta1, m), f32x4.mul(rest1, g)));
    const moved = f32x4.mul(lr, madd(decayAt(args, i), w, direction));
    v128.store(weights + at, f32x4.sub(w, moved));
    v128.store(ms + at, madd(beta2, m, f32x4.mul(rest2, g)));
  }
}
