// A small model that proposes what a larger one then checks: it keeps up with the text by itself, in a window of
// its own.
import type { Decoder } from '../decoder';
import { chooseToken } from '../choose';
import type { LogitsProcessor } from '../processors/logitsProcessor';

export interface Proposal {
  readonly id: number;
  /** Processed scores that it was chosen by; absent where it is greedy. */
  readonly scores?: Float32Array;
}

interface DraftSettings {
  readonly temperature: number;
  readonly seed: number;
  readonly processors: readonly LogitsProcessor[];
  /** Nothing comes behind such a text. */
  readonly hasEnded: (ids: readonly number[]) => boolean;
}

export class Draft {
  readonly #decoder: Decoder;
  readonly #contextLength: number;
  readonly #settings: DraftSettings;
  /** Tokens that it has read, and how many of the text stand before them. */
  #read: number[] = [];
  #before = -1;

  constructor(decoder: Decoder, contextLength: number, settings: DraftSettings) {
    this.#decoder = decoder;
    this.#contextLength = contextLength;
    this.#settings = settings;
  }

  /** Behind `ids`; fewer where its context is short. `made`: how many were written before. */
  async propose(ids: readonly number[], most: number, made: number): Promise<Proposal[]> {
    const count = Math.min(most, this.#contextLength);
    if (count <= 0) return [];
    await this.#follow(ids, count);
    const { temperature, processors } = this.#settings;
    const isPlain = temperature === 0 && processors.length === 0;
    const proposals = isPlain
      ? await this.#greedy(ids, count)
      : await this.#drawn(ids, count, made);
    const tokens = proposals.map(({ id }) => id);
    this.#read.push(ids.at(-1)!, ...tokens.slice(0, -1));
    return proposals;
  }

  /** In one go, without its logits. */
  async #greedy(ids: readonly number[], count: number): Promise<Proposal[]> {
    this.#decoder.goOn([], ids.at(-1)!);
    const [tokens] = await this.#decoder.sample(count, 0, { temperature: 0, seed: 0 });
    return tokens!.map((id) => ({ id }));
  }

  async #drawn(ids: readonly number[], count: number, made: number): Promise<Proposal[]> {
    const { temperature, seed, processors, hasEnded } = this.#settings;
    const text = [...ids];
    const proposals: Proposal[] = [];
    for (let at = 0; at < count; at++) {
      const [logits] = await this.#decoder.score([text.at(-1)!]);
      const scores = logits!.slice();
      for (const processor of processors) processor.process(text, scores);
      const id = chooseToken(scores, { temperature, seed, made: made + at, sequence: 0 });
      proposals.push({ id, scores });
      text.push(id);
      if (hasEnded(text)) break;
    }
    return proposals;
  }

  /** Reads all but the newest token, of which it may know most. */
  async #follow(ids: readonly number[], count: number): Promise<void> {
    const own = this.#before < 0 ? [] : ids.slice(this.#before, -1);
    const differs = this.#read.findIndex((id, at) => id !== own[at]);
    const known = differs < 0 ? Math.min(this.#read.length, own.length) : differs;
    if (this.#before < 0 || own.length + count > this.#contextLength) {
      const room = this.#contextLength - count + 1;
      const window = ids.slice(-Math.max(1, Math.min(room, this.#contextLength >> 1)));
      await this.#decoder.start([window]);
      this.#before = ids.length - window.length;
      this.#read = window.slice(0, -1);
      return;
    }
    this.#decoder.rewind(known);
    this.#decoder.goOn(own.slice(known), ids.at(-1)!);
    this.#read = own;
  }
}
