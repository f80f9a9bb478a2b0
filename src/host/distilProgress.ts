// What a distillation has found so far, and how far it is.
import type {
  DistilCurve,
  DistilId,
  DistilMethod,
  DistilRequest,
  DistilResult,
  DistilRow,
  DistilStage,
  DistilUpdate,
  SeedQuality,
} from './distilResult';

const TELL_EVERY_MS = 200;
/** About how long each stage takes, a student's training being 1. */
const WEIGHTS = { teacher: 4, asking: 0.3, students: 1, speed: 0.7 } as const;
type Weighed = keyof typeof WEIGHTS;

export class DistilProgress {
  readonly #onUpdate: (update: DistilUpdate) => void;
  readonly #startedMs = performance.now();
  readonly #total: number;
  readonly #rows = new Map<DistilId, DistilRow>();
  readonly #curves: DistilCurve[] = [];
  #method: DistilMethod | null = null;
  #stage: DistilStage = 'teacher';
  #current: DistilUpdate['current'] = null;
  #doneWeight = 0;
  #toldMs = 0;

  constructor({ teacher, distil }: DistilRequest, onUpdate: (update: DistilUpdate) => void) {
    this.#onUpdate = onUpdate;
    const students = 2 * distil.seeds.length * WEIGHTS.students;
    this.#total = (teacher ? 0 : WEIGHTS.teacher) + WEIGHTS.asking + students + WEIGHTS.speed;
    // A teacher that exists is opened, not trained.
    if (teacher) this.#doneWeight = -WEIGHTS.teacher;
  }

  enter(stage: DistilStage, current: DistilUpdate['current'] = null): void {
    this.#stage = stage;
    this.#current = current;
    this.#tell(0);
  }

  done(stage: Weighed): void {
    this.#doneWeight += WEIGHTS[stage];
    this.#tell(0);
  }

  /** `share` of the stage at hand. */
  tell(share: number): void {
    if (performance.now() - this.#toldMs < TELL_EVERY_MS) return;
    const stage = this.#stage;
    this.#tell(stage in WEIGHTS ? share * WEIGHTS[stage as Weighed] : 0);
  }

  describe(method: DistilMethod): void {
    this.#method = method;
  }

  point(id: DistilCurve['id'], seed: number, step: number, loss: number): void {
    const at = this.#curves.findIndex((curve) => curve.id === id && curve.seed === seed);
    const points = [...(this.#curves[at]?.points ?? []), { step, loss }];
    if (at < 0) this.#curves.push({ id, seed, points });
    else this.#curves[at] = { id, seed, points };
  }

  judged(id: DistilId, one: SeedQuality, change: Partial<DistilRow>): void {
    this.change(id, { ...change, seeds: [...(this.#rows.get(id)?.seeds ?? []), one] });
  }

  change(id: DistilId, change: Partial<DistilRow>): void {
    this.#rows.set(id, { ...EMPTY_ROW, id, ...this.#rows.get(id), ...change });
  }

  end(isStopped: boolean): DistilResult {
    this.enter(isStopped ? 'stopped' : 'done');
    return this.#result();
  }

  #result(): DistilResult {
    return { method: this.#method, rows: [...this.#rows.values()], curves: [...this.#curves] };
  }

  #tell(part: number): void {
    this.#toldMs = performance.now();
    const isOver = this.#stage === 'done' || this.#stage === 'stopped';
    const done = Math.max(0, this.#doneWeight + part) / this.#total;
    const share = isOver ? 1 : Math.min(1, done);
    const elapsedMs = this.#toldMs - this.#startedMs;
    this.#onUpdate({
      stage: this.#stage,
      current: this.#current,
      share,
      elapsedMs,
      remainingMs: isOver ? 0 : (elapsedMs * (1 - share)) / share,
      result: this.#result(),
    });
  }
}

const EMPTY_ROW = {
  honesty: 'executed',
  seeds: [],
  cost: null,
  speed: null,
  text: null,
  error: null,
} as const;
