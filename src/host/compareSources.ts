// The models of a comparison, each with the held-out text as its own tokeniser cuts it. Where that
// gives the reference's very tokens, models are compared token by token; elsewhere by bytes alone.
import { BenchtopError } from '../gpu/errors';
import type { BaseModel, BaseRef } from '../training/models/baseModel';
import { buildModel } from '../training/models/model';
import { joinTokenBytes, type Tokenizer } from '../training/tokenizers/tokenizer';
import { heldOutOf, type Comparable } from './compareSetup';
import type { HeldOut } from './compareVariant';
import { StageMaker, type StageTools } from './variantStages';
import type { Trained } from './variants';

export interface Source {
  /** Null for the comparison's own. */
  readonly name: string | null;
  readonly trained: Trained;
  readonly tokenizer: Tokenizer;
  readonly heldOut: HeldOut;
  /** The held-out tokens are the reference's. */
  readonly isAligned: boolean;
  /** Beginning of the held-out text. */
  readonly tokens: readonly number[];
  readonly maker: StageMaker;
}

type Tools = Omit<StageTools, 'source'>;

export class CompareSources {
  readonly #own: Comparable;
  readonly #tools: Tools;
  readonly #open: (base: BaseRef) => Promise<BaseModel>;
  readonly #found = new Map<string, Promise<Source>>();

  constructor(own: Comparable, tools: Tools, open: (base: BaseRef) => Promise<BaseModel>) {
    this.#own = own;
    this.#tools = tools;
    this.#open = open;
  }

  /** @throws BenchtopError unknown_base | wrong_family, and what the place of the model throws */
  of(base: BaseRef | undefined): Promise<Source> {
    const key = JSON.stringify(base ?? null);
    let source = this.#found.get(key);
    if (!source) {
      source = base ? this.#opened(base) : Promise.resolve(this.#ownSource());
      this.#found.set(key, source);
    }
    return source;
  }

  #ownSource(): Source {
    const { trained, tokenizer, corpora } = this.#own;
    return {
      name: null,
      trained,
      tokenizer,
      heldOut: heldOutOf(this.#own),
      isAligned: true,
      tokens: [...corpora.validation.subarray(0, trained.model.contextLength)],
      maker: new StageMaker({ ...this.#tools, source: trained }),
    };
  }

  async #opened(base: BaseRef): Promise<Source> {
    const { name, config, vocabSize, tokenizer, weights } = await this.#open(base);
    const own = await this.of(undefined);
    const model = buildModel(config, vocabSize);
    const trained = { config, model, weights: new Map(weights) };
    const seqLen = own.heldOut.windows[0]!.length - 1;
    const isAligned = isSame(tokenizer, own.tokenizer) && model.contextLength >= seqLen;
    const heldOut = isAligned ? own.heldOut : recut(own.heldOut, tokenizer, model.contextLength);
    const tokens = isAligned ? own.tokens : [...heldOut.windows[0]!];
    const maker = new StageMaker({
      ...this.#tools,
      source: trained,
      // The text to train on is cut into the reference's tokens.
      ...(!isAligned && { recovery: null }),
    });
    return { name, trained, tokenizer, heldOut, isAligned, tokens, maker };
  }
}

const isSame = (a: Tokenizer, b: Tokenizer): boolean =>
  JSON.stringify(a.toJSON()) === JSON.stringify(b.toJSON());

/**
 * The same text in other tokens: windows of one length, each beginning with the last token of the one
 * before, so that all but the first token of each text is predicted. What fills up a last one is below 0.
 * @throws BenchtopError nothing_to_compare
 */
export function recut(
  { windows, tokenizer: from }: HeldOut,
  tokenizer: Tokenizer,
  contextLength: number,
): HeldOut {
  const cut: Int32Array[] = [];
  let [tokens, bytes] = [0, 0];
  for (const window of windows) {
    const ids = tokenizer.encode(from.decode(window));
    for (let start = 0; start + 1 < ids.length; start += contextLength) {
      const part = ids.slice(start, start + contextLength + 1);
      const padded = new Int32Array(contextLength + 1).fill(-1);
      padded.set(part);
      cut.push(padded);
      tokens += part.length - 1;
      bytes += joinTokenBytes(tokenizer, part.subarray(1)).length;
    }
  }
  if (tokens === 0) {
    throw new BenchtopError('nothing_to_compare', 'The held-out text is too short for this model.');
  }
  return { windows: cut, bytesPerToken: bytes / tokens, tokenizer };
}
