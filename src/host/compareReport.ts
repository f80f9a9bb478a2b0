// A comparison as Markdown, HTML, CSV and lines of JSON in the manner of llama-bench. English: reports
// leave the lab.
import { variantName } from './variantName';
import type { CompareMethod, CompareResult, VariantRow } from './compareResult';

type Cell = string | number | null;

const COLUMNS: readonly (readonly [string, (row: VariantRow) => Cell])[] = [
  ['variant', ({ stages }) => variantName(stages)],
  ['label', ({ honesty }) => honesty],
  ['recovery_steps', ({ recoverySteps }) => recoverySteps],
  ['loss', ({ quality }) => quality?.loss ?? null],
  ['loss_se', ({ quality }) => quality?.standardError ?? null],
  ['perplexity', ({ quality }) => quality?.perplexity ?? null],
  ['bits_per_byte', ({ quality }) => quality?.bitsPerByte ?? null],
  ['kl_mean', ({ quality }) => quality?.kl.mean ?? null],
  ['kl_median', ({ quality }) => quality?.kl.median ?? null],
  ['kl_p99', ({ quality }) => quality?.kl.p99 ?? null],
  ['kl_max', ({ quality }) => quality?.kl.max ?? null],
  ['same_top', ({ quality }) => quality?.sameTop ?? null],
  ['delta_p_rms', ({ quality }) => quality?.deltaP.rms ?? null],
  ['delta_p_p5', ({ quality }) => quality?.deltaP.p5 ?? null],
  ['delta_p_p95', ({ quality }) => quality?.deltaP.p95 ?? null],
  ['parameters', ({ cost }) => cost?.parameters ?? null],
  ['disk_bytes', ({ cost }) => cost?.diskBytes ?? null],
  ['gpu_weight_bytes', ({ cost }) => cost?.weightBytes ?? null],
  ['gpu_layer_bytes', ({ cost }) => cost?.layerBytes ?? null],
  ['gpu_bytes', ({ cost }) => cost?.gpuBytes ?? null],
  ['flops_per_token', ({ cost }) => cost?.flopsPerToken ?? null],
  ['bytes_per_token', ({ cost }) => cost?.bytesPerToken ?? null],
  ['prefill_tps', ({ speed }) => speed?.prefill?.median ?? null],
  ['decode_tps', ({ speed }) => speed?.decode.median ?? null],
  ['decode_tps_std', ({ speed }) => speed?.decode.std ?? null],
  ['first_token_ms', ({ speed }) => speed?.firstTokenMs.median ?? null],
  ['token_ms_p50', ({ speed }) => speed?.tokenMs.p50 ?? null],
  ['token_ms_p90', ({ speed }) => speed?.tokenMs.p90 ?? null],
  ['token_ms_p99', ({ speed }) => speed?.tokenMs.p99 ?? null],
  ['time_ratio', ({ speed }) => speed?.against?.ratio ?? null],
  ['time_ratio_low', ({ speed }) => speed?.against?.low ?? null],
  ['time_ratio_high', ({ speed }) => speed?.against?.high ?? null],
  ['verdict', ({ speed }) => speed?.against?.verdict ?? null],
  ['gpu_step_ms', ({ gpuStepMs }) => gpuStepMs],
  ['error', ({ error }) => error?.message ?? null],
];

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export function csvOf({ rows }: CompareResult): string {
  const lines = rows.map((row) => COLUMNS.map(([, of]) => quoted(of(row))).join(','));
  return `${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\n')}\n`;
}

/** One line a test, prefill and decoding, with llama-bench's field names. */
export function jsonLinesOf({ method, rows, samples }: CompareResult): string {
  const { adapter, promptTokens, burstTokens, startedAt } = method;
  const lines = rows.flatMap((row) => {
    if (!row.speed) return [];
    const own = samples.filter(({ id, disturbed }) => id === row.id && !disturbed);
    const test = (tokens: { readonly prompt: number; readonly gen: number }, ms: number[]) => {
      const count = tokens.prompt + tokens.gen;
      const ns = ms.map((value) => value * 1e6);
      const rates = ms.map((value) => (1000 * count) / value);
      return {
        backends: 'WebGPU',
        gpu_info: adapter.description || adapter.device || adapter.architecture,
        model_filename: `${method.runName} (${variantName(row.stages)})`,
        model_type: `${method.model} ${variantName(row.stages)}`,
        model_size: row.cost?.diskBytes ?? 0,
        model_n_params: row.cost?.parameters ?? 0,
        n_prompt: tokens.prompt,
        n_gen: tokens.gen,
        n_depth: tokens.gen > 0 ? promptTokens + method.singleTokens + 1 : 0,
        test_time: startedAt,
        ...numbered('ns', ns),
        ...numbered('ts', rates),
      };
    };
    const decode = test(
      { prompt: 0, gen: burstTokens },
      own.map(({ burstMs }) => burstMs),
    );
    if (!row.speed.prefill) return [decode];
    const read = { prompt: promptTokens - 1, gen: 0 };
    const prefill = own.map(({ prefillMs }) => prefillMs);
    return [test(read, prefill), decode];
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function numbered(unit: 'ns' | 'ts', values: readonly number[]): Record<string, unknown> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const std = Math.sqrt(squares / Math.max(1, values.length - 1));
  return { [`avg_${unit}`]: mean, [`stddev_${unit}`]: std, [`samples_${unit}`]: values };
}

const number = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? '–' : value.toFixed(digits);
const significant = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : String(Number(value.toPrecision(3)));
const kilobytes = (bytes: number | undefined): string => number(bytes && bytes / 1000, 1);

type Table = readonly (readonly string[])[];

function qualityTable(rows: readonly VariantRow[]): Table {
  const head = 'Variant,Label,Loss ± SE,Perplexity,Bits/byte,KL mean,KL 99 %,KL max,Same top'.split(
    ',',
  );
  return [
    [...head, 'Δp RMS'],
    ...rows.map(({ stages, honesty, recoverySteps, quality, error }) => [
      variantName(stages) + (recoverySteps > 0 ? ` (${recoverySteps} steps)` : ''),
      honesty,
      error?.message ?? `${number(quality?.loss, 4)} ± ${number(quality?.standardError, 4)}`,
      number(quality?.perplexity, 3),
      number(quality?.bitsPerByte, 4),
      significant(quality?.kl.mean),
      significant(quality?.kl.p99),
      significant(quality?.kl.max),
      quality ? `${(100 * quality.sameTop).toFixed(1)} %` : '–',
      quality ? `${(100 * quality.deltaP.rms).toFixed(2)} %` : '–',
    ]),
  ];
}

function speedTable(rows: readonly VariantRow[]): Table {
  return [
    [
      'Variant',
      'Prefill tokens/s',
      'Decode tokens/s, mean ± std',
      'median',
      'First token ms',
      'Token ms p50',
      'p90',
      'p99',
      'Time × FP32 [99 %]',
      'Verdict',
    ],
    ...rows.map(({ stages, speed }) => [
      variantName(stages),
      number(speed?.prefill?.median, 0),
      `${number(speed?.decode.mean, 0)} ± ${number(speed?.decode.std, 0)}`,
      number(speed?.decode.median, 0),
      number(speed?.firstTokenMs.median, 2),
      number(speed?.tokenMs.p50, 2),
      number(speed?.tokenMs.p90, 2),
      number(speed?.tokenMs.p99, 2),
      speed?.against
        ? `${number(speed.against.ratio, 2)} [${number(speed.against.low, 2)}, ${number(speed.against.high, 2)}]`
        : '–',
      speed?.against?.verdict ?? '–',
    ]),
  ];
}

const costTable = (rows: readonly VariantRow[]): Table => [
  [
    'Variant',
    'Parameters',
    'Disk kB',
    'GPU weights kB',
    'Layers × FP32',
    'GPU kB',
    'MFLOP/token',
    'kB/token',
  ],
  ...rows.map(({ stages, cost }) => [
    variantName(stages),
    cost ? String(cost.parameters) : '–',
    kilobytes(cost?.diskBytes),
    kilobytes(cost?.weightBytes),
    number(cost && rows[0]?.cost && cost.layerBytes / rows[0].cost.layerBytes, 4),
    kilobytes(cost?.gpuBytes),
    number(cost && cost.flopsPerToken / 1e6, 3),
    kilobytes(cost?.bytesPerToken),
  ]),
];

function factsOf({ method, samples, harnessShare }: CompareResult): string[] {
  const { adapter } = method;
  const left = samples.filter(({ disturbed }) => disturbed).length;
  const what = adapter.description || adapter.device || adapter.architecture;
  return [
    `Model: ${method.runName}, ${method.model}, ${method.trainedSteps} steps, seed ${method.seed}; ${method.startedAt}.`,
    `Adapter: ${what}${adapter.software ? ' (a CPU playing one)' : ''}; timestamps: ${adapter.timestamps ? 'yes' : 'no'}; packed dot products: ${adapter.dot4 ? 'yes' : 'no'}.`,
    `Quality: ${method.windows} held-out windows of ${method.windowTokens} tokens (${method.bytesPerToken.toFixed(3)} bytes a token), the same for all; standard errors over windows. KL is KL(FP32 ‖ variant) in nats; Δp is the change of the right token's probability.`,
    `Speed: wall clock, one text at a time, warmed up. A sample reads ${method.promptTokens} tokens, writes ${method.singleTokens} one by one and ${method.burstTokens} in one go. Variants take turns, the first moving on by one each round; ${samples.length} samples, ${left} of them disturbed and left out.`,
    ...(harnessShare === null
      ? []
      : [`Time around the measured parts: ${(100 * harnessShare).toFixed(2)} % of the rounds.`]),
    'Labels: executed: ran in that form. emulated: ran with the same integers, without the instruction for them. storage: smaller on disk alone, runs like FP32.',
  ];
}

const TEXTS = (method: CompareMethod): string =>
  `Texts from “${method.prompt}”, temperature ${method.temperature}, seed ${method.seed}`;

export function markdownOf(result: CompareResult): string {
  const { method, rows } = result;
  const table = ([head, ...body]: Table): string =>
    [head!, head!.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${[
    `# ${method.runName}: compressed and compared`,
    factsOf(result)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    '## Quality',
    table(qualityTable(rows)),
    '## Speed',
    table(speedTable(rows)),
    '## Cost',
    table(costTable(rows)),
    `## ${TEXTS(method)}`,
    ...rows.flatMap(({ stages, text }) =>
      text === null ? [] : [`**${variantName(stages)}**\n\n> ${text.replaceAll('\n', '\n> ')}`],
    ),
  ].join('\n\n')}\n`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}' +
  'table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}' +
  'div{overflow-x:auto}td,th{padding:4px 10px;border-bottom:1px solid #8884;text-align:right}' +
  'td:first-child,th:first-child{text-align:left}blockquote{white-space:pre-wrap;margin:.3rem 0 1rem}';

/** One file that needs no other. */
export function htmlOf(result: CompareResult): string {
  const { method, rows } = result;
  const line = (tag: 'td' | 'th', cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const table = ([head, ...body]: Table): string =>
    `<div><table><thead>${line('th', head!)}</thead><tbody>${body.map((cells) => line('td', cells)).join('\n')}</tbody></table></div>`;
  const title = escaped(`${method.runName}: compressed and compared`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>
<ul>${factsOf(result)
    .map((fact) => `<li>${escaped(fact)}</li>`)
    .join('\n')}</ul>
<h2>Quality</h2>
${table(qualityTable(rows))}
<h2>Speed</h2>
${table(speedTable(rows))}
<h2>Cost</h2>
${table(costTable(rows))}
<h2>${escaped(TEXTS(method))}</h2>
${rows
  .map(({ stages, text }) =>
    text === null
      ? ''
      : `<h3>${escaped(variantName(stages))}</h3><blockquote>${escaped(text)}</blockquote>`,
  )
  .join('\n')}
</body></html>
`;
}
