// The best possible predictor of a grammar's text: for every token of a text what was known before it, and what
// comes next. A model can be held against it token by token.
import { encodable } from '../../generate/prompt';
import type { Tokenizer } from '../../tokenizers/tokenizer';
import type { Grammar } from './grammar';
import { writableLength } from './grammarNext';
import { nextTokens, type NextToken, type NoNextTokens } from './grammarNextTokens';

export interface TrueToken {
  readonly id: number;
  /** Given all tokens before it; null where that is not known. */
  readonly probability: number | null;
}

export interface Truth {
  readonly tokens: readonly TrueToken[];
  /** By falling probability. */
  readonly next: readonly NextToken[] | NoNextTokens;
  /** Characters from the start that the grammar can write. */
  readonly writable: number;
}

type Next = NextToken[] | NoNextTokens;

/** More positions than a text on the page has. */
const MOST_POSITIONS = 4096;

/** ln of it in nats, on average. */
export const entropyOf = (next: readonly { readonly probability: number }[]): number =>
  next.reduce((sum, { probability: p }) => (p > 0 ? sum - p * Math.log(p) : sum), 0);

/**
 * Kullback-Leibler divergence of a model from the truth in nats: by how much its expected loss at this token is
 * above the lowest possible. `logProbs`: the model's, by id.
 */
export const divergenceOf = (truth: readonly NextToken[], logProbs: ArrayLike<number>): number =>
  truth.reduce(
    (sum, { id, probability: p }) =>
      p > 0 ? sum + p * (Math.log(p) - (logProbs[id] ?? -Infinity)) : sum,
    0,
  );

/** Remembers what it has worked out: the page asks again behind every token. */
export class GrammarTruth {
  readonly #grammar: Grammar;
  readonly #tokenizer: Tokenizer;
  readonly #known = new Map<string, Next>();

  constructor(grammar: Grammar, tokenizer: Tokenizer) {
    this.#grammar = grammar;
    this.#tokenizer = tokenizer;
  }

  /** In the tokens that the tokenizer makes of it. */
  of(text: string): Truth {
    const writable = writableLength(this.#grammar, text);
    // Behind what is never written nothing is known, and the model reads on.
    const readable = encodable(this.#tokenizer, text);
    const positions = positionsOf(this.#tokenizer, readable);
    const ids = this.#tokenizer.encode(readable);
    const tokens = Array.from(ids, (id, index) => {
      const next = this.#next(positions[index]!);
      if (typeof next === 'string') return { id, probability: null };
      return { id, probability: next.find((one) => one.id === id)?.probability ?? 0 };
    });
    const next = writable < text.length ? 'never' : this.#next({ text, inside: [] });
    return { tokens, next, writable };
  }

  #next({ text, inside }: Position): Next {
    const key = JSON.stringify([text, inside]);
    const known = this.#known.get(key);
    if (known) return known;
    const next = nextTokens(this.#grammar, this.#tokenizer, text, inside);
    if (this.#known.size >= MOST_POSITIONS) this.#known.clear();
    this.#known.set(key, next);
    return next;
  }
}

/** Whole characters, and the tokens behind them that are none yet. */
interface Position {
  readonly text: string;
  readonly inside: readonly number[];
}

/** In front of each token of the text. */
function positionsOf(tokenizer: Tokenizer, text: string): Position[] {
  // Its tokens leave out what stands between them.
  if (tokenizer.kind === 'words') return piecePositions(tokenizer.pieces?.(text) ?? []);
  let position: Position = { text: '', inside: [] };
  return Array.from(tokenizer.encode(text), (id) => {
    const before = position;
    position = behind(position, id, tokenizer);
    return before;
  });
}

function piecePositions(pieces: readonly string[]): Position[] {
  let before = '';
  return pieces.map((piece) => {
    const position = { text: before, inside: [] };
    before += piece;
    return position;
  });
}

const CUT = '\uFFFD';

function behind({ text, inside }: Position, id: number, tokenizer: Tokenizer): Position {
  const ids = [...inside, id];
  const own = tokenizer.decode(ids);
  // Of a cut character its last bytes are replaced; one that stood there is of no grammar.
  return own.endsWith(CUT) ? { text, inside: ids } : { text: text + own, inside: [] };
}
