// src/shaders/binary.wgsl: out[i] = f(a[..], b[..]) with broadcasting.
import { binding, constant, param } from '../call';
import { offsetAt } from '../lib/strides';
import { endOf, firstOf } from '../lib/tasks';

const ADD = 0;
const SUB = 1;
const MUL = 2;
const DIV = 3;
const MAX = 4;
const MIN = 5;
const GREATER = 6;

/** Positions in Params. */
const OUTER_A = 1;
const OUTER_B = 2;
const DIMS = 4;
const STRIDES_A = 8;
const STRIDES_B = 12;

export function binary(args: usize, task: i32): void {
  const a = binding(args, 0);
  const b = binding(args, 1);
  const out = binding(args, 2);
  const kind = constant(args, 0);
  const inner = constant(args, 1);
  const end = endOf(task, param(args, 0));
  // Along the innermost dimension both operands go by a fixed stride.
  const length = inner == 0 ? param(args, 0) : param(args, DIMS + 3);
  const stepA = inner == 0 ? param(args, OUTER_A) : param(args, STRIDES_A + 3);
  const stepB = inner == 0 ? param(args, OUTER_B) : param(args, STRIDES_B + 3);
  let i = firstOf(task);
  while (i < end) {
    const stop = min(end, i + length - (i % length));
    let at = a + (offsetAt(args, i, inner, STRIDES_A, OUTER_A, DIMS) << 2);
    let bt = b + (offsetAt(args, i, inner, STRIDES_B, OUTER_B, DIMS) << 2);
    if (stepA <= 1 && stepB <= 1) {
      for (; i + 4 <= stop; i += 4) {
        const left = stepA == 1 ? v128.load(at) : v128.load32_splat(at);
        const right = stepB == 1 ? v128.load(bt) : v128.load32_splat(bt);
        v128.store(out + (i << 2), combine(kind, left, right));
        at += stepA << 4;
        bt += stepB << 4;
      }
    }
    for (; i < stop; i++) {
      const made = combine(kind, v128.load32_splat(at), v128.load32_splat(bt));
      store<f32>(out + (i << 2), f32x4.extract_lane(made, 0));
      at += stepA << 2;
      bt += stepB << 2;
    }
  }
}

function combine(kind: i32, a: v128, b: v128): v128 {
  switch (kind) {
    case ADD:
      return f32x4.add(a, b);
    case SUB:
      return f32x4.sub(a, b);
    case MUL:
      return f32x4.mul(a, b);
    case DIV:
      return f32x4.div(a, b);
    case MAX:
      return f32x4.max(a, b);
    case MIN:
      return f32x4.min(a, b);
    case GREATER:
      return v128.or(
        v128.and(f32x4.gt(a, b), f32x4.splat(1)),
        v128.and(f32x4.eq(a, b), f32x4.splat(0.5)),
      );
    default:
      return v128.and(f32x4.eq(a, b), f32x4.splat(1));
  }
}
