// The text of a study in reports. English: reports leave the lab.
import type { TextFacts } from '../protocol/studyText';

/** In English, as `--text` takes it. */
export const textName = ({ parts }: Pick<TextFacts, 'parts'>): string =>
  parts.map(({ id, name }) => name ?? id).join(' + ');

/** A sentence of a report. */
export function textLine(facts: TextFacts): string {
  const { parts, isOwn, tokens, bytes } = facts;
  const what = parts[0]?.kind === 'examples' ? 'examples' : 'text';
  const whose = isOwn ? 'its own' : 'chosen';
  const size = tokens === null ? '' : `: ${tokens} tokens, ${bytes} bytes`;
  return `Held-out ${what} of ${textName({ parts })} (${whose})${size}.`;
}
