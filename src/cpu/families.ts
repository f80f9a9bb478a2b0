// Every family of shaders that the CPU has a kernel for, by the name of its WGSL file.
import type { CpuFamily } from './call';
import { attentionFamilies } from './families/attention';
import { ceilingFamilies } from './families/ceilings';
import { elementwiseFamilies } from './families/elementwise';
import { layoutFamilies } from './families/layout';
import { linalgFamilies } from './families/linalg';
import { lossFamilies } from './families/loss';
import { matmulFamilies } from './families/matmul';
import { normFamilies } from './families/norm';
import { optimizerFamilies } from './families/optimizer';
import { quantizeFamilies } from './families/quantize';
import { samplingFamilies } from './families/sampling';

export const CPU_FAMILIES: Readonly<Record<string, CpuFamily>> = {
  ...attentionFamilies,
  ...ceilingFamilies,
  ...elementwiseFamilies,
  ...layoutFamilies,
  ...linalgFamilies,
  ...lossFamilies,
  ...matmulFamilies,
  ...normFamilies,
  ...optimizerFamilies,
  ...quantizeFamilies,
  ...samplingFamilies,
};
