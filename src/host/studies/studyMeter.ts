// How far a study is and how long it still takes: stages that follow one another, each with a weight,
// some of them in several pieces. Updates come no faster than a page can show them.

const TELL_EVERY_MS = 200;

export interface StudyStage<Stage extends string> {
  readonly stage: Stage;
  /** About how long one piece takes, beside those of other stages. */
  readonly weight: number;
  /** 1 where left out; 0 leaves the stage out. */
  readonly pieces?: number;
}

export interface StudyTime {
  /** Of the whole, 0 to 1. */
  readonly share: number;
  readonly elapsedMs: number;
  /** Infinite until something is done. */
  readonly remainingMs: number;
}

export class StudyMeter<Stage extends string> {
  readonly #stages: readonly StudyStage<Stage>[];
  readonly #startedMs = performance.now();
  readonly #finished = new Map<Stage, number>();
  #toldMs = -Infinity;

  constructor(stages: readonly StudyStage<Stage>[]) {
    this.#stages = stages;
  }

  /** Whether something was told so lately that more would only cost time. */
  get isEarly(): boolean {
    return performance.now() - this.#toldMs < TELL_EVERY_MS;
  }

  /** One piece of it has ended. */
  finish(stage: Stage): void {
    this.#finished.set(stage, (this.#finished.get(stage) ?? 0) + 1);
  }

  /** In `stage`, with `part` of its present piece done: all stages before it are over. */
  at(stage: Stage, part: number): StudyTime {
    const index = this.#stages.findIndex((one) => one.stage === stage);
    const whole = ({ weight, pieces = 1 }: StudyStage<Stage>): number => weight * pieces;
    const sum = (stages: readonly StudyStage<Stage>[]): number =>
      stages.reduce((total, one) => total + whole(one), 0);
    const here = this.#stages[index]!;
    const pieces = (this.#finished.get(stage) ?? 0) + part;
    const own = Math.min(whole(here), here.weight * pieces);
    return this.#time((sum(this.#stages.slice(0, index)) + own) / sum(this.#stages));
  }

  over(): StudyTime {
    return this.#time(1);
  }

  #time(share: number): StudyTime {
    this.#toldMs = performance.now();
    const elapsedMs = this.#toldMs - this.#startedMs;
    return { share, elapsedMs, remainingMs: (elapsedMs * (1 - share)) / share };
  }
}
