import { elementTasks, type CpuFamily } from '../call';

/** As in assembly/optimizer/adafactor_moments.ts. */
const ROWS_A_TASK = 16;
const COLUMNS_A_TASK = 64;

/** A size in fours is the first of Params. */
const byFours = (...constants: string[]): CpuFamily => ({
  constants,
  tasks: (params) => elementTasks(4 * params.u32(0)),
});

const byElements = (...constants: string[]): CpuFamily => ({
  constants,
  tasks: (params) => elementTasks(params.u32(0)),
});

const ARENA = ['NORM_NON_FINITE', 'NORM_CLIP_SCALE', 'STEP_LEARNING_RATE'];

/** One task a workgroup. */
const byGroups = (...constants: string[]): CpuFamily => ({
  constants,
  tasks: (_, { grid }) => grid[0],
});

export const optimizerFamilies: Readonly<Record<string, CpuFamily>> = {
  adafactor_moments: {
    constants: ['NORM_NON_FINITE', 'NORM_CLIP_SCALE', 'STEP_INDEX'],
    tasks: (params) =>
      Math.ceil(params.u32(0) / ROWS_A_TASK) + Math.ceil(params.u32(1) / COLUMNS_A_TASK),
  },
  adafactor_partials: byGroups('NORM_CLIP_SCALE'),
  adafactor_update: byGroups(
    'NORM_CLIP_SCALE',
    'NORM_NON_FINITE',
    'STEP_LEARNING_RATE',
    'RELATIVE',
  ),
  adamw: byFours(...ARENA, 'STEP_BIAS_CORRECTION_1', 'STEP_BIAS_CORRECTION_2_SQRT'),
  ema: byFours('NORM_NON_FINITE', 'STEP_EMA_DECAY'),
  gradient_accumulate: byFours(),
  lion: byFours(...ARENA),
  muon_combine: byElements('NORM_OF'),
  muon_momentum: byElements('NORM_NON_FINITE', 'NORM_CLIP_SCALE'),
  muon_update: byElements('NORM_NON_FINITE', 'NORM_CLIP_SCALE', 'STEP_LEARNING_RATE'),
  prune_apply: byFours(),
  sgd: byFours(...ARENA, 'NESTEROV'),
};
