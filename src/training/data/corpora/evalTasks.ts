// The built-in evaluation tasks: questions about texts of the lab's own worlds, none of which is in any
// training text (those come from even seeds). What a wrong choice would be is asked of the grammar: the
// same text, had it been about somebody else.
import type { ChoiceQuestion, EvalTaskQuestions, WrittenQuestion } from '../../evaluate/evalTask';
import { LABELED_BRIEFS } from './briefGrammar';
import type { ExampleGrammar } from '../examples/examples';
import { generateDocument, type Grammar, type OtherFeatures } from '../grammar/grammar';
import { QUESTIONS } from './questionGrammar';
import { LABELED_REVIEWS } from './reviewGrammar';
import { LABELED_REVIEWS_ZH } from './reviewGrammarZh';
import { STORY_GRAMMAR } from './storyGrammar';
import type { EvalTaskId } from './evalTaskIds';

/** Odd, and far from the seeds of held-out text. */
const SEED = 40_961;
/** Words of a choice behind the first that differs. */
const WORDS_ON = 2;

export function evalTaskQuestions(id: EvalTaskId, count: number): EvalTaskQuestions {
  switch (id) {
    case 'story':
      return { kind: 'choice', questions: gathered(count, storyQuestion) };
    case 'questions':
      return { kind: 'choice', questions: gathered(count, requestedQuestion) };
    case 'answers':
      return { kind: 'written', questions: gathered(count, writtenQuestion), stop: ['\n'] };
    case 'reviews':
      return labelled(LABELED_REVIEWS, [' Five stars.', ' One star.'], count);
    case 'reviews_zh':
      return labelled(LABELED_REVIEWS_ZH, ['给五颗星。', '只给一颗星。'], count);
    case 'finance': {
      const reactions = [' Its shares rose.', ' Its shares fell.', ' Its shares were flat.'];
      return labelled(LABELED_BRIEFS, reactions, count);
    }
  }
}

/** The first that documents 0, 1, … give. */
function gathered<Q>(count: number, ask: (index: number) => Q | null): Q[] {
  const found: Q[] = [];
  for (let index = 0; found.length < count; index++) {
    const question = ask(index);
    if (question) found.push(question);
  }
  return found;
}

const documentOf = (grammar: Grammar, index: number, others?: OtherFeatures): string =>
  generateDocument(grammar, SEED, index, others).text.slice(0, -grammar.separator.length);

/** The right choice takes every place equally often. */
function withAnswerAt(
  right: string,
  wrong: readonly string[],
  index: number,
): Omit<ChoiceQuestion, 'context'> {
  const answer = index % (wrong.length + 1);
  return { choices: wrong.toSpliced(answer, 0, right), answer };
}

const sentencesOf = (text: string): string[] => text.match(/\s*[^.!?]+[.!?]+"?/g) ?? [];

/** Girls come first in the list of heroes: half a list further is a boy, and the other way round. */
const otherHero: OtherFeatures = {
  hero: (drawn, count) => (drawn + count / 2) % count,
};

/** Who is it about? The next sentence, and the same one of a story about a boy instead of a girl. */
function storyQuestion(index: number): ChoiceQuestion | null {
  const own = sentencesOf(documentOf(STORY_GRAMMAR, index));
  const other = sentencesOf(documentOf(STORY_GRAMMAR, index, otherHero));
  const differs = own.map((sentence, i) => sentence !== other[i]);
  // The sentence before tells, too: nobody needs a long memory.
  const candidates = own.flatMap((_, i) => (i > 0 && differs[i] && differs[i - 1] ? [i] : []));
  const at = candidates[index % Math.max(1, candidates.length)];
  if (at === undefined) return null;
  const [right, wrong] = shortened(own[at]!, other[at]!);
  return { context: own.slice(0, at).join(''), ...withAnswerAt(right, [wrong], index) };
}

/** Both up to some words behind the first in which they differ. */
function shortened(own: string, other: string): [string, string] {
  const wordsOf = (text: string): string[] => text.match(/\s*\S+/g) ?? [];
  const [ownWords, otherWords] = [wordsOf(own), wordsOf(other)];
  const first = ownWords.findIndex((word, i) => word !== otherWords[i]);
  const upTo = (words: string[]): string => words.slice(0, first + 1 + WORDS_ON).join('');
  return [upTo(ownWords), upTo(otherWords)];
}

const further = (steps: number): OtherFeatures[string] => {
  return (drawn, count) => (drawn + steps) % count;
};

/** A question after a short story; wrong are the answers had other things been told. */
function requestedQuestion(index: number): ChoiceQuestion | null {
  const [right = '', prompt = ''] = documentOf(QUESTIONS.grammar, index).split('\t');
  const wrong = [1, 2, 3].map((steps) => {
    const step = further(steps);
    const others = { home: step, look: step, thing: step, helper: step, kind: step };
    return documentOf(QUESTIONS.grammar, index, others).split('\t')[0]!;
  });
  const isAmbiguous = new Set([right, ...wrong]).size < 4;
  return isAmbiguous ? null : { context: `${prompt}\n`, ...withAnswerAt(right, wrong, index) };
}

function writtenQuestion(index: number): WrittenQuestion {
  const [answer = '', prompt = ''] = documentOf(QUESTIONS.grammar, index).split('\t');
  return { prompt: `${prompt}\n`, answer };
}

/** What would follow the text of each label, in the labels' order. */
function labelled(
  { labels, grammar }: ExampleGrammar,
  choices: readonly string[],
  count: number,
): EvalTaskQuestions {
  const questions = gathered(count, (index): ChoiceQuestion => {
    const [label = '', context = ''] = documentOf(grammar, index).split('\t');
    return { context, choices, answer: labels.indexOf(label) };
  });
  return { kind: 'choice', questions };
}
