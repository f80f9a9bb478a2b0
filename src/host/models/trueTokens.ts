// What the text of a model's grammar truly goes on with, beside what the model expects.
import { CORPORA } from '../../training/data/corpora/corpora';
import type { Grammar } from '../../training/data/grammar/grammar';
import { hasNextTokens } from '../../training/data/grammar/grammarNextTokens';
import { entropyOf, GrammarTruth } from '../../training/data/grammar/grammarTruth';
import type { BaseRef } from '../../training/models/baseModel';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import type { Bases } from '../lab/bases';
import type { TrueTokens, TrueTokensRequest } from '../protocol/trueTokens';

interface Known {
  readonly corpus: string;
  readonly separator: string;
  readonly tokenizer: Tokenizer;
  readonly truth: GrammarTruth;
}

/** A model that grows keeps its text and its tokens. */
const MOST_MODELS = 8;

const grammarOf = (corpus: string | undefined): Grammar | undefined => {
  const found = CORPORA.find(({ id }) => id === corpus);
  return found?.kind === 'grammar' ? found.grammar : undefined;
};

export class TruthReader {
  readonly #bases: Pick<Bases, 'open'>;
  readonly #known = new Map<string, Promise<Known | null>>();

  constructor(bases: Pick<Bases, 'open'>) {
    this.#bases = bases;
  }

  /** Null where no grammar made what the model has read, or its tokens are not known well enough. */
  async of({ base, text }: TrueTokensRequest): Promise<TrueTokens | null> {
    const known = await this.#of(base);
    if (!known) return null;
    const { corpus, separator, tokenizer, truth } = known;
    const { tokens, next, writable } = truth.of(text);
    const isKnown = typeof next !== 'string';
    return {
      corpus,
      separator,
      tokens,
      next: isKnown ? next.map((one) => ({ ...one, text: textOf(tokenizer, one.id) })) : next,
      entropy: isKnown ? entropyOf(next) : null,
      writable,
    };
  }

  #of(base: BaseRef): Promise<Known | null> {
    const key = JSON.stringify(base);
    let known = this.#known.get(key);
    if (!known) {
      known = this.#open(base);
      if (this.#known.size >= MOST_MODELS) this.#known.clear();
      this.#known.set(key, known);
      known.catch(() => this.#known.delete(key));
    }
    return known;
  }

  async #open(base: BaseRef): Promise<Known | null> {
    const { provenance, tokenizer } = await this.#bases.open(base);
    const corpus = provenance?.data.corpus;
    const grammar = grammarOf(corpus);
    if (corpus === undefined || !grammar || !hasNextTokens(tokenizer)) return null;
    const { separator } = grammar;
    return { corpus, separator, tokenizer, truth: new GrammarTruth(grammar, tokenizer) };
  }
}

/** What the tokenizer lacks is shown as nothing that it has. */
const textOf = (tokenizer: Tokenizer, id: number): string =>
  id < 0 ? '⟨?⟩' : tokenizer.tokenText(id);
