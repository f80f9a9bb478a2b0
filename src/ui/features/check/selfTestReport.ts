// The self-test as text, for a bug report: adapter, limits, versions, results. English, as it is read
// by those who mend the kernel.
import type { AdapterFacts, SelfTestReport, SelfTestRow } from '../../../host/protocol/lab';
import { formatErrorShare } from '../../kit/format';

export interface ReportFacts {
  adapter: AdapterFacts;
  version: string;
  browser: string;
}

export function reportText(report: SelfTestReport, { adapter, version, browser }: ReportFacts) {
  const { rows, elapsedMs } = report;
  const failed = rows.filter(({ passed }) => !passed);
  const sections = [
    [
      `Benchtop ${version}, self-test of the kernels`,
      `${rows.length - failed.length} of ${rows.length} comparisons passed in ${(elapsedMs / 1000).toFixed(1)} s`,
    ],
    ['Browser', `  ${browser}`],
    ['Adapter', ...Object.entries(adapter).map(([name, value]) => `  ${name}: ${String(value)}`)],
    ...(failed.length > 0 ? [['Failed', ...failed.map(lineOf)]] : []),
    ['All comparisons', ...rows.map(lineOf)],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function lineOf({ name, shape, variant, worstError, tolerance, passed, failure }: SelfTestRow) {
  const figures = `${formatErrorShare(worstError)} of ${formatErrorShare(tolerance)} allowed`;
  const verdict = passed ? 'passed' : 'FAILED';
  return `  ${verdict}  ${name}  ${shape}  ${variant}  ${figures}${failure ? `  (${failure})` : ''}`;
}
