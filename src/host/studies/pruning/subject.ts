// What a pruning study asks of a model: how it is evaluated with other weights, and how fast it is.
import type { ComputeContext } from '../../../gpu/compute';
import { multiplied } from '../../../training/compress/factoredModel';
import type { QualityFigures } from '../../../training/evaluate/quality';
import { TermReader, type Predicted } from '../../../training/evaluate/termReader';
import { Decoder } from '../../../training/generate/decoder';
import type { LanguageModel, Model } from '../../../training/models/interfaces';
import type { ParameterLookup } from '../../../training/nn/weights';
import type { PruningMethod } from '../../protocol/pruning';
import type { AnyComparable, ObjectiveComparable } from '../compare/contest/comparable';
import { heldOutTerm } from '../compare/examples';
import { heldOutReader, readWindows } from '../compare/contest/heldOutLogits';
import { objectiveFacts } from '../compare/contest/openedObjective';
import { meterOf } from '../compare/contest/predictions';
import { heldOutFacts, heldOutOf, type Comparable } from '../compare/contest/setup';
import type { Learning } from '../compress/learning';
import { objectiveLearning } from '../compress/objectiveLearning';
import { textLearning } from '../compress/textLearning';
import type { Trained } from '../compress/variants';

/** A model with the weights that are found by name, whatever they are now. */
interface Weighted<M extends Model> {
  readonly model: M;
  readonly parameter: ParameterLookup;
}

export interface Reader {
  /** Its predictions of all that is held out; fewer where it was stopped. */
  read(signal: AbortSignal): Promise<Predicted[]>;
  destroy(): void;
}

export interface Timer {
  /** Tokens or examples a second, once. */
  rate(): Promise<number>;
  destroy(): Promise<void>;
}

export interface Subject<M extends Model> {
  readonly trained: Trained<M>;
  readonly steps: number;
  readonly method: PruningMethod;
  /** Of text, or examples. */
  readonly windows: number;
  /** 1 where nothing is counted in bytes. */
  readonly bytesPerToken: number;
  readonly learning: Learning<M>;
  reader(context: ComputeContext, weighted: Weighted<M>): Promise<Reader>;
  timer(context: ComputeContext, weighted: Weighted<M>): Promise<Timer>;
}

const TIMED_TOKENS = 8;

function textSubject(source: Comparable): Subject<LanguageModel> {
  const { trained, config, steps, corpora } = source;
  const { windows, bytesPerToken } = heldOutOf(source);
  const targets = windows.map((window) => window.subarray(1));
  const text = heldOutFacts(source);
  return {
    trained,
    steps,
    method: { modelName: config.name, trainedSteps: steps, text, timed: 'tokens' },
    windows: windows.length,
    bytesPerToken,
    learning: textLearning({ training: config.training, corpora }),
    async reader(context, writer) {
      const reader = await heldOutReader(context, writer, windows);
      return {
        async read(signal) {
          const logits = await readWindows(reader, windows, signal);
          return logits.map((own, i) => ({ targets: targets[i]!, logits: own }));
        },
        destroy: () => reader.destroy(),
      };
    },
    async timer(context, writer) {
      const decoder = await Decoder.create(context, writer);
      return {
        async rate() {
          await decoder.start([[...windows[0]!.subarray(0, 1)]]);
          await context.idle();
          const from = performance.now();
          const tokens = Math.min(TIMED_TOKENS, decoder.room);
          await decoder.sample(tokens, 0, { temperature: 0, seed: 0 });
          return (1000 * tokens) / (performance.now() - from);
        },
        destroy: () => decoder.destroy(),
      };
    },
  };
}

function objectiveSubject(source: ObjectiveComparable): Subject<Model> {
  const { trained, config, steps } = source;
  const { term, place, count, atOnce, objective } = heldOutTerm(source, config.model);
  const { seqLen } = objective.evaluationShape;
  const text = objectiveFacts(source);
  const opened = (context: ComputeContext, { parameter }: Weighted<Model>, batch: number) =>
    TermReader.create(context, term, multiplied(parameter), { batch, seqLen });
  return {
    trained,
    steps,
    method: { modelName: config.name, trainedSteps: steps, text, timed: 'examples' },
    windows: count,
    bytesPerToken: 1,
    learning: objectiveLearning(source),
    async reader(context, weighted) {
      const reader = await opened(context, weighted, atOnce);
      return {
        read: (signal) => reader.read({ ...place, count }, signal),
        destroy: () => reader.destroy(),
      };
    },
    async timer(context, weighted) {
      const reader = await opened(context, weighted, 1);
      return {
        async rate() {
          const from = performance.now();
          await reader.runFirst(place);
          return 1000 / (performance.now() - from);
        },
        destroy: () => Promise.resolve(reader.destroy()),
      };
    },
  };
}

/** Calls `work` with what is known of the model's kind. */
export const withSubject = (
  { kind, source }: AnyComparable,
  work: <M extends Model>(subject: Subject<M>) => Promise<void>,
): Promise<void> => (kind === 'text' ? work(textSubject(source)) : work(objectiveSubject(source)));

/** Of predictions beside a reference's, which stand at the same positions. */
export const figuresOf = (
  { bytesPerToken }: Pick<Subject<Model>, 'bytesPerToken'>,
  predicted: readonly Predicted[],
  reference: readonly Predicted[] = predicted,
): QualityFigures => meterOf(predicted, reference, bytesPerToken).figures();
