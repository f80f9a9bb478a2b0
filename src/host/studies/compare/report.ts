// A comparison as Markdown and HTML. English: reports leave the lab.
import { runsSameCode } from './figures';
import type { CompareMethod, CompareResult, VariantRow } from '../../protocol/compare';
import { suiteTable } from './suiteReport';
import { variantName } from '../compress/name';

const number = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? '–' : value.toFixed(digits);
const significant = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : String(Number(value.toPrecision(3)));
const kilobytes = (bytes: number | undefined): string => number(bytes && bytes / 1000, 1);

type Table = readonly (readonly string[])[];

function qualityTable({ rows }: CompareResult): Table {
  const head = 'Variant,Label,Loss ± SE,Perplexity,Bits/byte,KL mean,KL 99 %,KL max,Same top'.split(
    ',',
  );
  return [
    [...head, 'Δp RMS'],
    ...rows.map((row) => [
      variantName(row) + (row.recoverySteps > 0 ? ` (${row.recoverySteps} steps)` : ''),
      row.honesty,
      ...qualityCells(row),
    ]),
  ];
}

const qualityCells = ({ quality, bytes, error }: VariantRow): string[] => [
  error?.message ?? `${number(quality?.loss, 4)} ± ${number(quality?.standardError, 4)}`,
  number(quality?.perplexity, 3),
  bytes ? `${number(bytes.bitsPerByte, 4)} ± ${number(bytes.bitsPerByteError, 4)}` : '–',
  significant(quality?.kl.mean),
  significant(quality?.kl.p99),
  significant(quality?.kl.max),
  quality ? `${(100 * quality.sameTop).toFixed(1)} %` : '–',
  quality ? `${(100 * quality.deltaP.rms).toFixed(2)} %` : '–',
];

const depthOf = ({ promptTokens, singleTokens }: CompareMethod): number =>
  promptTokens + singleTokens + 1;

function speedTable({ method, rows }: CompareResult): Table {
  return [
    [
      'Variant',
      'Load ms',
      `Prefill tokens/s (pp${method.promptTokens - 1})`,
      `Decode tokens/s (tg${method.burstTokens} @ d${depthOf(method)}), mean ± std`,
      'median',
      `tg${method.burstTokens}`,
      'First token ms',
      'Token ms p50',
      'p90',
      'p99',
      'Time × FP32 [99 %]',
      'Verdict',
      'Share of the roofline',
    ],
    ...rows.map(({ speed, loadMs, roofline, ...row }) => [
      variantName(row),
      number(loadMs, 0),
      number(speed?.prefill?.median, 0),
      `${number(speed?.decode.mean, 0)} ± ${number(speed?.decode.std, 0)}`,
      number(speed?.decode.median, 0),
      number(speed?.shallow?.median, 0),
      number(speed?.firstTokenMs.median, 2),
      number(speed?.tokenMs.p50, 2),
      number(speed?.tokenMs.p90, 2),
      number(speed?.tokenMs.p99, 2),
      speed?.against && !(rows[0] && runsSameCode(row, rows[0]))
        ? `${number(speed.against.ratio, 2)} [${number(speed.against.low, 2)}, ${number(speed.against.high, 2)}]`
        : '–',
      verdictOf(row, speed, rows),
      roofline ? `${(100 * roofline.share).toFixed(0)} % (${roofline.boundBy})` : '–',
    ]),
  ];
}

/** Where the same code runs, what was measured is noise. */
function verdictOf(
  row: Pick<VariantRow, 'id' | 'stages' | 'place' | 'model' | 'cost'>,
  speed: VariantRow['speed'],
  [reference]: readonly VariantRow[],
): string {
  if (!speed?.against) return '–';
  if (reference && runsSameCode(row, reference)) return 'same speed: runs the same code';
  return speed.against.verdict === 'same' ? 'no difference found' : speed.against.verdict;
}

/** By batch size; nothing where that was not asked for. */
function batchTable({ method, rows }: CompareResult): Table | null {
  const timed = rows.filter(({ batches }) => batches.length > 0);
  if (timed.length === 0) return null;
  const counts = [1, ...method.texts];
  return [
    ['Tokens/s of all texts together', ...counts.map((count) => `${count} at once`)],
    ...timed.map((row) => [
      variantName(row),
      ...counts.map((count) => {
        const found = row.batches.find(({ texts }) => texts === count);
        return found ? `${number(found.decode.mean, 0)} ± ${number(found.decode.std, 0)}` : '–';
      }),
    ]),
  ];
}

const costTable = ({ method: { watts }, rows }: CompareResult): Table => [
  [
    'Variant',
    'Parameters',
    'Disk kB',
    'GPU weights kB',
    'Layers × FP32',
    'GPU kB',
    'MFLOP/token',
    'kB/token',
    ...(watts === null ? [] : [`J/token, estimated at ${watts} W`]),
  ],
  ...rows.map(({ cost, joules, ...row }) => [
    variantName(row),
    cost ? String(cost.parameters) : '–',
    kilobytes(cost?.diskBytes),
    kilobytes(cost?.weightBytes),
    number(cost && rows[0]?.cost && cost.layerBytes / rows[0].cost.layerBytes, 4),
    kilobytes(cost?.gpuBytes),
    number(cost && cost.flopsPerToken / 1e6, 3),
    kilobytes(cost?.bytesPerToken),
    ...(watts === null ? [] : [significant(joules)]),
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
    `Speed: wall clock, one text at a time, warmed up. A sample reads ${method.promptTokens} tokens, writes ${method.singleTokens} one by one and ${method.burstTokens} in one go. Variants take turns, the first moving on by one each round; ${samples.length} samples, ${left} of them disturbed and left out. Loading is timed once: from weights on the CPU to ready to write.`,
    ...(harnessShare === null
      ? []
      : [`Time around the measured parts: ${(100 * harnessShare).toFixed(2)} % of the rounds.`]),
    ...(method.ceilings
      ? [
          `Roofline: ${method.ceilings.gflops.toFixed(0)} GFLOP/s of multiply-adds and ${method.ceilings.gigabytesPerSecond.toFixed(0)} GB/s of copying, measured here; the share is the least time of a token by the tighter of them, of its real time.`,
        ]
      : []),
    'A model whose tokens are others than the reference’s is held against it by bits per byte and speed alone. On the CPU: plain TypeScript, one thread.',
    'Labels: executed: ran in that form. emulated: ran with the same integers, without the instruction for them. storage: smaller on disk alone, runs like FP32.',
  ];
}

const TEXTS = (method: CompareMethod): string =>
  `Texts from “${method.prompt}”, temperature ${method.temperature}, seed ${method.seed}`;

const SECTIONS: readonly (readonly [string, (result: CompareResult) => Table | null])[] = [
  ['Quality', qualityTable],
  ['Questions with one right answer', suiteTable],
  ['Speed', speedTable],
  ['Speed by texts at once', batchTable],
  ['Cost', costTable],
];

export function markdownOf(result: CompareResult): string {
  const { method, rows } = result;
  const table = ([head, ...body]: Table): string =>
    [head!, head!.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${[
    `# ${method.runName}: compressed and compared`,
    factsOf(result)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    ...SECTIONS.flatMap(([title, of]) => {
      const found = of(result);
      return found ? [`## ${title}`, table(found)] : [];
    }),
    `## ${TEXTS(method)}`,
    ...rows.flatMap((row) =>
      row.text === null
        ? []
        : [`**${variantName(row)}**\n\n> ${row.text.replaceAll('\n', '\n> ')}`],
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
${SECTIONS.map(([heading, of]) => {
  const found = of(result);
  return found ? `<h2>${heading}</h2>\n${table(found)}` : '';
}).join('\n')}
<h2>${escaped(TEXTS(method))}</h2>
${rows
  .map((row) =>
    row.text === null
      ? ''
      : `<h3>${escaped(variantName(row))}</h3><blockquote>${escaped(row.text)}</blockquote>`,
  )
  .join('\n')}
</body></html>
`;
}
