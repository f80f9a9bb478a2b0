// `--text letters:3,story:1@0.5`: several texts, each with its share and the step that it is read from.
import { rowOf, type TextRow } from '../../training/run/texts/textRows';
import type { SuppliedText } from '../protocol/text';
import { chosenText } from './text';
import { UsageError, type Call } from './verb';

interface TextRows {
  readonly rows: TextRow[];
  /** Of the one text that is a file. */
  readonly supplied: SuppliedText | undefined;
}

const ENTRY = /^(?<name>.+?)(?::(?<share>[\d.]+))?(?:@(?<from>[\d.]+))?$/;

/** Null where none are named. @throws UsageError, DataError */
export async function textRowsOf(call: Call): Promise<TextRows | null> {
  const entries = call.list('text');
  if (!entries) return null;
  const rows: TextRow[] = [];
  const files: SuppliedText[] = [];
  for (const entry of entries) {
    const { name = entry, share = '1', from = '0' } = ENTRY.exec(entry)?.groups ?? {};
    const { data, supplied } = await chosenText(name);
    if (supplied) files.push(supplied);
    if (!(Number(share) > 0) || !(Number(from) >= 0))
      throw new UsageError(`"${entry}": a share is above 0, and a step is not below 0.`);
    rows.push({ ...rowOf(data.corpus, Number(from)), share: Number(share) });
  }
  if (files.length > 1) throw new UsageError('--text takes one file at a time, beside corpora.');
  return { rows, supplied: files[0] };
}
