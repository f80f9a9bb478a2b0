// Models side by side by their own objective: the same held-out examples, what is right of them, and how
// many of them are read a second.
import type { ComputeContext } from '../../../../gpu/compute';
import type { BaseRef } from '../../../../training/models/baseModel';
import type { Model } from '../../../../training/models/interfaces';
import type { LossTerm } from '../../../../training/objectives/lossTerm';
import type { Predicted } from '../../../../training/evaluate/termReader';
import type { VariantRow } from '../../../protocol/compare';
import type { EvalTaskFigures } from '../../../protocol/evalTask';
import { objectiveLearning } from '../../compress/objectiveLearning';
import { StageMaker, type Piece, type StageTools } from '../../compress/stages';
import { MIN_ROUNDS } from '../../describe';
import { measureRates } from '../../exampleRates';
import type { StudyJob } from '../../study';
import type { AnySource, Board, Contest, Entry, ReadingMethod } from './contest';
import { deviceOf } from '../devices';
import { gpuStepMsOf, NOTHING_WRITTEN } from '../emptyRow';
import { joulesOf, rooflineOf } from '../figures';
import { comparedExamples, heldOutTerm, type ComparedExamples } from '../examples';
import type { ObjectiveComparable } from './comparable';
import { objectiveComparable, objectiveFacts } from './openedObjective';
import { evaluatePredictions } from './predictions';
import { recoveryStepsOf } from './setup';

interface ObjectiveSource extends AnySource<Model> {
  readonly comparable: ObjectiveComparable;
}

/** What the others are held against. */
interface Reference {
  readonly predicted: readonly Predicted[];
  readonly answers: string;
}

type ObjectiveEntry = Entry<ObjectiveSource, ComparedExamples>;

export class ObjectiveContest implements Contest<Model, ObjectiveSource, ComparedExamples> {
  readonly own: ObjectiveComparable;
  readonly #job: StudyJob<'compare'>;
  readonly #sources = new Map<string, Promise<ObjectiveSource>>();
  #reference: Reference | null = null;

  constructor(job: StudyJob<'compare'>, own: ObjectiveComparable) {
    this.#job = job;
    this.own = own;
  }

  method(): ReadingMethod {
    const { config } = this.own;
    const { objective, term, choices, atOnce, count, positions } = heldOutTerm(
      this.own,
      config.model,
    );
    return {
      ...NOTHING_WRITTEN,
      text: objectiveFacts(this.own),
      objective: {
        kind: term.name,
        classes: term.classifier?.labels.length ?? null,
        positions,
        atOnce,
      },
      windows: count,
      windowTokens: objective.evaluationShape.seqLen,
      choices,
    };
  }

  source(base: BaseRef | undefined): Promise<ObjectiveSource> {
    const key = JSON.stringify(base ?? null);
    const source = this.#sources.get(key) ?? this.#opened(base);
    this.#sources.set(key, source);
    return source;
  }

  open(on: ComputeContext, piece: Piece<Model>, { comparable }: ObjectiveSource) {
    return comparedExamples(on, comparable, piece);
  }

  async evaluate(
    { comparable }: ObjectiveSource,
    compared: ComparedExamples,
  ): Promise<Partial<VariantRow>> {
    const cost = compared.cost();
    const { signal } = this.#job;
    const predicted = await compared.predictions(signal);
    const written = signal.aborted ? undefined : await compared.answers(signal);
    if (signal.aborted) return {};
    const answers = answersOf(compared.term, predicted);
    this.#reference ??= { predicted, answers };
    const reference = this.#reference.answers === answers ? this.#reference.predicted : null;
    const { task, ...evaluated } = evaluatePredictions(
      comparable,
      compared.term,
      predicted,
      reference,
    );
    return { ...evaluated, task: { ...task, ...written }, cost };
  }

  ask(): Promise<EvalTaskFigures[]> {
    return Promise.resolve([]);
  }

  async measure(entries: readonly ObjectiveEntry[], board: Board): Promise<void> {
    const { progress, request, watch: surroundings, signal } = this.#job;
    const contestants = entries.map(({ spec, compared }) => ({ id: spec.id, ...compared.timed }));
    const rounds = request.minRounds ?? MIN_ROUNDS;
    await measureRates(
      contestants,
      { rounds, surroundings },
      (found, share) => {
        for (const [id, rates] of found) {
          const { method } = progress.result;
          const row = { ...board.row(id)!, rates };
          const roofline = rooflineOf(row, deviceOf(method, row)?.ceilings ?? null);
          board.change({ id, rates, roofline, joules: joulesOf(method.watts, row) });
        }
        progress.tell(share, true);
      },
      signal,
    );
    for (const { spec, compared } of entries) {
      if (signal.aborted) return;
      const layers = { decode: await compared.layers(), prefill: null };
      board.change({ id: spec.id, layers, gpuStepMs: gpuStepMsOf(layers) });
    }
  }

  async #opened(base: BaseRef | undefined): Promise<ObjectiveSource> {
    const { own } = this;
    if (!base) return this.#sourceOf(null, own);
    const other = await this.#job.bases.open(base);
    const chosen = { data: own.config.data, ...own.brought };
    const { signal } = this.#job;
    const comparable = await objectiveComparable(this.#job, other, chosen, signal, own.config);
    return this.#sourceOf(other.name, comparable);
  }

  #sourceOf(name: string | null, comparable: ObjectiveComparable): ObjectiveSource {
    const { context, request, signal } = this.#job;
    const { trained, tokenizer, provenance } = comparable;
    const tools: StageTools<Model> = {
      context,
      source: trained,
      recovery: objectiveLearning(comparable),
      steps: request.recoverySteps ?? recoveryStepsOf(comparable),
      signal,
    };
    const maker = new StageMaker(tools);
    return { name, trained, tokenizer, provenance, comparable, maker };
  }
}

/** The classes or tokens that are right, place by place: where they are equal, so is what is predicted. */
function answersOf({ name, classifier }: LossTerm, predicted: readonly Predicted[]): string {
  const labels = classifier?.labels;
  const answers = predicted.map(({ targets }) => Array.from(targets, (id) => labels?.[id] ?? id));
  return JSON.stringify({ name, labels, answers });
}
