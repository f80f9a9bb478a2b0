// A report as JSON and as Markdown tables. Medians, quartiles in brackets; shares are of the ceilings
// measured in the same run.
import { cpus, loadavg, release } from 'node:os';
import type { AdapterFacts } from '../src/gpu/compute';
import type { Stats } from './measure';
import type { DecodeResult } from './decode';
import type { Case, JobResult, BenchResult, TrainResult } from './benchResult';

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
  readonly result: BenchResult;
  /** The same step on a backend that runs nothing: the CPU's side alone. */
  readonly cpu: BenchResult | null;
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
  const { devices, engines, matmul, quantized, attention, train, decode } = result;
  const own = devices.map(({ engine }) => engine);
  const parts = [
    `## ${devices.map(({ adapter }) => nameOf(adapter)).join(', ')}; ${runtime}\n\n${host.cpu}, ${host.cores} cores, load ${host.load.toFixed(1)}${host.quick ? ', few rounds' : ''}; ${host.when}`,
    engines
      .map(({ name, version, error }) => `${name} ${version}${error ? ` (${error})` : ''}`)
      .join(', '),
  ];
  for (const { engine, ceilings } of devices) {
    if (!ceilings) continue;
    const { fmaGflops, copyGBps, fmaVariant, copyVariant } = ceilings;
    parts.push(
      `Ceilings of ${engine}: ${short(fmaGflops)} GFLOP/s (${fmaVariant}), ${short(copyGBps)} GB/s copied (${copyVariant}).`,
    );
  }
  const jobs = (title: string, cases: readonly Case<JobResult>[], unit: 'gflops' | 'ms'): void => {
    if (cases.length > 0) parts.push(`### ${title}`, jobTable(cases, unit, own));
  };
  jobs('Matrix product, GFLOP/s', matmul, 'gflops');
  if (matmul.length > 0) parts.push(geometricMean(matmul, own));
  jobs('Linear layers with packed weights, GFLOP/s', quantized, 'gflops');
  jobs('Causal attention, ms', attention, 'ms');
  for (const one of train) parts.push(`### Training step: ${one.name}`, stepTable(one));
  for (const one of decode) parts.push(`### Writing: ${one.name}`, decodeTable(one));
  for (const { results } of cpu?.train ?? []) {
    parts.push('### CPU side of the step, on a backend that runs nothing', cpuTable(results));
  }
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const failed = ({ error }: { error?: string }): string =>
  `error: ${(error ?? '').slice(0, 60).replaceAll('|', '/').replaceAll('\n', ' ')}`;

function jobTable(
  cases: readonly Case<JobResult>[],
  unit: 'gflops' | 'ms',
  own: readonly string[],
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
  const [first, ...others] = own;
  const rows = cases.map(({ name, results, ceiling }) => {
    const of = (engine: string): JobResult | undefined => results.find((r) => r.engine === engine);
    const ours = of(first!);
    const best = Math.max(0, ...results.filter(isPeer(own)).map(({ gflops }) => gflops ?? 0));
    const to = (rate: number): string =>
      ours?.gflops && rate > 0 ? `${(ours.gflops / rate).toFixed(2)} ×` : '—';
    const cells = names.map((engine) => cell(of(engine)));
    const leads = [...others.map((engine) => of(engine)?.gflops ?? 0), best].map(to);
    const share = ours?.gflops && ceiling ? percent(ours.gflops / ceiling.median) : '—';
    const bandwidth = ours?.GBps === undefined ? [] : [short(ours.GBps)];
    return [name, ...cells, ...leads, ceiling ? spread(ceiling) : '—', share, ...bandwidth];
  });
  const leads = [...others, 'best peer'].map((engine) => `to ${engine}`);
  const head = ['', ...names, ...leads, 'FMA ceiling', 'of it'];
  if (unit === 'gflops') head.push('GB/s, first');
  return table(head, rows);
}

const isPeer =
  (own: readonly string[]) =>
  ({ engine }: { engine: string }): boolean =>
    !own.includes(engine);

/** Over the cases in which a peer has a figure. */
function geometricMean(cases: readonly Case<JobResult>[], own: readonly string[]): string {
  const leads = cases.flatMap(({ results }) => {
    const best = Math.max(0, ...results.filter(isPeer(own)).map(({ gflops }) => gflops ?? 0));
    const ours = results[0]?.gflops;
    return ours && best > 0 ? [ours / best] : [];
  });
  if (leads.length === 0) return '';
  const mean = Math.exp(leads.reduce((sum, lead) => sum + Math.log(lead), 0) / leads.length);
  return `Geometric mean over ${leads.length} shapes: ${mean.toFixed(2)} × the best peer; lowest ${Math.min(...leads).toFixed(2)} ×.`;
}

function stepTable({ results, ceiling }: Case<TrainResult>): string {
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
  if (own?.gflops && ceiling) {
    const share = percent(own.gflops / ceiling.median);
    lines.push(
      `${own.engine}: ${share} of the FMA ceiling, ${spread(ceiling)} GFLOP/s in the same rounds.`,
    );
  }
  // The CPU engine runs a step while it is submitted.
  if (own?.enqueueMs && own.calls!.submits > 0)
    lines.push(`CPU until our step is submitted: ${spread(own.enqueueMs)} ms.`);
  if (leads.length > 0) lines.push(`${own!.engine} is ${leads.join(', ')} as fast.`);
  if (own?.facts) {
    const { plannedBytes, unsharedBytes, temporaryBytes, unsharedTemporaryBytes } = own.facts;
    lines.push(
      `Memory of our step: ${mebibytes(plannedBytes)} MiB of ${mebibytes(unsharedBytes)} MiB in all tensors (${percent(plannedBytes / unsharedBytes)}); temporaries alone ${mebibytes(temporaryBytes)} of ${mebibytes(unsharedTemporaryBytes)} MiB (${percent(temporaryBytes / unsharedTemporaryBytes)}).`,
    );
  }
  return lines.join('\n\n');
}

function decodeTable({ results, ceiling }: Case<DecodeResult>): string {
  const rows = results.map((result) => {
    const { engine, msAToken, tokensPerS, firstTokenMs, GBps, ok, worst } = result;
    if (!msAToken) return [engine, failed(result)];
    const wrong = ok ? '' : ` **wrong: ${short(worst)}**`;
    const lead = msAToken.median / results[0]!.msAToken!.median;
    return [
      engine,
      spread(msAToken) + wrong,
      short(tokensPerS),
      `${lead.toFixed(2)} ×`,
      spread(firstTokenMs!),
      short(GBps),
    ];
  });
  const head = [
    'engine',
    'ms a token',
    'tokens/s',
    'of the first',
    'first token, ms',
    'weights, GB/s',
  ];
  const lines = [table(head, rows)];
  const [own] = results;
  if (own?.GBps && ceiling) {
    const share = percent(own.GBps / ceiling.median);
    lines.push(
      `${own.engine} reads weights at ${share} of its copy rate, ${spread(ceiling)} GB/s in the same rounds.`,
    );
  }
  return lines.join('\n\n');
}

function cpuTable(results: readonly TrainResult[]): string {
  const rows = results.map((result) =>
    result.ms
      ? [result.engine, spread(result.enqueueMs!), spread(result.ms), short(result.setupMs)]
      : [result.engine, failed(result)],
  );
  return table(['engine', 'ms to queue a step', 'ms until it is done', 'set-up, ms'], rows);
}
