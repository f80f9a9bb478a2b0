// Texts as vectors: the mean of a model's last hidden states, as sentence-transformers pools them.
import type { ComputeContext } from '../../gpu/compute';
import { ClassifierReader, classReaderOf } from '../../training/evaluate/classifier';
import { encodable } from '../../training/generate/prompt';
import type { BaseModel, BaseRef } from '../../training/models/baseModel';
import { isEncoderDecoderFamily } from '../../training/models/families';
import { uploadWeights } from '../../training/models/upload';
import { encodeExamples, type EncodedExample } from '../../training/objectives/exampleData';
import { specialIds } from '../../training/objectives/specialIds';
import { ParameterSet } from '../../training/parameters';
import { lookUp } from '../../training/run/state';
import type { Bases } from '../lab/bases';
import { hostError } from '../protocol/error';
import type { Embedded, EmbedRequest } from '../protocol/models';
import { ModelOnGpu } from './modelOnGpu';
import { TextPrograms } from './textPrograms';

const ROWS = 8;

export class Embedders {
  readonly #models: ModelOnGpu<BaseRef, Awaited<ReturnType<typeof load>>>;
  #abort = new AbortController();

  constructor(context: () => Promise<ComputeContext>, bases: Bases) {
    this.#models = new ModelOnGpu(context, async (on, ref) => load(on, await bases.open(ref)));
  }

  /** @throws BenchtopError no_embeddings | no_tokens */
  embed({ base, texts }: EmbedRequest): Promise<Embedded> {
    this.stop();
    const { signal } = this.#abort;
    return this.#models.use(base, async ({ encode, programs }) => {
      const examples = texts.map((text) => encode(text));
      const blank = examples.findIndex(({ ids }) => ids.length === 0);
      if (blank >= 0) throw hostError('no_tokens', { text: texts[blank]! });
      const program = await programs.for(ROWS, examples);
      const vectors = await program.read(examples, () => signal.throwIfAborted());
      return { vectors, left: examples.map(({ cut = 0 }) => cut) };
    });
  }

  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  rest(): Promise<void> {
    this.stop();
    return this.#models.rest();
  }
}

async function load(context: ComputeContext, base: BaseModel) {
  const { config, vocabSize, tokenizer, weights, name } = base;
  if (isEncoderDecoderFamily(config.family)) throw hostError('no_embeddings', { name });
  const reader = classReaderOf(config, vocabSize);
  const parameters = new ParameterSet(reader.model.parameters);
  uploadWeights(context.buffers, parameters, weights);
  const isEncoder = reader.kind === 'encoder';
  const special = specialIds(tokenizer, 0, ['cls', 'sep']);
  const maxTokens = reader.model.contextLength;
  const encode = (text: string): EncodedExample =>
    encodeExamples(
      // A class, so that decoders read the text alone.
      {
        labels: [''],
        train: [{ text: encodable(tokenizer, text), label: 0 }],
        validation: [],
      },
      { tokenizer, special, isEncoder, maxTokens },
    ).train[0]!;
  const programs = new TextPrograms(maxTokens, (shape) =>
    ClassifierReader.pooled(context, reader, lookUp(parameters), 'mean', shape),
  );
  const free = (): void => {
    programs.destroy();
    context.buffers.freeResident(parameters.weights.buffer);
  };
  return { encode, programs, free };
}
