import type { CpuFamily } from '../call';

export const lossFamilies: Readonly<Record<string, CpuFamily>> = {};
