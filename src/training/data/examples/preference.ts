// Preference pairs (TRL): `chosen` is the answer; DPO reads `rejected` in its place too. `chosen` may be the answer alone, the
// prompt with the answer, or a conversation; without a prompt column the prompt stands in both.
import { shapeOf } from '../../formats/rowShapes';
import { plainText } from '../tables/cellText';
import { isMessageList, lastAnswer, turnsOf, type Turn } from '../corpora/conversation';

interface PromptAndAnswer {
  readonly prompt: string;
  readonly answer: string;
}

const ZERO = /^0(?:\.0)?$/;

/**
 * An answer that is wrong: TRL's unpaired preference (`label`, in LLaMA-Factory `kto_tag`), WikiQA, MultiRC.
 * A zero says so beside a question and its answer alone; elsewhere it may be any class.
 */
export function isUnwanted(row: Readonly<Record<string, unknown>>): boolean {
  const [label, tag] = [row.label, row.kto_tag].map((value) => plainText(value)?.trim() ?? '');
  if ([label, tag].some((value) => /^false$/i.test(value!)) || ZERO.test(tag!)) return true;
  if (!ZERO.test(label!)) return false;
  return shapeOf(Object.keys(row), ({ kind }) => kind === 'classes')?.id === 'judged_answer';
}

/** As Anthropic's hh-rlhf writes who speaks. */
const LAST_SPEAKER = '\n\nAssistant:';

/** The conversation may repeat the prompt, whole or as one of its turns; else it goes on behind it. */
function withPrompt(before: string, turns: readonly Turn[], answer: string): string {
  if (before === '') return answer;
  const contents = turns.slice(0, -1).map(({ content }) => content.trim());
  const all = contents.join('\n\n');
  if (before.trim() === all || before.trim().endsWith(`\n\n${all}`)) return before;
  return contents.includes(before.trim()) ? answer : `${before}\n\n${answer}`;
}

/** Null where `chosen` is nothing but the answer. */
export function preferred(
  row: Readonly<Record<string, unknown>>,
  answer: string,
  before: string,
): PromptAndAnswer | null {
  const chosen = row[answer];
  if (isMessageList(chosen)) {
    const turns = turnsOf(chosen);
    const found = typeof turns === 'string' ? null : lastAnswer(turns);
    if (typeof turns === 'string' || found === null || typeof found === 'string') return null;
    return { prompt: withPrompt(before, turns, found.prompt), answer: found.answer };
  }
  const { rejected } = row;
  if (typeof chosen !== 'string' || typeof rejected !== 'string') return null;
  if (before !== '') {
    // The prompt is repeated where both answers begin with it.
    const isRepeated = chosen.startsWith(before) && rejected.startsWith(before);
    return isRepeated ? { prompt: before, answer: chosen.slice(before.length).trimStart() } : null;
  }
  const at = chosen.lastIndexOf(LAST_SPEAKER);
  if (at < 0) return null;
  const end = at + LAST_SPEAKER.length;
  return { prompt: chosen.slice(0, end), answer: chosen.slice(end).trimStart() };
}
