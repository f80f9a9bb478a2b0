import { rowTasks, type CpuFamily } from '../call';

/** As in assembly/linalg/sort_order.ts. */
const SORT_ELEMENTS = 64;

export const linalgFamilies: Readonly<Record<string, CpuFamily>> = {
  sort_order: { tasks: (params) => Math.ceil(params.u32(0) / SORT_ELEMENTS) },
  svd_rotate: { tasks: (params) => Math.ceil(params.u32(0) / 2) },
  svd_start: {
    constants: ['COLUMNS'],
    tasks: (params) => rowTasks(params.u32(0), params.u32(0) + params.u32(1)),
  },
};
