import { rowTasks, type CpuFamily } from '../call';

/** `rows` and the vocabulary are the first of Params. */
const byRows = (...constants: string[]): CpuFamily => ({
  constants,
  tasks: (params) => rowTasks(params.u32(0), params.u32(1)),
});

const oneTask = (): number => 1;

export const lossFamilies: Readonly<Record<string, CpuFamily>> = {
  cross_entropy_backward: byRows('DLOSS', 'MEAN'),
  cross_entropy_forward: byRows(),
  distillation_backward: byRows('TOP_K'),
  distillation_forward: byRows('TOP_K', 'CROSS'),
  // Each group has a sum of its own.
  grad_norm: { tasks: (_params, { grid }) => grid[0] },
  grad_norm_finish: { constants: ['LOSS_SCALE', 'STEP_LOSS_SCALE'], tasks: oneTask },
  loss_mean: { constants: ['MEAN'], tasks: oneTask },
};
