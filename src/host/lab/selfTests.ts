// The checks of the kernels on the device at hand, by kernel.
import type { ComputeContext } from '../../gpu/compute';
import { selfTest } from '../../training/inspect/selfTest';
import { selfTestCases } from '../../training/inspect/selfTestCases';
import type { SelfTestKernel, SelfTestReport } from '../protocol/lab';

export function selfTestKernels({ open }: ComputeContext): SelfTestKernel[] {
  const counts = new Map<string, number>();
  for (const { name, variants } of selfTestCases(open.limits)) {
    counts.set(name, (counts.get(name) ?? 0) + variants.length - 1);
  }
  return Array.from(counts, ([name, comparisons]) => ({ name, comparisons }));
}

export function selfTestOf(
  context: ComputeContext,
  kernels: readonly string[],
  options: Parameters<typeof selfTest>[2],
): Promise<SelfTestReport> {
  const cases = selfTestCases(context.open.limits).filter(({ name }) => kernels.includes(name));
  return selfTest(context, cases, options);
}
