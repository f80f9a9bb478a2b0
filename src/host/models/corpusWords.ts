// The words of a corpus: what a model that grows on it learns to spell.
import { wordsOf } from '../../training/evaluate/knownWords';
import { learnedWords } from '../data/learnedWords';
import { hostError } from '../protocol/error';
import type { CorpusWord, CorpusWordsRequest } from '../protocol/trueTokens';

export class CorpusWords {
  #of = '';
  #words: ReadonlySet<string> | null = null;

  /** @throws BenchtopError text_not_known where the corpus is not built in */
  of({ data, text }: CorpusWordsRequest): CorpusWord[] {
    const key = JSON.stringify(data);
    if (key !== this.#of) this.#words = learnedWords({ data });
    this.#of = key;
    const words = this.#words;
    if (!words) throw hostError('text_not_known', { name: data.corpus });
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
    return [...segmenter.segment(text)].map(({ segment }) => {
      const [word] = wordsOf(segment);
      return { text: segment, isWord: word !== undefined, isKnown: words.has(word ?? '') };
    });
  }
}
