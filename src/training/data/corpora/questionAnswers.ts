// Which choice the answers of a file mean. One way of naming holds for the whole file: a number counts from
// 0 or from 1 in all rows or in none, and where the rows leave both open and no convention of the data set
// decides, the file is refused instead of guessed at.
import { BenchtopError } from '../../../gpu/errors';
import type { Remark } from '../../formats/remark';
import type { RawQuestion } from '../examples/questionShapes';

/** What the rows say together; gathered row by row, so that the file need not be held. */
export class AnswerNames {
  /** Rows with a number for an answer that is neither a label nor, as text, the choice itself. */
  #numbers = 0;
  #onlyZero = 0;
  #onlyOne = 0;
  #both = 0;
  /** Numbers in text that are choices too. */
  #texts = 0;
  #notTexts = 0;
  #areTyped = false;
  #rowOfZero = 0;
  #rowOfOne = 0;
  #rows = 0;
  /** Letters that are a choice's text and another's letter. */
  #unclear = 0;
  #base: RawQuestion['base'] = 'file';

  add(question: RawQuestion): void {
    this.#rows += 1;
    const { answer, choices, base } = question;
    if (base !== 'file') this.#base = base;
    if (labelIndex(question) >= 0) return;
    const number = numberOf(answer);
    if (number === null) {
      this.#unclear += isUnclear(question) ? 1 : 0;
      return;
    }
    this.#numbers += 1;
    if (typeof answer === 'number') this.#areTyped = true;
    if (choices.includes(String(answer))) this.#texts += 1;
    else this.#notTexts += 1;
    const [zero, one] = [
      number >= 0 && number < choices.length,
      number >= 1 && number <= choices.length,
    ];
    if (zero && one) this.#both += 1;
    else if (zero) {
      this.#onlyZero += 1;
      this.#rowOfZero ||= this.#rows;
    } else if (one) {
      this.#onlyOne += 1;
      this.#rowOfOne ||= this.#rows;
    }
  }

  /**
   * How numbers are meant.
   * @throws BenchtopError mixed_answers | unclear_answers
   */
  decide(name: string): { readonly base: NumberBase; readonly remarks: readonly Remark[] } {
    if (this.#unclear > 0) throw unclear(name, 'letters');
    if (this.#numbers === 0) return { base: 'zero', remarks: [] };
    // Every number is a choice's text, and as places they would not do.
    const isText = this.#notTexts === 0 && !(this.#areTyped && this.#canCount());
    if (isText && this.#base !== 'zero' && this.#base !== 'one') {
      // Numbers in a table may be the choices or their places.
      if (this.#texts > 0 && this.#canCount()) throw unclear(name, 'numbers');
      return { base: 'text', remarks: [] };
    }
    if (this.#onlyZero > 0 && this.#onlyOne > 0) {
      const rows = { zero: this.#rowOfZero, one: this.#rowOfOne };
      throw new BenchtopError(
        'mixed_answers',
        `${name}: the answer of question ${rows.zero} counts choices from 0, that of ${rows.one} from 1.`,
        { name, ...rows },
      );
    }
    if (this.#onlyZero > 0) return { base: 'zero', remarks: [] };
    if (this.#onlyOne > 0) return { base: 'one', remarks: [] };
    return this.#byConvention(name);
  }

  /** Whether the numbers could be places, too. */
  #canCount(): boolean {
    return (
      this.#both + this.#onlyZero === this.#numbers || this.#both + this.#onlyOne === this.#numbers
    );
  }

  /** Every number could be meant either way. */
  #byConvention(name: string): { base: NumberBase; remarks: readonly Remark[] } {
    if (this.#base === 'zero' || this.#base === 'one') return { base: this.#base, remarks: [] };
    // A whole number beside a list is an index, as MMLU has it; in text it may be anything.
    if (!this.#areTyped) throw unclear(name, 'numbers');
    const fields = { what: 'answers_from_zero', value: '0' };
    return { base: 'zero', remarks: [{ code: 'assumed', fields }] };
  }
}

type NumberBase = 'zero' | 'one' | 'text';

function unclear(name: string, what: 'letters' | 'numbers'): BenchtopError {
  const sentence = `${name}: the answers can be read in more than one way (${what}).`;
  return new BenchtopError('unclear_answers', sentence, { name, what });
}

/** Index of the right choice; below 0 where the answer names none. */
export function answerIndex(question: RawQuestion, base: NumberBase): number {
  const { answer, choices } = question;
  const labelled = labelIndex(question);
  if (labelled >= 0) return labelled;
  const number = numberOf(answer);
  if (number !== null) {
    if (base === 'text') return choices.indexOf(String(answer));
    const index = base === 'one' ? number - 1 : number;
    return index < choices.length ? index : -1;
  }
  const text = String(answer);
  const exact = choices.indexOf(text);
  if (exact >= 0) return exact;
  // Letters that stand beside the choices are names, not places: this one is not among them.
  const letter = question.labels.some((label) => letterIndex(label) >= 0) ? -1 : letterIndex(text);
  if (letter >= 0) return letter < choices.length ? letter : -1;
  return choices.findIndex((choice) => isSame(choice, text));
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const labelIndex = ({ labels, answer }: RawQuestion): number =>
  labels.findIndex((label) => isSame(label, String(answer)));

function numberOf(answer: string | number): number | null {
  if (typeof answer === 'number') return Number.isInteger(answer) ? answer : null;
  return /^-?\d+(?:\.0+)?$/.test(answer) ? Number(answer) : null;
}

const letterIndex = (text: string): number =>
  /^\(?[a-z][).]?$/i.test(text) ? text.replace(/[().]/g, '').toLowerCase().charCodeAt(0) - 97 : -1;

function isUnclear({ answer, choices }: RawQuestion): boolean {
  const text = String(answer);
  const [exact, letter] = [choices.indexOf(text), letterIndex(text)];
  return exact >= 0 && letter >= 0 && letter < choices.length && letter !== exact;
}
