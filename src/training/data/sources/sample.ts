/**
 * Stories as a collection of the web would bring them, as JSON lines: some twice, some with a word changed,
 * some in another language, with stray blanks, far too short, or broken. For trying the cleaning on.
 */
import { FINANCE_CORPUS, STORY_CORPUS } from '../corpora/corpora';
import { generate } from '../grammar/grammar';

const STORY_CHARS = 500_000;
const BRIEF_CHARS = 20_000;

const documentsOf = (text: string): string[] =>
  text.split('\n\n').filter((document) => document !== '');

export function messyStories(): string {
  const stories = documentsOf(generate(STORY_CORPUS.grammar, 11, STORY_CHARS).text);
  const briefs = documentsOf(generate(FINANCE_CORPUS.grammar, 11, BRIEF_CHARS).text);
  const rows = stories.flatMap((text, i) => {
    const row = [text];
    if (i % 12 === 3) row.push(stories[i >> 1] ?? text);
    if (i % 15 === 7) row.push(text.replace(/\. (\w+) /, '. So $1 '));
    if (i % 20 === 9) row.push(`\u200b${text.replaceAll(' ', '  ')}\t`);
    if (i % 40 === 11) row.push(briefs[((i / 40) % briefs.length) | 0] ?? '');
    if (i % 60 === 13) row.push('Read more');
    return row.map((story) => JSON.stringify({ id: i, text: story }));
  });
  const broken = ['{"id": 1, "text": "cut off in the mid', '{"id": 2}', '{"id": 3, "text": ""}'];
  return [...rows.slice(0, 4), ...broken, ...rows.slice(4)].join('\n');
}
