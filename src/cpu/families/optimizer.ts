import type { CpuFamily } from '../call';

export const optimizerFamilies: Readonly<Record<string, CpuFamily>> = {};
