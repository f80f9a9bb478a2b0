// An evaluation task out of the user's own file: a question, its choices and which is right, or a prompt and the
// answer that is to be written. All rows are read: what the answers mean shows in the whole file, and of more
// questions than are asked each has the same chance.
import { BenchtopError } from '../../../gpu/errors';
import type { ChoiceQuestion, EvalTaskQuestions, WrittenQuestion } from '../../evaluate/evalTask';
import type { Remark } from '../../formats/remark';
import { AnswerNames, answerIndex } from '../corpora/questionAnswers';
import {
  isHeaderlessMmlu,
  MMLU_COLUMNS,
  rawQuestion,
  type RawQuestion,
  type RawWritten,
} from './questionShapes';
import { Reservoir } from '../sources/reservoir';
import { inspectSource, readRows } from '../sources/sources';
import type { Source } from '../sources/types';

export interface FoundQuestions {
  readonly evalTask: EvalTaskQuestions;
  /** Rows that hold no question of this kind. */
  readonly left: number;
  /** Questions of the file: more than there are in the evaluation task where a sample was drawn. */
  readonly usable: number;
  readonly remarks: readonly Remark[];
}

/** Each is asked of every variant. */
const MOST_QUESTIONS = 1000;
const SAMPLE_SEED = 1;

const MMLU_READ: Remark = {
  code: 'assumed',
  fields: { what: 'mmlu_columns', value: MMLU_COLUMNS.join(', ') },
};

/** @throws BenchtopError no_questions | mixed_answers | unclear_answers, DataError */
export async function readQuestions(source: Source): Promise<FoundQuestions> {
  const reading = await inspectSource(source);
  const chosen = new Reservoir<RawQuestion>(MOST_QUESTIONS, SAMPLE_SEED);
  const written = new Reservoir<RawWritten>(MOST_QUESTIONS, SAMPLE_SEED);
  const names = new AnswerNames();
  let rowCount = 0;
  let isHeaderless = false;
  for await (const { rows } of readRows(source, reading, {})) {
    for (const found of rows) {
      rowCount += 1;
      const question = 'row' in found ? rawQuestion(found.row) : null;
      isHeaderless ||= 'row' in found && isHeaderlessMmlu(found.row);
      if (question === null) continue;
      if ('choices' in question) {
        names.add(question);
        chosen.add(question);
      } else written.add(question);
    }
  }
  const { name } = source;
  const found =
    chosen.seen >= written.seen ? choiceEvalTask(chosen, names, name) : writtenEvalTask(written);
  if (found.evalTask.questions.length === 0) {
    throw new BenchtopError(
      'no_questions',
      'No row has a question with choices and the right one, or a prompt with its answer.',
      { name, rows: rowCount },
    );
  }
  const remarks = [...(isHeaderless ? [MMLU_READ] : []), ...found.remarks];
  return { ...found, remarks, left: rowCount - found.usable };
}

type Found = Omit<FoundQuestions, 'left'>;

function choiceEvalTask(raw: Reservoir<RawQuestion>, names: AnswerNames, name: string): Found {
  const { base, remarks } = names.decide(name);
  const all = raw.items();
  const questions = all.flatMap((question): ChoiceQuestion[] => {
    const answer = answerIndex(question, base);
    if (answer < 0) return [];
    const { context, choices } = question;
    return [{ context, choices: choices.map((one) => seamOf(context, one) + one), answer }];
  });
  return {
    evalTask: { kind: 'choice', questions },
    usable: raw.seen - (all.length - questions.length),
    remarks,
  };
}

function writtenEvalTask(raw: Reservoir<RawWritten>): Found {
  const questions = raw
    .items()
    .map(({ prompt, answer }): WrittenQuestion => ({ prompt: behind(prompt), answer }));
  return { evalTask: { kind: 'written', questions, stop: ['\n'] }, usable: raw.seen, remarks: [] };
}

/** Between two words a blank, as the harness has it; Chinese needs none. */
const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
const seamOf = (before: string, after: string): string =>
  HAN.test(before.at(-1) ?? '') || HAN.test(after[0] ?? '') ? '' : ' ';

/** An answer is written on a line of its own, as in the examples that models are tuned on. */
const behind = (prompt: string): string => `${prompt}\n`;
