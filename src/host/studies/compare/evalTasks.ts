// Evaluation tasks in a comparison: which are asked, and the scores of one variant. The questions
// are cut into tokens once and asked of every variant.
import { evalTaskOfCorpus } from '../../../training/data/corpora/evalTaskIds';
import { evalTaskQuestions } from '../../../training/data/corpora/evalTasks';
import {
  chanceOf,
  scoreChoices,
  scoreWritten,
  type EvalTaskQuestions,
} from '../../../training/evaluate/evalTask';
import { choiceRows, type ChoiceRow } from '../../../training/evaluate/evalTaskRows';
import { logLikelihoods, type BatchLogits } from '../../../training/evaluate/evalTaskScorer';
import { encodable } from '../../../training/generate/prompt';
import type { SamplingRequest } from '../../../training/generate/writeText';
import type { LanguageModel } from '../../../training/models/interfaces';
import type { RunConfig } from '../../../training/run/config';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import { hostError } from '../../protocol/error';
import type { EvalTaskFacts, EvalTaskFigures, EvalTaskRequest } from '../../protocol/evalTask';

/** How one variant is asked. */
export interface ScoredModel {
  /** Logits for windows of this length. */
  reader(seqLen: number, windows: number): Promise<BatchLogits & { destroy(): void }>;
  write(request: SamplingRequest): Promise<string>;
}

/** A standard error of at most 3.5 %; on a software adapter, where a question takes its time, 6.5 %. */
const CHOICE_QUESTIONS = { gpu: 200, software: 60 };
/** Each is written for itself. */
const WRITTEN_QUESTIONS = 30;
const MOST_WRITTEN_TOKENS = 64;

/** The evaluation tasks that ask about what the run has read. */
export function defaultEvalTasks({ data }: RunConfig): EvalTaskRequest[] {
  const corpora = [data.corpus, ...(data.more ?? []).map(({ corpus }) => corpus)];
  const ids = new Set(corpora.flatMap((corpus) => evalTaskOfCorpus(corpus) ?? []));
  return Array.from(ids, (id) => ({ id, kind: 'built_in' }));
}

const questionsOf = (
  request: EvalTaskRequest,
  on: keyof typeof CHOICE_QUESTIONS,
): EvalTaskQuestions => {
  if (request.kind === 'own') return request.evalTask;
  const isWritten = request.id === 'answers';
  return evalTaskQuestions(request.id, isWritten ? WRITTEN_QUESTIONS : CHOICE_QUESTIONS[on]);
};

export type EvalTasks = ReturnType<typeof openEvalTasks>;

/** Evaluation tasks in the tokens of a model: what is said of them, and how a variant scores. */
export function openEvalTasks(
  requests: readonly EvalTaskRequest[],
  tokenizer: Tokenizer,
  { vocabSize, contextLength }: Pick<LanguageModel, 'vocabSize' | 'contextLength'>,
  on: keyof typeof CHOICE_QUESTIONS,
) {
  const ids = new Set(requests.map(({ id }) => id));
  if (ids.size < requests.length) throw hostError('eval_task_twice');
  const evalTasks = requests.map((request) => {
    const evalTask = questionsOf(request, on);
    /** Of choices, [questions][choices]. */
    const rows =
      evalTask.kind === 'choice'
        ? evalTask.questions.map((question) => choiceRows(tokenizer, question, contextLength))
        : [];
    const facts: EvalTaskFacts = {
      id: request.id,
      name: request.kind === 'own' ? request.name : null,
      kind: evalTask.kind,
      questions: evalTask.questions.length,
      chance: chanceOf(evalTask),
      cut: rows.filter((choices) => choices.some(({ isCut }) => isCut)).length,
    };
    return { facts, evalTask, rows };
  });
  /** Of one variant, evaluation task by evaluation task; those that were stopped are left out. */
  const score = async (
    scoredModel: ScoredModel,
    signal: AbortSignal,
  ): Promise<EvalTaskFigures[]> => {
    const found: EvalTaskFigures[] = [];
    for (const { facts, evalTask, rows } of evalTasks) {
      const scored =
        evalTask.kind === 'choice'
          ? scoreChoices(evalTask.questions, await logsOf(rows, vocabSize, scoredModel, signal))
          : scoreWritten(
              evalTask.questions,
              await answers(evalTask, tokenizer, scoredModel, signal),
            );
      if (!signal.aborted) found.push({ id: facts.id, ...scored });
    }
    return found;
  };
  return { facts: evalTasks.map(({ facts }) => facts), score };
}

/** Log-likelihoods, [questions][choices]. */
async function logsOf(
  rows: readonly (readonly ChoiceRow[])[],
  vocabSize: number,
  scoredModel: ScoredModel,
  signal: AbortSignal,
): Promise<number[][]> {
  const flat = rows.flat();
  const longest = flat.reduce((most, { ids }) => Math.max(most, ids.length), 1);
  const reader = await scoredModel.reader(longest, flat.length);
  try {
    const found = await logLikelihoods(flat, vocabSize, reader, signal);
    let from = 0;
    return rows.map(({ length }) => found.slice(from, (from += length)));
  } finally {
    reader.destroy();
  }
}

async function answers(
  { questions, stop }: EvalTaskQuestions & { readonly kind: 'written' },
  tokenizer: Tokenizer,
  scoredModel: ScoredModel,
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = [];
  for (const { prompt, answer } of questions) {
    if (signal.aborted) break;
    // A text that goes on for twice as long is wrong already.
    const tokens = 2 * tokenizer.encode(encodable(tokenizer, answer)).length + 2;
    const maxNewTokens = Math.min(MOST_WRITTEN_TOKENS, tokens);
    found.push(
      await scoredModel.write({ prompt, maxNewTokens, stopStrings: stop, temperature: 0, seed: 0 }),
    );
  }
  return found;
}
