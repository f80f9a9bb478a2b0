// What a model makes of a token at its place: before temperature, filters and penalties.
import { logSoftmaxRow } from '../evaluate/logSoftmax';

export interface Candidate {
  readonly id: number;
  readonly text: string;
  readonly probability: number;
}

export interface TokenOdds {
  readonly probability: number;
  /** 1 is the likeliest. */
  readonly rank: number;
  /** Of the whole distribution, in nats. */
  readonly entropy: number;
  /** The likeliest tokens of this place. */
  readonly top: readonly Candidate[];
}

/** From here on, sorting them all is faster. */
const FEW = 1000;

/** Ids of the greatest scores, falling; of equals the first. */
export function greatestIds(scores: ArrayLike<number>, most: number): number[] {
  if (most > FEW) {
    const all = Array.from({ length: scores.length }, (_, id) => id);
    return all.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, most);
  }
  const ids: number[] = [];
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id]!;
    if (ids.length === most && !(score > scores[ids[most - 1]!]!)) continue;
    let at = ids.length === most ? most - 1 : ids.length;
    while (at > 0 && score > scores[ids[at - 1]!]!) {
      ids[at] = ids[at - 1]!;
      at -= 1;
    }
    ids[at] = id;
  }
  return ids;
}

type TextOf = (id: number) => string;

/** A softmax of one row of logits, and questions to it. */
export class Distribution {
  readonly logs: Float64Array;

  constructor(logits: Float32Array) {
    this.logs = new Float64Array(logits.length);
    logSoftmaxRow(logits, 0, this.logs);
  }

  /** What can't occur adds nothing. */
  get entropy(): number {
    let sum = 0;
    for (const log of this.logs) if (log > -Infinity) sum -= Math.exp(log) * log;
    return sum;
  }

  top(most: number, textOf: TextOf): Candidate[] {
    return greatestIds(this.logs, most).map((id) => ({
      id,
      text: textOf(id),
      probability: Math.exp(this.logs[id]!),
    }));
  }

  of(id: number, most: number, textOf: TextOf): TokenOdds {
    const own = this.logs[id]!;
    let rank = 1;
    for (const log of this.logs) if (log > own) rank += 1;
    const { entropy } = this;
    return { probability: Math.exp(own), rank, entropy, top: this.top(most, textOf) };
  }
}
