// What a run that learns answers writes to held-out prompts, greedily, and how near it comes to the right ones.
import type { ComputeContext } from '../../gpu/compute';
import {
  answerScores,
  type AnswerScores,
  type WrittenAnswer,
} from '../../training/evaluate/answerScores';
import { writeAnswers, type AnswerWriter } from '../../training/generate/writeAnswers';
import { asAnswer } from '../../training/objectives/exampleData';
import { objectivesOf } from '../../training/objectives/runObjective';
import { answerClosing } from '../../training/objectives/specialIds';
import { weightsOf } from '../../training/run/state';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import type { PreparedRun } from './prepareRun';
import type { RunSetup } from './runSetup';

/** Prompts that are answered, and answers that are shown. */
const ANSWERED = 64;
const SHOWN = 6;

type Answers = AnswerScores & { shown: WrittenAnswer[] };

interface FoundAnswers {
  readonly answers?: Answers;
  /** Of each set, where there are several: by the name of its objective. */
  readonly answersOf?: Record<string, Answers>;
}

/** Nothing for runs that learn no answers, and where `signal` ended it. */
export async function answersOf(
  { context }: RunSetup,
  prepared: PreparedRun,
  signal: AbortSignal,
): Promise<FoundAnswers> {
  const { config, tokenizer, objective, heldOut, heldOutSets } = prepared;
  const writer = writerOf(prepared);
  if (!writer) return {};
  const on = { context, writer, tokenizer };
  const found: Record<string, Answers> = {};
  for (const [index, one] of objectivesOf(config).entries()) {
    // An encoder-decoder answers with the name of a class, too.
    const isWritten = one.kind === 'classify' && objective.encoderDecoder !== null;
    if (one.kind !== 'answer' && !isWritten) continue;
    const set = one.examples === undefined ? heldOut : heldOutSets.get(one.examples);
    const answers = set && (await answersTo(set, on, signal));
    if (!answers) return {};
    if (!config.data.more_examples) return { answers };
    found[objective.terms[index]!.name] = answers;
  }
  return Object.keys(found).length > 0 ? { answersOf: found } : {};
}

/** Held-out prompts with their right answers, and the same as tokens. */
export type HeldOutPrompts = PreparedRun['heldOut'];

/** Undefined where `signal` ended it. */
export async function answersTo(
  heldOut: HeldOutPrompts,
  on: {
    readonly context: ComputeContext;
    readonly writer: AnswerWriter;
    readonly tokenizer: Tokenizer;
  },
  signal: AbortSignal,
): Promise<Answers | undefined> {
  const { context, writer, tokenizer } = on;
  const { ids, isLine } = answerClosing(tokenizer);
  const voice = {
    tokenizer,
    endIds: isLine ? [] : ids,
    stop: isLine ? ['\n'] : [],
  };
  const prompted = heldOut.ids.slice(0, ANSWERED);
  const texts = await writeAnswers(context, writer, prompted, voice, signal);
  if (texts.length < prompted.length) return undefined;
  const answers = texts.map((written, index) => {
    const { text, second = '' } = asAnswer(heldOut.examples[index]!, heldOut.labels);
    return { prompt: text, written, due: second };
  });
  return { ...answerScores(answers), shown: answers.slice(0, SHOWN) };
}

function writerOf({ objective, trainer }: PreparedRun): AnswerWriter | null {
  const { language, encoderDecoder } = objective;
  const { state } = trainer.setup;
  const parameter = weightsOf(state, state.shown);
  if (encoderDecoder) return { kind: 'encoder_decoder', model: encoderDecoder, parameter };
  return language && { kind: 'decoder', model: language, parameter };
}
