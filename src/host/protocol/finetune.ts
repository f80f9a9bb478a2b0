// What a fine-tuning study is asked and what it tells. Types alone: they cross the Worker.
import type { AnswerScores } from '../../training/evaluate/answerScores';
import type { Metric } from '../../training/evaluate/benchmarkMetrics';
import type { BaseRef } from '../../training/models/baseModel';
import type { RunConfig } from '../../training/run/config';
import type { LabErrorData } from './error';
import type { OwnExamples } from './examples';
import type { ChosenText } from './studyText';
import type { EvalPoint, RunPlan, RunProgress, SamplePoint, StepPoint } from './run';

/** One way to fine-tune; each is run once a seed. */
export interface FinetuneArm {
  readonly id: string;
  readonly config: RunConfig;
  /** Otherwise from nothing: the base's sizes and tokenizer, new weights. */
  readonly startsFromBase: boolean;
}

export interface FinetuneRequest {
  readonly base?: BaseRef | undefined;
  /** Makes the base where none is named. */
  readonly pretrain?: RunConfig | undefined;
  readonly arms: readonly FinetuneArm[];
  /** They decide the examples, the output layer and the order of training. */
  readonly seeds: readonly number[];
  readonly examples?: OwnExamples | undefined;
  /** What is learned in place of examples: continued pretraining. */
  readonly text?: ChosenText | undefined;
  /** What the base knows, in place of its own text. */
  readonly general?: ChosenText | undefined;
  /** Also asks the base with the examples in its prompt, without training. */
  readonly inContext?: boolean | undefined;
}

/** The share of held-out examples that are right. */
export interface WordCount {
  readonly seed: number;
  /** Of several. */
  readonly set?: string | undefined;
  readonly accuracy: number;
  /** Standard error of that share, and the examples that it was counted on. */
  readonly accuracyError?: number | undefined;
  readonly examples?: number | undefined;
}

/** Of one of several sets that are learned at once. */
export interface SetFigures {
  readonly set: string;
  readonly loss: number;
  readonly lossBefore: number;
  /** Null of a regression. */
  readonly accuracy: number | null;
  /** Held-out examples. */
  readonly examples: number;
  readonly macroF1: number | null;
  readonly answers?: AnswerScores | undefined;
}

/** A run that has ended. */
export interface FinetunedRun extends Omit<WordCount, 'accuracy' | 'set'> {
  readonly arm: string;
  readonly loss: number;
  /** Before the first step. */
  readonly lossBefore: number;
  /** Of held-out examples or text, as often as it was measured. */
  readonly curve: readonly { readonly step: number; readonly loss: number }[];
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  /** Of runs that learn answers: how near those come that it writes. */
  readonly answers?: AnswerScores | undefined;
  /** Each set by itself, where several are learned. */
  readonly sets?: readonly SetFigures[] | undefined;
  /** Of the held-out examples, beside the accuracy. */
  readonly scores?: Partial<Readonly<Record<Metric, number>>> | undefined;
  /** Loss on held-out text of the base's corpus, before and after. */
  readonly forgetting: { readonly before: number; readonly after: number } | null;
  /** What its objective reports beside the loss, in the last line of the log. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  readonly trained: number;
  readonly frozen: number;
  readonly steps: number;
  readonly elapsedMs: number;
}

/** What examples in the prompt reach. */
export interface PromptedRun extends Omit<WordCount, 'set'> {
  readonly macroF1: number | null;
  /** Examples that fitted into the prompt, of those that a tuned run learns from. */
  readonly shown: number;
  readonly offered: number;
}

/** A run as it goes on. */
export interface LiveRun {
  /** Null: the base. */
  readonly arm: string | null;
  readonly seed: number;
  readonly runId: string;
  readonly maxSteps: number;
  readonly plan: RunPlan | null;
  readonly progress: RunProgress | null;
  /** Every `logging_steps`: the mean loss since the line before. */
  readonly log: readonly Pick<StepPoint, 'step' | 'loss' | 'learningRate' | 'parts'>[];
  readonly evals: readonly EvalPoint[];
  /** Entropy of the text in nats per token, where it is known. */
  readonly floor: number | null;
  /** Of the same prompt: before the first step and the newest. */
  readonly before: SamplePoint | null;
  readonly after: SamplePoint | null;
  /** The newest of each kind. */
  readonly warnings: readonly LabErrorData[];
}

export interface FinetuneResult {
  /** Share of held-out examples that the bag-of-words baseline classifies correctly, by seed. */
  readonly baseline: readonly WordCount[];
  /** Held-out examples that every share is of; null before they are known. */
  readonly heldOut: number | null;
  /** What the benchmark reports, where the examples are one. */
  readonly metrics: readonly Metric[];
  readonly runs: readonly FinetunedRun[];
  readonly inContext: readonly PromptedRun[];
  /** Why the base could not be asked so. */
  readonly noInContext: LabErrorData | null;
  /** The run at hand; in the end the last one. */
  readonly live: LiveRun | null;
}

export type FinetunePhase = 'pretrain' | 'prompt' | 'finetune';

/** The run at hand; without an arm the base. */
export interface FinetunePiece {
  readonly arm: string | null;
  readonly seed: number;
}
