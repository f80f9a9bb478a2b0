// Language models side by side: next tokens of the held-out text, texts, questions, and how fast each
// writes, one text at a time and several.
import type { ComputeContext } from '../../../../gpu/compute';
import { speedFigures, type SpeedPlan } from '../../../../training/evaluate/speed';
import type { BaseRef } from '../../../../training/models/baseModel';
import type { LanguageModel } from '../../../../training/models/interfaces';
import type { VariantRow } from '../../../protocol/compare';
import type { EvalTaskFigures } from '../../../protocol/evalTask';
import type { Piece } from '../../compress/stages';
import { textLearning } from '../../compress/textLearning';
import { MIN_ROUNDS, sampleRequest } from '../../describe';
import type { StudyJob } from '../../study';
import type { Board, Contest, Entry, ReadingMethod } from './contest';
import { deviceOf } from '../devices';
import { gpuStepMsOf, methodOfPlan } from '../emptyRow';
import { defaultEvalTasks, openEvalTasks, type EvalTasks } from '../evalTasks';
import { joulesOf, rooflineOf } from '../figures';
import { evaluate } from '../quality';
import { heldOutFacts, heldOutOf, recoveryStepsOf, speedPlanOf, type Comparable } from './setup';
import { compareSources, type Source } from '../sources';
import { measureAlone, measureTogether, type Timed } from '../speed';
import { comparedOn, textBy, type Compared } from '../variant';

/** Batch sizes that are timed where nobody has chosen; a CPU playing a GPU has no lanes to spare. */
const USUAL_TEXTS = [2, 4, 8];

type LanguageEntry = Entry<Source, Compared>;

export class LanguageContest implements Contest<LanguageModel, Source, Compared> {
  readonly own: Comparable;
  readonly source: (base: BaseRef | undefined) => Promise<Source>;
  readonly #job: StudyJob<'compare'>;
  /** Logits that the others are held against. */
  #reference: readonly Float32Array[] | null = null;

  constructor(job: StudyJob<'compare'>, own: Comparable) {
    const { context, bases, request, signal } = job;
    this.#job = job;
    this.own = own;
    const { corpora, config } = own;
    const stageTools = {
      context,
      recovery: textLearning({ training: config.training, corpora }),
      steps: request.recoverySteps ?? recoveryStepsOf(own),
      signal,
    };
    this.source = compareSources(own, stageTools, (base) => bases.open(base));
  }

  method(): ReadingMethod {
    const { config, bytesPerToken } = this.own;
    const { context, request } = this.#job;
    const { texts = context.open.facts.software ? [] : USUAL_TEXTS } = request;
    const { windows } = heldOutOf(this.own);
    return {
      text: heldOutFacts(this.own),
      windows: windows.length,
      windowTokens: windows[0]!.length - 1,
      choices: this.own.trained.model.vocabSize,
      bytesPerToken,
      ...methodOfPlan(this.#plan([])),
      texts,
      prompt: config.sample.prompt,
      temperature: config.sample.temperature,
      evalTasks: this.#evalTasksOf(this.own).facts,
    };
  }

  open(on: ComputeContext, piece: Piece): Promise<Compared> {
    return comparedOn(on, piece, piece.schemeOf, piece.isPruned);
  }

  async evaluate(source: Source, compared: Compared): Promise<Partial<VariantRow>> {
    const { signal } = this.#job;
    const request = sampleRequest(this.own.config);
    const text = await textBy(compared, source.tokenizer, request, signal);
    const cost = compared.cost();
    const logits = await compared.logits(source.heldOut, signal);
    if (signal.aborted) return {};
    if (source.isAligned) this.#reference ??= logits;
    const reference = source.isAligned ? this.#reference : null;
    const evaluated = evaluate(source.heldOut, compared.model.vocabSize, logits, reference);
    return { ...evaluated, cost, text };
  }

  ask(source: Source, compared: Compared): Promise<EvalTaskFigures[]> {
    const { signal } = this.#job;
    const scoredModel = compared.scoredModel(source.tokenizer, signal);
    return this.#evalTasksOf(source).score(scoredModel, signal);
  }

  async measure(entries: readonly LanguageEntry[], board: Board): Promise<void> {
    const plan = this.#plan(entries);
    const { progress, watch, signal } = this.#job;
    board.describe(methodOfPlan(plan));
    const timed = this.#timed(entries, plan);
    const control = async (): Promise<void> => {
      // One decoding step of the reference.
      const [{ compared }] = entries as [LanguageEntry];
      compared.runStep();
      await compared.idle();
    };
    const timing = { plan, watch, signal, control };
    const run = await measureAlone(timed, timing, (samples, round) => {
      progress.change({ samples: [...samples] });
      this.#fillSpeed(entries, plan, board);
      progress.tell(Math.min(1, (round + 1) / plan.minRounds), true);
    });
    progress.change({ samples: run.samples, harnessShare: 1 - run.measuredMs / run.elapsedMs });
    this.#fillSpeed(entries, plan, board);
    for (const { id, compared } of timed) {
      if (signal.aborted) return;
      const layers = await compared.layers();
      board.change({ id, layers, gpuStepMs: gpuStepMsOf(layers) });
    }
    const { texts } = progress.result.method;
    for (const one of texts.length > 0 ? timed : []) {
      if (signal.aborted) return;
      const { stages, place, model, isStored } = board.row(one.id)!;
      progress.enter('together', { stages, place, model, isStored });
      board.change({ id: one.id, batches: await measureTogether(one, texts, timing) });
    }
  }

  /** The questions in a model's own tokens; its window may be shorter. */
  #evalTasksOf({ tokenizer, trained }: Pick<Source, 'tokenizer' | 'trained'>): EvalTasks {
    const { request, context } = this.#job;
    const evalTasks = request.evalTasks ?? defaultEvalTasks(this.own.config);
    const on = context.open.facts.software ? 'software' : 'gpu';
    return openEvalTasks(evalTasks, tokenizer, trained.model, on);
  }

  /** Within the shortest window of the models that are there. */
  #plan(entries: readonly LanguageEntry[]): SpeedPlan {
    const windows = entries.map(({ source }) => source.trained.model.contextLength);
    const { request, context } = this.#job;
    return speedPlanOf(this.own, request.minRounds ?? MIN_ROUNDS, {
      isSoftware: context.open.facts.software,
      contextLength: Math.min(this.own.trained.model.contextLength, ...windows),
    });
  }

  #timed(entries: readonly LanguageEntry[], { prompt }: SpeedPlan): Timed[] {
    return entries.map(({ spec, source, compared }) => ({
      id: spec.id,
      compared,
      prompt: source.tokens.slice(0, prompt.length),
    }));
  }

  #fillSpeed(entries: readonly LanguageEntry[], plan: SpeedPlan, board: Board): void {
    const { samples, method } = this.#job.progress.result;
    const [first] = entries as [LanguageEntry];
    const reference = first.spec.id;
    const own = board.row(reference)?.device;
    for (const { spec, compared } of entries) {
      const { id } = spec;
      const row = board.row(id)!;
      const sameProgram = row.device === own && compared.program === first.compared.program;
      const options = { reference, hasPrefill: Boolean(compared.model.cache), sameProgram };
      const speed = speedFigures(samples, id, plan, options);
      board.change({
        id,
        speed,
        roofline: rooflineOf({ ...row, speed }, deviceOf(method, row)?.ceilings ?? null),
        joules: joulesOf(method.watts, { ...row, speed }),
      });
    }
  }
}
