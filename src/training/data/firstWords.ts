const MOST_CHARS = 20;

/** The beginning of a text, up to the end of a word or line: a prompt that whoever has read it surely knows. */
export function firstWords(text: string): string {
  const start = text.trimStart().slice(0, MOST_CHARS);
  const [line = ''] = start.split('\n');
  const cut = line.length === MOST_CHARS ? line.lastIndexOf(' ') : -1;
  return cut > 0 ? line.slice(0, cut) : line;
}
