/** Documents in plain text: cut at blank lines, at every line end, or not at all (then in large pieces). */
import type { DocumentBatch, DocumentBreak, TextChunk } from './types';

/** A document without a break is cut at the last line end before this, so that memory stays bounded. */
const LONGEST_CHARS = 1 << 20;

const BREAKS: Readonly<Record<DocumentBreak, RegExp | null>> = {
  blank_line: /\n(?:[^\S\n]*\n)+/g,
  line: /\n/g,
  none: null,
};

export async function* cutText(
  chunks: AsyncIterable<TextChunk>,
  documentBreak: DocumentBreak,
): AsyncGenerator<DocumentBatch> {
  let rest = '';
  let readBytes = 0;
  for await (const { text, readBytes: bytes } of chunks) {
    readBytes = bytes;
    const { documents, rest: open } = cut(rest + text, BREAKS[documentBreak]);
    rest = open;
    yield { documents, refused: [], readBytes };
  }
  const last = documentBreak === 'none' ? rest : rest.trimEnd();
  yield { documents: last.trim() === '' ? [] : [last], refused: [], readBytes };
}

/** Whole documents; what may still go on is the rest. A break at the very end may be cut itself. */
function cut(text: string, breaks: RegExp | null): { documents: string[]; rest: string } {
  const documents: string[] = [];
  let from = 0;
  for (const { 0: found, index } of breaks ? text.matchAll(breaks) : []) {
    if (index + found.length === text.length) break;
    documents.push(text.slice(from, index));
    from = index + found.length;
  }
  let rest = text.slice(from);
  while (rest.length > LONGEST_CHARS) {
    const at = lineEndBefore(rest, LONGEST_CHARS);
    documents.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return { documents: documents.filter((document) => document.trim() !== ''), rest };
}

function lineEndBefore(text: string, limit: number): number {
  const at = text.lastIndexOf('\n', limit - 1) + 1;
  if (at > limit / 2) return at;
  return (text.charCodeAt(limit) & 0xfc00) === 0xdc00 ? limit - 1 : limit;
}
