// src/shaders/layernorm_forward.wgsl. Two passes for mean and variance, as there.
import { binding, constant, param, paramF32 } from '../call';
import { addRow, squaresRow, sumRow } from '../lib/rows';
import { rowsATask } from '../lib/tasks';
import { normalize, rstdOf } from './normalize';

const RESIDUAL = 0;
const WEIGHT = 1;
const BIAS = 2;

export function layernorm_forward(args: usize, task: i32): void {
  const inp = binding(args, 0);
  const delta = binding(args, 1);
  const weight = constant(args, WEIGHT) ? binding(args, 2) : 0;
  const bias = constant(args, BIAS) ? binding(args, 3) : 0;
  const sum = binding(args, 4);
  const out = binding(args, 5);
  const width = param(args, 1);
  const eps = paramF32(args, 2);
  const hasResidual = constant(args, RESIDUAL) != 0;
  const first = task * rowsATask(width);
  const end = min(param(args, 0), first + rowsATask(width));
  for (let row = first; row < end; row++) {
    const at = (row * width) << 2;
    let x = inp + at;
    if (hasResidual) {
      addRow(x, delta + at, sum + at, width);
      x = sum + at;
    }
    const mean = sumRow(x, width) / (width as f32);
    const rstd = rstdOf(squaresRow(x, width, mean), width, eps);
    normalize(x, out + at, width, mean, rstd, weight, bias);
    store<f32>(binding(args, 6) + (row << 2), mean);
    store<f32>(binding(args, 7) + (row << 2), rstd);
  }
}
