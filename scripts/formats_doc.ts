// npm run formats-doc — writes docs/formats.md from the tables that the readers walk.
import { writeFileSync } from 'node:fs';
import { formatsDocument } from '../src/training/formats/document';
import { FORMAT_TABLES } from '../src/training/formats/tables';

export function main(): number {
  writeFileSync('docs/formats.md', formatsDocument(FORMAT_TABLES));
  console.log(`docs/formats.md: ${FORMAT_TABLES.length} tables`);
  return 0;
}
