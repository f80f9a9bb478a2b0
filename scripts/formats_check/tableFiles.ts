// Files of rows in the dialects that tools write, made from a seed: CSV and TSV with every combination of
// delimiter, header, quoting, line ends and blemishes; JSON in the forms of pandas and datasets.
import { drawIndex } from '../../src/training/data/augment';
import type { RandomStream } from '../../src/training/data/random';

export interface TableFile {
  readonly name: string;
  readonly text: string;
  readonly kind: 'table' | 'json';
  /** For pandas. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The dialect in words, for a report. */
  readonly dialect: string;
}

const WORDS =
  'good bad fine day night 好 坏 naïve 🦊 cat, dog; one|two "quoted" it\'s a\tb #1 \\ 0 1 -1 3.5 1e5 NA None nan yes TRUE C:\\new sep=;'.split(
    ' ',
  );
const NAMES =
  'text label sentence review id idx a b text.1 question answer title,x no;te col\tumn'.split(' ');

class Draw {
  private readonly random: RandomStream;

  constructor(random: RandomStream) {
    this.random = random;
  }

  below(count: number): number {
    return drawIndex(this.random, count);
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  words(most: number): string {
    return Array.from({ length: this.below(most + 1) }, () => this.one(WORDS)).join(' ');
  }
}

export function tableFile(random: RandomStream, index: number): TableFile {
  const draw = new Draw(random);
  return draw.chance(60) ? delimited(draw, index) : json(draw, index);
}

function delimited(draw: Draw, index: number): TableFile {
  const ending = draw.one(['csv', 'csv', 'tsv']);
  const delimiter =
    ending === 'tsv' && draw.chance(80) ? '\t' : draw.one([',', ',', ',', ';', '\t', '|']);
  const hasHeader = draw.chance(80);
  const width = 1 + draw.below(4);
  const newline = draw.one(['\n', '\n', '\r\n', '\r']);
  const hasEscapes = draw.chance(5);
  const quoting = hasEscapes ? 'all' : draw.one(['minimal', 'minimal', 'all'] as const);
  const hasIndex = hasHeader && draw.chance(15);
  // pandas skips a line that ends with a lone \r together with the delimiter behind it.
  const excel = newline !== '\r' && draw.chance(6);
  const cellOf = (text: string): string => {
    const needs = text.includes(delimiter) || /["\r\n]/.test(text);
    if (quoting === 'minimal' && !needs) return text;
    return `"${hasEscapes ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"') : text.replaceAll('"', '""')}"`;
  };
  const line = (cells: readonly string[]): string => cells.map(cellOf).join(delimiter);
  const rows = Array.from({ length: 1 + draw.below(12) }, (_, row) => [
    ...(hasIndex ? [String(row)] : []),
    ...Array.from({ length: width }, () =>
      draw.chance(5) ? `${draw.words(3)}\n${draw.words(2)}` : draw.words(6),
    ),
  ]);
  const header = [
    ...(hasIndex ? [draw.one(['', 'Unnamed: 0'])] : []),
    ...Array.from({ length: width }, () => draw.one(NAMES)),
  ];
  const lines = [...(hasHeader ? [line(header)] : []), ...rows.map(line)];
  const blemish = blemished(lines, draw, delimiter, newline === '\r');
  const text =
    (draw.chance(10) ? '\uFEFF' : '') +
    (excel ? `sep=${delimiter}${newline}` : '') +
    lines.join(newline) +
    (draw.chance(80) ? newline : '');
  return {
    name: `file${index}.${ending}`,
    text,
    kind: 'table',
    options: {
      sep: delimiter,
      header: hasHeader ? 0 : null,
      ...(excel && { skiprows: 1 }),
      // Backslashes alone are backslashes, as long as no quote says that they escape.
      ...(hasEscapes &&
        rows.flat().some((one) => one.includes('"')) && { escapechar: '\\', doublequote: false }),
    },
    dialect: `${JSON.stringify(delimiter)} ${hasHeader ? 'header' : 'no header'} ${quoting} ${JSON.stringify(newline)}${hasEscapes ? ' escapes' : ''}${excel ? ' sep=' : ''}${hasIndex ? ' index' : ''} ${blemish}`,
  };
}

/** What files of people have: changes some lines in place. */
function blemished(lines: string[], draw: Draw, delimiter: string, isMac: boolean): string {
  // Behind an empty line that ends with a lone \r pandas drops the next line's first delimiter.
  const empty = isMac ? [] : ['blank', 'spaces'];
  const kind = draw.one(['', '', '', '', ...empty, 'short', 'long', 'stray', 'open', 'comment']);
  const at = draw.below(lines.length);
  switch (kind) {
    case 'blank':
      lines.splice(at, 0, '');
      break;
    case 'spaces':
      lines.splice(at, 0, '   ');
      break;
    case 'short':
      lines[at] = lines[at]!.split(delimiter).slice(0, -1).join(delimiter);
      break;
    case 'long':
      lines[at] += `${delimiter}more`;
      break;
    case 'stray':
      lines[at] = lines[at]!.replace(/ /, ' " ');
      break;
    case 'open':
      lines[at] = `"${lines[at]!}`;
      break;
    case 'comment':
      lines.splice(at, 0, '# a comment');
      break;
  }
  return kind;
}

type Value =
  | string
  | number
  | boolean
  | null
  | readonly unknown[]
  | Readonly<Record<string, unknown>>;

function value(draw: Draw): Value {
  switch (draw.below(12)) {
    case 0:
      return draw.below(1000) - 500;
    case 1:
      return draw.below(1000) / 8;
    case 2:
      return draw.chance(50);
    case 3:
      return null;
    case 4:
      return [draw.words(2), draw.words(2)];
    case 5:
      return { a: draw.words(2), b: draw.below(9) };
    default:
      return draw.words(6);
  }
}

function json(draw: Draw, index: number): TableFile {
  const names = [...new Set(Array.from({ length: 1 + draw.below(4) }, () => draw.one(NAMES)))];
  const areScalar = draw.chance(70);
  const cell = (): Value => {
    const found = value(draw);
    return areScalar && typeof found === 'object' && found !== null ? 'scalar' : found;
  };
  const rows = Array.from({ length: 1 + draw.below(8) }, () =>
    Object.fromEntries(names.map((name) => [name, cell()])),
  );
  const indent = draw.chance(30) ? 2 : undefined;
  const write = (one: unknown): string => {
    const text = JSON.stringify(one, null, indent);
    return draw.chance(10) ? text.replaceAll(': null', ': NaN').replaceAll(':null', ':NaN') : text;
  };
  const columns = (of: (name: string) => unknown): object =>
    Object.fromEntries(names.map((name) => [name, of(name)]));
  const byIndex = <T>(list: readonly T[]): object =>
    Object.fromEntries(list.map((one, i) => [String(i), one]));
  const field = draw.one(['data', 'rows', 'examples', 'train']);
  const forms: Readonly<Record<string, () => string>> = {
    records: () => write(rows),
    lines: () => rows.map((row) => JSON.stringify(row)).join('\n') + (draw.chance(50) ? '\n' : ''),
    concatenated: () => rows.map((row) => JSON.stringify(row, null, 2)).join('\n'),
    field: () => write({ version: '1.0', [field]: rows }),
    split: () =>
      write({
        columns: names,
        index: rows.map((_, i) => i),
        data: rows.map((row) => names.map((name) => row[name])),
      }),
    columns: () => write(columns((name) => byIndex(rows.map((row) => row[name])))),
    index: () => write(byIndex(rows)),
    values: () => write(rows.map((row) => names.map((name) => row[name]))),
    list: () => write(columns((name) => rows.map((row) => row[name]))),
  };
  const form = draw.one(Object.keys(forms));
  // One object alone under .jsonl is a row, whatever is in it.
  const isLines = form === 'lines' || form === 'records' || form === 'concatenated';
  const ending = isLines ? draw.one(['jsonl', 'json', 'ndjson']) : 'json';
  return {
    name: `file${index}.${ending}`,
    text: (draw.chance(8) ? '\uFEFF' : '') + forms[form]!(),
    kind: 'json',
    options: { form, field },
    dialect: `${form} .${ending}${indent ? ' indented' : ''}`,
  };
}
