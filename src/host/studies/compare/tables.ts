// A comparison for other programs: CSV, and lines of JSON in the manner of llama-bench.
import { meanOf, stdOf } from '../../../training/evaluate/statistics';
import type { CompareMethod, CompareResult, VariantRow } from '../../protocol/compare';
import { BATCH_TOKENS } from './contest/setup';
import { adapterName } from '../describe';
import { deviceOf } from './devices';
import type { Metric } from './metric';
import { againstOf, isShown, METRICS } from './metrics';
import { evalTaskColumns } from './evalTaskReport';
import { variantName } from '../compress/name';
import { textName } from '../textReport';

type Cell = string | number | null;

type Column = readonly [string, (row: VariantRow) => Cell];

const metricColumns = ({ method, rows }: CompareResult): Column[] =>
  Object.values<Metric>(METRICS).flatMap((metric): Column[] => {
    if (!isShown(metric, method, rows)) return [];
    const { error, column, errorColumn } = metric;
    const value: Column = [column, (row) => metric.of(row) ?? null];
    return error && errorColumn ? [value, [errorColumn, (row) => error(row) ?? null]] : [value];
  });

const columnsOf = (result: CompareResult): Column[] => [
  ['variant', (row) => variantName(row)],
  ['device', ({ device }) => device],
  ['label', ({ honesty }) => honesty],
  ['recovery_steps', ({ recoverySteps }) => recoverySteps],
  ...metricColumns(result),
  ['kl_median', ({ quality }) => quality?.kl.median ?? null],
  ['delta_p_p5', ({ quality }) => quality?.deltaP.p5 ?? null],
  ['delta_p_p95', ({ quality }) => quality?.deltaP.p95 ?? null],
  ['time_ratio', (row) => againstOf(row)?.ratio ?? null],
  ['time_ratio_low', (row) => againstOf(row)?.low ?? null],
  ['time_ratio_high', (row) => againstOf(row)?.high ?? null],
  ['verdict', (row) => againstOf(row)?.verdict ?? null],
  ['bound_by', ({ roofline }) => roofline?.boundBy ?? null],
  ['error', ({ error }) => error?.message ?? null],
];

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const batchCell =
  (count: number) =>
  ({ batches }: VariantRow): Cell =>
    batches.find(({ texts }) => texts === count)?.decode.mean ?? null;

export function csvOf(result: CompareResult): string {
  const { method, rows } = result;
  const counts = method.texts.length > 0 ? [1, ...method.texts] : [];
  const batches = counts.map((count) => [`decode_tps_${count}_texts`, batchCell(count)] as const);
  const columns = [...columnsOf(result), ...batches, ...evalTaskColumns(method.evalTasks)];
  const lines = rows.map((row) => columns.map(([, of]) => quoted(of(row))).join(','));
  return `${[columns.map(([name]) => name).join(','), ...lines].join('\n')}\n`;
}

/**
 * One line a test, with llama-bench's field names: prefill, decoding behind it and from the beginning. Where
 * examples are read, `es` are those a second.
 */
export function jsonLinesOf(result: CompareResult): string {
  const lines = result.rows.flatMap((row) => [
    ...testsOf(result, row),
    ...batchTests(result, row),
    ...exampleTests(result, row),
  ]);
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function modelFields(method: CompareMethod, row: VariantRow) {
  const { runName, model, startedAt } = method;
  const device = deviceOf(method, row);
  const name = device ? adapterName(device.adapter) : '';
  return {
    backends: row.device === 'cpu' ? 'WebAssembly' : 'WebGPU',
    cpu_info: row.device === 'cpu' ? name : '',
    gpu_info: row.device === 'gpu' ? name : '',
    text: textName(method.text),
    model_filename: `${runName} (${variantName(row)})`,
    model_type: `${model} ${variantName(row)}`,
    model_size: row.cost?.diskBytes ?? 0,
    model_n_params: row.cost?.parameters ?? 0,
    test_time: startedAt,
  };
}

function testsOf({ method, samples }: CompareResult, row: VariantRow): object[] {
  if (!row.speed) return [];
  const { promptTokens, singleTokens, burstTokens } = method;
  const own = samples.filter(({ id, disturbed }) => id === row.id && !disturbed);
  const test = (sizes: { prompt: number; gen: number; depth: number }, ms: readonly number[]) => ({
    ...modelFields(method, row),
    n_prompt: sizes.prompt,
    n_gen: sizes.gen,
    n_depth: sizes.depth,
    ...numbered('ns', ms.map((value) => value * 1e6)), // oxfmt-ignore
    ...numbered('ts', ms.map((value) => (1000 * (sizes.prompt + sizes.gen)) / value)), // oxfmt-ignore
  });
  const deep = { prompt: 0, gen: burstTokens, depth: promptTokens + singleTokens + 1 };
  const tests: object[] = [];
  if (row.speed.prefill) {
    const read = { prompt: promptTokens - 1, gen: 0, depth: 0 };
    tests.push(test(read, own.map(({ prefillMs }) => prefillMs))); // oxfmt-ignore
  }
  tests.push(test(deep, own.map(({ burstMs }) => burstMs))); // oxfmt-ignore
  const shallow = own.flatMap(({ shallowMs }) => shallowMs ?? []);
  if (shallow.length > 0) tests.push(test({ ...deep, depth: 0 }, shallow));
  return tests;
}

/** Of all texts together. */
const batchTests = ({ method }: CompareResult, row: VariantRow): object[] =>
  row.batches.map(({ texts, decode }) => ({
    ...modelFields(method, row),
    n_prompt: 0,
    n_gen: Math.min(method.burstTokens, BATCH_TOKENS),
    n_depth: 0,
    n_parallel: texts,
    avg_ts: decode.mean,
    stddev_ts: decode.std,
  }));

/** One at a time, and several at once. */
const exampleTests = ({ method }: CompareResult, row: VariantRow): object[] =>
  row.rates && method.objective
    ? (
        [
          [1, row.rates.single],
          [method.objective.atOnce, row.rates.batch],
        ] as const
      ).map(([count, { mean, std }]) => ({
        ...modelFields(method, row),
        n_prompt: method.windowTokens,
        n_gen: 0,
        n_depth: 0,
        n_parallel: count,
        avg_es: mean,
        stddev_es: std,
      }))
    : [];

function numbered(unit: 'ns' | 'ts', values: readonly number[]): Record<string, unknown> {
  return {
    [`avg_${unit}`]: meanOf(values),
    [`stddev_${unit}`]: stdOf(values),
    [`samples_${unit}`]: values,
  };
}
