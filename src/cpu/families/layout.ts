import { elementTasks, type CpuFamily } from '../call';

export const layoutFamilies: Readonly<Record<string, CpuFamily>> = {
  fill: { tasks: (params) => elementTasks(params.u32(0)) },
};
