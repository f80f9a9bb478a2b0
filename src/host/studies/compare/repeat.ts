// The same comparison twice: whether each median moved by less than the spread printed beside it, and
// whether a model and its copy, which stands among the variants, are distinguished.
import type { Spread } from '../../../training/evaluate/statistics';
import type { CompareResult, SpeedFigures } from '../../protocol/compare';
import { variantName } from '../compress/name';

const FIGURES = {
  'decode tokens/s': ({ decode }) => decode,
  'prefill tokens/s': ({ prefill }) => prefill,
  'first token ms': ({ firstTokenMs }) => firstTokenMs,
} satisfies Record<string, (speed: SpeedFigures) => Spread | null>;

/** `spread`: of the first comparison. */
function repeatRows(once: CompareResult, again: CompareResult) {
  return once.rows.flatMap((row) => {
    const { id, speed } = row;
    const other = again.rows.find((one) => one.id === id)?.speed;
    if (!speed || !other) return [];
    const name = id === COPY.id ? 'FP32, copy' : variantName(row);
    return Object.entries(FIGURES).flatMap(([figure, of]) => {
      const [first, second] = [of(speed), of(other)];
      if (!first || !second) return [];
      const { median, medianMove: spread } = first;
      const holds = Math.abs(second.median - median) < spread;
      return [{ variant: name, figure, first: median, second: second.median, spread, holds }];
    });
  });
}

/** The whole model once more: no difference may be found. */
export const COPY = { id: 'copy', stages: [] };

const number = (value: number): string => String(Number(value.toPrecision(4)));

export function repeatReport(once: CompareResult, again: CompareResult): string {
  const rows = repeatRows(once, again);
  const held = rows.filter(({ holds }) => holds).length;
  const lines = rows.map(({ variant, figure, first, second, spread, holds }) =>
    [variant, figure, number(first), number(second), number(spread), holds ? 'yes' : 'no'].join(
      ' | ',
    ),
  );
  const copies = [once, again].map(({ rows: all }) => {
    const against = all.find(({ id }) => id === COPY.id)?.speed?.against;
    return against
      ? `${against.verdict} (${number(against.ratio)} [${number(against.low)}, ${number(against.high)}])`
      : '–';
  });
  const shares = [once, again].map(({ harnessShare }) => `${number(100 * (harnessShare ?? 0))} %`);
  return [
    '| Variant | Figure | Median | Again | Spread | Holds |',
    '| --- | --- | ---: | ---: | ---: | --- |',
    ...lines.map((line) => `| ${line} |`),
    '',
    `${held} of ${rows.length} medians moved by less than their spread.`,
    `The copy beside FP32: ${copies.join(', again ')}.`,
    `Around the measured parts: ${shares.join(', again ')} of the rounds.`,
  ].join('\n');
}
