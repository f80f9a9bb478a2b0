// docs/formats.md, printed from the tables that the readers walk.
import type { FieldTable } from './fieldTable';

const INTRODUCTION = `# File formats

What Benchtop does with each field of the files that other tools write. *Honoured*: read with the meaning
that the reference gives it. *Refused*: opening the file fails with a message that names the field, except
for the values listed as accepted. *Ignored*: has no effect on anything that Benchtop computes. A field that
is not listed is refused or reported as not read, as each table says.

This page is generated from the tables that the readers walk: \`npm run formats-doc\`.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function accepted(accepts: FieldTable['fields'][string]['accepts']): string {
  if (accepts === undefined) return '';
  if (typeof accepts === 'function') return 'see the note';
  return accepts.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
}

function section({ title, file, reference, fields, unknown }: FieldTable): string {
  const rows = Object.entries(fields).map(
    ([name, { use, accepts, note }]) =>
      `| \`${cell(name)}\` | ${use} | ${cell(accepted(accepts))} | ${cell(note)} |`,
  );
  const others =
    unknown === 'refused'
      ? 'Any other field is refused.'
      : 'Any other field is reported as not read.';
  return [
    `## ${title}`,
    `\n\`${file}\`. Reference: ${reference}. ${others}\n`,
    '| field | use | accepted values | note |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

export const formatsDocument = (tables: readonly FieldTable[]): string =>
  [INTRODUCTION, ...tables.map(section)].join('\n');
