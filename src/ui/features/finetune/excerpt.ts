const MOST_CHARS = 280;

/** The start of a text that a table has room for. */
export const excerpt = (text: string): string =>
  text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)} …` : text;
