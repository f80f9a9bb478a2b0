// Character classes by their names, as JavaScript has them under the u flag.
import { CodePoints } from '../codePoints';

const known = new Map<string, CodePoints>();

/** `source`: one that a regular expression writes for one character. */
export function characterClass(source: string): CodePoints {
  let set = known.get(source);
  if (!set) known.set(source, (set = CodePoints.matching(new RegExp(`^${source}$`, 'u'))));
  return set;
}

export const LINE_ENDS = CodePoints.in('\n\r\u2028\u2029');
