// src/shaders/sgd.wgsl
import { binding, constant } from '../call';
import { madd } from '../lib/simd';
import { endOf, firstOf } from '../lib/tasks';
import { A, clipScale, decayAt, learningRate, sizeOf, splatParam } from './arenas';

/** Constant behind those of the arenas. */
const NESTEROV = 3;

export function sgd(args: usize, task: i32): void {
  const grads = binding(args, 0);
  const weights = binding(args, 3);
  const buffer = binding(args, 4);
  const lr = f32x4.splat(learningRate(args));
  const clip = clipScale(args);
  const momentum = splatParam(args, A);
  const isNesterov = constant(args, NESTEROV) != 0;
  const end = endOf(task, sizeOf(args));
  for (let i = firstOf(task); i < end; i += 4) {
    const at = i << 2;
    const w = v128.load(weights + at);
    const g = madd(decayAt(args, i), w, f32x4.mul(v128.load(grads + at), clip));
    const moved = madd(momentum, v128.load(buffer + at), g);
    const direction = isNesterov ? madd(momentum, moved, g) : moved;
    v128.store(buffer + at, moved);
    v128.store(weights + at, f32x4.sub(w, f32x4.mul(lr, direction)));
  }
}
