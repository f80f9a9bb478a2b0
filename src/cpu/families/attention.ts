import type { CpuFamily } from '../call';

export const attentionFamilies: Readonly<Record<string, CpuFamily>> = {};
