// Classifiers on their own: a text and its class, and how many of a set's held-out examples are right.
import type { ComputeContext } from '../../gpu/compute';
import { exampleSetOf, examplesOfSet } from '../../training/data/examples/exampleSets';
import { isRegression, type Example } from '../../training/data/examples/examples';
import { ClassifierReader, classReaderOf } from '../../training/evaluate/classifier';
import { effectOf, partsOf, without } from '../../training/evaluate/leaveOneOut';
import { logSoftmaxRow } from '../../training/evaluate/logSoftmax';
import { newWords } from '../../training/evaluate/knownWords';
import { classReport, predictionOf } from '../../training/evaluate/classReport';
import { countedShare } from '../../training/evaluate/statistics';
import type { BaseModel, BaseRef } from '../../training/models/baseModel';
import { uploadWeights } from '../../training/models/upload';
import { classifierParameters } from '../../training/nn/classifier';
import { encodeExamples, type EncodedExample } from '../../training/objectives/exampleData';
import { specialIds } from '../../training/objectives/specialIds';
import { ParameterSet } from '../../training/parameters';
import { lookUp } from '../../training/run/state';
import type { Bases } from '../lab/bases';
import { hostError } from '../protocol/error';
import { ModelOnGpu } from './modelOnGpu';
import { TextPrograms } from './textPrograms';
import type {
  Attributed,
  Classified,
  ClassifyRequest,
  Evaluated,
  EvaluateRequest,
} from '../protocol/models';

const ROWS = 16;
/** Words of a text that are left out, one after another. */
const MOST_WORDS = 200;
/** Other documents than any run learns from. */
const SEED = 100_003;

export class Classifiers {
  readonly #models: ModelOnGpu<BaseRef, Awaited<ReturnType<typeof load>>>;
  #abort = new AbortController();

  constructor(context: () => Promise<ComputeContext>, bases: Bases) {
    this.#models = new ModelOnGpu(context, async (on, ref) => load(on, await bases.open(ref)));
  }

  /** @throws BenchtopError no_classifier */
  classify({ base, text }: ClassifyRequest): Promise<Classified> {
    return this.#models.use(base, async ({ facts, tokenizer, seen, encode, programs }) => {
      const examples = encode([{ text, label: 0 }]);
      const [logits] = await (await programs.for(1, examples)).read(examples);
      const logShares = new Float64Array(facts.labels.length);
      const isScore = isRegression(facts);
      if (!isScore) logSoftmaxRow(logits!, 0, logShares);
      const { ids, cut = 0 } = examples[0]!;
      const unknown = newWords(text, tokenizer, seen());
      return {
        labels: facts.labels,
        probabilities: isScore ? [] : Array.from(logShares, Math.exp),
        ...(isScore && { score: logits![0]! }),
        tokens: ids.length + cut,
        left: cut,
        newWords: unknown.words,
        words: unknown.all,
      };
    });
  }

  /** How the prediction of a text changes without each of its words. @throws BenchtopError no_classifier */
  attribute({ base, text }: ClassifyRequest): Promise<Attributed> {
    this.stop();
    const { signal } = this.#abort;
    return this.#models.use(base, async ({ facts, encode, programs }) => {
      signal.throwIfAborted();
      const parts = partsOf(text);
      const words = parts.flatMap(({ isWord }, index) => (isWord ? [index] : []));
      const left = words.slice(0, MOST_WORDS);
      const texts = [text, ...left.map((index) => without(parts, index))];
      const examples = encode(texts.map((one) => ({ text: one, label: 0 })));
      const program = await programs.for(ROWS, examples);
      const [whole, ...others] = await program.read(examples, () => signal.throwIfAborted());
      const label = isRegression(facts) ? null : whole!.indexOf(Math.max(...whole!));
      const effects = new Map(
        left.map((part, index) => [part, effectOf(whole!, others[index]!, label)]),
      );
      return {
        label: facts.labels[label ?? 0]!,
        parts: parts.map((part, index) => ({ text: part.text, ...effects.get(index) })),
        left: words.length - left.length,
      };
    });
  }

  /** The words that are left to leave out are not. */
  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** On a built-in dataset. @throws BenchtopError no_classifier | other_classes */
  evaluate(
    { base, set: id }: EvaluateRequest,
    onProgress: (done: number, total: number) => void,
  ): Promise<Evaluated> {
    return this.#models.use(base, async ({ facts: { labels }, encode, programs }) => {
      const set = exampleSetOf({ set: id });
      if (!set || set.labels.toSorted().join('\n') !== labels.toSorted().join('\n')) {
        throw hostError('other_classes', { set: id, labels: labels.join(', ') });
      }
      const { validation } = examplesOfSet(set, { set: id, train: 1 }, SEED);
      const examples = encode(validation);
      const reader = await programs.for(ROWS, examples);
      const scores = await reader.read(examples, (done) => onProgress(done, examples.length));
      const predictions = scores.map((logits, index) =>
        predictionOf(logits, labels.indexOf(set.labels[validation[index]!.label]!)),
      );
      const right = predictions.filter(({ label, predicted }) => label === predicted).length;
      const counted = countedShare(right / predictions.length, predictions.length);
      return { ...counted, classes: classReport(labels, predictions) };
    });
  }

  rest(): Promise<void> {
    this.stop();
    return this.#models.rest();
  }
}

async function load(context: ComputeContext, base: BaseModel) {
  const { config, vocabSize, tokenizer, weights, classifier: facts, name } = base;
  if (!facts) throw hostError('no_classifier', { name });
  const reader = classReaderOf(config, vocabSize);
  const head = classifierParameters(config, facts.labels.length);
  const parameters = new ParameterSet([...reader.model.parameters, ...head]);
  uploadWeights(context.buffers, parameters, new Map([...weights, ...facts.weights]));
  const isEncoder = reader.kind === 'encoder';
  const special = specialIds(tokenizer, 0, ['cls', 'sep']);
  const maxTokens = reader.model.contextLength;
  const encode = (examples: readonly Example[]): readonly EncodedExample[] =>
    encodeExamples(
      { labels: facts.labels, train: examples, validation: [] },
      { tokenizer, special, isEncoder, maxTokens },
    ).train;
  let words: ReadonlySet<string> | null | undefined;
  /** As `BaseModel.words`. */
  const seen = (): ReadonlySet<string> | null => (words ??= base.words?.() ?? null);
  const programs = new TextPrograms(maxTokens, (shape) =>
    ClassifierReader.create(context, reader, lookUp(parameters), facts, shape),
  );
  const free = (): void => {
    programs.destroy();
    context.buffers.freeResident(parameters.weights.buffer);
  };
  return { facts, tokenizer, seen, encode, programs, free };
}
