import type { CpuFamily } from '../call';

export const quantizeFamilies: Readonly<Record<string, CpuFamily>> = {};
