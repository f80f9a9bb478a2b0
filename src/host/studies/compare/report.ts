// A comparison as Markdown and HTML. English: reports leave the lab.
import { runsSameCode } from './figures';
import type {
  ComparedDevice,
  CompareMethod,
  CompareResult,
  ObjectiveMethod,
  VariantRow,
} from '../../protocol/compare';
import { adapterName } from '../describe';
import type { Metric, Unit } from './metric';
import { againstOf, isShown, METRICS, metricValue, type MetricId } from './metrics';
import { markdownTable } from '../markdown';
import { evalTaskTable } from './evalTaskReport';
import { variantName } from '../compress/name';
import { textLine, textName } from '../textReport';

type Table = readonly (readonly string[])[];

/** In reports one column has one unit. */
const UNITS: Readonly<Record<Unit, readonly [name: string, write: (value: number) => string]>> = {
  nats: ['', (value) => value.toFixed(4)],
  divergence: ['', (value) => String(Number(value.toPrecision(3)))],
  plain: ['', (value) => value.toFixed(3)],
  share: ['%', (value) => (100 * value).toFixed(2)],
  bytes: ['kB', (value) => (value / 1000).toFixed(1)],
  ms: ['ms', (value) => value.toFixed(2)],
  'tokens/s': ['tokens/s', (value) => value.toFixed(0)],
  'examples/s': ['examples/s', (value) => value.toFixed(0)],
  FLOP: ['MFLOP', (value) => (value / 1e6).toFixed(3)],
  count: ['', String],
  J: ['J', (value) => String(Number(value.toPrecision(3)))],
};

function metricCell(metric: Metric, row: VariantRow): string {
  const [, write] = UNITS[metric.unit];
  const value = metricValue(metric, row);
  const error = metric.error?.(row);
  if (value === null) return '–';
  return typeof error === 'number' ? `${write(value)} ± ${write(error)}` : write(value);
}

type Extra = readonly [title: string, of: (row: VariantRow) => string];

/** `extras` stand behind the metrics; what none of the rows has is left out. */
function tableOf(
  { method, rows }: CompareResult,
  ids: readonly MetricId[],
  extras: readonly Extra[] = [],
): Table {
  const metrics = ids
    .map((id): Metric => METRICS[id])
    .filter((metric) => isShown(metric, method, rows));
  const titles = metrics.map(({ title, unit }) => `${title} ${UNITS[unit][0]}`.trim());
  return [
    ['Variant', ...titles, ...extras.map(([title]) => title)],
    ...rows.map((row) => [
      variantName(row) +
        (row.hasReadText ? ' †' : '') +
        (row.recoverySteps > 0 ? ` (${row.recoverySteps} steps)` : ''),
      ...metrics.map((metric) => metricCell(metric, row)),
      ...extras.map(([, of]) => of(row)),
    ]),
  ];
}

const qualityTable = (result: CompareResult): Table =>
  tableOf(
    result,
    [
      'accuracy',
      'macroF1',
      'exactMatch',
      'rougeL',
      'answerF1',
      'exact',
      'loss',
      'perplexity',
      'bitsPerByte',
      'kl',
      'klP99',
      'klMax',
      'sameTop',
      'deltaP',
    ],
    [
      ['Label', ({ honesty }) => honesty],
      ['Error', ({ error }) => error?.message ?? ''],
    ],
  );

const speedTable = (result: CompareResult): Table =>
  tableOf(
    result,
    [
      'load',
      'single',
      'batch',
      'exampleTime',
      'prefill',
      'decodeMean',
      'decode',
      'shallow',
      'firstToken',
      'p50',
      'p90',
      'p99',
    ],
    [
      ['Time × FP32 [99 %]', (row) => ratioOf(row, result.rows)],
      ['Verdict', (row) => verdictOf(row, result.rows)],
      [
        'Share of the roofline',
        ({ roofline }) =>
          roofline ? `${(100 * roofline.share).toFixed(0)} % (${roofline.boundBy})` : '–',
      ],
    ],
  );

const costTable = (result: CompareResult): Table =>
  tableOf(result, [
    'parameters',
    'disk',
    'weights',
    'layers',
    'memory',
    'flops',
    'traffic',
    'exampleFlops',
    'exampleTraffic',
    ...(result.method.watts === null ? [] : (['energy', 'exampleEnergy'] as const)),
  ]);

function ratioOf(row: VariantRow, [reference]: readonly VariantRow[]): string {
  const against = againstOf(row);
  if (!against || (reference && runsSameCode(row, reference))) return '–';
  const [ratio, low, high] = [against.ratio, against.low, against.high].map((x) => x.toFixed(2));
  return `${ratio} [${low}, ${high}]`;
}

/** Where the same code runs, what was measured is noise. */
function verdictOf(row: VariantRow, [reference]: readonly VariantRow[]): string {
  const against = againstOf(row);
  if (!against) return '–';
  if (reference && runsSameCode(row, reference)) return 'same speed: runs the same code';
  return against.verdict === 'same' ? 'no difference found' : against.verdict;
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
        return found ? `${found.decode.mean.toFixed(0)} ± ${found.decode.std.toFixed(0)}` : '–';
      }),
    ]),
  ];
}

const yesNo = (is: boolean): string => (is ? 'yes' : 'no');

function deviceFact({ kind, adapter, ceilings }: ComparedDevice): string {
  const { software, threads, timestamps, dot4 } = adapter;
  const name = adapterName(adapter);
  const what =
    kind === 'cpu'
      ? `CPU: ${name}, threads: ${threads}`
      : `GPU: ${name}${software ? ' (a CPU playing one)' : ''}; timestamps: ${yesNo(timestamps)}`;
  const roofline = ceilings
    ? `; roofline: ${ceilings.gflops.toFixed(0)} GFLOP/s of multiply-adds and ${ceilings.gigabytesPerSecond.toFixed(0)} GB/s of copying, measured here`
    : '';
  return `${what}; packed dot products: ${yesNo(dot4)}${roofline}.`;
}

const READ_TEXT =
  '† Trained on another split of this text: what is held out here may be part of it, so that its figures may be too good.';

function textFacts(method: CompareMethod, samples: CompareResult['samples']): string[] {
  const left = samples.filter(({ disturbed }) => disturbed).length;
  return [
    `Quality: ${method.windows} held-out windows of ${method.windowTokens} tokens (${method.bytesPerToken.toFixed(3)} bytes a token), the same for all; standard errors over windows. KL is KL(FP32 ‖ variant) in nats; Δp is the change of the right token's probability.`,
    `Speed: wall clock, one text at a time, warmed up. A sample reads ${method.promptTokens} tokens, writes ${method.singleTokens} one by one and ${method.burstTokens} in one go (pp${method.promptTokens - 1}, tg${method.burstTokens} @ d${method.promptTokens + method.singleTokens + 1}). Variants take turns, the first moving on by one each round; ${samples.length} samples, ${left} of them disturbed and left out. Loading is timed once: from weights in JavaScript to ready to write.`,
    'A model whose tokens are others than the reference’s is held against it by bits per byte and speed alone.',
  ];
}

function exampleFacts(
  { windows, windowTokens }: CompareMethod,
  { kind, positions, atOnce }: ObjectiveMethod,
): string[] {
  const each = positions === 1 ? 'one position' : `${positions} positions`;
  return [
    `Quality: ${windows} held-out examples of at most ${windowTokens} tokens by the objective ${kind}, ${each} predicted in each, the same for all; standard errors over examples. KL is KL(FP32 ‖ variant) in nats; Δp is the change of the probability of what is right.`,
    `Speed: wall clock, warmed up; one example at a time, and ${atOnce} at once. Variants take turns, the first moving on by one each round; disturbed rounds are left out. Loading is timed once: from weights in JavaScript to ready to read.`,
    'A model of other classes or tokens than the reference’s is held against it by what is right and by speed alone.',
  ];
}

function factsOf({ method, rows, samples, harnessShare }: CompareResult): string[] {
  return [
    `Model: ${method.runName}, ${method.model}, ${method.trainedSteps} steps, seed ${method.seed}; ${method.startedAt}.`,
    textLine(method.text),
    ...(rows.some((row) => row.hasReadText) ? [READ_TEXT] : []),
    ...method.devices.map(deviceFact),
    ...(method.objective ? exampleFacts(method, method.objective) : textFacts(method, samples)),
    ...(harnessShare === null
      ? []
      : [`Time around the measured parts: ${(100 * harnessShare).toFixed(2)} % of the rounds.`]),
    'Share of the roofline: the least time of a token or an example on its device, by the tighter of multiply-adds and copying, of its real time.',
    'Labels: executed: ran in that form. emulated: ran with the same integers, without the instruction for them. storage: smaller on disk alone, runs like FP32.',
  ];
}

const TEXTS = (method: CompareMethod): string =>
  `Texts from “${method.prompt}”, temperature ${method.temperature}, seed ${method.seed}`;

const isWritten = ({ rows }: CompareResult): boolean => rows.some(({ text }) => text !== null);

const SECTIONS: readonly (readonly [string, (result: CompareResult) => Table | null])[] = [
  ['Quality', qualityTable],
  ['Questions with one right answer', evalTaskTable],
  ['Speed', speedTable],
  ['Throughput by batch size', batchTable],
  ['Cost', costTable],
];

/** The model and the text. */
const titleOf = ({ runName, text }: CompareMethod): string =>
  `${runName}: compressed and compared on ${textName(text)}`;

export function markdownOf(result: CompareResult): string {
  const { method, rows } = result;
  return `${[
    `# ${titleOf(method)}`,
    factsOf(result)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    ...SECTIONS.flatMap(([title, of]) => {
      const found = of(result);
      if (!found) return [];
      const [head, ...body] = found;
      return [`## ${title}`, markdownTable(head!, body)];
    }),
    ...(isWritten(result) ? [`## ${TEXTS(method)}`] : []),
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
  const title = escaped(titleOf(method));
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
${isWritten(result) ? `<h2>${escaped(TEXTS(method))}</h2>` : ''}
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
