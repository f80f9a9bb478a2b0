// How far a study is, how long it still takes and what it has found: phases that follow one another, each in
// pieces with a weight. Updates come no faster than a page can show them, but for news.
import type { BaseRef } from '../../training/models/baseModel';
import type { Studies, StudyKind, StudyProgress, StudyUpdate } from '../protocol/study';

const TELL_EVERY_MS = 200;

/** By phase, about how long each piece takes, beside all others. */
export type PhaseWeights<Kind extends StudyKind> = Readonly<
  Partial<Record<Studies[Kind]['phase'], readonly number[]>>
>;

/** So many pieces of one weight. */
export const pieces = (count: number, weight: number): number[] =>
  Array.from({ length: count }, () => weight);

const sum = (weights: readonly number[]): number => weights.reduce((all, one) => all + one, 0);

export class Progress<Kind extends StudyKind> {
  readonly #onUpdate: (update: StudyUpdate<Kind>) => void;
  readonly #subject: BaseRef | undefined;
  readonly #startedMs = performance.now();
  readonly #entered = new Map<string, number>();
  #weights: Readonly<Record<string, readonly number[]>> = {};
  #total = 0;
  #result: Studies[Kind]['result'] | null = null;
  #phase: StudyProgress<Kind>['phase'] = 'stopped';
  #piece: StudyProgress<Kind>['piece'] = null;
  #doneWeight = 0;
  #weight = 0;
  #reportedMs = -Infinity;

  constructor(onUpdate: (update: StudyUpdate<Kind>) => void, subject?: BaseRef) {
    this.#onUpdate = onUpdate;
    this.#subject = subject;
  }

  /** Before anything else: what is ahead, and what is known already. */
  begin(weights: PhaseWeights<Kind>, result: Studies[Kind]['result']): void {
    this.#weights = weights as Readonly<Record<string, readonly number[]>>;
    this.#total = sum(Object.values(this.#weights).flat());
    this.#result = result;
  }

  get hasBegun(): boolean {
    return this.#result !== null;
  }

  get result(): Studies[Kind]['result'] {
    if (!this.#result) throw new Error('The study has not begun.');
    return this.#result;
  }

  change(change: Partial<Studies[Kind]['result']>): void {
    this.#result = { ...this.result, ...change };
  }

  /** The next piece of a phase; the piece before is over. A phase without a weight takes no time. */
  enter(phase: Studies[Kind]['phase'], piece: Studies[Kind]['piece'] | null = null): void {
    const weights = this.#weights[phase] ?? [];
    const before = this.#entered.get(phase) ?? 0;
    this.#entered.set(phase, before + 1);
    this.#next(phase, piece, weights[before] ?? 0);
  }

  end(isStopped: boolean): void {
    this.#next(isStopped ? 'stopped' : 'done', null, 0);
  }

  /** `part`: of the present piece. */
  tell(part: number, isNews = false): void {
    if (!isNews && performance.now() - this.#reportedMs < TELL_EVERY_MS) return;
    this.#reportedMs = performance.now();
    const isOver = this.#phase === 'done' || this.#phase === 'stopped';
    const done = this.#total > 0 ? (this.#doneWeight + this.#weight * part) / this.#total : 0;
    const share = isOver ? 1 : Math.min(1, done);
    const elapsedMs = this.#reportedMs - this.#startedMs;
    const remainingMs = (elapsedMs * (1 - share)) / share;
    const progress = { phase: this.#phase, piece: this.#piece, share, elapsedMs, remainingMs };
    this.#onUpdate({ progress, result: this.result, subject: this.#subject });
  }

  #next(
    phase: StudyProgress<Kind>['phase'],
    piece: StudyProgress<Kind>['piece'],
    weight: number,
  ): void {
    this.#doneWeight += this.#weight;
    this.#weight = weight;
    this.#phase = phase;
    this.#piece = piece;
    this.tell(0, true);
  }
}

/** The row with this id changed, or a new one behind the others. */
export function withRow<Row extends { readonly id: string }>(
  rows: readonly Row[],
  row: Partial<Row> & Pick<Row, 'id'>,
  empty: Omit<Row, 'id'>,
): Row[] {
  const at = rows.findIndex(({ id }) => id === row.id);
  // The rest of a row is its own, or as in an empty one.
  const changed = { ...empty, ...rows[at], ...row } as unknown as Row;
  return at < 0 ? [...rows, changed] : rows.with(at, changed);
}
