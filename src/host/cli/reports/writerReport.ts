// The result of the finance writer as a Markdown table, and what each stage writes.
import type { WriterResult, WriterRow } from '../../protocol/writer';
import { overSeeds } from '../../studies/writer/figures';
import { markdownTable } from '../../studies/markdown';

const HEAD = [
  'Stage',
  'Loss on finance',
  'Loss on general text',
  'Parameters',
  'Disk, kB',
  'Tokens/s',
  'Time, s',
];

const cellsOf = (row: WriterRow): string[] => [
  row.id,
  ...(['domain', 'general'] as const).map((text) => {
    const { mean, std } = overSeeds(row, text);
    return std === null ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${std.toFixed(4)}`;
  }),
  String(row.parameters),
  (row.diskBytes / 1000).toFixed(1),
  row.decode?.median.toFixed(0) ?? '–',
  (row.elapsedMs / 1000).toPrecision(3),
];

export function writerReport({ prompt, method, rows }: WriterResult): string {
  const facts = method
    ? [
        `${method.model} → ${method.student} on ${method.adapter}; ${method.general}, then ${method.domain};`,
        `students read ${method.studentTokens} tokens, T = ${method.temperature}, alpha ${method.alpha}.`,
      ]
    : [];
  const texts = rows.map(({ id, texts: written }) =>
    [`${id}:`, ...written.map((text) => `- ${(prompt + text).replaceAll('\n', ' / ')}`)].join('\n'),
  );
  return [facts.join(' '), markdownTable(HEAD, rows.map(cellsOf)), ...texts].join('\n\n');
}
