// The English indefinite article, which goes by the sound that the next word begins with.
import { draws, joined, type GrammarNode, type Part } from './grammar';

/** Vowel letters that sound like a consonant: "a unicorn", "a ewe", "a one-eyed cat". */
const CONSONANT_SOUND = /^(uni([^mn]|$)|us[aeu]|ut[ei]|eu|ewe|one\b|once\b|ubi|ukul)/i;
/** A letter that is not heard: "an hour". */
const SILENT_H = /^(hour|honest|honou?r|heir)/i;

export function articleFor(words: string): 'a' | 'an' {
  if (SILENT_H.test(words)) return 'an';
  return /^[aeiou]/i.test(words) && !CONSONANT_SOUND.test(words) ? 'an' : 'a';
}

export const withArticle = (words: string): string => `${articleFor(words)} ${words}`;

/**
 * The part behind its article. Draws what the part draws, in the same order with the same probabilities:
 * the article follows from the words, so the text has the entropy that it had.
 * @param isCapital the article begins a sentence
 * @throws RangeError where a part begins with a feature, whose values are words of their own
 */
export function article(part: Part, isCapital = false): GrammarNode {
  const before = (words: string): string => {
    const found = articleFor(words);
    return `${isCapital ? found.replace('a', 'A') : found} ${words}`;
  };
  const led = (parts: readonly GrammarNode[]): GrammarNode => {
    const [first, ...rest] = parts;
    switch (first?.kind) {
      case 'text':
        return first.text === '' ? led(rest) : joined(before(first.text), ...rest);
      case 'sequence':
        return led([...first.parts, ...rest]);
      case 'choice':
        return draws(
          first.draw,
          first.options.map((option) => led([option, ...rest])),
        );
      default:
        throw new RangeError('An article needs words behind it.');
    }
  };
  return led([joined(part)]);
}
