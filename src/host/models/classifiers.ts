// Classifiers on their own: a text and its class, and how many of a set's held-out examples are right.
// The model that was asked last stays on the GPU until another one is asked or the page lets it rest.
import type { ComputeContext } from '../../gpu/compute';
import { exampleSetOf, examplesOfSet } from '../../training/data/examples/exampleSets';
import type { Example } from '../../training/data/examples/examples';
import { ClassifierReader, classReaderOf } from '../../training/evaluate/classifier';
import { newWords } from '../../training/evaluate/knownWords';
import { classReport, predictionOf } from '../../training/evaluate/classReport';
import { shareError } from '../../training/evaluate/statistics';
import type { BaseModel, BaseRef } from '../../training/models/baseModel';
import { uploadWeights } from '../../training/models/upload';
import { classifierParameters, type ClassifierFacts } from '../../training/nn/classifier';
import type { ClassReader } from '../../training/objectives/classify';
import { encodeExamples, type EncodedExample } from '../../training/objectives/exampleData';
import { specialIds } from '../../training/objectives/specialIds';
import { ParameterSet } from '../../training/parameters';
import { lookUp } from '../../training/run/state';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import type { Bases } from '../lab/bases';
import { hostError } from '../protocol/error';
import type { Classified, ClassifyRequest, Evaluated, EvaluateRequest } from '../protocol/models';

/** Lengths for which a program is made, at most; shorter texts are filled up. */
const LENGTHS = [64, 256, 1024];
const ROWS = 16;
/** Other documents than any run learns from. */
const SEED = 100_003;

interface Held {
  readonly key: string;
  readonly context: ComputeContext;
  readonly facts: ClassifierFacts;
  readonly tokenizer: Tokenizer;
  /** As `BaseModel.words`. */
  readonly seen: () => ReadonlySet<string> | null;
  readonly reader: ClassReader;
  readonly parameters: ParameterSet;
  readonly encode: (examples: readonly Example[]) => readonly EncodedExample[];
  readonly programs: Map<string, ClassifierReader>;
}

export class Classifiers {
  readonly #context: () => Promise<ComputeContext>;
  readonly #bases: Bases;
  #held: Held | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(context: () => Promise<ComputeContext>, bases: Bases) {
    this.#context = context;
    this.#bases = bases;
  }

  /** @throws BenchtopError no_classifier */
  classify({ base, text }: ClassifyRequest): Promise<Classified> {
    return this.#inTurn(async () => {
      const held = await this.#take(base);
      const examples = held.encode([{ text, label: 0 }]);
      const program = await this.#program(held, 1, examples);
      const [logits] = await program.read(examples);
      const { ids, cut = 0 } = examples[0]!;
      const unknown = newWords(text, held.tokenizer, held.seen());
      return {
        labels: held.facts.labels,
        probabilities: softmax(logits!),
        tokens: ids.length + cut,
        left: cut,
        newWords: unknown.words,
        words: unknown.all,
      };
    });
  }

  /** On a built-in dataset. @throws BenchtopError no_classifier | other_classes */
  evaluate(
    { base, set: id }: EvaluateRequest,
    onProgress: (done: number, total: number) => void,
  ): Promise<Evaluated> {
    return this.#inTurn(async () => {
      const held = await this.#take(base);
      const { labels } = held.facts;
      const set = exampleSetOf({ set: id });
      if (!set || set.labels.toSorted().join('\n') !== labels.toSorted().join('\n')) {
        throw hostError('other_classes', { set: id, labels: labels.join(', ') });
      }
      const { validation } = examplesOfSet(set, { set: id, train: 1 }, SEED);
      const examples = held.encode(validation);
      const program = await this.#program(held, ROWS, examples);
      const scores = await program.read(examples, (done) => onProgress(done, examples.length));
      const predictions = scores.map((logits, index) =>
        predictionOf(logits, labels.indexOf(set.labels[validation[index]!.label]!)),
      );
      const right = predictions.filter(({ label, predicted }) => label === predicted).length;
      return {
        examples: predictions.length,
        accuracy: right / predictions.length,
        accuracyError: shareError(right / predictions.length, predictions.length),
        classes: classReport(labels, predictions),
      };
    });
  }

  rest(): Promise<void> {
    return this.#inTurn(() => this.#free());
  }

  async #take(ref: BaseRef): Promise<Held> {
    const context = await this.#context();
    const key = JSON.stringify(ref);
    if (this.#held?.key === key && this.#held.context === context) return this.#held;
    await this.#free();
    return (this.#held = { key, context, ...opened(context, await this.#bases.open(ref)) });
  }

  async #program(
    { context, facts, reader, parameters, programs }: Held,
    batch: number,
    examples: readonly EncodedExample[],
  ): Promise<ClassifierReader> {
    const longest = examples.reduce((most, { ids }) => Math.max(most, ids.length), 1);
    const most = reader.model.contextLength;
    const seqLen = Math.min(most, LENGTHS.find((length) => length >= longest) ?? most);
    const key = `${batch} ${seqLen}`;
    const known = programs.get(key);
    if (known) return known;
    const shape = { batch, seqLen };
    const made = await ClassifierReader.create(context, reader, lookUp(parameters), facts, shape);
    programs.set(key, made);
    return made;
  }

  async #free(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    // A lost device has taken its memory with it.
    if (!held || (await this.#context()) !== held.context) return;
    for (const program of held.programs.values()) program.destroy();
    held.context.buffers.freeResident(held.parameters.weights.buffer);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function opened(context: ComputeContext, base: BaseModel): Omit<Held, 'key' | 'context'> {
  const { config, vocabSize, tokenizer, weights, classifier, name } = base;
  if (!classifier) throw hostError('no_classifier', { name });
  const reader = classReaderOf(config, vocabSize);
  const head = classifierParameters(config, classifier.labels.length);
  const parameters = new ParameterSet([...reader.model.parameters, ...head]);
  uploadWeights(context.buffers, parameters, new Map([...weights, ...classifier.weights]));
  const isEncoder = reader.kind === 'encoder';
  const special = specialIds(tokenizer, 0, ['cls', 'sep']);
  const maxTokens = reader.model.contextLength;
  const encode: Held['encode'] = (examples) =>
    encodeExamples(
      { labels: classifier.labels, train: examples, validation: [] },
      { tokenizer, special, isEncoder, maxTokens },
    ).train;
  let words: ReadonlySet<string> | null | undefined;
  const seen = (): ReadonlySet<string> | null => (words ??= base.words?.() ?? null);
  return { facts: classifier, tokenizer, seen, reader, parameters, encode, programs: new Map() };
}

function softmax(logits: Float32Array): number[] {
  const greatest = Math.max(...logits);
  const raised = Array.from(logits, (logit) => Math.exp(logit - greatest));
  const total = raised.reduce((sum, one) => sum + one, 0);
  return raised.map((one) => one / total);
}
