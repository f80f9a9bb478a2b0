// A report as JSON and as Markdown tables. Medians, quartiles in brackets; shares are of the ceilings
// measured in the same run.
import { cpus, loadavg, release } from 'node:os';
import type { AdapterFacts } from '../src/gpu/compute';
import type { Stats } from './measure';
import type { DecodeResult } from './decode';
import type { Case, JobResult, SuiteResult, TrainResult } from './suite';

export interface HostFacts {
  readonly when: string;
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  /** Of the last minute, at the end: far above the cores, the figures are of a busy machine. */
  readonly load: number;
  readonly quick: boolean;
}

export interface Report {
  readonly runtime: string;
  readonly host: HostFacts;
  readonly result: SuiteResult;
  /** The same step on a backend that runs nothing: the CPU's side alone. */
  readonly cpu: SuiteResult | null;
}

export function hostFacts(quick: boolean): HostFacts {
  const processors = cpus();
  return {
    when: new Date().toISOString(),
    cpu: processors[0]?.model.trim() ?? '',
    cores: processors.length,
    system: `${process.platform} ${release()}`,
    node: process.version,
    load: loadavg()[0]!,
    quick,
  };
}

const nameOf = ({ description, device, architecture, vendor }: AdapterFacts): string =>
  device || description || architecture || vendor || 'unknown adapter';

export const adapterSlug = (facts: AdapterFacts): string =>
  nameOf(facts)
    .toLowerCase()
    .replace(/\(.*/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const short = (value: number | undefined): string => {
  if (value === undefined || !Number.isFinite(value)) return '—';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
};
const spread = ({ median, p25, p75 }: Stats): string =>
  `${short(median)} (${short(p25)}–${short(p75)})`;
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export function markdown({ runtime, host, result, cpu }: Report): string {
  const { adapter, engines, ceilings, matmul, quantized, attention, train, decode } = result;
  const parts = [
    `## ${nameOf(adapter)}, ${runtime}\n\n${host.cpu}, ${host.cores} cores, load ${host.load.toFixed(1)}${host.quick ? ', few rounds' : ''}; ${host.when}`,
    engines
      .map(({ name, version, error }) => `${name} ${version}${error ? ` (${error})` : ''}`)
      .join(', '),
  ];
  if (ceilings) {
    const { fmaGflops, copyGBps, fmaVariant, copyVariant } = ceilings;
    parts.push(
      `Ceilings: ${short(fmaGflops)} GFLOP/s (${fmaVariant}), ${short(copyGBps)} GB/s copied (${copyVariant}).`,
    );
  }
  const jobs = (title: string, cases: readonly Case<JobResult>[], unit: 'gflops' | 'ms'): void => {
    if (cases.length > 0) parts.push(`### ${title}`, jobTable(cases, unit, ceilings?.fmaGflops));
  };
  jobs('Matrix product, GFLOP/s', matmul, 'gflops');
  if (matmul.length > 0) parts.push(geometricMean(matmul));
  jobs('Linear layers with packed weights, GFLOP/s', quantized, 'gflops');
  jobs('Causal attention, ms', attention, 'ms');
  for (const { name, results } of train)
    parts.push(`### Training step: ${name}`, stepTable(results));
  for (const { name, results } of decode) parts.push(`### Writing: ${name}`, decodeTable(results));
  for (const { results } of cpu?.train ?? []) {
    parts.push('### CPU side of the step, on a backend that runs nothing', cpuTable(results));
  }
  return `${parts.join('\n\n')}\n`;
}

const failed = ({ error }: { error?: string }): string =>
  `error: ${(error ?? '').slice(0, 60).replaceAll('|', '/').replaceAll('\n', ' ')}`;

function jobTable(
  cases: readonly Case<JobResult>[],
  unit: 'gflops' | 'ms',
  ceiling: number | undefined,
): string {
  const names = [...new Set(cases.flatMap(({ results }) => results.map(({ engine }) => engine)))];
  const cell = (found: JobResult | undefined): string => {
    if (!found) return '—';
    if (!found.ms) return failed(found);
    const { median, p25, p75 } = found.ms;
    const rate = found.gflops!;
    const text =
      unit === 'ms'
        ? spread(found.ms)
        : `${short(rate)} (${short((rate * median) / p75)}–${short((rate * median) / p25)})`;
    return found.ok ? text : `${text} **wrong: ${short(found.worst)}**`;
  };
  const rows = cases.map(({ name, results }) => {
    const of = (engine: string): JobResult | undefined => results.find((r) => r.engine === engine);
    const own = of(names[0]!);
    const best = Math.max(...results.filter((r) => r !== own).map(({ gflops }) => gflops ?? 0));
    const lead = own?.gflops && best > 0 ? `${(own.gflops / best).toFixed(2)} ×` : '—';
    const share = own?.gflops && ceiling ? percent(own.gflops / ceiling) : '—';
    const bandwidth = own?.GBps === undefined ? [] : [short(own.GBps)];
    return [name, ...names.map((engine) => cell(of(engine))), lead, share, ...bandwidth];
  });
  const head = ['', ...names, 'to best peer', 'of FMA ceiling'];
  if (unit === 'gflops') head.push('GB/s, ours');
  return table(head, rows);
}

/** Over the cases in which a peer has a figure. */
function geometricMean(cases: readonly Case<JobResult>[]): string {
  const leads = cases.flatMap(({ results: [own, ...peers] }) => {
    const best = Math.max(0, ...peers.map(({ gflops }) => gflops ?? 0));
    return own?.gflops && best > 0 ? [own.gflops / best] : [];
  });
  if (leads.length === 0) return '';
  const mean = Math.exp(leads.reduce((sum, lead) => sum + Math.log(lead), 0) / leads.length);
  return `Geometric mean over ${leads.length} shapes: ${mean.toFixed(2)} × the best peer; lowest ${Math.min(...leads).toFixed(2)} ×.`;
}

function stepTable(results: readonly TrainResult[]): string {
  const rows = results.map((result) => {
    const { engine, ms, tokensPerS, gflops, firstMs, calls, losses, ok, worst } = result;
    if (!ms) return [engine, failed(result)];
    const last = Math.min(losses!.length, 21) - 1;
    const loss = `step ${last}: ${losses![last]!.toFixed(4)}${ok ? '' : ` **wrong: ${short(worst)}**`}`;
    return [
      engine,
      spread(ms),
      short(tokensPerS),
      short(gflops),
      short(firstMs),
      `${calls!.dispatches} / ${calls!.submits}`,
      `${calls!.bindGroups} / ${calls!.buffers} / ${calls!.writes}`,
      loss,
    ];
  });
  const head = [
    'engine',
    'ms a step',
    'tokens/s',
    'GFLOP/s',
    'set-up + first step, ms',
    'dispatches / submits',
    'bind groups / buffers / writes',
    'loss',
  ];
  const [own, ...peers] = results;
  const leads = peers
    .filter((peer) => peer.ms && own?.ms)
    .map((peer) => {
      const first = (peer.firstMs ?? 0) / own!.firstMs!;
      return `${(peer.ms!.median / own!.ms!.median).toFixed(2)} × ${peer.engine} (first step ${first.toFixed(2)} ×)`;
    });
  const lines = [table(head, rows)];
  if (own?.enqueueMs) lines.push(`CPU until our step is submitted: ${spread(own.enqueueMs)} ms.`);
  if (leads.length > 0) lines.push(`Ours is ${leads.join(', ')}.`);
  if (own?.facts) {
    const { plannedBytes, unsharedBytes, temporaryBytes, unsharedTemporaryBytes } = own.facts;
    lines.push(
      `Memory of our step: ${mebibytes(plannedBytes)} MiB of ${mebibytes(unsharedBytes)} MiB in all tensors (${percent(plannedBytes / unsharedBytes)}); temporaries alone ${mebibytes(temporaryBytes)} of ${mebibytes(unsharedTemporaryBytes)} MiB (${percent(temporaryBytes / unsharedTemporaryBytes)}).`,
    );
  }
  return lines.join('\n\n');
}

function decodeTable(results: readonly DecodeResult[]): string {
  const rows = results.map((result) => {
    const { engine, msAToken, tokensPerS, firstTokenMs, ok, worst } = result;
    if (!msAToken) return [engine, failed(result)];
    const wrong = ok ? '' : ` **wrong: ${short(worst)}**`;
    return [engine, spread(msAToken) + wrong, short(tokensPerS), spread(firstTokenMs!)];
  });
  return table(['engine', 'ms a token', 'tokens/s', 'first token, ms'], rows);
}

function cpuTable(results: readonly TrainResult[]): string {
  const rows = results.map((result) =>
    result.ms
      ? [result.engine, spread(result.enqueueMs!), spread(result.ms), short(result.setupMs)]
      : [result.engine, failed(result)],
  );
  return table(['engine', 'ms to queue a step', 'ms until it is done', 'set-up, ms'], rows);
}
