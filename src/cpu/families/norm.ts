import type { CpuFamily } from '../call';

export const normFamilies: Readonly<Record<string, CpuFamily>> = {};
