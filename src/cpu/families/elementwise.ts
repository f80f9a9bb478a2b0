import type { Dispatch } from '../../gpu/dispatch';
import { constantsOf, elementTasks, ParamWords, type CpuCall, type CpuFamily } from '../call';

/** `count` is the first of Params. */
const byCount = (...constants: string[]): CpuFamily => ({
  constants,
  tasks: (params) => elementTasks(params.u32(0)),
});

/** Counts in fours become counts in ones: the kernel takes four at a time by itself. */
function inOnes(dispatch: Dispatch): CpuCall {
  const words = new ParamWords(dispatch);
  const u32 = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => words.u32(from + i));
  const constants = constantsOf(dispatch, ['KIND', 'INNER']);
  const isRow = constants[1] === 0;
  const [count, outerA, outerB] = [4 * words.u32(0), words.u32(1), words.u32(2)];
  const [dims, ...strides] = [u32(4, 4), u32(8, 4), u32(12, 4)];
  const outer = isRow ? [outerA, outerB] : [4 * outerA, 4 * outerB];
  const wider = strides.flatMap((own) => own.map((stride, d) => (d === 3 ? stride : 4 * stride)));
  const extents = isRow ? dims! : dims!.map((extent, d) => (d === 3 ? 4 * extent : extent));
  return {
    kernel: 'binary',
    tasks: elementTasks(count),
    bindings: dispatch.bindings.map(({ view }) => view),
    params: [count, ...outer, 0, ...extents, ...wider],
    constants,
  };
}

export const elementwiseFamilies: Readonly<Record<string, CpuFamily>> = {
  activation_forward: byCount('ACTIVATION'),
  activation_backward: byCount('ACTIVATION'),
  binary: byCount('KIND', 'INNER'),
  binary_vec4: { calls: (dispatch) => [inOnes(dispatch)] },
  dropout: byCount('RESIDUAL', 'DROPOUT', 'STEP_INDEX', 'STEP_SEED'),
  swiglu_forward: byCount('ACTIVATION'),
  swiglu_backward: byCount('ACTIVATION'),
  unary_forward: byCount('KIND'),
  unary_backward: byCount('KIND'),
};
