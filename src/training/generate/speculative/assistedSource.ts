// Speculative decoding (Leviathan et al. 2023; transformers' assisted generation): a smaller model proposes a few
// tokens, the model itself checks them in one pass. Greedy text is the same as without; sampled text is
// distributed as without.
import { checkLogits } from '../choose';
import type { Decoder } from '../decoder';
import type { GenerationSettings } from '../generationConfig';
import { processorsOf, type GenerationFacts } from '../processors/processorsOf';
import type { OddsOf, Sequence, TakenToken, TokenSource } from '../takeTokens';
import type { SamplingSettings } from '../tokenGenerator';
import { checkedToken } from './acceptance';
import { Draft } from './draft';

/** The smaller model, ready to write one sequence. */
export interface AssistantModel {
  readonly decoder: Decoder;
  readonly contextLength: number;
}

export interface Assistance {
  /** Proposed tokens, and those of them that stayed. */
  readonly proposed: number;
  readonly accepted: number;
  /** Forward passes of the model itself, and tokens that they gave. */
  readonly passes: number;
  readonly tokens: number;
  /** How many times faster than the model by itself, on this device; null where too little was written. */
  readonly speedRatio: number | null;
}

interface Facts extends GenerationFacts {
  readonly contextLength: number;
  readonly hasEnded: (ids: readonly number[]) => boolean;
}

type Settings = SamplingSettings & Partial<GenerationSettings>;

/** Scores that a pass over several tokens rounds otherwise than a pass over one. */
const TIE = 1e-4;
/** Tokens that the model writes by itself to be timed. */
const TIMED = 16;

export class AssistedSource implements TokenSource {
  readonly least: number;
  readonly most: number;
  readonly #writer: Decoder;
  readonly #draft: Draft;
  readonly #settings: Settings;
  readonly #facts: Facts;
  readonly #processors;
  readonly #odds: OddsOf;
  #proposed = 0;
  #accepted = 0;
  #passes = 0;
  #tokens = 0;
  /** Of all passes but the first, which compiles. */
  #timed = { ms: 0, tokens: 0 };

  constructor(
    writer: Decoder,
    { decoder, contextLength }: AssistantModel,
    settings: Settings,
    facts: Facts,
    odds: OddsOf,
  ) {
    const { temperature, seed, numAssistantTokens = 4 } = settings;
    const { hasEnded } = facts;
    this.#writer = writer;
    this.#settings = settings;
    this.#facts = facts;
    this.#odds = odds;
    this.#processors = processorsOf(settings, facts);
    const processors = this.#processors;
    this.#draft = new Draft(decoder, contextLength, { temperature, seed, processors, hasEnded });
    this.least = numAssistantTokens + 1;
    this.most = this.least;
  }

  async take(count: number, made: number, sequences: readonly Sequence[]): Promise<TakenToken[][]> {
    const fromMs = performance.now();
    const { ids } = sequences[0]!;
    const taken = await this.#check(ids, count, made);
    if (this.#passes > 1) {
      this.#timed.ms += performance.now() - fromMs;
      this.#timed.tokens += taken.length;
    }
    this.#tokens += taken.length;
    return [taken];
  }

  async #check(ids: readonly number[], count: number, made: number): Promise<TakenToken[]> {
    const { temperature, seed } = this.#settings;
    const proposals = await this.#draft.propose(ids, count - 1, made);
    const next = [ids.at(-1)!, ...proposals.map(({ id }) => id)];
    const before = this.#writer.past;
    const rows = await this.#writer.scoreAll(next, this.most);
    this.#passes += 1;
    this.#proposed += proposals.length;
    const text = [...ids];
    const taken: TakenToken[] = [];
    for (let at = 0; at < rows.length; at++) {
      let logits = rows[at]!;
      let scores = this.#processed(text, logits);
      const isTie = temperature === 0 && isClose(scores);
      if (isTie) {
        this.#writer.rewind(before + at);
        [logits] = (await this.#writer.score([next[at]!])) as [Float32Array];
        scores = this.#processed(text, logits);
      }
      const proposed = proposals[at];
      const id = checkedToken({ scores, proposed, temperature, seed, made: made + at });
      const odds = this.#odds(logits, id);
      taken.push(odds ? { id, odds } : { id });
      text.push(id);
      const isAccepted = id === proposed?.id;
      this.#accepted += Number(isAccepted);
      if (isTie || !isAccepted || this.#facts.hasEnded(text)) break;
    }
    this.#writer.rewind(before + taken.length);
    return taken;
  }

  #processed(ids: readonly number[], logits: Float32Array): Float32Array {
    checkLogits(logits);
    const scores = logits.slice();
    for (const processor of this.#processors) processor.process(ids, scores);
    return scores;
  }

  /** `ids`: the whole text. */
  async report(ids: readonly number[]): Promise<Assistance> {
    const speedRatio = await this.#speedRatio(ids);
    const facts = { proposed: this.#proposed, accepted: this.#accepted, passes: this.#passes };
    return { ...facts, tokens: this.#tokens, speedRatio };
  }

  async #speedRatio(ids: readonly number[]): Promise<number | null> {
    const { ms, tokens } = this.#timed;
    const { contextLength } = this.#facts;
    const count = Math.min(TIMED, contextLength - 2);
    if (tokens === 0 || count < 1) return null;
    const window = ids.slice(-Math.max(1, contextLength - count - 1));
    await this.#writer.start([window]);
    await this.#writer.sample(1, 0, this.#settings);
    const fromMs = performance.now();
    await this.#writer.sample(count, 1, this.#settings);
    return (performance.now() - fromMs) / count / (ms / tokens);
  }
}

/** Whether two tokens have as good as the same, greatest score. */
function isClose(scores: Float32Array): boolean {
  let [first, second] = [-Infinity, -Infinity];
  for (const score of scores) {
    if (score > first) [first, second] = [score, first];
    else if (score > second) second = score;
  }
  return first - second < TIE * Math.max(1, Math.abs(first));
}
